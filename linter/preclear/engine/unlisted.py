"""Findings that a plan counts but doesn't list: their number and severity by node."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.source import SEVERITY_RANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.source import Document, Place, Pointer, Severity

_SEVERITIES: tuple[Severity, ...] = tuple(sorted(SEVERITY_RANK, key=SEVERITY_RANK.__getitem__))
_BITS = 2  # of a tally, for the severity

_Tree: TypeAlias = "dict[str | int | None, _Tree | int]"
"""By the next part of the pointer: a subtree, or the tally of a leaf. A subtree has its node's own tally under None."""


class Tally(NamedTuple):
    """The number of findings, and the severity of the most severe one."""

    number: int
    severity: Severity | None


class NodeTally(NamedTuple):
    """The tally of a node: `depth` is the length of its pointer, `part` the last part of that."""

    depth: int
    document: Document
    part: str | int | None
    tally: int


class UnlistedFindings:
    """The unlisted findings by node: a tree, because pointers would take more memory."""

    def __init__(self) -> None:
        self._trees: dict[int, _Tree] = {}
        self._documents: dict[int, Document] = {}

    def __bool__(self) -> bool:
        return bool(self._trees)

    def add(self, places: Iterable[Place], severity: Severity) -> None:
        """Record one finding at all of `places`."""
        for place in {place.identity: place for place in places}.values():
            self.add_one(place, severity)

    def add_one(self, place: Place, severity: Severity) -> None:
        """Record one finding at one place."""
        document = place.document
        tree = self._trees.get(id(document))
        if tree is None:
            tree = self._trees[id(document)] = {}
            self._documents[id(document)] = document
        _add(tree, place.pointer, 1 << _BITS | SEVERITY_RANK[severity])

    def has(self, place: Place) -> bool:
        """Whether there is an unlisted finding at the node of `place` or below."""
        tree: _Tree | int | None = self._trees.get(id(place.document))
        for part in place.pointer:
            if not isinstance(tree, dict):
                return False
            tree = tree.get(part)
        return tree is not None

    def nodes(self) -> Iterator[NodeTally]:
        """Yield every node with an unlisted finding at it or below, each before the nodes below it."""
        for identity, root in self._trees.items():
            document = self._documents[identity]
            tally = root.get(None)
            yield NodeTally(0, document, None, tally if isinstance(tally, int) else 0)
            stack = [iter(root.items())]
            while stack:
                for part, below in stack[-1]:
                    if part is None:
                        continue
                    if isinstance(below, int):
                        yield NodeTally(len(stack), document, part, below)
                        continue
                    tally = below.get(None)
                    yield NodeTally(len(stack), document, part, tally if isinstance(tally, int) else 0)
                    stack.append(iter(below.items()))
                    break
                else:
                    stack.pop()


def add_tallies(one: int, other: int) -> int:
    """Add two tallies: the sum of the numbers, and the higher severity."""
    mask = (1 << _BITS) - 1
    return (one >> _BITS << _BITS) + (other >> _BITS << _BITS) | max(one & mask, other & mask)


def read_tally(tally: int) -> Tally:
    """Decode a tally."""
    number = tally >> _BITS
    return Tally(number, _SEVERITIES[tally & (1 << _BITS) - 1] if number else None)


def _add(tree: _Tree, pointer: Pointer, tally: int) -> None:
    if not pointer:
        own_tally = tree.get(None, 0)
        tree[None] = add_tallies(own_tally if isinstance(own_tally, int) else 0, tally)
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
