"""How often one value can be looked at while another is held against a schema: whether choices multiply.

A choice within a choice, over and over, makes 2 to the power of the depth evaluations. What is counted here is an upper
bound for one evaluation of a schema: the most evaluations that come down on a single value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.circles import circles
from preclear.openapi.structure.choices import listing, mapping

if TYPE_CHECKING:
    from preclear.source import Json

NO_BOUND = 1_000_000_000
_DEPTH = 100
_PREFIX = len("#/$defs/")
_LISTS = ("allOf", "anyOf", "oneOf")
_BESIDE = ("not", "if", "then", "else")
_EITHER = (("items", "prefixItems"), ("properties", "additionalProperties"))
_ALSO = ("contains", "propertyNames", "patternProperties", "unevaluatedProperties", "unevaluatedItems")
_APPLYING = frozenset(
    {"$ref", "dependentSchemas", *_LISTS, *_BESIDE, *_ALSO, *(key for keys in _EITHER for key in keys)}
)


class _Weight(NamedTuple):
    """The most evaluations on one value, and how many of these may come round to the schema that they began at."""

    most: int
    circling: int


_ONCE = _Weight(1, 0)


def weights(definitions: dict[str, Json], targets: dict[str, list[str]]) -> dict[str, int]:
    """The bound for each definition; `NO_BOUND` where there is none. `targets` are those that each refers to."""
    found: dict[str, _Weight] = {}
    for circle in circles(targets):
        members = set(circle)
        own = [_weight(definitions[name], found, members) for name in circle]
        most = max(weight.most for weight in own)
        circling = max(weight.circling for weight in own)
        if circling > 1:
            most = NO_BOUND
        elif circling and most > 1:
            most = min(most * _DEPTH, NO_BOUND)
        found.update((name, _Weight(most, 0)) for name in circle)
    return {name: weight.most for name, weight in found.items()}


def _weight(schema: Json, found: dict[str, _Weight], members: set[str]) -> _Weight:
    if not isinstance(schema, dict) or _APPLYING.isdisjoint(schema):
        return _ONCE
    beside: list[_Weight] = []
    below: list[_Weight] = []
    for key, held in schema.items():
        if key == "$ref":
            name = str(held)[_PREFIX:]
            beside.append(_Weight(1, 1) if name in members else found[name])
        elif key in _LISTS:
            beside.extend(_weight(part, found, members) for part in listing(held))
        elif key == "dependentSchemas":
            beside.extend(_weight(part, found, members) for part in mapping(held).values())
        elif key in _BESIDE:
            beside.append(_weight(held, found, members))
    for keys in _EITHER:
        parts = [part for key in keys if key in schema for part in _parts(schema, key)]
        if parts:
            below.append(_most([_weight(part, found, members) for part in parts]))
    below.extend(_weight(part, found, members) for key in _ALSO if key in schema for part in _parts(schema, key))
    own = max(0 if len(schema) == 1 and beside else 1, sum(weight.most for weight in below))
    most = sum(weight.most for weight in beside) + own
    circling = sum(weight.circling for weight in (*beside, *below))
    return _Weight(min(most, NO_BOUND), circling)


def _parts(schema: dict[str, Json], key: str) -> list[Json]:
    held = schema.get(key)
    if key in ("properties", "patternProperties"):
        return list(mapping(held).values())
    return listing(held) if key == "prefixItems" else [held] if isinstance(held, dict) else []


def _most(all_of: list[_Weight]) -> _Weight:
    return _Weight(max(weight.most for weight in all_of), max(weight.circling for weight in all_of))
