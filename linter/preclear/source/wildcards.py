"""Expressions for names with wildcards. They never backtrack beyond one part, so matching takes linear time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME_END = r"(?=/|\Z)"
"""The expression for the end of a name in a path."""


def join_chunks(chunks: Sequence[str]) -> str:
    """Return the expression for one name, up to its end: `chunks` with any characters but `/` between each two.

    Each chunk is an expression that matches one number of characters only. The first match of a chunk leaves the most
    text for the rest, so no later match is needed.
    """
    first, *rest = chunks
    last = rest.pop() if rest else None
    middle = "".join(f"(?>[^/]*?{chunk})" for chunk in rest if chunk)
    return first + middle + ("" if last is None else f"(?>[^/]*{last}{NAME_END})")
