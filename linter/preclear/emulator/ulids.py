"""ULIDs: 48 bits of time and 80 random ones, as 26 characters that sort by time."""

from __future__ import annotations

import re
import secrets
import time

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PATTERN = re.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}")


def is_ulid(text: str) -> bool:
    """Return whether `text` is a ULID in upper case."""
    return _PATTERN.fullmatch(text) is not None


class UlidGenerator:
    """Generates ULIDs in strictly ascending order."""

    def __init__(self) -> None:
        self._last = 0

    def generate(self) -> str:
        """Return the next ULID."""
        now = time.time_ns() // 1_000_000 << 80
        self._last = now | secrets.randbits(79) if now > self._last else self._last + 1
        number, digits = self._last, ""
        for _ in range(26):
            number, digit = divmod(number, 32)
            digits = _DIGITS[digit] + digits
        return digits
