"""One cause in many places: reported at one of them, with the number of the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from preclear import Related, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from preclear import Place, Report

_SHOWN = 3
"""Further places that are shown; the message has their number."""


def further(places: Sequence[Place]) -> tuple[Related, ...]:
    """Some of the places behind the first, which a report stands at."""
    return tuple(Related("and here", place) for place in places[1 : 1 + _SHOWN])


def repeated(places: Sequence[Place], words: str, tell: Callable[[Sequence[Place]], Report]) -> Iterator[Report]:
    """Report once that the same stands at all of `places`: at the second, in relation to the first.

    `tell` makes the report of some of those behind the first, each of which can be suppressed by itself; `words` say
    of the first what it has to do with them.
    """
    first, *others = places

    def tell_with_first(left: Sequence[Place]) -> Report:
        report = tell(left)
        related = (Related(words, first), *report.related, *further(left))
        return replace(report, related=related, counterparts=(first,))

    yield from together(others, tell_with_first)


def and_more(places: Sequence[object], one: str, many: str) -> str:
    """What ends a message about the first place: "; the same goes for 3 more bodies"; nothing where it is alone."""
    count = len(places) - 1
    return f"; the same goes for {count:,} more {one if count == 1 else many}" if count else ""


def listed(words: Sequence[str], shown: int = 5) -> str:
    """Join words as a sentence does, the first `shown` of them and the number of the others."""
    named = list(words) if len(words) <= shown + 1 else [*words[:shown], f"{len(words) - shown:,} more"]
    return " and ".join(part for part in (", ".join(named[:-1]), *named[-1:]) if part)
