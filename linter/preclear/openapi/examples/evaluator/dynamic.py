"""Where a `$dynamicRef` leads. JSON Schema 2020-12, core, 8.2.3.2.

Of several schemas with one `$dynamicAnchor`, the way that led to the reference decides: the schema resource that was
entered first is asked first. Only names that several schemas have need that; every way leads to the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.openapi.description import Description
    from preclear.openapi.examples.evaluator.evaluation import Steps
    from preclear.openapi.references.identifiers import Resource
    from preclear.source import Node, Place


class Scope:
    """The schema resources that an evaluation went into, as far as they tell where a `$dynamicRef` leads.

    Of each `$dynamicAnchor` that several schemas have, `resources` has the first resource with it. `within` are the
    scopes that follow from this one, by the resource that is entered.
    """

    __slots__ = ("resources", "within")

    def __init__(self, resources: dict[str, Resource]) -> None:
        self.resources = resources
        self.within: dict[int, Scope] = {}


class DynamicReferences:
    """The dynamic anchors of one description.

    `unread` has each reference that could not be followed, why, and the first place where it stands.
    """

    def __init__(self, description: Description) -> None:
        self.unread: dict[str, tuple[str, Place]] = {}
        self.outermost = Scope({})
        self._references = description.references
        self._identifiers = description.references.identifiers
        self._shared = {name for name, count in self._identifiers.dynamic_anchors.items() if count > 1}
        self._scopes: dict[frozenset[tuple[str, int]], Scope] = {}

    def depends_on_scope(self, schema: Node) -> bool:
        """Whether the `$dynamicRef` of `schema` may lead to several schemas."""
        return _anchor(schema) in self._shared

    def scope_in(self, outer: Scope, schema: Node, steps: Steps) -> Scope:
        """The scope within `schema`, which the evaluation goes into from `outer`. Raises TooMuch."""
        if not self._shared:
            return outer
        resource = self._identifiers.of(schema)
        scope = outer.within.get(id(resource))
        if scope is None:
            steps.take(len(outer.resources) + len(resource.dynamic_anchors))
            scope = outer.within[id(resource)] = self._entered(outer, resource)
        return scope

    def _entered(self, outer: Scope, resource: Resource) -> Scope:
        new = [name for name in resource.dynamic_anchors if name in self._shared and name not in outer.resources]
        if not new:
            return outer
        resources = outer.resources | dict.fromkeys(new, resource)
        same = frozenset((name, id(held)) for name, held in resources.items())
        return self._scopes.setdefault(same, Scope(resources))

    def target(self, schema: Node, scope: Scope) -> Node | None:
        """The schema that the `$dynamicRef` of `schema` leads to; None where that cannot be told, which is noted."""
        static = self._references.target(schema, "$dynamicRef")  # a dead end is reported there
        name = _anchor(schema)
        if static is None or not name or static.text("$dynamicAnchor") != name:
            return static
        resource = scope.resources.get(name) or self._identifiers.of(static)
        anchored = resource.dynamic_anchors[name]
        if len(anchored) > 1:
            why = f"{len(anchored)} schemas have that `$dynamicAnchor`"
            self.unread.setdefault(f"$dynamicRef: {schema.text('$dynamicRef')}", (why, _place(schema, "$dynamicRef")))
            return None
        return anchored[0]

    def pass_over(self, schema: Node) -> None:
        """Note that a `$recursiveRef` is not followed."""
        name = f"$recursiveRef: {schema.mapping.get('$recursiveRef')}"
        self.unread.setdefault(name, ("it belongs to an older draft", _place(schema, "$recursiveRef")))


def _anchor(schema: Node) -> str:
    """The anchor that the `$dynamicRef` of `schema` names; empty where it has none, or names a JSON Pointer."""
    fragment = (schema.text("$dynamicRef") or "").partition("#")[2]
    return "" if fragment.startswith("/") else fragment


def _place(schema: Node, keyword: str) -> Place:
    return schema.place._replace(pointer=(*schema.pointer, keyword))
