"""Finds the suppression that applies to a finding, in a time that hardly depends on their number."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from preclear.engine.suppression.suppression import Suppression
    from preclear.source import Place, Pointer, Position


class SuppressionIndex:
    """The suppressions of one rule in one document."""

    def __init__(self, suppressions: Iterable[Suppression]) -> None:
        self._lines: dict[int, Suppression] = {}
        self._pointers: dict[Pointer, Suppression] = {}
        self._spans: list[Suppression] = []
        self._parents: list[int] = []
        all_suppressions = list(suppressions)
        for suppression in sorted(
            all_suppressions, key=lambda suppression: suppression.node_span is not None
        ):  # line comments come first
            for line in suppression.lines:
                self._lines.setdefault(line, suppression)
            for pointer in suppression.pointers:
                self._pointers.setdefault(pointer, suppression)
        self._nest([suppression for suppression in all_suppressions if suppression.node_span is not None])
        self._starts = [_start(suppression) for suppression in self._spans]

    def find(self, place: Place) -> Suppression | None:
        """Return the nearest suppression for a finding at `place`: on its line, else around it; None without any.

        Raises LookupError if the place doesn't exist.
        """
        start = place.span.start
        on_line = self._lines.get(start.line)
        if on_line is not None:
            return on_line
        for length in range(len(place.pointer), -1, -1) if self._pointers else ():
            ancestor = self._pointers.get(place.pointer[:length])
            # the first of two duplicate keys has the pointer of the second: only the text distinguishes them
            if ancestor is not None and (place.exact is None or ancestor.node_span is None):
                return ancestor
        return self._find_enclosing(start)

    def _nest(self, suppressions: list[Suppression]) -> None:
        """Sort the suppressions of nodes by position, and record for each the one that encloses it.

        Nodes nest and never overlap. Only the first suppression of a node is kept, so that suppressions don't nest
        deeper than nodes.
        """
        by_node: dict[tuple[Position, Sequence[Pointer]], Suppression] = {}
        for suppression in suppressions:
            by_node.setdefault((_start(suppression), tuple(suppression.pointers)), suppression)
        open_indices: list[int] = []
        for suppression in sorted(
            by_node.values(),
            key=lambda suppression: (_start(suppression), -len(suppression.pointers[0]) if suppression.pointers else 0),
        ):
            while open_indices and not _contains(self._spans[open_indices[-1]], _start(suppression)):
                open_indices.pop()
            self._parents.append(open_indices[-1] if open_indices else -1)
            open_indices.append(len(self._spans))
            self._spans.append(suppression)

    def _find_enclosing(self, start: Position) -> Suppression | None:
        index = bisect_right(self._starts, start) - 1
        while index >= 0:
            if _contains(self._spans[index], start):
                return self._spans[index]
            index = self._parents[index]
        return None


def _start(suppression: Suppression) -> Position:
    span = suppression.node_span
    return span.start if span is not None else suppression.name_place.span.start


def _contains(suppression: Suppression, start: Position) -> bool:
    span = suppression.node_span
    return span is not None and (span.start <= start < span.end or start == span.start)
