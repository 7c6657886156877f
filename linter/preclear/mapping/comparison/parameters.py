"""Comparison of the parameters of an action or trigger, by name and location."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from preclear.connector import SCALAR_TYPES
from preclear.mapping.comparison.difference import missing_resource, unexpected_resource
from preclear.mapping.comparison.fields import ComparedObject, locate_child
from preclear.mapping.comparison.pairing import Pairing
from preclear.mapping.comparison.values import is_equal_default, is_equal_text
from preclear.mapping.location import MappedLocation
from preclear.source import text_or_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector import Operation, Parameter, Value
    from preclear.mapping.comparison.difference import Difference
    from preclear.mapping.comparison.fields import FieldComparer
    from preclear.source import Json, Pointer

    Item = tuple[Pointer, dict[str, Json]]


def compare_parameters(comparer: FieldComparer, compared: ComparedObject, operation: Operation) -> Iterator[Difference]:
    """Yield the differences of the parameters of an operation; `compared` is the operation in the answer.

    A parameter whose schema allows several types has no single type in the plan: it isn't compared.
    """
    items = comparer.read_list(compared, "parameters")
    if items is None:
        comparer.tally.add_unknown("parameter", len(operation.parameters))
        return
    pairing = _pair_parameters(operation, items)
    for parameter, (pointer, item) in pairing.pairs:
        yield from _compare_parameter(comparer, compared, parameter, pointer, item)
    for parameter in pairing.planned:
        location = MappedLocation(parameter.place, "exact", parameter.node.pointer, True, len(parameter.node.pointer))
        yield missing_resource(
            f"{parameter.label} of {compared.label}",
            "among its parameters",
            location,
            (*compared.pointer, "parameters"),
        )
    location = locate_child(operation.node, "parameters")
    for pointer, item in pairing.actual:
        yield unexpected_resource(f"{_item_label(item)} of {compared.label}", "only planned ones", location, pointer)


def _pair_parameters(operation: Operation, items: list[Item]) -> Pairing[Parameter, Item]:
    """Pair by name and location; the rest by name alone, then by what else they have in common.

    A parameter that an import can't hold is paired only with one of its name.
    """
    parameters = sorted(operation.parameters, key=lambda parameter: not _is_importable(parameter))
    pairing = Pairing(parameters, items)
    pairing.pair_by(lambda parameter: parameter.identity, lambda item: _item_identity(item[1]))
    pairing.pair_by(lambda parameter: parameter.name.value or None, lambda item: text_or_empty(item[1].get("name")))
    pairing.pair_by(
        lambda parameter: _planned_traits(parameter) if _is_importable(parameter) else None,
        lambda item: (
            text_or_empty(item[1].get("in")),
            item[1].get("required") is True,
            text_or_empty(item[1].get("type")),
        ),
        is_unique=True,
    )
    pairing.pair_by(
        lambda parameter: parameter.location.value if _is_importable(parameter) else None,
        lambda item: text_or_empty(item[1].get("in")),
        is_unique=True,
    )
    return pairing


def _is_importable(parameter: Parameter) -> bool:
    types = parameter.types.names
    return bool(parameter.name and parameter.location and types) and all(name in SCALAR_TYPES for name in types)


def _planned_traits(parameter: Parameter) -> tuple[str, bool, str]:
    return parameter.location.value, parameter.required.value, parameter.type.value


def _item_identity(item: dict[str, Json]) -> tuple[str, str]:
    name, location = text_or_empty(item.get("name")), text_or_empty(item.get("in"))
    return (name.lower() if location == "header" else name), location


def _item_label(item: dict[str, Json]) -> str:
    location = text_or_empty(item.get("in"))
    prefix = f"{location[:20]} " if location else ""
    return f"{prefix}parameter `{text_or_empty(item.get('name'))[:80]}`"


def _compare_parameter(
    comparer: FieldComparer, operation: ComparedObject, parameter: Parameter, pointer: Pointer, item: dict[str, Json]
) -> Iterator[Difference]:
    label = f"{parameter.label} of {operation.label}"
    compared = ComparedObject(operation.kind, "parameter", label, item, pointer)
    is_header = parameter.location.value == "header"
    fields: list[tuple[str, Value[str]]] = [("name", parameter.name), ("in", parameter.location)]
    for key, value in fields:
        is_equal = _is_equal_header if is_header and key == "name" else is_equal_text
        yield from comparer.compare(compared, key, value.value, value, is_equal=is_equal)
    yield from comparer.compare(compared, "required", parameter.required.value, parameter.required)
    if len(parameter.types.values) == 1:
        yield from comparer.compare(compared, "type", parameter.type.value, parameter.type)
    default = parameter.default
    if not (isinstance(default.value, float) and not math.isfinite(default.value)):
        yield from comparer.compare(
            compared, "default", default.value, default, is_equal=is_equal_default, noun="default"
        )


def _is_equal_header(actual: Json, expected: Json) -> bool:
    return isinstance(actual, str) and isinstance(expected, str) and actual.lower() == expected.lower()
