"""The graph of references has every reference that a check follows, however its text is written."""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.engine import check
from preclear.project.references import ReferenceGraph, has_openapi_key
from preclear.project.references.texts import NameStyle, find_reference_texts
from preclear.project.results.file_result import real_files
from preclear.source import DEFAULT_LIMITS
from tests import pace

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOTS = (Path(__file__).parents[2] / "fixtures", Path(__file__).parents[3] / "shared" / "corpus")
MAX_BYTES = 600_000
PLAIN = NameStyle(has_space=False, has_quote=False, has_apostrophe=False)


def list_documents(root: Path) -> list[Path]:
    files = (path for path in root.rglob("*") if path.suffix.lower() in (".yaml", ".yml", ".json") and path.is_file())
    return sorted(path.resolve() for path in files)


def make_graph(root: Path, files: Iterable[Path]) -> ReferenceGraph:
    paths = [str(file) for file in files]
    graph = ReferenceGraph(root.resolve(), DEFAULT_LIMITS, paths)
    graph.add(paths)
    return graph


def find_missing(graph: ReferenceGraph, file: Path, root: Path | None = None) -> set[str]:
    """Return the files that a check of `file` reads and that it doesn't refer to in the graph."""
    read = real_files(check(file, rules={}, root=root)) - {str(file)}
    return {path for path in read if str(file) not in graph.find_users([path])}


@pytest.mark.once
@pytest.mark.parametrize("root", ROOTS, ids=["fixtures", "corpus"])
def test_real_documents_reach_all_their_files(root: Path) -> None:
    if not root.is_dir():
        pytest.skip("needs the corpus of real documents, ../shared/corpus")
    files = list_documents(root)
    graph = make_graph(root, files)
    several = 0
    for file in files:
        data = file.read_bytes()
        if len(data) > MAX_BYTES or not any(suffix in data for suffix in (b".yaml", b".yml", b".json")):
            continue
        result = check(file, rules={})
        if result.connector is not None:
            assert str(file) in graph.documents
            assert find_missing(graph, file) == set()
            several += len(real_files(result)) > 1
    assert several >= 4


NAME_CHARACTERS = "ab.é😀ß '\"{}[],#%:&!-?@~$*|>=;()^`+_"
NAMES = st.text(NAME_CHARACTERS, min_size=1, max_size=8).map(lambda name: "n" + name.strip())


@st.composite
def paths(draw: st.DrawFn) -> str:
    folders = draw(st.lists(NAMES, max_size=2))
    return "/".join([*folders, draw(NAMES) + draw(st.sampled_from([".yaml", ".yml", ".json", ".YAML"]))])


@st.composite
def projects(draw: st.DrawFn) -> dict[str, str]:
    """Files of a project, by path: the first is a document, and each refers to some of the others."""
    names = draw(st.lists(paths(), min_size=2, max_size=5, unique_by=str.casefold))
    texts: dict[str, str] = {}
    for name in names:
        targets = draw(st.lists(st.sampled_from(names), max_size=4))
        references = {f"R{index}": {"$ref": draw(reference(name, target))} for index, target in enumerate(targets)}
        schemas: dict[str, Any] = {"Pet": {"type": "object", "properties": references}}
        if name == names[0]:
            info = {"title": "Pets", "version": "1", "description": draw(st.text(NAME_CHARACTERS + "\\\n"))}
            schemas = {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}
        texts[name] = draw(written(schemas))
    return texts


@st.composite
def reference(draw: st.DrawFn, file: str, target: str) -> str:
    path = os.path.relpath(target, os.path.dirname(file) or ".")  # noqa: PTH120
    prefix = draw(st.sampled_from(["", "./", "no such folder/../", ".//"]))
    safe = draw(st.sampled_from(["/", "/" + "".join(set(NAME_CHARACTERS) - {"#", "%", "?", ":"})]))
    text = quote(prefix + path, safe=safe)
    if draw(st.booleans()):
        text = text.replace(".", "%2e")
    return text + draw(st.sampled_from(["", "#", "#/Pet", "#/components/schemas/Pet"]))


@st.composite
def written(draw: st.DrawFn, value: object) -> str:
    """Draw a text of `value`, in JSON or in one of the styles of YAML."""
    if draw(st.booleans()):
        text = json.dumps(value, indent=draw(st.sampled_from([None, 1])), ensure_ascii=draw(st.booleans()))
        return text.replace("/", "\\/") if draw(st.booleans()) else text
    style: Any = draw(st.sampled_from([None, "'", '"', ">", "|"]))
    return yaml.safe_dump(
        value,
        default_style=style,
        default_flow_style=draw(st.booleans()) if style not in (">", "|") else False,
        width=draw(st.sampled_from([5, 20, 1_000])),
        allow_unicode=draw(st.booleans()),
        sort_keys=False,
    )


