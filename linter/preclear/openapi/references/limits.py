"""References that a limit keeps from being followed: one finding for each limit, however many they are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear.source import EXCEEDED_LIMIT, LIMIT_OPTION, Fault, Report, report_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.source import Limits, Place


class ExceededLimits:
    """Collects the places of the references that are not followed, by the limit that is reached."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._messages: dict[str, dict[Place, str]] = {}

    def add(self, limit: str, message: str, place: Place) -> None:
        """Note that the reference at `place` is not followed; `message` says what it leads to, without the limit."""
        self._messages.setdefault(limit, {})[place] = message

    def faults(self) -> Iterator[Fault]:
        """One fault for each limit, at the first of its references."""
        for limit, messages in self._messages.items():
            for report in report_group(list(messages), partial(self._report, limit)):
                yield Fault(EXCEEDED_LIMIT, report)

    def _report(self, limit: str, places: Sequence[Place]) -> Report:
        remaining = len(places) - 1
        suffix = (
            f", as {remaining:,} more references do"
            if remaining > 1
            else ", as 1 more reference does"
            if remaining
            else ""
        )
        limit_value: int = getattr(self._limits, limit)
        message = self._messages[limit][places[0]]
        return Report(
            f"{message}{suffix}; the limit is {limit_value:,} (`{LIMIT_OPTION} {limit}=N`)",
            places[0],
            help=f"make the document smaller, or widen the limit with `{LIMIT_OPTION} {limit}=N`",
        )
