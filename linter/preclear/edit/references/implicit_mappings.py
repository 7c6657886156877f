"""Mapping entries that keep the values of discriminators when schemas get other names.

Without an entry, the value that selects a schema is the schema's own name (OpenAPI Specification 3.1.1, "Discriminator
Object"). An API sends and receives that value, so it must stay the same when the schema is renamed.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from preclear.openapi import format_reference
from preclear.source import Insert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from preclear.edit.references.moves import Moves
    from preclear.openapi import ApiDescription
    from preclear.source import Document, Json, Node, Pointer


class RenamedSubtypes(NamedTuple):
    """A discriminator, its mapping if it has one, and the renamed schemas that it selects by their old names.

    The schemas are those that each group of operations renames, by its index.
    """

    discriminator: Node
    mapping: Node | None
    schemas_by_group: dict[int, list[Node]]


def find_renamed_subtypes(description: ApiDescription, moves: Moves) -> Iterator[RenamedSubtypes]:
    """Yield the discriminators that select one of the renamed schemas by its name."""
    for parent in description.subtypes.parents:
        discriminator = parent.get("discriminator")
        if discriminator is None or discriminator.text("propertyName") is None:
            continue
        mapping = discriminator.get("mapping")
        if mapping is not None and (not isinstance(mapping.value, dict) or "$ref" in mapping.value):
            continue
        schemas_by_group: dict[int, list[Node]] = {}
        names: set[str] = set()
        for schema in description.subtypes.implicit(parent):
            name, groups = str(schema.pointer[-1]), moves.renaming_groups(schema)
            if groups and name not in names:
                names.add(name)
                for group in groups:
                    schemas_by_group.setdefault(group, []).append(schema)
        if schemas_by_group:
            yield RenamedSubtypes(discriminator, mapping, schemas_by_group)


def insert_entries(
    description: ApiDescription, subtypes: RenamedSubtypes, moves: Moves, groups: Collection[int]
) -> Iterator[Insert]:
    """Yield the inserts of an entry for each subtype that `groups` rename, in a new mapping if there is none."""
    discriminator, mapping, schemas_by_group = subtypes
    entries: dict[str, Json] = {}
    for schema in (schema for group in sorted(groups) for schema in schemas_by_group.get(group, ())):
        pointer = moves.new_pointer(schema, groups)
        entries[str(schema.pointer[-1])] = format_reference_to(description, schema, pointer, discriminator.document)
    if mapping is not None:
        for name, reference in entries.items():
            yield Insert(mapping, name, reference)
    elif entries:
        yield Insert(discriminator, "mapping", entries)


def format_reference_to(description: ApiDescription, node: Node, pointer: Pointer, base: Document) -> str:
    """Return the reference in the file `base` to `node`, which will be at `pointer` of its own file."""
    fragment = format_reference(pointer)
    if node.document is base:
        return fragment
    path_of = description.references.files.paths.path_of
    folder = posixpath.dirname(path_of(base)) or "."
    return quote(posixpath.relpath(path_of(node.document), folder)) + fragment