@pytest.mark.once
@settings(max_examples=400, deadline=None)
@given(projects())
def test_generated_documents_reach_all_their_files(texts: dict[str, str]) -> None:
    with TemporaryDirectory() as name:
        root = Path(name).resolve()
        for path, text in texts.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            try:
                (root / path).write_text(text, encoding="utf-8")
            except IsADirectoryError:  # another file is in a folder of this name
                return
        files = [root / path for path in texts]

        assert find_missing(make_graph(root, files), files[0], root) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$ref: models/pet.yaml#/Pet", "models/pet.yaml"),
        ('{"$ref":"a b/pet.json"}', "a b/pet.json"),
        ("{cat: pet.yaml, dog: x}", "pet.yaml"),
        ("- &a !!str ../pet.yml", "../pet.yml"),
        ("$ref: >-\n  pet.yaml\n", "pet.yaml"),
        (r'{"\u0024ref":"p\u0065t.json"}', "pet.json"),
        (r'{"$ref":"\ud83d\ude00.json"}', "😀.json"),
        (r'{"$ref":"a\/pet.json"}', "a/pet.json"),
        (r'$ref: "a\x2fp\U00000065t.yaml"', "a/pet.yaml"),
        ('$ref: "models/\\\n   pet.yaml"', "models/pet.yaml"),
        ("$ref: p%65t%2Eyaml", "pet.yaml"),
        ("$ref: pet.yaml\r\n", "pet.yaml"),
        ("\ufeff$ref: pet.yaml", "pet.yaml"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_texts_are_found_in_every_form(text: str, expected: str, encoding: str) -> None:
    assert expected in find_reference_texts(text.encode(encoding), PLAIN)


@pytest.mark.parametrize("text", ["$ref: pet.yaml2", "$ref: pet.jsonl", "$ref: yaml", "a.yaml-old", "json"])
def test_names_that_only_look_like_those_of_documents_are_no_texts(text: str) -> None:
    assert list(find_reference_texts(text.encode(), PLAIN)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("openapi: 3.1.0", True),
        ('{"info":{},"openapi" : "3.1.0"}', True),
        (r'{"\u006fpenapi":"3.1.0"}', True),
        ("? openapi\n: 3.1.0", True),
        ("swagger: '2.0'", False),
        ("description: this file has no openapi key", False),
    ],
)
def test_the_key_of_a_document_is_found(text: str, *, expected: bool) -> None:
    assert has_openapi_key(text.encode()) is expected


def test_a_large_file_is_searched_as_far_as_the_limit_allows(tmp_path: Path) -> None:
    (tmp_path / "pet.yaml").write_text("a: 1\n")
    (tmp_path / "a.yaml").write_text("openapi: 3.1.0\na: {$ref: pet.yaml}\n" + "#" * 1_000)
    root = tmp_path.resolve()
    graph = ReferenceGraph(root, DEFAULT_LIMITS.with_overrides({"file_bytes": 100}), [])

    graph.add([str(root / "a.yaml")])

    assert graph.find_users([str(root / "pet.yaml")]) == graph.documents == {str(root / "a.yaml")}


def test_a_pipe_and_a_missing_file_are_unreadable(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    os.mkfifo(root / "pipe.yaml")
    graph = ReferenceGraph(root, DEFAULT_LIMITS, [])

    graph.add([str(root / "pipe.yaml"), str(root / "gone.yaml")])

    assert graph.unreadable == {str(root / "pipe.yaml"), str(root / "gone.yaml")}


def test_a_missing_file_can_be_searched_for(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    (root / "a.yaml").write_text("openapi: 3.1.0\na: {$ref: gone/pet.yaml}\n")
    missing = [str(root / "gone" / "pet.yaml")]
    graph = ReferenceGraph(root, DEFAULT_LIMITS, [], missing)

    graph.add([str(root / "a.yaml")])

    assert graph.find_users(missing) == {str(root / "a.yaml")}


@pytest.mark.once
def test_a_hostile_file_takes_linear_time() -> None:
    import time

    def measure(count: int) -> float:
        start = time.process_time()
        data = b"&".join(b"%d,.json" % index for index in range(count))
        for _ in find_reference_texts(data, NameStyle(has_space=True, has_quote=True, has_apostrophe=True)):
            pass
        return time.process_time() - start

    measure(200)
    assert pace.is_linear(measure, 2_000, 2.6)
