"""Which operations use a pair of schemas, directly or through other schemas."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_STEPS = 5_000_000
"""Limit of all searches of one comparison. What is found by then is listed."""


class PairUsers:
    """The operations that lead to each pair of schemas. Pairs are known by their 0-based numbers."""

    def __init__(self) -> None:
        self._labels: defaultdict[int, dict[str, None]] = defaultdict(dict)
        self._parents: defaultdict[int, dict[int, None]] = defaultdict(dict)
        self._steps = 0

    def add_root(self, index: int, label: str) -> None:
        """Record that the operation called `label` uses a pair directly."""
        self._labels[index][label] = None

    def add_parent(self, index: int, parent: int) -> None:
        """Record that the pair `parent` refers to a pair."""
        if index != parent:
            self._parents[index][parent] = None

    def find(self, indices: Iterable[int]) -> list[str]:
        """Return the labels of all operations that lead to any of the pairs, in the order of the operations."""
        visited = dict.fromkeys(indices)
        stack = [*visited]
        roots: list[int] = []
        while stack and self._steps < MAX_STEPS:
            index = stack.pop()
            self._steps += 1
            if index in self._labels:
                roots.append(index)
            for parent in self._parents.get(index, ()):
                if parent not in visited:
                    visited[parent] = None
                    stack.append(parent)
        return [*dict.fromkeys(label for index in sorted(roots) for label in self._labels[index])]
