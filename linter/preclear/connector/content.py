"""Media types of bodies and responses, and the definitions that the import makes of their schemas."""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

from preclear.connector.shared import Shared
from preclear.connector.value import Value, text_value

if TYPE_CHECKING:
    from preclear.connector.endpoint import Endpoint
    from preclear.source import Node, Place


class Definition(Shared):
    """One component schema, or one schema written in a body or response (Definition).

    `name` is the key under `components.schemas`, placed there. For a schema of another file it is the key that the
    schema gets when the files are bundled, placed in its own file. A schema in a body has no name of its own: its name
    is made from the operation's, and `name.is_present` is False.
    """

    __slots__ = ("_accept", "_is_named", "_name", "node")

    def __init__(self, node: Node, name: str, *, is_named: bool = True) -> None:
        super().__init__()
        self.node: Node = node
        self._name = name
        self._accept: str | dict[str, None] | None = None
        self._is_named = is_named

    @property
    def name(self) -> Value[str]:
        """The name, placed at the schema's key."""
        return Value(self._name, self, self._is_named)

    def assign_name(self, name: str) -> None:
        """Set the name of a schema that has none of its own, which the builder chooses once it knows all others."""
        self._name = name

    @property
    def accept(self) -> list[str]:
        """The media types that use the definition, in the order in which the document has them."""
        media_types = self._accept
        return [] if media_types is None else [media_types] if isinstance(media_types, str) else [*media_types]

    def add_use(self, operation: Endpoint, essence: str) -> None:
        """Record that a media type of `operation` uses the definition. Most definitions have one media type."""
        users = self._users
        if users is None or (users[-1] if isinstance(users, list) else users) is not operation:
            self.add_user(operation)
        media_types = self._accept
        if media_types is None:
            self._accept = essence
        elif isinstance(media_types, dict):
            media_types[essence] = None
        elif media_types != essence:
            self._accept = {media_types: None, essence: None}

    @property
    def description(self) -> Value[str]:
        """The description of the schema."""
        return text_value(self.node, "description")

    @property
    def place(self) -> Place:
        """The schema's key."""
        return self.node.key


class MediaType(Shared):
    """One entry of a `content`: a media type, its schema and the definition that it becomes.

    `name` is the media type as written, placed at its key. `essence` is the name in lower case without parameters,
    which is what identifies a media type (RFC 9110, 8.3.1). `item_schema` is the schema of the items of a sequence
    (OpenAPI 3.2). The import makes no definition of it.
    """

    __slots__ = ("definition", "essence", "item_schema", "name", "node", "schema")

    def __init__(self, node: Node, schema: Node | None, item_schema: Node | None = None) -> None:
        """`node` is the value under the media type's key."""
        super().__init__()
        self.node: Node = node
        self.schema: Node | None = schema
        self.item_schema: Node | None = item_schema
        self.definition: Definition | None = None
        text = str(node.pointer[-1])
        self.name: Value[str] = Value(text, self)
        self.essence: str = _extract_essence(text)

    @property
    def place(self) -> Place:
        """The media type's key."""
        return self.node.key


@lru_cache(maxsize=256)
def _extract_essence(media_type: str) -> str:
    """Return a media type in lower case without parameters: one text for all of the many equal ones."""
    return intern(media_type.partition(";")[0].strip().lower())
