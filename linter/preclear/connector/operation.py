"""Actions and triggers: what the import makes of operations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.connector.auth import SecurityRequirement
    from preclear.connector.parts import Parameter, RequestBody, Response
    from preclear.connector.path_template import PathTemplate
    from preclear.connector.value import Value
    from preclear.source import Node, Place

HTTP_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE")
"""The methods that an action or trigger may have (HTTPMethod)."""


@dataclass(slots=True, eq=False, kw_only=True)
class Operation:
    """What actions and triggers have in common (ActionCommon, ActionHTTPCommon; TriggerCommon, TriggerHTTPCommon).

    `node` is the operation object. `path_items` are the objects that make up its path item, the nearest first: the one
    at the path and those that its `$ref` leads to; `path_item` is the one of them that the operation stands in.
    `parameters` are those of the operation and, where it does not replace them, those of the path item. `security` is
    its own alone.
    """

    node: Node
    path_item: Node
    path_items: tuple[Node, ...]
    method: Value[str]
    name: Value[str]
    summary: Value[str]
    description: Value[str]
    parameters: tuple[Parameter, ...]
    request_body: RequestBody | None
    responses: tuple[Response, ...]
    security: tuple[SecurityRequirement, ...]

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
        return self.method.value.lower()


@dataclass(slots=True, eq=False, kw_only=True)
class Action(Operation):
    """One operation under `paths` (ActionHTTP). `path` stands at the path's key."""

    path: Value[str]
    template: PathTemplate

    @property
    def label(self) -> str:
        """How messages name it: `get /pets`."""
        return f"{self.method.value.lower()} {self.path.value}"


@dataclass(slots=True, eq=False, kw_only=True)
class Trigger(Operation):
    """One operation under `webhooks` (TriggerHTTP). `webhook` is the webhook's key.

    `name` is the operation id or, where there is none, the webhook's key (`name.given` is false then, and its place
    is the key).
    """

    webhook: Value[str]

    @property
    def label(self) -> str:
        """How messages name it: `post newPet`."""
        return f"{self.method.value.lower()} {self.webhook.value}"
