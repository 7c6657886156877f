"""Graph algorithms: strongly connected components, and the ancestors of nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

K = TypeVar("K", bound="Hashable")


def strongly_connected_components(targets: Mapping[K, Sequence[K]]) -> Iterator[list[K]]:
    """Yield the strongly connected components, each after all components that it leads to.

    `targets` has every node with its successors. This is Tarjan's algorithm, without recursion.
    """
    order: dict[K, int] = {}
    low_link: dict[K, int] = {}
    path: list[K] = []
    on_path: set[K] = set()
    for start in targets:
        if start in order:
            continue
        stack = [(start, iter(targets[start]))]
        while stack:
            node, remaining = stack[-1]
            if node not in order:
                order[node] = low_link[node] = len(order)
                path.append(node)
                on_path.add(node)
            for target in remaining:
                if target not in order:
                    stack.append((target, iter(targets[target])))
                    break
                if target in on_path:
                    low_link[node] = min(low_link[node], order[target])
            else:
                stack.pop()
                if stack:
                    low_link[stack[-1][0]] = min(low_link[stack[-1][0]], low_link[node])
                if low_link[node] == order[node]:
                    component = [path.pop()]
                    while component[-1] != node:
                        component.append(path.pop())
                    component.reverse()
                    on_path.difference_update(component)
                    yield component


def find_ancestors(nodes: set[K], targets: Mapping[K, Sequence[K]]) -> set[K]:
    """Return `nodes` and all nodes from which one of them can be reached."""
    if not nodes:
        return nodes
    sources: dict[K, list[K]] = {}
    for source, successors in targets.items():
        for node in successors:
            sources.setdefault(node, []).append(source)
    ancestors: set[K] = set()
    stack = [*nodes]
    while stack:
        node = stack.pop()
        if node not in ancestors:
            ancestors.add(node)
            stack += sources.get(node, ())
    return ancestors
