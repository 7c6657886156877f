"""What is wrong with Schema Objects beyond what a JSON Schema can say: bounds, patterns, arrays without `items`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.openapi.structure.kinds import INVALID_SCHEMA
from preclear.openapi.values import is_number
from preclear.source import Edit, Fault, Insert, Node, RelatedLocation, Remove, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.description import ApiDescription
    from preclear.source import HasPlace, Json, Place

_BOUND_PAIRS = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minContains", "maxContains"),
)
_PATTERN_KEYWORDS = frozenset({"pattern", "patternProperties"})
_LOW_BOUNDS = frozenset(low for low, _ in _BOUND_PAIRS)


def check_schemas(description: ApiDescription) -> Iterator[Fault]:
    """Yield the faults of the schemas of `description`, which must be analyzed.

    An empty `enum` and a pattern outside ECMA-262 are warnings, because the specification only says SHOULD (JSON
    Schema 2020-12, validation, 6.1.2 and 6.3.3; for OpenAPI 3.0, draft wright-00, 5.8 and 5.20).
    """
    is_3_0 = description.version.series == "3.0"
    for schema in description.schemas:
        value = schema.value
        if not isinstance(value, dict):
            continue
        if not _LOW_BOUNDS.isdisjoint(value):
            yield from _check_bounds(schema, value)
        if not _PATTERN_KEYWORDS.isdisjoint(value):
            yield from _check_patterns(schema, value)
        if "enum" in value and value["enum"] == []:
            message = "`enum` is empty, so no value is valid; expected at least one value"
            edit = _remove("which values are allowed", _place(schema, "enum"))
            yield Fault(INVALID_SCHEMA, Report(message, _place(schema, "enum"), severity="warning", edit=edit))
        if is_3_0 and value.get("type") == "array" and "items" not in value and "$ref" not in value:
            message = "`type: array` has no `items`; OpenAPI 3.0 requires it"
            edit = Edit("safe", "add `items: {}`", (Insert(schema, "items", {}),))
            yield Fault(INVALID_SCHEMA, Report(message, _place(schema, "type")._replace(missing="items"), edit=edit))


def _check_bounds(schema: Node, value: dict[str, Json]) -> Iterator[Fault]:
    for low, high in _BOUND_PAIRS:
        if low not in value or high not in value:
            continue
        least, most = value[low], value[high]
        if is_number(least) and is_number(most) and least > most:
            place = _place(schema, low)
            other = RelatedLocation(f"`{high}` is here", _place(schema, high))
            message = f"`{low}: {least}` is more than `{high}: {most}`, so no value is valid"
            edit = _remove("the bounds of its value", place, other.location)
            yield Fault(INVALID_SCHEMA, Report(message, place, related=(other,), edit=edit))


def _check_patterns(schema: Node, value: dict[str, Json]) -> Iterator[Fault]:
    from preclear.openapi.ecma_regex import regex_error

    pattern = value.get("pattern")
    if isinstance(pattern, str):
        reason = regex_error(pattern)
        if reason is not None:
            message = f"`pattern: {_shorten(pattern)}` isn't a regular expression (ECMA-262): {reason}"
            place = _place(schema, "pattern")
            edit = _remove("the pattern of its value", place)
            yield Fault(INVALID_SCHEMA, Report(message, place, severity="warning", edit=edit))
    patterns = schema.get("patternProperties")
    for key, entry in patterns.entries() if patterns is not None else ():
        reason = regex_error(key)
        if reason is not None:
            message = f"`{_shorten(key)}` in `patternProperties` isn't a regular expression (ECMA-262): {reason}"
            edit = _remove("the properties whose names match it", entry)
            yield Fault(INVALID_SCHEMA, Report(message, entry.key, severity="warning", edit=edit))


def _remove(loss: str, *targets: HasPlace) -> Edit:
    """Return the edit that removes `targets`, keywords of one schema."""
    names = " and ".join(f"`{_shorten(str(target.place.pointer[-1]))}`" for target in targets)
    return Edit("adapt", f"remove {names}", tuple(map(Remove, targets)), loss)


def _place(schema: Node, key: str) -> Place:
    return Node(schema.document, (*schema.pointer, key), None).place


def _shorten(pattern: str) -> str:
    text = re.sub(r"\s+", " ", pattern)
    return text if len(text) <= 60 else f"{text[:57]}..."
