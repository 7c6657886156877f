"""Where a `$dynamicRef` leads. JSON Schema 2020-12, core, 8.2.3.2.

Which of several schemas of one `$dynamicAnchor` is meant depends on the way that led to the reference. Where a
description has only one of that name, every way leads to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.openapi.description import Description
    from preclear.source import Node, Place


class DynamicReferences:
    """The dynamic anchors of one description.

    `unread` has each reference that could not be followed, why, and the first place where it stands.
    """

    def __init__(self, description: Description) -> None:
        self.unread: dict[str, tuple[str, Place]] = {}
        self._description = description
        self._anchors: dict[str, list[Node]] | None = None

    def target(self, schema: Node, *, noting: bool = True) -> Node | None:
        """The schema that the `$dynamicRef` of `schema` leads to; None where that cannot be told.

        That is noted, but for where `noting` says otherwise.
        """
        reference = schema.text("$dynamicRef")
        if reference is None:
            return None
        if self._anchors is None:
            self._anchors = {}
            for found in self._description.schemas:
                name = found.text("$dynamicAnchor")
                if name is not None:
                    self._anchors.setdefault(name, []).append(found)
        anchors = self._anchors.get(reference.rpartition("#")[2], [])
        if len(anchors) > 1:
            if noting:
                why = f"{len(anchors)} schemas have that `$dynamicAnchor`"
                self.unread.setdefault(f"$dynamicRef: {reference}", (why, _place(schema, "$dynamicRef")))
            return None
        return self._description.references.target(schema, "$dynamicRef")  # a dead end is reported there

    def pass_over(self, schema: Node) -> None:
        """Note that a `$recursiveRef` is not followed."""
        name = f"$recursiveRef: {schema.mapping.get('$recursiveRef')}"
        self.unread.setdefault(name, ("it belongs to an older draft", _place(schema, "$recursiveRef")))


def _place(schema: Node, keyword: str) -> Place:
    return schema.place._replace(pointer=(*schema.pointer, keyword))
