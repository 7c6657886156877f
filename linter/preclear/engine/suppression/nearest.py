"""Which suppression a finding has, of many: in a time that does not grow with their number."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from preclear.engine.suppression.suppress import Suppression
    from preclear.source import Place, Pointer, Position


class Nearest:
    """The suppressions of one rule in one document."""

    def __init__(self, suppressions: Iterable[Suppression]) -> None:
        self._lines: dict[int, Suppression] = {}
        self._pointers: dict[Pointer, Suppression] = {}
        self._spans: list[Suppression] = []
        self._around: list[int] = []
        held = list(suppressions)
        for each in sorted(held, key=lambda each: each.within is not None):  # first those that are about a line alone
            for line in each.lines:
                self._lines.setdefault(line, each)
            for pointer in each.pointers:
                self._pointers.setdefault(pointer, each)
        self._nest([each for each in held if each.within is not None])
        self._starts = [_start(each) for each in self._spans]

    def find(self, place: Place) -> Suppression | None:
        """Give the nearest suppression of a finding at `place`: on its line, else around it.

        Raises LookupError where there is no such place.
        """
        start = place.span.start
        on_line = self._lines.get(start.line)
        if on_line is not None:
            return on_line
        for length in range(len(place.pointer), -1, -1) if self._pointers else ():
            above = self._pointers.get(place.pointer[:length])
            # the first of two equal keys has the pointer of the second: only the text tells them apart
            if above is not None and (place.exact is None or above.within is None):
                return above
        return self._enclosing(start)

    def _nest(self, suppressions: list[Suppression]) -> None:
        """Sort those that are about a node in the text, and note for each the one around it: nodes never overlap.

        Of several about one node the first is kept, so that no more are around each other than nodes are.
        """
        by_node: dict[tuple[Position, Sequence[Pointer]], Suppression] = {}
        for each in suppressions:
            by_node.setdefault((_start(each), tuple(each.pointers)), each)
        open_: list[int] = []
        for each in sorted(
            by_node.values(), key=lambda each: (_start(each), -len(each.pointers[0]) if each.pointers else 0)
        ):
            while open_ and not _holds(self._spans[open_[-1]], _start(each)):
                open_.pop()
            self._around.append(open_[-1] if open_ else -1)
            open_.append(len(self._spans))
            self._spans.append(each)

    def _enclosing(self, start: Position) -> Suppression | None:
        index = bisect_right(self._starts, start) - 1
        while index >= 0:
            if _holds(self._spans[index], start):
                return self._spans[index]
            index = self._around[index]
        return None


def _start(suppression: Suppression) -> Position:
    within = suppression.within
    return within.start if within is not None else suppression.at.span.start


def _holds(suppression: Suppression, start: Position) -> bool:
    within = suppression.within
    return within is not None and (within.start <= start < within.end or start == within.start)
