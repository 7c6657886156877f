"""The `field` of a message, in both forms: a JSON Pointer, and names joined by dots with indices in brackets."""

from __future__ import annotations

import re
from typing import NamedTuple

_MAX_LENGTH = 4096  # characters that are read of a field
_MAX_PARTS = 200  # parts
_DOTTED = re.compile(
    r"""\[\s*(?P<index>\d+)\s*\]
    | \[\s*"(?P<double>[^"]*)"\s*\]
    | \[\s*'(?P<single>[^']*)'\s*\]
    | \.?(?P<name>[^.\[\]]+)""",
    re.VERBOSE,
)


class FieldPath(NamedTuple):
    """The parts of a field. `separator` is what stood between them, for keys that have it in themselves."""

    parts: tuple[str, ...]
    separator: str = "/"

    def skip(self, count: int) -> FieldPath:
        """What is left behind the first `count` parts."""
        return FieldPath(self.parts[count:], self.separator)

    @property
    def head(self) -> str:
        """The first part; empty where there is none."""
        return self.parts[0] if self.parts else ""


def parse_field_path(field: str) -> FieldPath:
    """Read either form: `/parameters/0/name` (RFC 6901, also behind a `#`), `parameters[0].name`; `$` is the root.

    Nothing is refused: what is no pointer in the strict sense is read as what it can be.
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
