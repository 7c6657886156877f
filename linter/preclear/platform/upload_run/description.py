"""The digest of a document in the description of its version: how a later run knows that nothing has changed."""

from __future__ import annotations

import re

_RECORD = re.compile(r"^preclear: sha256 ([0-9a-f]{64})$", re.MULTILINE)


def find_digest(description: str) -> str | None:
    """Return the SHA-256 digest that a description records; None if it records none."""
    match = _RECORD.search(description)
    return None if match is None else match[1]


def record_digest(description: str, digest: str) -> str:
    """Return a description that records `digest`, and otherwise has the text that it had."""
    line = f"preclear: sha256 {digest}"
    if _RECORD.search(description) is not None:
        return _RECORD.sub(line, description, count=1)
    return f"{description.rstrip()}\n\n{line}" if description.strip() else line
