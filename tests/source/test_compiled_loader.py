"""The compiled loader against the event loader: the same values, faults and places for every text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from preclear.source import DEFAULT_LIMITS, Limits, load_bytes
from preclear.source.yaml import event_loader
from preclear.source.yaml import load as yaml_load
from tests.fuzz.mutants import make, sources
from tests.source.test_corpus import CORPUS, corpus_files

if TYPE_CHECKING:
    from preclear.source import Document, Json, Pointer

pytestmark = pytest.mark.skipif(
    yaml_load.find_compiled_loader() is None, reason="the compiled loader isn't installed, or PRECLEAR_PURE is set"
)
ENOUGH = 2_000  # pointers of one document that are compared


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
