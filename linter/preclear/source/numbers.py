"""Numbers in messages."""

from __future__ import annotations


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """Give a number and what it counts: `1 file`, `3,136 files`; `nouns` is the plural where it takes no `s`."""
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"
