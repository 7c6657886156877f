"""Definitions: what the import makes of schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.connector.parts import Used
from preclear.connector.value import Value, text_value

if TYPE_CHECKING:
    from preclear.source import Node, Place


class Definition(Used):
    """One component schema, or one schema written out in a body (Definition).

    `name` is the key under `components.schemas`, placed at that key; of a schema in another file the key that it gets
    there once the files are one document, placed where it is in its own file. A schema in a body has no name of its own
    (`name.given` is false): one is made for it from the operation's. `accept` are the media types that it serves, in
    the order in which they are met.
    """

    __slots__ = ("_accept", "_given", "_name", "node")

    def __init__(self, node: Node, name: str, *, given: bool = True) -> None:
        super().__init__()
        self.node = node
        self._name = name
        self._accept: str | dict[str, None] | None = None
        self._given = given

    @property
    def name(self) -> Value[str]:
        """Its name, placed at its key."""
        return Value(self._name, self.node.key, self._given)

    @property
    def accept(self) -> list[str]:
        """The media types that it serves, in the order in which they are met."""
        held = self._accept
        return [] if held is None else [held] if isinstance(held, str) else [*held]

    def add_media_type(self, essence: str) -> None:
        """Note a media type that it serves; most definitions serve one."""
        held = self._accept
        if held is None:
            self._accept = essence
        elif isinstance(held, dict):
            held[essence] = None
        elif held != essence:
            self._accept = {held: None, essence: None}

    @property
    def description(self) -> Value[str]:
        """What its schema says of it."""
        return text_value(self.node, "description")

    @property
    def place(self) -> Place:
        """The key of the schema."""
        return self.node.key
