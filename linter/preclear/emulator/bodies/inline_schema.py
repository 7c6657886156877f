"""Schemas that a client sends as a text (InlineSchema)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.importer.schema_keywords import (
    SCHEMA_KEYWORDS,
    SCHEMA_LIST_KEYWORDS,
    SCHEMA_MAP_KEYWORDS,
)
from preclear.emulator.importer.schemas import DIALECT, PackedSchema
from preclear.emulator.packed import definition_marker, pack
from preclear.source import load_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.emulator.http.body_reader import BodyReader
    from preclear.emulator.http.errors import JsonObject
    from preclear.emulator.store import VersionContent
    from preclear.source import Json

_LOCAL_PREFIX = "#/$defs/"


class SchemaReader:
    """Reads the schemas of one request.

    A reference is to another definition if it is `#/$defs/NAME` with the name of one in the same request, or the URL of
    one that exists in this version (DefinitionsCreate). `keys_by_name` are the keys of those in the request.
    """

    def __init__(
        self, reader: BodyReader, content: VersionContent, schemas_url: str, keys_by_name: Mapping[str, int]
    ) -> None:
        self._reader = reader
        self._keys_by_local_name = keys_by_name
        self._keys_by_url = {
            f"{schemas_url}/{name}.json": key
            for key, definition in content.definitions.items()
            for name in (definition.name, definition.id)
        }
        self._schemas_url = schemas_url
        self._targets: set[int] = set()

    def read(self, schema: JsonObject, path: str) -> PackedSchema:
        """Read an InlineSchema at `path`. Faults go to the reader."""
        content_type = self._reader.read_text(schema, "contentType", path)
        content = self._reader.read_text(schema, "content", path)
        self._targets = set()
        essence = content_type.partition(";")[0].strip().lower()
        is_yaml = essence.endswith("yaml")
        if content_type and not is_yaml and not essence.endswith("json"):
            self._reader.add_fault(f"{path}.contentType", "expected JSON Schema, such as `application/schema+json`")
        if not content_type or not isinstance(schema.get("content"), str):
            return PackedSchema(b"", frozenset())
        name = "content.yaml" if is_yaml else "content.json"
        document = load_bytes(content.encode("utf-8", "replace"), name)
        if not document.is_loaded:
            message = document.faults[0].report.message if document.faults else "couldn't be read"
            self._reader.add_fault(f"{path}.content", message)
        elif not isinstance(document.value, dict | bool):
            self._reader.add_fault(f"{path}.content", "expected a schema: an object or a boolean")
        converted = self._convert(document.value, path)
        if isinstance(converted, dict):
            converted = {"$schema": DIALECT, **converted}
        return PackedSchema(pack(converted), frozenset(self._targets))

    def _convert(self, schema: Json, path: str) -> Json:
        if not isinstance(schema, dict):
            return schema
        result: JsonObject = {}
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                result[key] = self._convert_reference(value, path)
            elif key in SCHEMA_KEYWORDS and isinstance(value, dict):
                result[key] = self._convert(value, path)
            elif key in SCHEMA_MAP_KEYWORDS and isinstance(value, dict):
                result[key] = {name: self._convert(part, path) for name, part in value.items()}
            elif key in SCHEMA_LIST_KEYWORDS and isinstance(value, list):
                result[key] = [self._convert(part, path) for part in value]
            else:
                result[key] = value
        return result

    def _convert_reference(self, reference: str, path: str) -> str:
        url, hash_mark, fragment = reference.partition("#")
        key = self._keys_by_url.get(url)
        if key is None and url.startswith(f"{self._schemas_url}/"):
            self._reader.add_fault(f"{path}.content", f"`{reference[:200]}` leads to no definition")
        if not url and reference.startswith(_LOCAL_PREFIX):
            name, slash, rest = reference.removeprefix(_LOCAL_PREFIX).partition("/")
            key = self._keys_by_local_name.get(name)
            hash_mark, fragment = ("#", f"/{rest}") if slash else ("", "")
        if key is None:
            return reference
        self._targets.add(key)
        return definition_marker(key) + hash_mark + fragment
