"""The `operationRef` of links: references to operations by their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi import follow_operation_ref
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.openapi import ApiDescription
    from preclear.source import Json, Node, Pointer

BundlePointers = dict[tuple[int, "Pointer"], "Pointer"]
"""The pointer in the bundle of each moved node; the first one if it has several."""


class LinkReference(NamedTuple):
    """A link with an `operationRef`: its node, its pointer in the bundle, and its value there."""

    node: Node
    pointer: Pointer
    value: dict[str, Json]

    def reference(self, description: ApiDescription, pointers: BundlePointers, bundle: Json) -> Json:
        """Return the `operationRef` to the same operation in the bundle; None if the bundle doesn't have it.

        A reference to another API on the network, or to nothing in its own file, stays as it is.
        """
        original = self.value["operationRef"]
        hop = follow_operation_ref(self.node, description.references)
        if hop is None or not isinstance(original, str):
            return original
        if hop.node is None:
            return original if original.startswith("#") else None
        if hop.node.document is description.entry:
            return (
                original
                if self.node.document is description.entry and original.startswith("#")
                else _local_reference(hop.node.pointer)
            )
        return _reference_to_node(hop.node, pointers, bundle)


def bundle_pointers(origins: Iterable[tuple[Pointer, Node]]) -> BundlePointers:
    """Return the first pointer in the bundle of each node of `origins`."""
    pointers: BundlePointers = {}
    for pointer, node in origins:
        pointers.setdefault(node.identity, pointer)
    return pointers


def _reference_to_node(target: Node, pointers: BundlePointers, bundle: Json) -> str | None:
    document, pointer = target.identity
    for length in range(len(pointer), -1, -1):
        base = pointers.get((document, pointer[:length]))
        if base is not None:
            bundle_pointer = (*base, *pointer[length:])
            return _local_reference(bundle_pointer) if _pointer_exists(bundle_pointer, bundle) else None
    return None


def _pointer_exists(pointer: Pointer, value: Json) -> bool:
    for part in pointer:
        if not isinstance(value, dict) or part not in value:
            return False
        value = value[str(part)]
    return True


def _local_reference(pointer: Pointer) -> str:
    return f"#{format_pointer(pointer)}"
