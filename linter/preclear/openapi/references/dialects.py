"""Which dialect of JSON Schema a schema says that it is written in.

OpenAPI Specification 3.1.1, Specifying Schema Dialects: the nearest `$schema` from a schema upwards, else
`jsonSchemaDialect` of its file. In a file that is no OpenAPI document, the `$schema` at its root counts as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.structure.choices import mapping

if TYPE_CHECKING:
    from preclear.source import Document, Json, Pointer

DRAFT_07 = re.compile(r"https?://json-schema\.org/draft-07/schema#?")
_OWN_KEY = "jsonSchemaDialect"


class DialectName(NamedTuple):
    """The URI of a dialect, and where it is written."""

    uri: str
    pointer: Pointer


def default_dialect(document: Document) -> DialectName | None:
    """The dialect of every schema in `document` that has no `$schema` around it; None where nothing names one."""
    root = mapping(document.value)
    keys = (_OWN_KEY,) if "openapi" in root else ("$schema", _OWN_KEY)
    return next((DialectName(uri, (key,)) for key in keys if isinstance(uri := root.get(key), str)), None)


def declared_dialect(document: Document, pointer: Pointer) -> DialectName | None:
    """The dialect that the schema at `pointer` is declared to be in; None where nothing names one."""
    found = default_dialect(document)
    value: Json = document.value
    for depth, step in enumerate(pointer, 1):
        value = _child(value, step)
        uri = mapping(value).get("$schema")
        if isinstance(uri, str):
            found = DialectName(uri, (*pointer[:depth], "$schema"))
    return found


def _child(value: Json, step: str | int) -> Json:
    if isinstance(value, list):
        return value[step] if isinstance(step, int) and step < len(value) else None
    return mapping(value).get(str(step))
