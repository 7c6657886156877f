"""Examples that are the string that is sent, and not the value that the schema describes.

OpenAPI Specification 3.0.4, "Style Values": there are several ways to serialize a list or a mapping, which aren't
parsed here. A number, a boolean and null are sent as they are written in JSON, and are parsed.
"""

from __future__ import annotations

import re
from json import dumps
from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear.openapi.examples.evaluator.assertions import parse_types
from preclear.openapi.examples.evaluator.evaluation import Evaluation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.openapi.examples.evaluator.budget import StepBudget
    from preclear.openapi.examples.evaluator.evaluation import EvaluationContext
    from preclear.openapi.examples.evaluator.result import ExampleFailure
    from preclear.openapi.examples.sites import ExampleSite
    from preclear.source import Json, Node

_SERIALIZED_VALUE = lazy_pattern(r"\s*[?&;]?(?:[^=&;]*=)?(.*?)\s*", re.DOTALL)
"""Finds the value in a serialized parameter: `5` in `5` and in `limit=5`."""
_NUMBER = lazy_pattern(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LITERALS: dict[str, Json] = {"true": True, "false": False, "null": None}
_MAX_DIGITS = 400
"""The most characters of a string that is parsed as a number."""


def evaluate_parsed(
    failures: tuple[ExampleFailure, ...], site: ExampleSite, context: EvaluationContext, budget: StepBudget
) -> tuple[ExampleFailure, ...]:
    """Parse the string of a parameter as the types that its schema requires, and evaluate that value.

    Returns its failures: none if one reading is valid, `failures` if the example isn't such a string. Raises
    EvaluationLimitError.
    """
    value = site.value.value
    types = _expected_types(failures, site.value)
    if not isinstance(value, str) or _is_free_text(types):
        return failures
    first_failures = failures
    for index, parsed_value in enumerate(_parse_serialized(value, types)):
        new_failures = (
            Evaluation(context, site.direction, budget)
            .evaluate(site.schema, site.value.with_value(parsed_value))
            .failures
        )
        if not new_failures:
            return ()
        first_failures = first_failures if index else new_failures
    return first_failures


def is_serialized(failure: ExampleFailure, site: ExampleSite) -> bool:
    """Whether the value may be the string that is sent, and not the value that the schema describes."""
    value = failure.node.value
    is_whole = failure.node.pointer == site.value.pointer
    if value is None or isinstance(value, dict | list) or not (is_whole or isinstance(value, str)):
        return False
    if not is_type_mismatch((failure,), failure.node):
        return False
    types = _expected_types((failure,), failure.node)
    return not site.is_parameter or _is_free_text(types) or bool(_parse_serialized(value, types))


def is_type_mismatch(failures: tuple[ExampleFailure, ...], node: Node) -> bool:
    """Whether every failure says that the value at `node` is of the wrong type."""
    for failure in failures:
        nested_failures = [nested for _, branch_failures in failure.branches for nested in branch_failures]
        if failure.node.pointer != node.pointer:
            return False
        if failure.keyword != "type" and not any(is_type_mismatch((nested,), node) for nested in nested_failures):
            return False
    return True


def _expected_types(failures: Sequence[ExampleFailure], node: Node) -> list[str]:
    """Return the types that the failures require of `node`, in any branch of a choice."""
    types: list[str] = []
    for failure in failures:
        if failure.keyword == "type" and failure.node.pointer == node.pointer:
            schema = failure.schema.mapping
            types += parse_types(schema.get("type"))
            types += ["null"] if schema.get("nullable") is True else []
        for _, branch_failures in failure.branches:
            types += _expected_types(branch_failures, node)
    return list(dict.fromkeys(types))


def _is_free_text(types: list[str]) -> bool:
    """Whether any string may be the serialization of one of `types`."""
    return not {"array", "object", "string"}.isdisjoint(types)


def _parse_serialized(value: str | float, types: list[str]) -> list[Json]:
    """Return the values of `types` that the serialized `value` may stand for."""
    match = _SERIALIZED_VALUE.fullmatch(value if isinstance(value, str) else dumps(value))
    text = match[1] if match is not None else ""
    readings: list[Json] = []
    if not {"integer", "number"}.isdisjoint(types) and _NUMBER.fullmatch(text) and len(text) <= _MAX_DIGITS:
        number = int(text) if text.lstrip("+-").isdecimal() else float(text)
        if "number" in types or isinstance(number, int) or number.is_integer():
            readings.append(number)
    word = text.lower()
    if word in _LITERALS and ("null" if word == "null" else "boolean") in types:
        readings.append(_LITERALS[word])
    return readings
