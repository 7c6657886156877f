"""The first of many nodes in the order of the text, found without looking for the lines of any."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear import Json, Node


def earliest(nodes: Sequence[Node]) -> Node:
    """Give the one of `nodes` that comes first in the text of the first one's document.

    A node comes before what is in it. Raises IndexError where there are none.
    """
    document = nodes[0].document
    left = [node for node in nodes if node.document is document]
    value: Json = document.value
    depth = 0
    while len(left) > 1:
        heads = {node.pointer[depth] if len(node.pointer) > depth else None for node in left}
        if None in heads:
            return next(node for node in left if len(node.pointer) == depth)
        head: str | int
        if isinstance(value, dict):
            head = next(key for key in value if key in heads)
            value = value[head]
        elif isinstance(value, list):
            head = next(index for index in range(len(value)) if index in heads)
            value = value[head]
        else:
            break
        left = [node for node in left if node.pointer[depth] == head]
        depth += 1
    return left[0]
