"""One cause in many places: reported at one of them, with the number of the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from preclear import RelatedLocation, report_group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from preclear import Place, Report

_MAX_RELATED = 3
"""Further places that are shown; the message has their number."""


def related_places(places: Sequence[Place]) -> tuple[RelatedLocation, ...]:
    """Some of the places behind the first, which a report stands at."""
    return tuple(RelatedLocation("and here", place) for place in places[1 : 1 + _MAX_RELATED])


def report_repeats(
    places: Sequence[Place], first_message: str, make_report: Callable[[Sequence[Place]], Report]
) -> Iterator[Report]:
    """Report once that the same stands at all of `places`: at the second, in relation to the first.

    `make_report` makes the report of some of those behind the first, each of which can be suppressed by itself;
    `first_message` say of the first what it has to do with them.
    """
    first, *repeats = places

    def make_report_with_first(remaining: Sequence[Place]) -> Report:
        report = make_report(remaining)
        related = (RelatedLocation(first_message, first), *report.related, *related_places(remaining))
        return replace(report, related=related, counterparts=(first,))

    yield from report_group(repeats, make_report_with_first)


def others_suffix(places: Sequence[object], singular: str, plural: str) -> str:
    """What ends a message about the first place: "; the same goes for 3 more bodies"; nothing where it is alone."""
    count = len(places) - 1
    return f"; the same goes for {count:,} more {singular if count == 1 else plural}" if count else ""


def join_words(words: Sequence[str], limit: int = 5) -> str:
    """Join words as a sentence does, the first `limit` of them and the number of the others."""
    parts = list(words) if len(words) <= limit + 1 else [*words[:limit], f"{len(words) - limit:,} more"]
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
