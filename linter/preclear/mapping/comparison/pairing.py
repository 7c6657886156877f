"""Pairing of what is planned with what the answer has, by keys."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

P = TypeVar("P")
A = TypeVar("A")


class Pairing(Generic[P, A]):
    """Pairs each planned part with at most one of the answer's. `pairs` is in the order in which they were found."""

    def __init__(self, planned: Iterable[P], actual: Iterable[A]) -> None:
        self.pairs: list[tuple[P, A]] = []
        self.planned: list[P] = [*planned]
        self.actual: list[A] = [*actual]

    def pair_by(
        self,
        planned_key: Callable[[P], Hashable],
        actual_key: Callable[[A], Hashable],
        *,
        is_unique: bool = False,
    ) -> None:
        """Pair the rest by a key: those of one key in order, or only one with one if `is_unique`.

        A part whose key is None stays in the rest.
        """
        if not self.planned or not self.actual:
            return
        planned_by_key: defaultdict[Hashable, list[int]] = defaultdict(list)
        actual_by_key: defaultdict[Hashable, list[int]] = defaultdict(list)
        for index, part in enumerate(self.planned):
            planned_by_key[planned_key(part)].append(index)
        for index, item in enumerate(self.actual):
            key = actual_key(item)
            if key is not None and key in planned_by_key:  # an answer can have a million items that match nothing
                actual_by_key[key].append(index)
        paired_planned: set[int] = set()
        paired_actual: set[int] = set()
        for key, indices in planned_by_key.items():
            others = actual_by_key.get(key, [])
            if key is None or (is_unique and (len(indices) != 1 or len(others) != 1)):
                continue
            for planned_index, actual_index in zip(indices, others, strict=False):
                self.pairs.append((self.planned[planned_index], self.actual[actual_index]))
                paired_planned.add(planned_index)
                paired_actual.add(actual_index)
        if paired_planned:
            self.planned = [part for index, part in enumerate(self.planned) if index not in paired_planned]
            self.actual = [item for index, item in enumerate(self.actual) if index not in paired_actual]
