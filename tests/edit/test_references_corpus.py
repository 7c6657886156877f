"""In real documents, all references lead to the same objects after everything is renamed."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator, OpenAPIV32SpecValidator
from referencing.exceptions import Unresolvable

from preclear.edit import add_reference_updates
from preclear.source import Insert, Node, Remove, Rename, Set, node_at
from preclear.source.editing.overlaps import Round, simplify_group
from tests.edit.corpus import corpus_documents, describe_edited, describe_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from preclear.openapi import ApiDescription
    from preclear.source import Document, EditOperation, Pointer

    Identity = tuple[int, Pointer]

MAX_VALIDATED_BYTES = 100_000

VALIDATORS = {"3.0": OpenAPIV30SpecValidator, "3.1": OpenAPIV31SpecValidator, "3.2": OpenAPIV32SpecValidator}

pytestmark = pytest.mark.skipif(not corpus_documents(), reason="needs the corpus of real documents, ../shared/corpus")


@pytest.mark.parametrize("path", corpus_documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_all_references_lead_to_the_same_objects(path: Path, tmp_path: Path) -> None:
    description = describe_file(path)
    groups = list(renames(description))

    edited = describe_edited(description, add_reference_updates(description, groups), tmp_path)

    assert fault_counts(edited) == fault_counts(description)
    expected = targets(description, new_keys(groups))
    actual = targets(edited, {})
    assert {use: actual.get(use) for use in expected} == expected
    assert groups or not expected


@pytest.mark.parametrize(
    "path", corpus_documents(MAX_VALIDATED_BYTES), ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_an_independent_validator_finds_nothing_new(path: Path, tmp_path: Path) -> None:
    description = describe_file(path)
    edited = describe_edited(
        description, add_reference_updates(description, list(renames(description, "-new"))), tmp_path
    )

    assert validator_errors(edited) == validator_errors(description)


def renames(description: ApiDescription, suffix: str = "/ü~%new") -> Iterator[list[EditOperation]]:
    """Yield a group for every component, path and operationId, each with a new name."""
    for document in description.documents:
        root = Node(document, (), document.value)
        components = root.get("components")
        for _, section in components.entries() if components is not None else ():
            for name, component in section.entries():
                yield [Rename(component, f"{name}{suffix}")]
        paths = root.get("paths")
        for path, path_item in paths.entries() if paths is not None else ():
            if not path.startswith("x-"):
                yield [Rename(path_item, f"{path}/new")]
            for _, operation in path_item.entries():
                operation_id = operation.get("operationId")
                if operation_id is not None:
                    yield [Set(operation_id, f"{operation_id.value}New")]


def new_keys(groups: Sequence[Sequence[EditOperation]]) -> dict[tuple[Document, Pointer], str]:
    operations = (operation for group in groups for operation in group if isinstance(operation, Rename))
    return {
        (operation.target.place.document, operation.target.place.pointer): operation.key for operation in operations
    }


def targets(description: ApiDescription, keys: dict[tuple[Document, Pointer], str]) -> dict[Identity, Identity]:
    """Where each text that refers to something leads, both by file and pointer after renaming `keys`."""

    def identity(node: Node) -> Identity:
        document, pointer = node.document, node.pointer
        parts = (keys.get((document, pointer[: index + 1]), part) for index, part in enumerate(pointer))
        return description.documents.index(document), tuple(parts)

    return {
        identity(Node(use.node.document, use.node.pointer[:-1], None) if use.is_key else use.node): identity(use.target)
        for use in description.reference_uses.all
    }


def fault_counts(description: ApiDescription) -> Counter[str]:
    return Counter(fault.kind.name for fault in description.faults)


def validator_errors(description: ApiDescription) -> list[str]:
    """The validators that fail. One that can't resolve a reference raises, and this is the last one in the list."""
    value, file = description.entry.value, description.entry.file
    assert isinstance(value, dict)
    assert file is not None
    failures: list[str] = []
    try:
        validator = VALIDATORS[description.version.series](value, base_uri=file.as_uri())
        failures.extend(str(error.validator) for error in validator.iter_errors())
    except (KeyError, Unresolvable) as error:
        failures.append(type(error).__name__)
    return failures


@pytest.mark.parametrize("path", corpus_documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_any_choice_of_groups_leaves_no_reference_behind(path: Path, tmp_path: Path) -> None:
    description = describe_file(path)
    groups = sorted([*renames(description, ".new"), *replacements(description)], key=lambda group: digest(group[0]))
    completed = add_reference_updates(description, groups)

    made = Round()
    chosen = [group for group in completed[::2] if made.add(simplify_group(group))]
    edited = describe_edited(description, chosen, tmp_path)

    old_messages = {fault.report.message.replace(".new", "") for fault in description.faults}
    faults = [fault for fault in edited.faults if fault.kind.name != "external-reference"]  # that one has a count
    assert [
        fault.report.message for fault in faults if fault.report.message.replace(".new", "") not in old_messages
    ] == []
    assert chosen or not groups


def replacements(description: ApiDescription) -> Iterator[list[EditOperation]]:
    """Yield groups that replace, remove or copy objects with references."""
    for use in description.reference_uses.all:
        node = use.node
        holder = node_at(node.place._replace(pointer=node.pointer[:-1]))
        if node.pointer[-1] != "$ref" or description.kind_of_place(holder) != "schema":
            continue
        choice = digest(Set(node, None)) % 3
        if choice == 0:
            yield [Set(holder, {"allOf": [holder.value]})]
        elif holder.pointer[-2] == "properties" and choice == 1:
            yield [Remove(holder)]
        elif holder.pointer[-2] == "properties":
            properties = node_at(node.place._replace(pointer=node.pointer[:-2]))
            yield [Insert(properties, f"{holder.pointer[-1]} again", holder.value)]


def digest(operation: EditOperation) -> int:
    return int.from_bytes(sha256(repr(operation.target.place.pointer).encode()).digest()[:4])
