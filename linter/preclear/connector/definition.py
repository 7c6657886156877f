"""Definitions: what the import makes of schemas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.connector.operation import Operation
    from preclear.connector.value import Value
    from preclear.source import Node, Place


def _no_operations() -> list[Operation]:
    return []


@dataclass(slots=True, eq=False)
class Definition:
    """One component schema, or one schema written out in a body (Definition).

    `name` is the key under `components.schemas`, placed at that key; of a schema in another file the key that it gets
    there once the files are one document, placed where it is in its own file. A schema in a body has no name of its own
    (`name.given` is false): one is made for it from the operation's. `accept` are the media types that it serves, in
    the order in which they are met.
    """

    name: Value[str]
    node: Node
    description: Value[str]
    accept: list[str] = field(default_factory=list[str])
    used_by: list[Operation] = field(default_factory=_no_operations)

    @property
    def place(self) -> Place:
        """The key of the schema."""
        return self.node.key
