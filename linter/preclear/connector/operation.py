"""Actions and triggers: what the import makes of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.connector.path_template import parse_path_template
from preclear.connector.value import Value, text_value

if TYPE_CHECKING:
    from preclear.connector.auth import SecurityRequirement
    from preclear.connector.parts import Parameter, RequestBody, Response
    from preclear.connector.path_template import PathTemplate
    from preclear.source import Node, Place

HTTP_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE")
"""The methods that an action or trigger may have (HTTPMethod)."""


class Operation:
    """What actions and triggers have in common (ActionCommon, ActionHTTPCommon; TriggerCommon, TriggerHTTPCommon).

    `node` is the operation object. `path_items` are the objects that make up its path item, the nearest first: the one
    at the path and those that its `$ref` leads to; `path_item` is the one of them that the operation stands in.
    `parameters` are those of the operation and, where it does not replace them, those of the path item. `security` is
    its own alone.

    What can be read off the nodes is not stored: a document may have very many operations that say next to nothing.
    """

    __slots__ = (
        "_held",
        "_method",
        "_name",
        "node",
        "parameters",
        "path_item",
        "path_items",
        "request_body",
        "responses",
        "security",
    )

    def __init__(
        self,
        node: Node,
        held: Node,
        method: str,
        path_item: Node,
        path_items: tuple[Node, ...],
        parameters: tuple[Parameter, ...],
        request_body: RequestBody | None,
        security: tuple[SecurityRequirement, ...],
    ) -> None:
        """`held` is what stands under the method's key: `node`, or a misplaced `$ref` to it."""
        self.node = node
        self._held = held
        self._method = method
        self.path_item = path_item
        self.path_items = path_items
        self.parameters = parameters
        self.request_body = request_body
        self.security = security
        self.responses: tuple[Response, ...] = ()
        name = text_value(node, "operationId")
        self._name = name if name else None

    @property
    def method(self) -> Value[str]:
        """The method in capitals, placed at its key."""
        return Value(self._method, self._held.key)

    @property
    def name(self) -> Value[str]:
        """The operation id."""
        return self._name or Value("", self.node, False, "operationId")

    @property
    def summary(self) -> Value[str]:
        """Its summary."""
        return text_value(self.node, "summary")

    @property
    def description(self) -> Value[str]:
        """Its description."""
        return text_value(self.node, "description")

    def path_item_field(self, name: str) -> Node | None:
        """The field `name` of its path item: that of the nearest object that has it."""
        return next((field for item in self.path_items if (field := item.get(name)) is not None), None)

    @property
    def key(self) -> Place:
        """The place of the method's key: the place of the operation as a whole."""
        return self.node.key

    @property
    def place(self) -> Place:
        """The same: the method's key."""
        return self.node.key

    @property
    def label(self) -> str:
        """How messages name it: `get /pets`."""
        return self._method.lower()


class Action(Operation):
    """One operation under `paths` (ActionHTTP)."""

    __slots__ = ()

    @property
    def path(self) -> Value[str]:
        """The path, placed at its key."""
        return Value(str(self.path_items[0].pointer[-1]), self.path_items[0].key)

    @property
    def template(self) -> PathTemplate:
        """The path and the names in its braces."""
        return parse_path_template(str(self.path_items[0].pointer[-1]))

    @property
    def label(self) -> str:
        """How messages name it: `get /pets`."""
        return f"{self._method.lower()} {self.path_items[0].pointer[-1]}"


class Trigger(Operation):
    """One operation under `webhooks` (TriggerHTTP). `webhook` is the webhook's key.

    `name` is the operation id or, where there is none, the webhook's key (`name.given` is false then, and its place
    is the key).
    """

    __slots__ = ()

    @property
    def webhook(self) -> Value[str]:
        """The webhook's key."""
        return Value(str(self.path_items[0].pointer[-1]), self.path_items[0].key)

    @property
    def name(self) -> Value[str]:
        """The operation id or the webhook's key."""
        return self._name or self.webhook._replace(is_present=False)

    @property
    def label(self) -> str:
        """How messages name it: `post newPet`."""
        return f"{self._method.lower()} {self.path_items[0].pointer[-1]}"
