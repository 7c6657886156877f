"""Definitions that a client writes (DefinitionsCreate, DefinitionUpdate, DefinitionsDelete)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.emulator.bodies.inline_schema import SchemaReader
from preclear.emulator.http.body_reader import BodyReader
from preclear.emulator.store import StoredDefinition

if TYPE_CHECKING:
    from preclear.emulator.http.errors import JsonObject
    from preclear.emulator.store import VersionContent
    from preclear.emulator.ulids import UlidGenerator

_NAME = re.compile(r"[a-zA-Z0-9_\-]+")


def read_new_definitions(
    body: JsonObject, content: VersionContent, schemas_url: str, ulid_generator: UlidGenerator
) -> dict[int, StoredDefinition]:
    """Read a DefinitionsCreate. Returns the definitions by key. Raises ApiError if it's invalid or a name is taken."""
    reader = BodyReader()
    bodies = reader.read_objects(body, "definitions")
    keys_by_name = {
        name: content.next_key + index
        for index, (_, item) in enumerate(bodies)
        if isinstance(name := item.get("name"), str)
    }
    schema_reader = SchemaReader(reader, content, schemas_url, keys_by_name)
    definitions: dict[int, StoredDefinition] = {}
    names = {definition.name for definition in content.definitions.values()}
    for index, (path, item) in enumerate(bodies):
        name = _read_name(reader, item, path, names)
        names.add(name)
        schema = schema_reader.read(reader.read_object(item, "schema", path), f"{path}.schema")
        definitions[content.next_key + index] = StoredDefinition(
            ulid_generator.generate(),
            name,
            tuple(reader.read_texts(item, "accept", path)),
            reader.read_optional_text(item, "description", path),
            schema.data,
            schema.targets,
        )
    reader.raise_faults()
    return definitions


def read_updated_definition(
    body: JsonObject, existing: StoredDefinition, content: VersionContent, schemas_url: str
) -> StoredDefinition:
    """Read a DefinitionUpdate; without a schema, the schema stays. Raises ApiError if it's invalid."""
    reader = BodyReader()
    if reader.read_ulid(body, "id") != existing.id:
        reader.add_fault("id", f"can't be changed; expected `{existing.id}`")
    names = {definition.name for definition in content.definitions.values()} - {existing.name}
    updated = existing._replace(
        name=_read_name(reader, body, "", names),
        accept=tuple(reader.read_texts(body, "accept")),
        description=reader.read_optional_text(body, "description"),
    )
    if "schema" in body:
        schema = SchemaReader(reader, content, schemas_url, {}).read(reader.read_object(body, "schema"), "schema")
        updated = updated._replace(schema=schema.data, targets=schema.targets)
    reader.raise_faults()
    return updated


def read_deleted_keys(body: JsonObject, content: VersionContent) -> list[int]:
    """Read a DefinitionsDelete as the keys of the definitions. Raises ApiError if it's invalid or one doesn't exist."""
    reader = BodyReader()
    ids = reader.read_texts(body, "ids", required=False)
    names = reader.read_texts(body, "names", required=False)
    deletes_all = reader.read_flag(body, "all") if "all" in body else False
    if not body.keys() & {"ids", "names", "all"}:
        reader.add_fault("names", "expected `ids`, `names` or `all`")
    if deletes_all and (ids or names):
        reader.add_fault("all", "excludes `ids` and `names`")
    keys: list[int] = []
    for field, texts in (("ids", ids), ("names", names)):
        for index, text in enumerate(texts):
            key = content.find_definition(text.upper() if field == "ids" else text)
            if key is None:
                reader.add_fault(f"{field}[{index}]", f"there is no definition `{text[:100]}`")
            elif key in keys:
                reader.add_fault(f"{field}[{index}]", f"`{text[:100]}` is listed twice")
            else:
                keys.append(key)
    reader.raise_faults()
    return [*content.definitions] if deletes_all else keys


def _read_name(reader: BodyReader, body: JsonObject, path: str, names: set[str]) -> str:
    name = reader.read_text(body, "name", path)
    field = f"{path}.name" if path else "name"
    if isinstance(body.get("name"), str) and _NAME.fullmatch(name) is None:
        reader.add_fault(field, "expected only letters, digits, `_` and `-`")
    if name in names:
        reader.add_fault(field, f"`{name[:100]}` already exists")
    return name
