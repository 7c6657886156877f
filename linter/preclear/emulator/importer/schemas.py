"""The schemas of definitions as JSON Schema 2020-12, with references to other definitions as markers.

A reference into another definition becomes its URL once the schema is rendered (DefinitionsCreate). What is no
definition, such as the schema of a parameter, is copied into `$defs` of each schema that refers to it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from preclear.emulator.http.errors import ApiError
from preclear.emulator.importer.schema_keywords import (
    SCHEMA_KEYWORDS,
    SCHEMA_LIST_KEYWORDS,
    SCHEMA_MAP_KEYWORDS,
    translate_3_0,
)
from preclear.emulator.packed import definition_marker, pack_text
from preclear.source import Node, format_pointer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.connector import Connector
    from preclear.emulator.http.errors import JsonObject
    from preclear.source import Document, Json, Pointer

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DRAFT_07 = "http://json-schema.org/draft-07/schema"
_MAX_BYTES = 60_000_000
"""The limit for all schemas of a document as JSON, because what they copy can multiply a small document."""

_DROPPED_KEYWORDS = frozenset({"$id", "$anchor"})  # references no longer depend on them


class PackedSchema(NamedTuple):
    """A schema as it's stored; `targets` are the keys of the definitions that it refers to."""

    data: bytes
    targets: frozenset[int]


class SchemaConverter:
    """Converts the schemas of one document. `keys` are the keys of the definitions by the identity of their nodes."""

    def __init__(self, connector: Connector, keys: Mapping[tuple[int, Pointer], int]) -> None:
        self._references = connector.api.references
        self._is_3_0 = connector.api.version.series == "3.0"
        self._root = connector.root
        self._keys = keys
        self._size = 0
        self._targets: set[int] = set()
        self._local_names: dict[tuple[int, Pointer], str] = {}
        self._pending: list[tuple[str, Node]] = []

    def convert(self, schema: Node) -> PackedSchema:
        """Convert the schema of a definition. Raises ApiError if all schemas together are too large."""
        self._targets, self._local_names, self._pending = set(), {}, []
        converted = self._convert(schema.value, schema.document)
        if not isinstance(converted, dict):
            return self._pack(converted)
        existing = converted.get("$defs")
        local: JsonObject = {**existing} if isinstance(existing, dict) else {}
        while self._pending:
            name, node = self._pending.pop()
            local[name] = self._convert(node.value, node.document)
        if local:
            converted["$defs"] = local
        return self._pack({"$schema": self._dialect(schema), **converted})

    def _pack(self, schema: Json) -> PackedSchema:
        text = json.dumps(schema, separators=(",", ":"), allow_nan=False)
        self._size += len(text)
        if self._size > _MAX_BYTES:
            raise ApiError(400, "too_large", f"the schemas are too large; expected at most {_MAX_BYTES:,} bytes")
        return PackedSchema(pack_text(text), frozenset(self._targets))

    def _dialect(self, schema: Node) -> str:
        dialect = schema.text("$schema") or self._root.text("jsonSchemaDialect") or DIALECT
        return dialect if dialect.startswith(_DRAFT_07) else DIALECT

    def _convert(self, schema: Json, document: Document) -> Json:
        if not isinstance(schema, dict):
            return schema if isinstance(schema, bool) else True
        result: JsonObject = {}
        if isinstance(schema.get("$ref"), str):
            result["$ref"] = self._convert_reference(schema, document)
            if self._is_3_0:
                return result  # OpenAPI 3.0 ignores what is beside a reference
        for key, value in schema.items():
            if key in _DROPPED_KEYWORDS or key in ("$ref", "$schema"):
                continue
            if key in SCHEMA_KEYWORDS and isinstance(value, dict | bool):
                result[key] = self._convert(value, document)
            elif key in SCHEMA_MAP_KEYWORDS and isinstance(value, dict):
                result[key] = {
                    name: part if isinstance(part, list) else self._convert(part, document)
                    for name, part in value.items()
                }
            elif key in SCHEMA_LIST_KEYWORDS and isinstance(value, list):
                result[key] = [self._convert(part, document) for part in value]
            elif key == "discriminator" and isinstance(value, dict):
                result[key] = self._convert_discriminator(value, schema, document)
            else:
                result[key] = value
        return translate_3_0(result) if self._is_3_0 else result

    def _convert_reference(self, schema: JsonObject, document: Document) -> str:
        hop = self._references.follow(Node(document, (), schema))
        if hop is None or hop.node is None:
            return str(schema["$ref"])  # leads nowhere, which the check reports
        return self._link(hop.node)

    def _link(self, target: Node) -> str:
        """Return the reference to a schema: into a definition, or into `$defs`."""
        for length in range(len(target.pointer), -1, -1):
            key = self._keys.get((id(target.document), target.pointer[:length]))
            if key is not None:
                self._targets.add(key)
                rest = target.pointer[length:]
                return definition_marker(key) + (f"#{_fragment(rest)}" if rest else "")
        name = self._local_names.get(target.identity)
        if name is None:
            name = self._local_names[target.identity] = f"local-{len(self._local_names) + 1}"
            self._pending.append((name, target))
        return f"#/$defs/{name}"

    def _convert_discriminator(self, discriminator: JsonObject, schema: JsonObject, document: Document) -> Json:
        """Return a discriminator whose mapping leads to URLs where it leads to definitions."""
        mapping = discriminator.get("mapping")
        if not isinstance(mapping, dict):
            return discriminator
        holder = Node(document, (), schema)
        links: JsonObject = {}
        for value, reference in mapping.items():
            links[value] = reference
            if isinstance(reference, str):
                pointer = ("components", "schemas", reference)
                key = self._keys.get((id(document), pointer))
                hop = None if key is not None else self._references.follow_text(holder, reference)
                if hop is not None and hop.node is not None:
                    key = self._keys.get(hop.node.identity)
                if key is not None:
                    self._targets.add(key)
                    links[value] = definition_marker(key)
        return {**discriminator, "mapping": links}


def _fragment(pointer: Pointer) -> str:
    from urllib.parse import quote

    return quote(format_pointer(pointer).encode("utf-8", "replace"), safe="/~-_.!$&'()*+,;=:@")
