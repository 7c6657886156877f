"""Find component schemas: the definitions that have a name in the document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Connector, Definition

INVALID_CHARACTERS = re.compile(r"[^a-zA-Z0-9_\-]")
"""Characters that a definition's name can't contain (Definition.name)."""


def is_component(pointer: tuple[str | int, ...]) -> bool:
    """Whether `pointer` points to an entry of `components.schemas`."""
    return len(pointer) == 3 and pointer[:2] == ("components", "schemas")


def named_definitions(connector: Connector) -> Iterator[tuple[str, Definition]]:
    """Yield every definition that is an entry of the entry document's `components.schemas`, with its key."""
    for definition in connector.definitions:
        pointer = definition.node.pointer
        if is_component(pointer) and definition.node.document is connector.root.document:
            yield str(pointer[2]), definition
