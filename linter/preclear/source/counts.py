"""Numbers in messages."""

from __future__ import annotations


def format_count(number: int, singular: str, plural: str | None = None) -> str:
    """Give a number and what it counts: `1 file`, `3,136 files`; `plural` is the plural where it takes no `s`."""
    return f"{number:,} {singular if number == 1 else plural or f'{singular}s'}"
