"""Words in texts: nouns that say what kind of thing a name is, and names that are ordinary words."""

from __future__ import annotations

import re
from functools import lru_cache
from http import HTTPStatus

OPERATION_NOUNS = frozenset({"action", "operation", "operationid", "trigger", "webhook", "endpoint"})
PARAMETER_NOUNS = frozenset({"parameter", "param"})
LOCATION_NOUNS = frozenset({"query", "path", "header", "cookie"})
SECTIONS_BY_NOUN = {
    "definition": "schemas",
    "schema": "schemas",
    "model": "schemas",
    "scheme": "securitySchemes",
    "response": "responses",
    "body": "requestBodies",
    "header": "headers",
    "parameter": "parameters",
    "param": "parameters",
}
"""The section of `components` that a noun in the singular stands for."""

COMPONENT_NOUNS = frozenset({"definition", "schema", "component", "model", "scheme", "response", "body", "header"})
NOUNS = OPERATION_NOUNS | COMPONENT_NOUNS | PARAMETER_NOUNS | LOCATION_NOUNS
"""Nouns in the singular and in lower case. `properties` without its `s` is `propertie`."""

_IDENTIFIER = re.compile(r"[a-z][A-Z]|[A-Za-z]\d|[_$]|\w-\w|\w\.\w")
_ERROR_SUFFIX = re.compile(r"(?:Error|Exception|Failure|Warning|Fault|Problem)s?$")
_STATUS_WORDS = frozenset(re.sub(r"\W", "", status.phrase).lower() for status in HTTPStatus)
_ERROR_WORDS = _STATUS_WORDS | {
    "error", "errors", "err", "warning", "warn", "info", "information", "notice", "debug", "trace", "fatal", "critical",
    "panic", "hint", "note", "detail", "details", "reason", "cause", "caused", "message", "msg", "code", "status",
    "result", "exception", "failure", "failed", "fault", "problem", "invalid", "unknown", "unexpected", "missing",
    "validation", "validationfailed", "timeout", "success", "warnings", "summary", "context", "where", "internal",
    "badrequesterror", "alreadyexists", "permissiondenied", "unauthenticated", "invalidargument", "default",
}  # fmt: skip
_FIELD_WORDS = frozenset(
    {"name", "type", "in", "required", "default", "description", "schema", "format", "value", "content", "style"}
    | {"names", "types", "values", "list", "count", "order", "index", "object", "is", "has", "must", "and", "or"}
)


def is_identifier(name: str) -> bool:
    """Return whether `name` can't be an ordinary word: it has capitals inside, digits, or joined parts."""
    return _IDENTIFIER.search(name) is not None


@lru_cache(4096)
def is_error_word(name: str) -> bool:
    """Return whether texts say `name` of any error: `Error`, `NotFound`, `ValidationError`, `warning`.

    Such a name in a text names a thing only beside the noun for it.
    """
    return name.replace("_", "").replace("-", "").lower() in _ERROR_WORDS or _ERROR_SUFFIX.search(name) is not None


def is_field_word(name: str) -> bool:
    """Return whether `name` beside a noun rather is a field or verb: `parameter type`, `parameter is`."""
    return name in _FIELD_WORDS
