"""Real documents against themselves: nothing changes, however they are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pytest

from preclear.engine import check_document
from preclear.mapping import compare_plans, make_document_snapshot
from preclear.source import load, load_bytes
from tests.corpus.test_corpus import documents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from preclear.connector import Connector
    from preclear.mapping import PlanChanges
    from preclear.source import Json

MAX_BYTES = 2_000_000
"""Larger documents are compared with themselves only."""

pytestmark = pytest.mark.skipif(not documents(), reason="needs the corpus of real documents, ../shared/corpus")

MAPS = frozenset(
    (
        "content",
        "parameters",
        "paths",
        "properties",
        "requestBodies",
        "responses",
        "schemas",
        "securitySchemes",
        "webhooks",
    )
)
"""Keys of mappings whose order means nothing."""


def connector_of(path: Path, change: Callable[[Json], Json] | None = None) -> Connector | None:
    document = load(path)
    if change is not None:
        file = path.absolute().with_suffix(".json")
        document = load_bytes(json.dumps(change(document.value)).encode(), str(path), file=file)
    return check_document(document, rules={}, with_examples=False).connector


def reorder(value: Json, key: str = "") -> Json:
    """The value with all mappings of named things in reverse order."""
    if isinstance(value, dict):
        items = [(name, reorder(member, name)) for name, member in value.items()]
        return dict(items[::-1] if key in MAPS else items)
    return [reorder(item) for item in value] if isinstance(value, list) else value


def annotate(value: Json) -> Json:
    """The value with an extension in every schema that has a type, so that no schema is what it was."""
    if isinstance(value, dict):
        changed = {name: annotate(member) for name, member in value.items()}
        is_schema = isinstance(value.get("type"), str | list) or isinstance(value.get("allOf"), list)
        return {**changed, "x-annotated": True} if is_schema else changed
    return [annotate(item) for item in value] if isinstance(value, list) else value


def compare(old: Connector, new: Connector) -> PlanChanges:
    return compare_plans(make_document_snapshot(old), make_document_snapshot(new), new.place)


class Original(NamedTuple):
    """A document of the corpus, and its connector."""

    path: Path
    connector: Connector


@pytest.fixture(scope="module", params=documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def original(request: pytest.FixtureRequest) -> Original:
    """A document, read once: all tests of it run together, so that only it is in memory."""
    connector = connector_of(request.param)
    if connector is None:
        pytest.skip("no connector comes of it")
    return Original(request.param, connector)


def compare_with(original: Original, change: Callable[[Json], Json]) -> PlanChanges:
    """Compare a document with one that `change` makes of it. Skips what is large."""
    if original.path.stat().st_size > MAX_BYTES:
        pytest.skip(f"more than {MAX_BYTES:,} bytes")
    try:
        changed = connector_of(original.path, change)
    except (TypeError, ValueError):
        pytest.skip("JSON can't hold all of its values")
    assert changed is not None
    return compare(original.connector, changed)


def test_a_document_is_what_it_is(original: Original) -> None:
    again = connector_of(original.path)

    assert again is not None
    result = compare(original.connector, again)
    assert (result.changes, result.is_complete) == ((), True)


def test_the_order_of_its_parts_is_no_change(original: Original) -> None:
    assert compare_with(original, reorder).changes == ()


def test_an_extension_in_every_schema_is_no_change(original: Original) -> None:
    assert [
        change.message
        for change in compare_with(original, annotate).changes
        if "x-annotated" not in change.message and " `not: " not in change.message  # those are compared as a whole
    ] == []
