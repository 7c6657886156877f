"""In real documents, no reference dangles and nothing useless stays after a random half of the operations goes."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from preclear.connector import build_connector
from preclear.edit import prune
from preclear.openapi import COMPONENT_SECTIONS
from tests.edit.corpus import corpus_documents, describe_edited, describe_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from preclear.source import Json

pytestmark = pytest.mark.skipif(not corpus_documents(), reason="needs the corpus of real documents, ../shared/corpus")


@pytest.mark.parametrize("path", corpus_documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_random_half_can_go(path: Path, tmp_path: Path) -> None:
    description = describe_file(path)
    if len(description.documents) > 1:
        pytest.skip("pruning is for a document in one file")
    connector = build_connector(description)
    left_out = [
        operation
        for operation in connector.operations
        if sha256(f"{path.name} {operation.label}".encode()).digest()[0] % 2
    ]

    pruning = prune(connector, left_out)
    rest = describe_edited(description, [pruning.operations], tmp_path)

    labels = [operation.label for operation in connector.operations if operation not in left_out]
    assert [operation.label for operation in build_connector(rest).operations] == labels
    old_messages = {fault.report.message for fault in description.faults}
    assert [fault.report.message for fault in rest.faults if fault.report.message not in old_messages] == []
    if left_out:
        assert unreachable(rest.entry.value) == set()


def unreachable(value: Json) -> set[str]:
    """The components, apart from security schemes, that no text outside of them leads to, however roughly read.

    A schema whose `allOf` refers to a reached schema counts as reached, because it may be a subtype.
    """
    assert isinstance(value, dict)
    components = {
        f"#/components/{section}/{escape(name)}": entry
        for section, entries in items(value.get("components"))
        if section in COMPONENT_SECTIONS and section != "securitySchemes"
        for name, entry in items(entries)
    }
    subtypes: dict[str, list[str]] = {}
    for name, entry in components.items():
        for text in texts(entry.get("allOf") if isinstance(entry, dict) else None):
            subtypes.setdefault(text, []).append(name)
    rest = {key: part for key, part in value.items() if key != "components"}
    parts = value.get("components")
    extensions = {key: part for key, part in items(parts) if key not in COMPONENT_SECTIONS}
    pending = [*texts(rest), *texts(extensions)]
    reached: set[str] = set()
    while pending:
        text = pending.pop()
        name = "/".join(text.split("/")[:4]) if text.startswith("#") else f"#/components/schemas/{text}"
        if name in components and name not in reached:
            reached.add(name)
            pending += [*texts(components[name]), *subtypes.get(name, ())]
    return set(components) - reached


def texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def items(value: Json) -> list[tuple[str, Json]]:
    return list(value.items()) if isinstance(value, dict) else []


def escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
