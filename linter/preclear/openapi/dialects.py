"""The JSON Schema dialect that a schema declares.

OpenAPI Specification 3.1.1, "Specifying Schema Dialects": the nearest `$schema` upwards from the schema, or else
the `jsonSchemaDialect` of its file. In a file that isn't an OpenAPI document, the `$schema` at its root counts too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple
from preclear.openapi.values import as_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.source import Document, Json, Node, Pointer

DRAFT_07_URI = lazy_pattern(r"https?://json-schema\.org/draft-07/schema#?")

SUPPORTED_DIALECTS = frozenset(
    {
        "https://json-schema.org/draft/2020-12/schema",
        "https://spec.openapis.org/oas/3.1/dialect/base",
        "https://spec.openapis.org/oas/3.1/dialect/2024-10-25",
        "https://spec.openapis.org/oas/3.1/dialect/2024-11-10",
        "https://spec.openapis.org/oas/3.2/dialect/base",
        "https://spec.openapis.org/oas/3.2/dialect/2025-09-17",
    }
)
"""The dialects of the Schema Objects of 3.1 and 3.2. Keywords of other dialects aren't checked."""

_DIALECT_KEY = "jsonSchemaDialect"


class DialectName(NamedTuple):
    """The URI of a dialect, and the pointer of the value that names it."""

    uri: str
    pointer: Pointer


def default_dialect(document: Document) -> DialectName | None:
    """The dialect of every schema in `document` with no `$schema` around it; None if the document names no dialect."""
    root = as_mapping(document.value)
    keys = (_DIALECT_KEY,) if "openapi" in root else ("$schema", _DIALECT_KEY)
    return next((DialectName(uri, (key,)) for key in keys if isinstance(uri := root.get(key), str)), None)


def has_other_dialects(documents: Iterable[Document], schemas: Iterable[Node]) -> bool:
    """Whether `documents`, or `schemas` in them, name a dialect that isn't one of OpenAPI."""
    defaults = [default_dialect(document) for document in documents]
    uris: list[Json] = [dialect.uri for dialect in defaults if dialect is not None]
    uris += [
        schema.value["$schema"] for schema in schemas if isinstance(schema.value, dict) and "$schema" in schema.value
    ]
    return any(isinstance(uri, str) and not is_supported(uri) for uri in uris)


def is_supported(uri: str) -> bool:
    """Whether `uri` is a dialect of OpenAPI, with or without an empty fragment."""
    return uri.removesuffix("#") in SUPPORTED_DIALECTS


def declared_dialect(document: Document, pointer: Pointer) -> DialectName | None:
    """The dialect that the schema at `pointer` is declared to be in; None if nothing declares one."""
    dialect = default_dialect(document)
    value: Json = document.value
    for depth, token in enumerate(pointer, 1):
        value = _child(value, token)
        uri = as_mapping(value).get("$schema")
        if isinstance(uri, str):
            dialect = DialectName(uri, (*pointer[:depth], "$schema"))
    return dialect


def _child(value: Json, token: str | int) -> Json:
    if isinstance(value, list):
        return value[token] if isinstance(token, int) and token < len(value) else None
    return as_mapping(value).get(str(token))
