"""Resolve `$dynamicRef` (JSON Schema 2020-12, core, 8.2.3.2).

If several schemas have the same `$dynamicAnchor`, the evaluation's path decides: the schema resource with that anchor
that was entered first wins. An anchor that only one schema has doesn't depend on the path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.openapi.description import ApiDescription
    from preclear.openapi.examples.evaluator.budget import StepBudget
    from preclear.openapi.references.schema_resources import SchemaResource
    from preclear.source import Node, Place


class DynamicScope:
    """The schema resources that an evaluation has entered, as far as a `$dynamicRef` depends on them.

    `resources` has the first resource with each `$dynamicAnchor` that several schemas have. `inner_scopes` are the
    scopes after entering a further resource, by its id.
    """

    __slots__ = ("inner_scopes", "resources")

    def __init__(self, resources: dict[str, SchemaResource]) -> None:
        self.resources: dict[str, SchemaResource] = resources
        self.inner_scopes: dict[int, DynamicScope] = {}


class DynamicReferences:
    """The dynamic anchors of one description.

    `unresolved` has the references that can't be followed, each with the reason and its first place.
    """

    def __init__(self, description: ApiDescription) -> None:
        self.unresolved: dict[str, tuple[str, Place]] = {}
        self.outermost_scope: DynamicScope = DynamicScope({})
        self._references = description.references
        self._identifiers = description.references.resources
        self._ambiguous_anchors = {name for name, count in self._identifiers.dynamic_anchor_counts.items() if count > 1}
        self._scopes: dict[frozenset[tuple[str, int]], DynamicScope] = {}

    def is_scope_dependent(self, schema: Node) -> bool:
        """Whether the `$dynamicRef` of `schema` may lead to several schemas."""
        return _anchor_name(schema) in self._ambiguous_anchors

    def enter_scope(self, outer: DynamicScope, schema: Node, budget: StepBudget) -> DynamicScope:
        """Return the scope after the evaluation enters `schema` from `outer`. Raises EvaluationLimitError."""
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
        """Return the target of the `$dynamicRef` of `schema`; if it is ambiguous, note it and return None."""
        static_target = self._references.target(
            schema, "$dynamicRef"
        )  # a failure is reported with the other references
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
        """Note that the `$recursiveRef` of `schema` isn't followed."""
        name = f"$recursiveRef: {schema.mapping.get('$recursiveRef')}"
        self.unresolved.setdefault(name, ("it belongs to an older draft", _place(schema, "$recursiveRef")))


def _anchor_name(schema: Node) -> str:
    """Return the anchor that the `$dynamicRef` of `schema` names; empty if it has none or is a JSON Pointer."""
    fragment = (schema.text("$dynamicRef") or "").partition("#")[2]
    return "" if fragment.startswith("/") else fragment


def _place(schema: Node, keyword: str) -> Place:
    return schema.place._replace(pointer=(*schema.pointer, keyword))
