"""Names last: other operations come, go and move, and only those that want the same name ever matter."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from preclear.connector import Connector, ImportableNames, Operation
from preclear.engine import check
from tests.corpus.plain import is_mapping
from tests.corpus.test_corpus import documents
from tests.texts import connect

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SEEDS = range(5)
LARGE = 1_500_000
"""Documents with more bytes aren't built again in another order: their names are, without the rest of the model."""

pytestmark = pytest.mark.skipif(not documents(), reason="needs the corpus of real documents, ../shared/corpus")


@cache
def connector_of(path: Path) -> Connector | None:
    return check(path, rules={}).connector


def names_of(connector: Connector, operations: Iterable[Operation]) -> dict[Operation, str]:
    """The names that the operations have in a document without all others, callbacks and all."""
    left = list(operations)
    nodes = {item.node.identity for item in left}
    callbacks = [
        operation
        for operation in connector.callback_operations
        if any(
            (id(operation.node.document), operation.node.pointer[:length]) in nodes
            for length in range(len(operation.node.pointer))
        )
    ]
    names = ImportableNames(left, callbacks, connector.definitions)
    return {item: names.operation_name(item) for item in left}


def half_of(operations: Iterable[Operation], seed: int) -> list[Operation]:
    """A half of the operations, in another order, that depends on nothing but their methods, paths and the seed."""
    listed = sorted(operations, key=lambda item: sha256(f"{seed} {item.label}".encode()).digest())
    return listed[len(listed) // 2 :]


def reason(connector: Connector, operation: Operation, removed: Iterable[Operation]) -> str:
    """Why the name of an operation changes when others are gone."""
    if any(item.name.value == operation.name.value != "" for item in removed):
        return "the other one of an exact duplicate is gone"
    (alone,) = names_of(connector, [operation]).values()
    rivals = [name for item in removed for name in names_of(connector, [item]).values()]
    return "one that wanted the same name is gone" if alone.lower() in map(str.lower, rivals) else "none"


def test_the_names_of_the_operations_that_are_left_stay() -> None:
    reasons: dict[str, set[tuple[str, str]]] = {}
    compared = 0
    for path in documents():
        connector = connector_of(path)
        if connector is None:
            continue
        names = names_of(connector, connector.operations)
        for seed in SEEDS:
            kept = half_of(connector.operations, seed)
            removed = {*connector.operations}.difference(kept)
            for operation, name in names_of(connector, kept).items():
                compared += 1
                if name != names[operation]:
                    why = reason(connector, operation, removed)
                    reasons.setdefault(why, set()).add((path.parent.name, operation.label))

    assert compared > 10_000
    assert reasons == {
        "the other one of an exact duplicate is gone": {
            ("readme-31-json-webhooks", "delete newPet"),
            ("readme-31-json-webhooks", "post newPet"),
        },
        "one that wanted the same name is gone": {("speakeasy-32-inline", "get /external-users")},
    }


def test_the_names_are_unique_valid_and_know_no_order() -> None:
    for path in documents():
        connector = connector_of(path)
        if connector is None:
            continue
        names = names_of(connector, connector.operations)
        shuffled = [*half_of(connector.operations, 1), *reversed(connector.operations)]
        definitions = [connector.importable_names.definition_name(definition) for definition in connector.definitions]

        assert (
            names
            == names_of(connector, dict.fromkeys(shuffled))
            == {name: connector.importable_names.operation_name(name) for name in names}
        )
        assert len(set(names.values())) == len(names)
        assert len(set(definitions)) == len(definitions)


@pytest.mark.parametrize("path", documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_reordering_a_document_changes_no_name(path: Path) -> None:
    connector = connector_of(path)
    if connector is None or len(connector.api.documents) > 1 or len(connector.root.document.data) > LARGE:
        pytest.skip("large, not a description, or more than one file")
    value: Any = connector.root.value
    sections = {key: in_other_order(value[key], 2) for key in ("paths", "webhooks", "components") if value.get(key)}
    other = connect(json.dumps({**value, **sections}))

    assert all_names(other) == all_names(connector)


def in_other_order(entries: Any, depth: int) -> Any:
    """The entries of a mapping by the digests of their keys, and those of their values, to some depth."""
    if depth == 0 or not is_mapping(entries):
        return entries
    keys = sorted(map(str, entries), key=lambda key: sha256(key.encode()).digest())
    return {key: in_other_order(entries[key], depth - 1) for key in keys}


def all_names(connector: Connector) -> dict[object, str]:
    names = connector.importable_names
    operations: dict[object, str] = {
        ("operation", operation.label): names.operation_name(operation) for operation in connector.operations
    }
    return {
        **operations,
        **{definition.node.pointer: names.definition_name(definition) for definition in connector.definitions},
    }
