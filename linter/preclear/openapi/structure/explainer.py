"""Explain a failure of the official schema: its meaning in the words of OpenAPI, and the key or value to report."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from preclear._records import replace
from preclear.openapi.structure.edits import edit_failure
from preclear.openapi.structure.fields import find_conditions, resolve_path
from preclear.openapi.structure.official_schemas import EMAIL_PATTERN, URL_PATTERN, official_schema
from preclear.openapi.structure.unknown_fields import CandidateReport, report_unknown_fields
from preclear.openapi.structure.wording import (
    OBJECT_NAMES,
    describe_conditions,
    join_types,
    normalize_name,
    object_at,
    object_label,
)
from preclear.openapi.synonyms import create_suggester
from preclear.openapi.values import as_list, as_mapping
from preclear.openapi.wording import describe_value, node_label, quote_names, quote_text, quote_value
from preclear.source import RelatedLocation, Report, describe_yaml11_value, format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.structure.fields import Condition, SchemaPath
    from preclear.openapi.structure.structure_failure import StructureFailure
    from preclear.source import Json, Node, Suggester


_PATTERN_EXPECTATIONS = {
    URL_PATTERN: 'expected a URL without spaces and without `<`, `>`, `"`, `^`, `|` or `\\`',
    EMAIL_PATTERN: "expected an email address",
    "^[^#]*$": "expected a URL without a fragment (`#…`)",
    "^[^#]*#?$": "expected a URL without a fragment (`#…`)",
    "^[A-Za-z_][-A-Za-z0-9._]*$": "expected letters, digits, `-`, `_` and `.`, beginning with a letter or `_`",
    "[^/#?]+$": "expected a name without `/`, `#` or `?` at its end",
    "^[^{}]+$": "expected a name without braces",
}


@cache
def _conditions_at(series: str, schema_path: SchemaPath, levels_up: int) -> tuple[Condition, ...]:
    """Cache `find_conditions`, because a document often fails at the same place of the schema."""
    return find_conditions(official_schema(series), schema_path, levels_up)


class Explainer:
    """Explains the failures of one document by the official schema of `series`."""

    def __init__(self, series: str) -> None:
        self._series = series
        self.suggester: Suggester = create_suggester()

    def explain(self, failure: StructureFailure) -> Iterator[CandidateReport]:
        """Yield the reports of a failure; none if it only follows from another failure."""
        keyword, detail, node, schema_path = failure.keyword, failure.detail, failure.node, failure.schema_path
        conditions, parent_conditions = (
            _conditions_at(self._series, schema_path, 0),
            _conditions_at(self._series, schema_path, 1),
        )
        if _is_unfounded(conditions, node.value) or _is_unfounded(parent_conditions, failure.parent_value):
            return
        if keyword in ("additionalProperties", "unevaluatedProperties"):
            yield from report_unknown_fields(
                node, [str(name) for name in as_list(detail)], schema_path, self._series, self.suggester
            )
        elif keyword == "type":
            report = replace(_report_type(node, detail, schema_path), edit=edit_failure(failure))
            yield CandidateReport(report, is_root_cause=True)
        elif keyword == "required":
            missing_report = _report_missing(node, str(detail), conditions, object_at(schema_path))
            if missing_report is not None:
                yield CandidateReport(replace(missing_report, edit=edit_failure(failure)))
        elif keyword in ("enum", "const"):
            yield CandidateReport(self._report_enum(failure, parent_conditions))
        elif keyword == "pattern":
            expectation = _PATTERN_EXPECTATIONS.get(str(detail), f"expected a match of {quote_text(str(detail))}")
            message = f"{node_label(node)} is {quote_value(node.value)}; {expectation}"
            yield CandidateReport(Report(message, node.place, edit=edit_failure(failure)))
        elif keyword == "falseSchema":
            report = replace(_report_excluded(node, parent_conditions), edit=edit_failure(failure))
            yield CandidateReport(report, is_root_cause=True)
        elif keyword == "uniqueItems":
            yield CandidateReport(replace(_report_duplicate(node), edit=edit_failure(failure)))
        else:
            report = _report_other(failure, as_mapping(resolve_path(official_schema(self._series), schema_path)))
            yield CandidateReport(replace(report, edit=edit_failure(failure)))

    def _report_enum(self, failure: StructureFailure, conditions: tuple[Condition, ...]) -> Report:
        node, options = failure.node, as_list(failure.detail) if failure.keyword == "enum" else [failure.detail]
        names = [option if isinstance(option, str) else quote_value(option).strip("`") for option in options]
        condition_text = describe_conditions(
            condition for condition in conditions if condition.test == "is" and condition.is_positive
        )
        expectation = f"one of {quote_names(names)}" if len(names) > 1 else quote_names(names)
        value = node.value
        suggestion = self.suggester.suggest(value, tuple(names)) if isinstance(value, str) and len(names) > 1 else None
        message = f"{node_label(node)} is {quote_value(value)}; expected {expectation} {condition_text}".rstrip()
        message = f"{message}; did you mean {quote_text(suggestion)}?" if suggestion else message
        advice = _advise_null(node, "null" in names)
        if value == "null" and "null" not in names:
            advice = "in OpenAPI 3.0, `nullable: true` beside the type of the other values allows null"
        return Report(message, node.place, help=advice, edit=edit_failure(failure, suggestion))


def _is_unfounded(conditions: tuple[Condition, ...], value: Json) -> bool:
    """Whether the failed part of the schema only applied because the field that selects it is missing."""
    return any(c.test == "is" and c.is_positive and c.key not in as_mapping(value) for c in conditions)


def _report_type(node: Node, detail: Json, schema_path: SchemaPath) -> Report:
    types = [str(name) for name in as_list(detail)]
    expectation = join_types(types)
    name = OBJECT_NAMES.get(normalize_name(str(schema_path[1])), "") if len(schema_path) == 2 else ""
    if name.startswith(("a ", "an ")):
        expectation = f"{name} ({expectation})"
    advice = _advise_null(node, "array" in types) or _advise_boolean(node.value, types)
    if "string" in types and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        advice = "put it in quotes"
    elif node.pointer[-1:] == ("type",) and isinstance(node.value, list):
        advice = "name one type; in OpenAPI 3.0, `nullable: true` beside it allows null"
    elif node.pointer[-1:] == ("required",) and isinstance(node.value, bool) and "array" in types:
        advice = "list the property in `required` of the schema that has it"
    elif types == ["boolean"] and isinstance(node.value, int | float) and "exclusive" in str(node.pointer[-1]):
        advice = "in OpenAPI 3.0, write the number under `minimum` or `maximum`, and `true` here"
    elif node.pointer[-1:] == ("examples",) and types == ["array"] and isinstance(node.value, dict):
        advice = "write the values as a list: in a schema, examples have no names"
    return Report(
        f"{node_label(node)} is {describe_value(node.value)}; expected {expectation}", node.place, help=advice
    )


def _advise_null(node: Node, has_null_type: bool) -> str | None:
    """Advice for null in place of a type; `has_null_type` if this version of OpenAPI has a type `null`."""
    path = [part for part in node.pointer[-2:] if not isinstance(part, int)]
    if node.value is not None or path[-1:] != ["type"]:
        return None
    if not node.document.excerpt(node.place.span):
        return "name the type"
    return (
        'put it in quotes: `"null"`'
        if has_null_type
        else "remove it: in OpenAPI 3.0, `nullable: true` beside the type allows null"
    )


def _advise_boolean(value: Json, types: list[str]) -> str | None:
    """Advice for a boolean in quotes, or a string that YAML 1.1 reads as a boolean."""
    if types != ["boolean"] or not isinstance(value, str):
        return None
    if value in ("true", "false"):
        return f"remove the quotes: `{value}`"
    old_reading = describe_yaml11_value(value) or ""
    if not old_reading.startswith("the boolean "):
        return None
    boolean = old_reading.split()[-1]
    return f"write `{boolean}`: an unquoted `{value}` is a boolean only in YAML 1.1, and a string in YAML 1.2"


def _report_missing(node: Node, name: str, conditions: tuple[Condition, ...], kind: str) -> Report | None:
    entries = node.mapping
    if kind == "responses":
        return None if any(not key.startswith("x-") for key in entries) else _report_no_response(node)
    alternatives = [condition.key for condition in conditions if condition.test == "has" and not condition.is_positive]
    if alternatives:
        names = " nor ".join(map(quote_text, dict.fromkeys([*alternatives, name])))
        return Report(
            f"{object_label(node, kind)} has neither {names}; OpenAPI requires one of them",
            node.missing_key(alternatives[0]),
        )
    condition_text = describe_conditions(
        condition for condition in conditions if condition.test == "is" and condition.is_positive
    )
    message = f"{object_label(node, kind)} has no {quote_text(name)}; OpenAPI requires it"
    advice = "add `required: true`" if kind == "parameter" and name == "required" else None
    return Report(f"{message} {condition_text}".rstrip(), node.missing_key(name), help=advice)


def _report_no_response(node: Node) -> Report:
    message = f"{node_label(node)} has no response; expected a status code, such as `200`, or `default`"
    return Report(message, node.missing_key("default"))


def _report_excluded(node: Node, conditions: tuple[Condition, ...]) -> Report:
    conflicting_keys = [condition.key for condition in conditions if condition.test == "has" and condition.is_positive]
    if conflicting_keys:
        return Report(
            f"{node_label(node)} can't be used with {quote_text(conflicting_keys[-1])}; expected only one of the two",
            node.key,
        )
    condition_text = describe_conditions(
        condition._replace(is_positive=not condition.is_positive) for condition in conditions
    )
    return Report(f"{node_label(node)} has no meaning here; expected it only {condition_text}", node.key)


def _report_duplicate(node: Node) -> Report:
    from json import dumps

    seen: dict[str, Node] = {}
    for item in node.items():
        original = seen.setdefault(dumps(item.value, sort_keys=True), item)
        if original is not item:
            message = (
                f"{node_label(item)} is the same as item {int(original.pointer[-1]) + 1}; expected each item only once"
            )
            return Report(message, item.place, related=(RelatedLocation("the same", original.place),))
    return Report(f"{node_label(node)} has a duplicate item; expected each item only once", node.place)


def _format_limit(limit: Json) -> str:
    return "one" if limit == 1 else str(limit)


def _report_other(failure: StructureFailure, schema: dict[str, Json]) -> Report:
    """Report a number or a count that is out of bounds, or a failure of any other keyword."""
    node, keyword = failure.node, failure.keyword
    value, limit = node.value, failure.detail
    if object_at(failure.schema_path) == "responses" and keyword == "minProperties":
        return _report_no_response(node)
    if keyword in ("minItems", "minProperties"):
        return Report(f"{node_label(node)} is empty; expected at least {_format_limit(limit)}", node.place)
    if keyword == "maxProperties":
        return Report(
            f"{node_label(node)} has {format_count(len(node.mapping), 'entry', 'entries')}; "
            f"expected at most {_format_limit(limit)}",
            node.place,
        )
    if keyword in ("minimum", "exclusiveMinimum"):
        expectation = f"{limit} or more" if keyword == "minimum" else f"more than {limit}"
        return Report(f"{node_label(node)} is {quote_value(value)}; expected {expectation}", node.place)
    if keyword == "contains" or (keyword == "not" and "contains" in schema):
        excess = "more than one" if keyword == "contains" else "both `in: query` and"
        return Report(f"{node_label(node)} has {excess} `in: querystring`; expected only one such parameter", node.key)
    reason = f"which {quote_text(keyword)} in the official schema rules out"
    return Report(f"{node_label(node)} is {quote_value(value)}, {reason}", node.place)
