"""The `field` of a message in both forms: a JSON Pointer, or names joined by dots with indices in brackets."""

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


def parse_field_path(field: str) -> FieldPath:
    """Parse `/parameters/0/name` (RFC 6901, also as a URI fragment) or `parameters[0].name`; `$` is the root.

    Raises nothing: an invalid pointer is parsed as far as possible.
    """
    text = field.strip()[:_MAX_LENGTH]
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
