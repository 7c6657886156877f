"""The `operationRef` of links, which lead to operations by where these stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.references.links import operation_hop
from preclear.source import pointer_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.openapi import Description
    from preclear.source import Json, Node, Pointer

Pointers = dict[tuple[int, "Pointer"], "Pointer"]
"""Where each node that was moved stands in the bundle: at the first of its places there."""


class LinkReference(NamedTuple):
    """A link with an `operationRef`: its node, its pointer in the bundle, and its value there."""

    node: Node
    pointer: Pointer
    made: dict[str, Json]

    def reference(self, description: Description, pointers: Pointers, bundle: Json) -> Json:
        """The `operationRef` that leads to the same operation in the bundle; None where the bundle does not have it.

        One that leads to another API on the network, or to nothing in its own file, stays as it is.
        """
        written = self.made["operationRef"]
        hop = operation_hop(self.node, description.references)
        if hop is None or not isinstance(written, str):
            return written
        if hop.node is None:
            return written if written.startswith("#") else None
        if hop.node.document is description.entry:
            return (
                written
                if self.node.document is description.entry and written.startswith("#")
                else _to(hop.node.pointer)
            )
        return _placed(hop.node, pointers, bundle)


def operation_pointers(origins: Iterable[tuple[Pointer, Node]]) -> Pointers:
    """Where each node of `origins` stands first."""
    found: Pointers = {}
    for pointer, node in origins:
        found.setdefault(node.identity, pointer)
    return found


def _placed(target: Node, pointers: Pointers, bundle: Json) -> str | None:
    document, pointer = target.identity
    for length in range(len(pointer), -1, -1):
        where = pointers.get((document, pointer[:length]))
        if where is not None:
            found = (*where, *pointer[length:])
            return _to(found) if _leads(found, bundle) else None
    return None


def _leads(pointer: Pointer, value: Json) -> bool:
    for part in pointer:
        if not isinstance(value, dict) or part not in value:
            return False
        value = value[str(part)]
    return True


def _to(pointer: Pointer) -> str:
    return f"#{pointer_text(pointer)}"
