"""Estimate how often one value is evaluated while a schema is evaluated, which choices may multiply.

Nested choices can take 2 to the power of their depth evaluations. The cost of a schema is an upper bound: the most
evaluations of any single value in one evaluation of the schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.openapi.graph import strongly_connected_components
from preclear.openapi.values import as_list, as_mapping

if TYPE_CHECKING:
    from preclear.source import Json

UNBOUNDED = 1_000_000_000
_MAX_DEPTH = 100
_PREFIX_LENGTH = len("#/$defs/")
_BRANCH_KEYWORDS = ("allOf", "anyOf", "oneOf")
_IN_PLACE_KEYWORDS = ("not", "if", "then", "else")
_EXCLUSIVE_KEYWORDS = (("items", "prefixItems"), ("properties", "additionalProperties"))
_CHILD_KEYWORDS = ("contains", "propertyNames", "patternProperties", "unevaluatedProperties", "unevaluatedItems")
_APPLICATOR_KEYWORDS = frozenset(
    {
        "$ref",
        "dependentSchemas",
        *_BRANCH_KEYWORDS,
        *_IN_PLACE_KEYWORDS,
        *_CHILD_KEYWORDS,
        *(key for keys in _EXCLUSIVE_KEYWORDS for key in keys),
    }
)


class _Cost(NamedTuple):
    """The most evaluations of one value, and how many of these may lead back to the schema where they began."""

    max_evaluations: int
    cycle_count: int


_SINGLE_EVALUATION = _Cost(1, 0)


def compute_costs(definitions: dict[str, Json], targets: dict[str, list[str]]) -> dict[str, int]:
    """Return the cost of each definition, `UNBOUNDED` at most. `targets` has the definitions that each refers to."""
    costs: dict[str, _Cost] = {}
    for cycle in strongly_connected_components(targets):
        cycle_names = set(cycle)
        own_costs = [_compute_cost(definitions[name], costs, cycle_names) for name in cycle]
        max_evaluations = max(cost.max_evaluations for cost in own_costs)
        cycle_count = max(cost.cycle_count for cost in own_costs)
        if cycle_count > 1:
            max_evaluations = UNBOUNDED
        elif cycle_count and max_evaluations > 1:
            max_evaluations = min(max_evaluations * _MAX_DEPTH, UNBOUNDED)
        costs.update((name, _Cost(max_evaluations, 0)) for name in cycle)
    return {name: cost.max_evaluations for name, cost in costs.items()}


def _compute_cost(schema: Json, costs: dict[str, _Cost], cycle_names: set[str]) -> _Cost:
    if not isinstance(schema, dict) or _APPLICATOR_KEYWORDS.isdisjoint(schema):
        return _SINGLE_EVALUATION
    in_place: list[_Cost] = []
    children: list[_Cost] = []
    for key, subschema in schema.items():
        if key == "$ref":
            name = str(subschema)[_PREFIX_LENGTH:]
            in_place.append(_Cost(1, 1) if name in cycle_names else costs[name])
        elif key in _BRANCH_KEYWORDS:
            in_place.extend(_compute_cost(part, costs, cycle_names) for part in as_list(subschema))
        elif key == "dependentSchemas":
            in_place.extend(_compute_cost(part, costs, cycle_names) for part in as_mapping(subschema).values())
        elif key in _IN_PLACE_KEYWORDS:
            in_place.append(_compute_cost(subschema, costs, cycle_names))
    for keys in _EXCLUSIVE_KEYWORDS:
        parts = [part for key in keys if key in schema for part in _subschemas(schema, key)]
        if parts:
            children.append(_max_cost([_compute_cost(part, costs, cycle_names) for part in parts]))
    children.extend(
        _compute_cost(part, costs, cycle_names)
        for key in _CHILD_KEYWORDS
        if key in schema
        for part in _subschemas(schema, key)
    )
    own_evaluations = max(0 if len(schema) == 1 and in_place else 1, sum(cost.max_evaluations for cost in children))
    max_evaluations = sum(cost.max_evaluations for cost in in_place) + own_evaluations
    cycle_count = sum(cost.cycle_count for cost in (*in_place, *children))
    return _Cost(min(max_evaluations, UNBOUNDED), cycle_count)


def _subschemas(schema: dict[str, Json], key: str) -> list[Json]:
    keyword_value = schema.get(key)
    if key in ("properties", "patternProperties"):
        return list(as_mapping(keyword_value).values())
    return (
        as_list(keyword_value) if key == "prefixItems" else [keyword_value] if isinstance(keyword_value, dict) else []
    )


def _max_cost(costs: list[_Cost]) -> _Cost:
    return _Cost(max(cost.max_evaluations for cost in costs), max(cost.cycle_count for cost in costs))
