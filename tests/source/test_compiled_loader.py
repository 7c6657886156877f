"""The compiled loader against the event loader: the same values, faults and places for every text."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from preclear.source import DEFAULT_LIMITS, Limits, load_bytes
from preclear.source.yaml import event_loader
from preclear.source.yaml import load as yaml_load
from preclear.source.yaml.compiled.extension import find_compiled_loader
from tests.fuzz.mutants import make, sources
from tests.import_path import PACKAGES
from tests.source.dense import DENSE
from tests.source.test_corpus import CORPUS, corpus_files
from tests.source.test_yaml_suite import SUITE
from tests.source.yaml_suite import cases

if TYPE_CHECKING:
    from preclear.source import Document, Json, Pointer

pytestmark = pytest.mark.skipif(
    find_compiled_loader() is None, reason="the compiled loader isn't installed, or PRECLEAR_PURE is set"
)
ENOUGH = 2_000  # pointers of one document that are compared
MANY = 12_000  # more than the faults and the ambiguous scalars of a document that are kept


def load_both(data: bytes, name: str, limits: Limits) -> tuple[Document, Document, bool]:
    """Load a text with both loaders, and with the event loader alone. Also whether the compiled one read it."""
    calls: list[Document] = []
    load_events = event_loader.load_events

    def count_call(document: Document, limits: Limits) -> None:
        calls.append(document)
        load_events(document, limits)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(event_loader, "load_events", count_call)
        document = load_bytes(data, name, limits)
        is_compiled = document.format == "yaml" and not calls
        patch.setattr(yaml_load, "find_compiled_loader", lambda: None)
        return document, load_bytes(data, name, limits), is_compiled


def describe(document: Document) -> list[Any]:
    """List all that a loader sets."""
    faults = [
        (fault.kind.name, fault.report.message, fault.report.help, fault.report.location.place[1:])
        for fault in document.faults
    ]
    return [
        document.is_loaded,
        repr(document.value),  # tells 1 from 1.0 and True, and the order of keys
        faults,
        document.fault_counts,
        document.ambiguous_scalars,
        document.omitted_scalar_count,
        document.yaml_input,
    ]


def pointers(value: Json) -> list[Pointer]:
    """List the pointers of all nodes, and of some that don't exist."""
    found: list[Pointer] = []
    waiting: list[tuple[Pointer, Json]] = [((), value)]
    while waiting:
        pointer, node = waiting.pop()
        found.append(pointer)
        if isinstance(node, dict):
            waiting += [((*pointer, key), child) for key, child in node.items()]
        elif isinstance(node, list):
            waiting += [((*pointer, index), child) for index, child in enumerate(node)]
    return [*found[:: len(found) // ENOUGH + 1], ("missing",), (0, "missing"), (-1,), (10**6,)]


def extent(document: Document, pointer: Pointer) -> object:
    """Return a node's extent; None if it doesn't exist."""
    try:
        return document.extent(pointer)
    except LookupError:
        return None


def compare(data: bytes, name: str = "openapi.yaml", limits: Limits = DEFAULT_LIMITS) -> bool:
    """Fail if the loaders differ about a text. Returns whether the compiled one read it."""
    compiled, pure, is_compiled = load_both(data, name, limits)
    assert describe(compiled) == describe(pure)
    if is_compiled:
        for pointer in pointers(pure.value):
            assert (pointer, extent(compiled, pointer)) == (pointer, extent(pure, pointer))
    return is_compiled


@pytest.mark.once
@pytest.mark.parametrize("path", [path for path in corpus_files() if not path.endswith(".json")])
def test_real_documents(path: str) -> None:
    file = CORPUS / path
    if not file.exists():
        pytest.skip(f"{path} is listed in the corpus and not there")
    assert compare(file.read_bytes()) == (path != "codat-accounting-yaml/codatioaccounting.yaml")  # it has tabs


@pytest.mark.parametrize("sort", ["byte", "structure"])
def test_mutants(sort: Any) -> None:
    origins = sources()
    compiled = 0
    for number in range(300):
        mutant = make(origins, sort, 7, number)
        compiled += compare(mutant.data, "openapi.yaml" if mutant.file.suffix == ".yaml" else "openapi")
    assert compiled > 50


def test_the_yaml_test_suite() -> None:
    if not SUITE.exists():
        pytest.skip("the yaml-test-suite is not beside this repository")
    assert sum(compare(case.text.encode()) for case in cases(SUITE)) > 100


def test_fixtures_and_field_documents() -> None:
    folders = [Path(__file__).parents[2] / "fixtures", CORPUS.parent / "field", CORPUS.parent / "suites"]
    files = sorted(path for folder in folders for path in folder.rglob("*.y*ml") if path.is_file())
    assert len(files) > 300
    assert sum(compare(path.read_bytes()) for path in files) > len(files) * 0.8


@pytest.mark.once
@pytest.mark.parametrize("name", DENSE)
def test_texts_dense_with_one_thing(name: str) -> None:
    build, _ = DENSE[name]
    compare(build(MANY))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "is_compiled"),
    [
        ("a: 1\nb: [x, {y: 2.5}, 'q', \"d\"]\nc:\n- - 1\n  - d: |\n      text\n\n\n  # comment\n- ~\n", True),
        ("a: multi\n  line\n\n  plain # c\nb: >-\n  folded\n   more\n\nc: 'a\n  b'\nd:\ne: \"x\\\n  y\"\n", True),
        ("? a\n: b\n? c\n", True),
        ("[a: b, ? c : d, {e}, {f: }]\n", True),
        ("é: 日本\n😀: [ä, 'ö', |-]\n", False),
        ("é: 日本\n😀:\n  - ä # ü\n  - 'ö'\n", True),
        ("--- # c\na: 1\n...\n", True),
        ("---\n", False),
        ("text", True),
        ("12", True),
        ("a: no\nyes: 007\n1_0: 2024-01-02\n0x1F: 1:30\n12e03: a\n", False),
        ("a: no\nyes: 007\n1_0: 2024-01-02\n0x1F: [1:30, 12e03, 0o17, +1, =]\n", True),
        ("200: a\n'200 ': b\n", True),
        ("200: a\n'200': b\n", False),
        ("1.5: a\n", False),
        ("null: a\n", False),
        ("'null': a\n", True),
        ("a: .inf\n", False),
        ("<<: {a: 1}\n", False),
        ("'<<': {a: 1}\n", False),
        ("a: &x 1\nb: *x\n", False),
        ("a: !!str 1\n", False),
        ("a: ! 1\n", False),
        ("a: ! [1]\n", False),
        ("! a: 1\n", False),
        ("%YAML 1.2\n---\na: 1\n", False),
        ("%TAG !e! !e-\n---\na: 1\n", False),
        ("a: 1\n---\nb: 1\n", False),
        ("a: 1\n--- b", False),
        ("a: [1\n", False),
        ("[a]: 1\n", False),
        ("{a: 1}: 1\n", False),
        ('a: "\\u2028"\n', False),
        ('a: "\\N"\n', False),
        ("a: x\u2028b\n", False),
        ("\n\ufeffa: 1\n", False),
        ("a: >\n \n   \n # comment\nb: |\n  \n\n   x\n", True),
        ("a: {?b: 1}\n", False),
        ("a: what?\nb: [c ?, ?]\n", False),
        ("a: what?\nb: [c ?]\n", True),
        ("a: 1\n   ", False),
        ("a:\n\tb: 1\n", False),
    ],
)
def test_the_compiled_loader_reads_what_is_plain(text: str, is_compiled: bool, line_end: str) -> None:
    assert compare(text.replace("\n", line_end).encode()) == is_compiled


