"""Where a `$dynamicRef` leads. JSON Schema 2020-12, core, 8.2.3.2.

Of several schemas with one `$dynamicAnchor`, the way that led to the reference decides: the schema resource that was
entered first is asked first. Only names that several schemas have need that; every way leads to the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.openapi.description import ApiDescription
    from preclear.openapi.examples.evaluator.budget import StepBudget
    from preclear.openapi.references.schema_resources import SchemaResource
    from preclear.source import Node, Place


class DynamicScope:
    """The schema resources that an evaluation went into, as far as they tell where a `$dynamicRef` leads.

    Of each `$dynamicAnchor` that several schemas have, `resources` has the first resource with it. `inner_scopes` are
    the scopes that follow from this one, by the resource that is entered.
    """

    __slots__ = ("inner_scopes", "resources")

    def __init__(self, resources: dict[str, SchemaResource]) -> None:
        self.resources = resources
        self.inner_scopes: dict[int, DynamicScope] = {}


class DynamicReferences:
    """The dynamic anchors of one description.

    `unresolved` has each reference that could not be followed, why, and the first place where it stands.
    """

    def __init__(self, description: ApiDescription) -> None:
        self.unresolved: dict[str, tuple[str, Place]] = {}
        self.outermost_scope = DynamicScope({})
        self._references = description.references
        self._identifiers = description.references.resources
        self._ambiguous_anchors = {name for name, count in self._identifiers.dynamic_anchor_counts.items() if count > 1}
        self._scopes: dict[frozenset[tuple[str, int]], DynamicScope] = {}

    def is_scope_dependent(self, schema: Node) -> bool:
        """Whether the `$dynamicRef` of `schema` may lead to several schemas."""
        return _anchor_name(schema) in self._ambiguous_anchors

    def enter_scope(self, outer: DynamicScope, schema: Node, budget: StepBudget) -> DynamicScope:
        """The scope within `schema`, which the evaluation goes into from `outer`. Raises EvaluationLimitError."""
        if not self._ambiguous_anchors:
            return outer
        resource = self._identifiers.resource_of(schema)
        scope = outer.inner_scopes.get(id(resource))
        if scope is None:
            budget.spend(len(outer.resources) + len(resource.dynamic_anchors))
            scope = outer.inner_scopes[id(resource)] = self._inner_scope(outer, resource)
        return scope

    def _inner_scope(self, outer: DynamicScope, resource: SchemaResource) -> DynamicScope:
        new_names = [
            name for name in resource.dynamic_anchors if name in self._ambiguous_anchors and name not in outer.resources
        ]
        if not new_names:
            return outer
        resources = outer.resources | dict.fromkeys(new_names, resource)
        key = frozenset((name, id(owner)) for name, owner in resources.items())
        return self._scopes.setdefault(key, DynamicScope(resources))

    def target(self, schema: Node, scope: DynamicScope) -> Node | None:
        """The schema that the `$dynamicRef` of `schema` leads to; None where that cannot be told, which is noted."""
        static_target = self._references.target(schema, "$dynamicRef")  # a dead end is reported there
        name = _anchor_name(schema)
        if static_target is None or not name or static_target.text("$dynamicAnchor") != name:
            return static_target
        resource = scope.resources.get(name) or self._identifiers.resource_of(static_target)
        targets = resource.dynamic_anchors[name]
        if len(targets) > 1:
            reason = f"{len(targets)} schemas have that `$dynamicAnchor`"
            self.unresolved.setdefault(
                f"$dynamicRef: {schema.text('$dynamicRef')}", (reason, _place(schema, "$dynamicRef"))
            )
            return None
        return targets[0]

    def note_unsupported(self, schema: Node) -> None:
        """Note that a `$recursiveRef` is not followed."""
        name = f"$recursiveRef: {schema.mapping.get('$recursiveRef')}"
        self.unresolved.setdefault(name, ("it belongs to an older draft", _place(schema, "$recursiveRef")))


def _anchor_name(schema: Node) -> str:
    """The anchor that the `$dynamicRef` of `schema` names; empty where it has none, or names a JSON Pointer."""
    fragment = (schema.text("$dynamicRef") or "").partition("#")[2]
    return "" if fragment.startswith("/") else fragment


def _place(schema: Node, keyword: str) -> Place:
    return schema.place._replace(pointer=(*schema.pointer, keyword))
