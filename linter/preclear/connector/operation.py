"""Actions and triggers, which the import makes of operations, with their request bodies and responses."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from preclear.connector.endpoint import Endpoint
from preclear.connector.path_template import parse_path_template
from preclear.connector.shared import Shared
from preclear.connector.value import Value, boolean_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.connector.auth import SecurityRequirement
    from preclear.connector.content import MediaType
    from preclear.connector.parameter import Parameter
    from preclear.connector.path_template import PathTemplate
    from preclear.source import Node, Place


class RequestBody(Shared):
    """A request body object, which several operations can use (ActionHTTPRequestBody)."""

    __slots__ = ("media_types", "node")

    def __init__(self, node: Node, media_types: tuple[MediaType, ...]) -> None:
        super().__init__()
        self.node: Node = node
        self.media_types: tuple[MediaType, ...] = media_types

    @property
    def required(self) -> Value[bool]:
        """Whether a request must have it."""
        return boolean_value(self.node, "required")

    @property
    def place(self) -> Place:
        """The body's key."""
        return self.node.key


class Response:
    """One response of one operation (ActionHTTPResponse). Its content can be shared with others by `$ref`.

    `entry` is the value under the status: `node`, or a `$ref` to it. `status` is the status as written, placed at its
    key. `status_code` is the integer that the import stores: None for `default`, which has no status, and for a key
    that isn't an integer.
    """

    __slots__ = ("entry", "media_types", "node", "operation", "status", "status_code")

    def __init__(
        self,
        node: Node,
        entry: Node,
        status_code: int | None,
        media_types: tuple[MediaType, ...],
        operation: Operation,
    ) -> None:
        self.node: Node = node
        self.entry: Node = entry
        self.status_code: int | None = status_code
        self.media_types: tuple[MediaType, ...] = media_types
        self.operation: Operation = operation
        self.status: Value[str] = Value(str(entry.pointer[-1]), self)  # stored: most rules about responses read it

    @property
    def place(self) -> Place:
        """The status key."""
        return self.entry.key

    @property
    def used_by(self) -> list[Operation]:
        """The operation that the response belongs to."""
        return [self.operation]


class Operation(Endpoint):
    """What actions and triggers have in common (ActionCommon, ActionHTTPCommon; TriggerCommon, TriggerHTTPCommon).

    `parameters` are the operation's own and those of the path item that it doesn't replace. `security` is the
    operation's own only. `statuses` are those of `responses`, as written.
    """

    __slots__ = ("parameters", "request_body", "responses", "security", "statuses")

    def __init__(
        self,
        node: Node,
        entry: Node,
        method: str,
        key: Value[str],
        path_item: Node,
        path_items: tuple[Node, ...],
        parameters: tuple[Parameter, ...],
        request_body: RequestBody | None,
        security: tuple[SecurityRequirement, ...],
    ) -> None:
        """`Endpoint.__init__` explains `entry` and `key`."""
        super().__init__(node, entry, method, key, path_item, path_items)
        self.parameters: tuple[Parameter, ...] = parameters
        self.request_body: RequestBody | None = request_body
        self.security: tuple[SecurityRequirement, ...] = security
        self.responses: tuple[Response, ...] = ()
        self.statuses: tuple[str, ...] = ()

    def set_responses(self, responses: Iterable[Response]) -> None:
        """Set the responses, which know their operation, and with them the statuses."""
        self.responses = tuple(responses)
        statuses = tuple([response.status.value for response in self.responses])
        self.statuses = _share_statuses(statuses)


@lru_cache(maxsize=256)
def _share_statuses(statuses: tuple[str, ...]) -> tuple[str, ...]:
    """Return one tuple for all of the many equal ones."""
    return statuses


class Action(Operation):
    """One operation under `paths` (ActionHTTP)."""

    __slots__ = ()

    @property
    def path(self) -> Value[str]:
        """The path, placed at its key."""
        return self._key

    @property
    def template(self) -> PathTemplate:
        """The path and the names in its braces."""
        return parse_path_template(self._key.value)

    @property
    def label(self) -> str:
        """The name in messages: `get /pets`."""
        return f"{self._method.lower()} {self._key.value}"


class Trigger(Operation):
    """One operation under `webhooks` (TriggerHTTP)."""

    __slots__ = ()

    @property
    def webhook(self) -> Value[str]:
        """The webhook's key, placed there."""
        return self._key

    @property
    def name(self) -> Value[str]:
        """The operationId. Without one, the webhook's key, and `is_present` is False."""
        name = self._name
        return name if name is not None else Value(self._key.value, self._key.owner, False)

    @property
    def label(self) -> str:
        """The name in messages: `post newPet`."""
        return f"{self._method.lower()} {self._key.value}"
