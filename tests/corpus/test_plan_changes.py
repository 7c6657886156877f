"""Real documents against themselves: nothing changes, however they are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

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


def small_documents() -> list[Path]:
    return [path for path in documents() if path.stat().st_size <= MAX_BYTES]


@pytest.mark.parametrize("path", documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_document_is_what_it_is(path: Path) -> None:
    old, new = connector_of(path), connector_of(path)
    if old is None or new is None:
        pytest.skip("no connector comes of it")

    result = compare(old, new)

    assert (result.changes, result.is_complete) == ((), True)


@pytest.mark.parametrize("path", small_documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_order_of_its_parts_is_no_change(path: Path) -> None:
    try:
        old, new = connector_of(path), connector_of(path, reorder)
    except (TypeError, ValueError):
        pytest.skip("JSON can't hold all of its values")
    if old is None or new is None:
        pytest.skip("no connector comes of it")

    assert compare(old, new).changes == ()


@pytest.mark.parametrize("path", small_documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_extension_in_every_schema_is_no_change(path: Path) -> None:
    try:
        old, new = connector_of(path), connector_of(path, annotate)
    except (TypeError, ValueError):
        pytest.skip("JSON can't hold all of its values")
    if old is None or new is None:
        pytest.skip("no connector comes of it")

    assert [
        change.message
        for change in compare(old, new).changes
        if "x-annotated" not in change.message and " `not: " not in change.message  # those are compared as a whole
    ] == []
