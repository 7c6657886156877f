"""The kind of object that a reference leads to, and the failure if it is the wrong kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.kind_inference import describe_other_kind
from preclear.openapi.object_grammar import COMPONENT_SECTIONS, grammar
from preclear.openapi.plain_fields import is_of_kind, with_article
from preclear.openapi.references.failures import IF_MEANT
from preclear.openapi.references.kinds import REFERENCE_TO_WRONG_KIND, ReferenceFailure
from preclear.openapi.walk import kind_at
from preclear.source import Node, describe_type, format_pointer

if TYPE_CHECKING:
    from preclear.source import Pointer


class TargetKinds:
    """The kinds of the objects of a description by their places, cached."""

    def __init__(self, series: str) -> None:
        self.series = series
        self._objects = grammar(series)
        self._kinds: dict[tuple[int, Pointer], str | None] = {}
        self._mismatches: dict[tuple[str, tuple[int, Pointer]], str | None] = {}

    def kind_of_place(self, target: Node) -> str | None:
        """Return the kind of `target` by its place; None in an example, an extension or a file that isn't OpenAPI."""
        identity = target.identity
        if identity not in self._kinds:
            root = target.document.value
            is_openapi = isinstance(root, dict) and "openapi" in root
            self._kinds[identity] = kind_at(target.pointer, self._objects) if is_openapi else None
        return self._kinds[identity]

    def describe_mismatch(self, kind: str, target: Node) -> str | None:
        """Describe `target` if it isn't of this `kind` by its place, or else by its keys or type; else None."""
        key = (kind, target.identity)
        if key not in self._mismatches:
            self._mismatches[key] = self._find_mismatch(kind, target)
        return self._mismatches[key]

    def _find_mismatch(self, kind: str, target: Node) -> str | None:
        actual = self.kind_of_place(target)
        if actual is not None:
            return None if actual == kind else with_article(actual)
        if kind in self._objects and (isinstance(target.value, dict) or self._is_boolean_schema(kind, target)):
            other = describe_other_kind(target.value, kind)
            return other and with_article(other)
        return None if kind not in self._objects and is_of_kind(kind, target.value) else describe_type(target.value)

    def _is_boolean_schema(self, kind: str, target: Node) -> bool:
        return kind == "schema" and isinstance(target.value, bool) and self.series != "3.0"


def wrong_kind_failure(kind: str, holder: Node, target: Node, actual: str) -> ReferenceFailure:
    """Return the failure of `holder`, whose reference leads to `actual` (a phrase) instead of an object of `kind`."""
    message = f"`$ref: {str(holder.mapping['$ref'])[:80]}` leads to {actual}; expected {with_article(kind)}"
    return ReferenceFailure(message, _suggest_section(kind, target), REFERENCE_TO_WRONG_KIND)


def _suggest_section(kind: str, target: Node) -> str | None:
    """Advise the entry of the same name in the right section of `components`, if there is one."""
    section = next(name for name, section_kind in COMPONENT_SECTIONS.items() if section_kind == kind)
    name = str(target.pointer[-1]) if target.pointer else ""
    components = Node(target.document, (), target.document.value).get("components")
    entries = components and components.get(section)
    if entries and entries.get(name):
        return f"refer to `#{format_pointer(('components', section, name))}`, {IF_MEANT}"
    return None
