"""Findings that a plan counts and doesn't list: how many stand where, and how severe they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.source import SEVERITY_RANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.source import Document, Place, Pointer, Severity

_SEVERITIES: tuple[Severity, ...] = tuple(sorted(SEVERITY_RANK, key=SEVERITY_RANK.__getitem__))
_BITS = 2  # of a tally that hold the severity

_Tree: TypeAlias = "dict[str | int | None, _Tree | int]"
"""By the next part of the pointer; what stands at the node itself is under None, or is the value where all does."""


class Tally(NamedTuple):
    """How many findings there are, and the severity of the most severe."""

    number: int
    severity: Severity | None


class Spot(NamedTuple):
    """A node on the way to unlisted findings: how deep it is, its part of the pointer, and what stands at it."""

    depth: int
    document: Document
    part: str | int | None
    tally: int


class UnlistedFindings:
    """The findings that are not listed, by their nodes: a tree, since pointers take more memory than what they say."""

    def __init__(self) -> None:
        self._trees: dict[int, _Tree] = {}
        self._documents: dict[int, Document] = {}

    def __bool__(self) -> bool:
        return bool(self._trees)

    def add(self, places: Iterable[Place], severity: Severity) -> None:
        """Note one finding at all of `places`."""
        for place in {place.identity: place for place in places}.values():
            self.add_one(place, severity)

    def add_one(self, place: Place, severity: Severity) -> None:
        """Note one finding at one place."""
        document = place.document
        tree = self._trees.get(id(document))
        if tree is None:
            tree = self._trees[id(document)] = {}
            self._documents[id(document)] = document
        _add(tree, place.pointer, 1 << _BITS | SEVERITY_RANK[severity])

    def has(self, place: Place) -> bool:
        """Whether an unlisted finding stands at the node of `place` or below."""
        tree: _Tree | int | None = self._trees.get(id(place.document))
        for part in place.pointer:
            if not isinstance(tree, dict):
                return False
            tree = tree.get(part)
        return tree is not None

    def spots(self) -> Iterator[Spot]:
        """Yield every node on the way to an unlisted finding, from the root down, each before what is below it."""
        for identity, root in self._trees.items():
            document = self._documents[identity]
            tally = root.get(None)
            yield Spot(0, document, None, tally if isinstance(tally, int) else 0)
            stack = [iter(root.items())]
            while stack:
                for part, below in stack[-1]:
                    if part is None:
                        continue
                    if isinstance(below, int):
                        yield Spot(len(stack), document, part, below)
                        continue
                    tally = below.get(None)
                    yield Spot(len(stack), document, part, tally if isinstance(tally, int) else 0)
                    stack.append(iter(below.items()))
                    break
                else:
                    stack.pop()


def add_tallies(one: int, other: int) -> int:
    """Add what stands at two nodes: the sum of the findings, the severity of the more severe."""
    mask = (1 << _BITS) - 1
    return (one >> _BITS << _BITS) + (other >> _BITS << _BITS) | max(one & mask, other & mask)


def read_tally(tally: int) -> Tally:
    """Read what stands at a node."""
    number = tally >> _BITS
    return Tally(number, _SEVERITIES[tally & (1 << _BITS) - 1] if number else None)


def _add(tree: _Tree, pointer: Pointer, tally: int) -> None:
    if not pointer:
        held = tree.get(None, 0)
        tree[None] = add_tallies(held if isinstance(held, int) else 0, tally)
        return
    for part in pointer[:-1]:
        below = tree.get(part)
        if not isinstance(below, dict):
            below = tree[part] = {} if below is None else {None: below}
        tree = below
    last = tree.get(pointer[-1], 0)
    if isinstance(last, dict):
        _add(last, (), tally)
    else:
        tree[pointer[-1]] = add_tallies(last, tally)
