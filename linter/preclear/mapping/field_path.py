"""The `field` of a message: a JSON Pointer, or names joined by dots with indices in brackets, also in Go's spelling."""

from __future__ import annotations

import re
from typing import NamedTuple

_MAX_LENGTH = 4096  # characters of a field that are read
_MAX_PARTS = 200
_DOTTED = re.compile(
    r"""\[\s*(?P<index>\d+)\s*\]
    | \[\s*"(?P<double>[^"]*)"\s*\]
    | \[\s*'(?P<single>[^']*)'\s*\]
    | \.?(?P<name>[^.\[\]]+)""",
    re.VERBOSE,
)
_GO_ERROR = re.compile(r"(?:Key: ?)?['\"]([^'\"]+)['\"] Error:.*", re.DOTALL)
_GO_RESOURCE = re.compile(r"[A-Z]\w*")
_GO_PART = re.compile(r"Parameter|Response|Body|Definition|MediaType|Header|Schema|Flow|Scope|Variable|Grant")
"""The structs of whole resources are left out of paths. A path that starts at a part of one doesn't say which one."""

_FIELDS = (
    "accept", "actions", "authSchemeConfigs", "authorizeUrl", "baseUrl", "components", "connectionVariables",
    "connections", "connector", "content", "default", "defaultScopes", "definition", "definitions", "description",
    "documentationURL", "errors", "grant", "headers", "id", "imageURL", "in", "info", "items", "method", "name",
    "operationId", "organisationId", "parameters", "path", "paths", "properties", "requestBody", "required",
    "responses", "schema", "schemas", "schemeType", "scopes", "security", "servers", "status", "statusCode", "summary",
    "tags", "title", "tokenUrl", "triggers", "type", "url", "value", "variables", "version", "versions", "webhooks",
)  # fmt: skip
_FIELD_BY_SPELLING = {field.lower(): field for field in _FIELDS}
"""Fields of the contract and of OpenAPI, by their name in lower case."""


class FieldPath(NamedTuple):
    """The parts of a field and their separator, which keys can contain too."""

    parts: tuple[str, ...]
    separator: str = "/"

    def skip(self, count: int) -> FieldPath:
        """Return the path without its first `count` parts."""
        return FieldPath(self.parts[count:], self.separator)

    @property
    def head(self) -> str:
        """The first part; empty if there is none."""
        return self.parts[0] if self.parts else ""

    @property
    def without_struct(self) -> FieldPath | None:
        """The path in the contract's spelling: `parameters[0].type` for Go's `Action.Parameters[0].Type`.

        The struct of a resource before the first field is left out. None if the first field is unknown, or if nothing
        is to change.
        """
        parts = self.parts
        start = 0
        while start < min(2, len(parts) - 1) and _is_resource(parts[start]) and _field_name(parts[start]) is None:
            start += 1
        if not parts or _field_name(parts[start]) is None:
            return None
        path = FieldPath(tuple(_field_name(part) or part for part in parts[start:]), self.separator)
        return path if path != self else None


def parse_field_path(field: str) -> FieldPath:
    """Parse `/parameters/0/name` (RFC 6901, also as a URI fragment) or `parameters[0].name`; `$` is the root.

    Raises nothing: an invalid pointer is parsed as far as possible.
    """
    text = field.strip()[:_MAX_LENGTH]
    if "Error:" in text and (error := _GO_ERROR.fullmatch(text)) is not None:
        text = error[1]
    if text.startswith("#"):
        from urllib.parse import unquote

        text = unquote(text[1:]) if "%" in text else text[1:]
    if text.startswith("/"):
        if text == "/":
            return FieldPath(())
        parts = text.split("/", _MAX_PARTS + 1)[1 : _MAX_PARTS + 1]
        if "~" in text:
            parts = [part.replace("~1", "/").replace("~0", "~") if "~" in part else part for part in parts]
        return FieldPath(tuple(parts))
    if text.startswith("$"):
        text = text[1:]
    names = (match["index"] or match["double"] or match["single"] or match["name"] for match in _DOTTED.finditer(text))
    return FieldPath(tuple(part.strip() for part in names if part)[:_MAX_PARTS], ".")


def _is_resource(part: str) -> bool:
    """Return whether a part of a path is the struct of an action, a trigger, a connector or the like."""
    name = part.replace("AuthScheme", "")
    return _GO_RESOURCE.fullmatch(part) is not None and _GO_PART.search(name) is None


def _field_name(part: str) -> str | None:
    """Return a field's name in the contract's spelling; None if it has no such field."""
    return _FIELD_BY_SPELLING.get(part.replace("_", "").lower())
