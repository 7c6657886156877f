"""The `field` of a message, in both forms: a JSON Pointer, and names joined by dots with indices in brackets."""

from __future__ import annotations

import re
from typing import NamedTuple

_LONGEST = 4096  # characters that are read of a field
_MOST = 200  # parts
_DOTTED = re.compile(
    r"""\[\s*(?P<index>\d+)\s*\]
    | \[\s*"(?P<double>[^"]*)"\s*\]
    | \[\s*'(?P<single>[^']*)'\s*\]
    | \.?(?P<name>[^.\[\]]+)""",
    re.VERBOSE,
)


class Path(NamedTuple):
    """The parts of a field. `joiner` is what stood between them, for keys that have it in themselves."""

    parts: tuple[str, ...]
    joiner: str = "/"

    def after(self, count: int) -> Path:
        """What is left behind the first `count` parts."""
        return Path(self.parts[count:], self.joiner)

    @property
    def head(self) -> str:
        """The first part; empty where there is none."""
        return self.parts[0] if self.parts else ""


def read_path(field: str) -> Path:
    """Read either form: `/parameters/0/name` (RFC 6901, also behind a `#`), `parameters[0].name`; `$` is the root.

    Nothing is refused: what is no pointer in the strict sense is read as what it can be.
    """
    text = field.strip()[:_LONGEST]
    if text.startswith("#"):
        from urllib.parse import unquote

        text = unquote(text[1:]) if "%" in text else text[1:]
    if text.startswith("/"):
        if text == "/":
            return Path(())
        parts = text.split("/", _MOST + 1)[1 : _MOST + 1]
        if "~" in text:
            parts = [part.replace("~1", "/").replace("~0", "~") if "~" in part else part for part in parts]
        return Path(tuple(parts))
    if text.startswith("$"):
        text = text[1:]
    found = (match["index"] or match["double"] or match["single"] or match["name"] for match in _DOTTED.finditer(text))
    return Path(tuple(part.strip() for part in found if part)[:_MOST], ".")