LIMITED = "a: [1, {b: 'cc'}]\ndd: 123\n"


@pytest.mark.parametrize(
    ("name", "enough"), [("depth", 3), ("nodes", 8), ("scalar_bytes", 3), ("key_bytes", 2), ("digits", 3)]
)
def test_limits_are_the_same_to_the_last_one(name: str, enough: int) -> None:
    assert compare(LIMITED.encode(), limits=Limits().with_overrides({name: enough}))
    assert not compare(LIMITED.encode(), limits=Limits().with_overrides({name: enough - 1}))


def test_only_so_many_ambiguous_scalars_are_kept() -> None:
    assert compare(b"a: [" + b"no, " * 12_000 + b"1]\n")


def test_interrupts_reach_the_compiled_loader() -> None:
    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    text = "- [a, b, c]\n" * 400_000
    before = signal.signal(signal.SIGVTALRM, interrupt)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.05)  # seconds of CPU time: a busy machine can't end them before the load
    try:
        with pytest.raises(KeyboardInterrupt):
            load_bytes(text.encode(), "openapi.yaml", Limits().with_overrides({"nodes": 10**7}))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_pyyaml_is_not_imported_for_a_plain_document() -> None:
    program = (
        "import sys; from preclear.source import load_bytes; d = load_bytes(b'a: {b: 1}', 'a.yaml'); "
        "d.span(('a', 'b')); print(d.value, 'yaml' in sys.modules)"
    )
    for variables, is_imported in (({}, False), ({"PRECLEAR_PURE": "1"}, True)):
        run = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": PACKAGES, **variables},
        )
        assert run.stdout == f"{{'a': {{'b': 1}}}} {is_imported}\n"
