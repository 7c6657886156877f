"""The operations of callbacks. The import drops them, but their operationIds share the document with all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.connector.endpoint import HTTP_METHODS
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.connector.operation import Operation
    from preclear.openapi import ApiDescription
    from preclear.source import Node


class CallbackOperation(NamedTuple):
    """An operation object of a callback, its method in lower case, and the callback's name.

    `identity` is its place as a text that doesn't depend on where the files are.
    """

    method: str
    callback: str
    node: Node
    identity: str

    @property
    def label(self) -> str:
        """The name in messages: `post onPayment`."""
        return f"{self.method} {self.callback}"

    @property
    def operation_id(self) -> Node | None:
        """The operationId; None without one that's a string."""
        field = self.node.get("operationId")
        return field if field is not None and isinstance(field.value, str) else None

    @property
    def name(self) -> str:
        """The text of the operationId; empty without one."""
        return self.node.text("operationId") or ""


def iter_callback_operations(
    description: ApiDescription, operations: Iterable[Operation]
) -> Iterator[CallbackOperation]:
    """Yield each operation object of each callback of `operations`, once."""
    path_of = description.references.files.paths.path_of
    seen: set[object] = set()  # many references can share a callback or path item
    for operation in operations:
        callbacks = operation.node.get("callbacks")
        for name, reference in callbacks.entries() if callbacks is not None else ():
            callback = description.resolve(reference)
            if callback is None or callback.identity in seen:
                continue
            seen.add(callback.identity)
            for url, item_reference in callback.entries():
                for item in () if url.startswith("x-") else description.path_items(item_reference):
                    if item.identity in seen:
                        continue
                    seen.add(item.identity)
                    for method, node in item.entries():
                        if method.upper() in HTTP_METHODS:
                            identity = f"{path_of(node.document)}#{format_pointer(node.pointer)}"
                            yield CallbackOperation(method, name, node, identity)
