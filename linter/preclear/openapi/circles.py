"""Which nodes of a graph lead back to themselves, and which lead to some of its nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

K = TypeVar("K", bound="Hashable")


def circles(targets: Mapping[K, Sequence[K]]) -> Iterator[list[K]]:
    """The strongly connected components, each after all that it leads to (Tarjan's algorithm, without recursion).

    `targets` has every node, and those that it leads to.
    """
    number: dict[K, int] = {}
    lowest: dict[K, int] = {}
    path: list[K] = []
    on_path: set[K] = set()
    for start in targets:
        if start in number:
            continue
        work = [(start, iter(targets[start]))]
        while work:
            node, rest = work[-1]
            if node not in number:
                number[node] = lowest[node] = len(number)
                path.append(node)
                on_path.add(node)
            for target in rest:
                if target not in number:
                    work.append((target, iter(targets[target])))
                    break
                if target in on_path:
                    lowest[node] = min(lowest[node], number[target])
            else:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[node])
                if lowest[node] == number[node]:
                    circle = [path.pop()]
                    while circle[-1] != node:
                        circle.append(path.pop())
                    circle.reverse()
                    on_path.difference_update(circle)
                    yield circle


def leading_to(nodes: set[K], targets: Mapping[K, Sequence[K]]) -> set[K]:
    """`nodes`, and all those from which one of them can be reached."""
    if not nodes:
        return nodes
    sources: dict[K, list[K]] = {}
    for source, reached in targets.items():
        for node in reached:
            sources.setdefault(node, []).append(source)
    found: set[K] = set()
    stack = [*nodes]
    while stack:
        node = stack.pop()
        if node not in found:
            found.add(node)
            stack += sources.get(node, ())
    return found
