"""Files that aren't OpenAPI aren't parsed, and everything that a parser takes for OpenAPI still is."""

from __future__ import annotations

import codecs
from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest

from preclear.openapi import has_version_key, may_have_version_key
from preclear.project.checker import entries
from preclear.source import Node, load_bytes
from tests.project.making import BAD, GOOD, run, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.project.search import Input
    from preclear.source import Document, Limits

WORKFLOW = "on: push\njobs: {test: {runs-on: ubuntu-latest, steps: [{run: pytest}]}}\n"

SPELLINGS = {
    "plain": "openapi: 3.1.0\n",
    "swagger": "swagger: '2.0'\n",
    "quoted": "'openapi' : 3.1.0\n",
    "flow": "{info: {}, openapi: 3.1.0}\n",
    "explicit": "? openapi\n: 3.1.0\n",
    "block scalar": "? |-\n  openapi\n: 3.1.0\n",
    "folded": "? >-\n  openapi\n: 3.1.0\n",
    "tagged": "!!str openapi: 3.1.0\n",
    "anchored": "x: &key openapi\n*key : 3.1.0\n",
    "merged": "base: &base {openapi: 3.1.0}\n<<: *base\n",
    "merged escape": 'base: &base {"open\\x61pi": 3.1.0}\n<<: *base\n',
    "byte": '"op\\x65napi": 3.1.0\n',
    "short": '"\\u006fpenapi": 3.1.0\n',
    "upper hex": '"\\u006Fpenapi": 3.1.0\n',
    "long": '"\\U0000006fpenapi": 3.1.0\n',
    "joined": '? "open\\\n  api"\n: 3.1.0\n',
    "joined CRLF": '? "open\\\r\n  api"\r\n: 3.1.0\r\n',
    "JSON": '{"\\u006f\\u0070\\u0065\\u006e\\u0061\\u0070\\u0069": "3.1.0"}',
    "JSON swagger": '{"swa\\u0067ger": "2.0"}',
}


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_spelling_of_the_key_is_seen(text: str, encoding: str) -> None:
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    data = marks.get(encoding, b"") + text.encode(encoding)
    document = load_bytes(data, "x.json" if text.startswith('{"') else "x.yaml")

    assert has_version_key(Node(document, (), document.value))
    assert may_have_version_key(data)


def test_whatever_has_the_key_when_it_is_parsed_is_seen() -> None:
    found = 0
    for word in ("openapi", "swagger"):
        for first, second in combinations(range(len(word)), 2):
            for spellings in product(_list_spellings(word[first]), _list_spellings(word[second])):
                key = f"{word[:first]}{spellings[0]}{word[first + 1 : second]}{spellings[1]}{word[second + 1 :]}"
                data = f'"{key}": 3.1.0\n'.encode()
                document = load_bytes(data, "x.yaml")
                if has_version_key(Node(document, (), document.value)):
                    found += 1
                    assert may_have_version_key(data), data
    assert found > 500


def _list_spellings(letter: str) -> list[str]:
    code = ord(letter)
    return [letter, f"\\x{code:02x}", f"\\u{code:04X}", f"\\U{code:08x}", f"\\\n {letter}", f"\\{letter}"]


@pytest.mark.parametrize(
    "text", [WORKFLOW, '{"a": "C:\\\\b \\"c\\" \\n \\u20ac"}', "a: 'x\\y'\n", '{"open": 1, "api": 2}', "open\napi: 1\n"]
)
def test_other_texts_need_no_parser(text: str) -> None:
    assert not may_have_version_key(text.encode())


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The display paths of files that were parsed."""
    paths: list[str] = []
    load_data = entries.load_data

    def note(input: Input, data: bytes | Document, limits: Limits) -> Document:
        paths.append(input.display_path)
        return load_data(input, data, limits)

    monkeypatch.setattr(entries, "load_data", note)
    return paths


def test_only_files_that_can_be_openapi_are_parsed(
    folder: Path, capsys: pytest.CaptureFixture[str], loaded: list[str]
) -> None:
    (folder / "a.yaml").write_text(GOOD)
    for number in range(20):
        (folder / f"workflow{number}.yaml").write_text(WORKFLOW)

    outcome = run(capsys, "check", ".")

    assert loaded == ["a.yaml"]
    assert "skipped 20 files that aren't OpenAPI documents" in outcome.err

    loaded.clear()
    assert run(capsys, "check", "--openapi-only", "a.yaml", "workflow1.yaml").code == outcome.code
    assert loaded == ["a.yaml"]


def test_a_named_file_is_parsed_and_reported(
    folder: Path, capsys: pytest.CaptureFixture[str], loaded: list[str]
) -> None:
    (folder / "workflow.yaml").write_text(WORKFLOW)

    outcome = run(capsys, "check", "workflow.yaml")

    assert loaded == ["workflow.yaml"]
    assert "not-openapi" in outcome.out


@pytest.mark.parametrize(
    "arguments",
    [
        (".",),
        (".", "--output-format", "json"),
        ("--openapi-only", "compose.yaml", "odd.yaml", "bad.yaml", "apis/models/pet.yaml", "configured/x1.yaml"),
        ("apis", "configured"),
        (".", "--limit", "depth=3"),
        ("configured/preclear.toml",),
        (".", "--jobs", "2"),
    ],
    ids=" ".join,
)
def test_the_report_is_the_same_as_if_every_file_were_parsed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    write_project(folder)
    files: dict[str, str | bytes] = {
        "odd.yaml": "a: {b: [\n",
        "deep.json": '{"a": ' * 300 + "1" + "}" * 300,
        "latin.yaml": "a: \xe9\n".encode("latin-1"),
        "wide.yaml": codecs.BOM_UTF16_LE + BAD.encode("utf-16-le"),
        "escaped.json": '{"\\u006fpenapi": "3.1.0", "paths": 5}',
        "meant.yaml": "openapi: 3.1.0\na: {b: [\n",
        "nul.yaml": "a: \0\n",
        "configured/x1.yaml": WORKFLOW,
        "configured/x2.yaml": "a: [\n",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    quick = run(capsys, "check", *arguments)

    def parse_always(*_: object) -> None:
        """Leave it to the parser."""

    monkeypatch.setattr(entries, "check_foreign_entry", parse_always)

    assert run(capsys, "check", *arguments[: arguments.index("--jobs") if "--jobs" in arguments else None]) == quick
