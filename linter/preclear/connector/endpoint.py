"""What identifies an operation: its method, its path item and its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.connector.value import Value, text_value

if TYPE_CHECKING:
    from preclear.source import Node, Place

HTTP_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE")
"""The methods that an action or trigger can have (HTTPMethod)."""


class Endpoint:
    """An operation as far as its nodes identify it; `Operation` adds what a request and its responses contain.

    `node` is the operation object. `path_items` are the objects that make up its path item, nearest first: the one
    under the path and those that its `$ref` leads to. `path_item` is the one that contains the operation.

    Whatever can be read from the nodes isn't stored: a document can have very many operations with hardly any fields.
    """

    __slots__ = ("_entry", "_key", "_method", "_name", "node", "path_item", "path_items")

    def __init__(
        self, node: Node, entry: Node, method: str, key: Value[str], path_item: Node, path_items: tuple[Node, ...]
    ) -> None:
        """`entry` is the value under the method's key: `node`, or a misplaced `$ref` to it.

        `key` is the path or the name of the webhook, which the operations of a path item share.
        """
        self.node: Node = node
        self._entry = entry
        self._method = method
        self._key = key
        self.path_item: Node = path_item
        self.path_items: tuple[Node, ...] = path_items
        name = text_value(node, "operationId")
        self._name = name if name.is_present else None

    @property
    def method(self) -> Value[str]:
        """The method in capitals, placed at its key."""
        return Value(self._method, self if self._entry is self.node else self._entry.key)

    @property
    def name(self) -> Value[str]:
        """The operationId."""
        name = self._name
        return name if name is not None else Value("", self.node, False, "operationId")

    @property
    def summary(self) -> Value[str]:
        """The summary."""
        return text_value(self.node, "summary")

    @property
    def description(self) -> Value[str]:
        """The description."""
        return text_value(self.node, "description")

    def path_item_field(self, name: str) -> Node | None:
        """Return the field `name` of the path item, from the nearest object that has it; None if none does."""
        for item in self.path_items:
            field = item.get(name)
            if field is not None:
                return field
        return None

    @property
    def key(self) -> Place:
        """The method's key, which is the place of the whole operation."""
        return self.node.key

    @property
    def place(self) -> Place:
        """The method's key, like `key`."""
        return self.node.key

    @property
    def label(self) -> str:
        """The name in messages: `get /pets`."""
        return self._method.lower()
