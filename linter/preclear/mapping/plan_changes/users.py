"""Which operations use a pair of schemas, directly or through other schemas."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_TRACKED_USERS = 4_000
"""Maximum number of operations that are told apart: the sets of all pairs take memory. Others aren't counted."""


class Users(NamedTuple):
    """The labels of operations: the first of them, and the number of all."""

    labels: tuple[str, ...]
    number: int


NO_USERS = Users((), 0)


class PairUsers:
    """The operations that lead to each pair of schemas. Pairs are known by their 0-based numbers.

    Pairs that lead to each other have the same users, so the users of all pairs are found in one pass (Tarjan's
    strongly connected components), each set of them as the bits of a number.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._roots: defaultdict[int, int] = defaultdict(int)
        self._parents: defaultdict[int, dict[int, None]] = defaultdict(dict)
        self._users: dict[int, int] | None = None

    def add_root(self, index: int, label: str) -> None:
        """Record that the operation called `label` uses a pair directly."""
        number = self._numbers.setdefault(label, len(self._numbers))
        if number < MAX_TRACKED_USERS:
            self._roots[index] |= 1 << number

    def add_parent(self, index: int, parent: int) -> None:
        """Record that the pair `parent` refers to a pair."""
        if index != parent:
            self._parents[index][parent] = None

    def find(self, indices: Iterable[int], max_labels: int) -> Users:
        """Return the operations that lead to any of the pairs, in the order in which they were added."""
        if self._users is None:
            self._users = self._find_all()
        users = 0
        for index in indices:
            users |= self._users.get(index, self._roots.get(index, 0))
        labels: list[str] = []
        for label, number in self._numbers.items():
            if number >= MAX_TRACKED_USERS or len(labels) == max_labels:
                break
            if users >> number & 1:
                labels.append(label)
        return Users(tuple(labels), users.bit_count())

    def _find_all(self) -> dict[int, int]:
        """Return the users of each pair with parents, as bits."""
        users: dict[int, int] = {}
        order: dict[int, int] = {}  # by pair: the number at which it was visited
        lowest: dict[int, int] = {}
        component: list[int] = []
        for start in [*self._parents]:
            if start in order:
                continue
            stack: list[tuple[int, Iterator[int]]] = [(start, iter(self._parents[start]))]
            order[start] = lowest[start] = len(order)
            component.append(start)
            while stack:
                index, parents = stack[-1]
                for parent in parents:
                    if parent not in order:
                        order[parent] = lowest[parent] = len(order)
                        component.append(parent)
                        stack.append((parent, iter(self._parents.get(parent, ()))))
                        break
                    if parent not in users:  # still in the component
                        lowest[index] = min(lowest[index], order[parent])
                else:
                    stack.pop()
                    if stack:
                        lowest[stack[-1][0]] = min(lowest[stack[-1][0]], lowest[index])
                    if lowest[index] == order[index]:
                        self._close_component(component, index, users)
        return users

    def _close_component(self, component: list[int], last: int, users: dict[int, int]) -> None:
        """Take the pairs from `last` on off `component`: they lead to each other, and have the same users."""
        members: list[int] = []
        while not members or members[-1] != last:
            members.append(component.pop())
        all_users = 0
        for member in members:
            all_users |= self._roots.get(member, 0)
            for parent in self._parents.get(member, ()):
                all_users |= users.get(parent, 0)
        for member in members:
            users[member] = all_users
