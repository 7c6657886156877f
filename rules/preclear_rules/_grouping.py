"""Report a cause that occurs in many places once, with the number of the other places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import RelatedLocation, replace, report_group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from preclear import Place, Report

_MAX_RELATED = 3
"""The number of further places that are listed; the message counts them all."""


def related_places(places: Sequence[Place]) -> tuple[RelatedLocation, ...]:
    """Return the first few of `places` after the one that the report is at."""
    return tuple(RelatedLocation("also here", place) for place in places[1 : 1 + _MAX_RELATED])


def report_repeats(
    places: Sequence[Place], first_message: str, make_report: Callable[[Sequence[Place]], Report]
) -> Iterator[Report]:
    """Report `places` that repeat each other once: at the second place, with the first as a related location.

    `make_report` builds the report for the repeats that aren't suppressed; each can be suppressed on its own.
    `first_message` is the text of the related location.
    """
    first, *repeats = places

    def make_report_with_first(remaining: Sequence[Place]) -> Report:
        report = make_report(remaining)
        related = (RelatedLocation(first_message, first), *report.related, *related_places(remaining))
        return replace(report, related=related, counterparts=(first,))

    yield from report_group(repeats, make_report_with_first)


def others_suffix(places: Sequence[object], singular: str, plural: str) -> str:
    """End a message about the first place: "; the same applies to 3 more bodies"; empty if there's only one place."""
    count = len(places) - 1
    return f"; the same applies to {count:,} more {singular if count == 1 else plural}" if count else ""


def join_words(words: Sequence[str], limit: int = 5) -> str:
    """Join words with commas and "and": the first `limit` of them and the number of the rest."""
    parts = list(words) if len(words) <= limit + 1 else [*words[:limit], f"{len(words) - limit:,} more"]
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
