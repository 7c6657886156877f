"""Of what kind an object is that a reference leads to, and what is reported where another kind is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.grammar import COMPONENTS, grammar
from preclear.openapi.plain_fields import is_of_kind, with_article
from preclear.openapi.references.dead_ends import IF_MEANT
from preclear.openapi.references.kinds import REFERENCE_TO_WRONG_KIND, DeadEnd
from preclear.openapi.shapes import plainly_other
from preclear.openapi.walk import kind_at
from preclear.source import Node, kind_of, pointer_text

if TYPE_CHECKING:
    from preclear.source import Pointer


class TargetKinds:
    """The kinds of the objects of a description, each found once."""

    def __init__(self, series: str) -> None:
        self._series = series
        self._objects = grammar(series)
        self._kinds: dict[tuple[int, Pointer], str | None] = {}

    def by_place(self, target: Node) -> str | None:
        """The kind that the place of `target` says; None in an example, an extension or a file of parts."""
        identity = target.identity
        if identity not in self._kinds:
            root = target.document.value
            known = isinstance(root, dict) and "openapi" in root
            self._kinds[identity] = kind_at(target.pointer, self._objects) if known else None
        return self._kinds[identity]

    def other(self, kind: str, target: Node) -> str | None:
        """What `target` is, in words, where that is not the `kind` wanted: by its place, or else by its plain shape."""
        found = self.by_place(target)
        if found is not None:
            return None if found == kind else with_article(found)
        if kind in self._objects and (isinstance(target.value, dict) or self._is_boolean_schema(kind, target)):
            other = plainly_other(target.value, kind)
            return other and with_article(other)
        return None if kind not in self._objects and is_of_kind(kind, target.value) else kind_of(target.value)

    def _is_boolean_schema(self, kind: str, target: Node) -> bool:
        return kind == "schema" and isinstance(target.value, bool) and self._series != "3.0"


def wrong_kind(kind: str, holder: Node, target: Node, found: str) -> DeadEnd:
    """The reference of `holder` leads to `target`, which is `found`, in words, and not of the `kind` wanted."""
    message = f"`$ref: {str(holder.mapping['$ref'])[:80]}` leads to {found}; expected {with_article(kind)}"
    return DeadEnd(message, _right_section(kind, target), REFERENCE_TO_WRONG_KIND)


def _right_section(kind: str, target: Node) -> str | None:
    """The same name in the section of `components` that holds the wanted kind, if it is there."""
    section = next(name for name, held in COMPONENTS.items() if held == kind)
    name = str(target.pointer[-1]) if target.pointer else ""
    components = Node(target.document, (), target.document.value).get("components")
    held = components and components.get(section)
    if held and held.get(name):
        return f"refer to `#{pointer_text(('components', section, name))}`, {IF_MEANT}"
    return None
