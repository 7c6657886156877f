"""One cause in many places: told at the first of them, and how many more there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Related

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear import Place

_SHOWN = 3
"""Further places that are shown; the message has their number."""


def further(places: Sequence[Place]) -> tuple[Related, ...]:
    """Some of the places behind the first, which a report stands at."""
    return tuple(Related("and here", place) for place in places[1 : 1 + _SHOWN])


def and_more(places: Sequence[object], one: str, many: str) -> str:
    """What ends a message about the first place: "; the same goes for 3 more bodies"; nothing where it is alone."""
    count = len(places) - 1
    return f"; the same goes for {count:,} more {one if count == 1 else many}" if count else ""


def listed(words: Sequence[str], shown: int = 5) -> str:
    """Join words as a sentence does, the first `shown` of them and the number of the others."""
    named = list(words) if len(words) <= shown + 1 else [*words[:shown], f"{len(words) - shown:,} more"]
    return " and ".join(part for part in (", ".join(named[:-1]), *named[-1:]) if part)
