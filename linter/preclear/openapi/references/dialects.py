"""Which dialect of JSON Schema a schema says that it is written in.

OpenAPI Specification 3.1.1, Specifying Schema Dialects: the nearest `$schema` from a schema upwards, else
`jsonSchemaDialect` of its file. In a file that is no OpenAPI document, the `$schema` at its root counts as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.structure.schema_rewriter import as_mapping

if TYPE_CHECKING:
    from preclear.source import Document, Json, Pointer

DRAFT_07_URI = re.compile(r"https?://json-schema\.org/draft-07/schema#?")
_DIALECT_KEY = "jsonSchemaDialect"


class DialectName(NamedTuple):
    """The URI of a dialect, and where it is written."""

    uri: str
    pointer: Pointer


def default_dialect(document: Document) -> DialectName | None:
    """The dialect of every schema in `document` that has no `$schema` around it; None where nothing names one."""
    root = as_mapping(document.value)
    keys = (_DIALECT_KEY,) if "openapi" in root else ("$schema", _DIALECT_KEY)
    return next((DialectName(uri, (key,)) for key in keys if isinstance(uri := root.get(key), str)), None)


def declared_dialect(document: Document, pointer: Pointer) -> DialectName | None:
    """The dialect that the schema at `pointer` is declared to be in; None where nothing names one."""
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
