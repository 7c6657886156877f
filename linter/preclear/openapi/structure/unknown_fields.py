"""Report keys that OpenAPI doesn't define: what was meant, where they belong, or what is allowed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.openapi.structure.field_edits import edit_misspelled_field, move_to_schema, remove_fields
from preclear.openapi.structure.fields import iter_fields, resolve_path
from preclear.openapi.structure.official_schemas import official_schema
from preclear.openapi.structure.wording import OBJECT_NAMES, describe_conditions, normalize_name, object_at
from preclear.openapi.wording import join_alternatives, quote_names, quote_text, quote_value
from preclear.source import RelatedLocation, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.structure.fields import Field, SchemaPath
    from preclear.source import Json, Node, Suggester

MAX_UNKNOWN_FIELDS = 3
"""The most unknown keys of one object that are reported separately; more are one report, at the first."""

_MAX_LISTED_FIELDS = 4
"""An object with at most so many fields has all of them listed in the message."""
_MAX_SUGGESTIONS = 3
"""The most suggestions in a message."""
_MAX_RELATED = 20
"""The most related places of a report."""

_MEDIA_TYPES_ADVICE = "name the media types as keys of `content`, in the request body and in each response"
_UNDER_SCHEMA_ADVICE = "put it under `schema`"
_FIELD_ADVICE = {
    ("operation", "consumes"): _MEDIA_TYPES_ADVICE,
    ("operation", "produces"): _MEDIA_TYPES_ADVICE,
    ("document", "consumes"): _MEDIA_TYPES_ADVICE,
    ("document", "produces"): _MEDIA_TYPES_ADVICE,
    ("document", "definitions"): "put it under `components`, as `schemas`",
    ("document", "securityDefinitions"): "put it under `components`, as `securitySchemes`",
    ("document", "host"): "write a URL under `servers`, such as `https://api.example.com/v1`",
    ("document", "basePath"): "write a URL under `servers`, such as `https://api.example.com/v1`",
    ("document", "schemes"): "write a URL under `servers`, such as `https://api.example.com/v1`",
    ("response", "schema"): "put it under `content` and a media type, such as `application/json`",
    ("requestbody", "schema"): "put it under `content` and a media type, such as `application/json`",
    ("parameter", "collectionFormat"): "use `style` and `explode`",
}
"""Advice for fields of OpenAPI 2.0 and fields at the wrong level, by the kind of object and the key."""


class CandidateReport(NamedTuple):
    """A report, and how it relates to other reports of the same document."""

    report: Report
    is_root_cause: bool = False
    """Whether all other reports about the same value only follow from this one."""
    intended_field: str | None = None
    """The field that an unknown key was probably meant to be; that this field is missing isn't reported then."""
    depends_on: str | None = None
    """The field whose value decides about this one; if that is wrong or missing, this isn't reported."""
    is_about_key: bool = False
    """Whether it is only about the form of a key, and not about the value under it."""


@cache
def _known_fields(series: str, schema_path: SchemaPath) -> tuple[Field, ...]:
    """Return all fields that the part of the schema at `schema_path` defines."""
    schema = official_schema(series)
    return tuple(iter_fields(schema, resolve_path(schema, schema_path)))


def report_unknown_fields(
    node: Node, names: list[str], schema_path: SchemaPath, series: str, suggester: Suggester
) -> Iterator[CandidateReport]:
    """Report the keys `names` of `node`, which the part of the schema at `schema_path` doesn't allow.

    A key that is allowed once another failure is fixed isn't reported.
    """
    kind = object_at(schema_path)
    known_fields = _known_fields(series, schema_path)
    entries = node.mapping
    allowed_names = dict.fromkeys(
        field.name for field in known_fields if all(c.is_met_by(entries) for c in field.conditions)
    )
    vocabulary = tuple(allowed_names)
    unknown_nodes: list[Node] = []
    for name in names:
        child = node.get(name)
        if child is None or name in allowed_names or name.startswith("x-"):
            continue
        if kind == "paths":
            yield _report_path(child, name)
        elif any(field.name == name for field in known_fields):
            yield _report_conditional_field(child, name, kind, known_fields, entries)
        elif 1 <= len(suggestions := suggester.suggest_all(name, vocabulary)) <= _MAX_SUGGESTIONS:
            suggestion = suggestions[0] if len(suggestions) == 1 else None
            ending = f"did you mean {join_alternatives([quote_text(word) for word in suggestions])}?"
            ending = f"{quote_text(suggestion)} is there already" if suggestion in entries else ending
            report = Report(
                f"{_unknown_field_message(name, kind)}; {ending}",
                child.key,
                help=_advice(kind, name, series),
                edit=edit_misspelled_field(child, suggestion if suggestion not in entries else None),
            )
            yield CandidateReport(report, intended_field=suggestion)
        else:
            unknown_nodes.append(child)
    expectation = "; expected none" if not vocabulary else ""
    if 0 < len(vocabulary) <= _MAX_LISTED_FIELDS:
        expectation = f"; expected {'one of ' if len(vocabulary) > 1 else ''}{quote_names(vocabulary)}"
    if len(unknown_nodes) > MAX_UNKNOWN_FIELDS:
        yield CandidateReport(_report_many(unknown_nodes, kind, expectation))
        return
    for child in unknown_nodes:
        name = str(child.pointer[-1])
        advice = _advice(kind, name, series)
        is_schema_field = advice == _UNDER_SCHEMA_ADVICE
        edit = move_to_schema(node, child, _field_names("schema", series)) if is_schema_field else remove_fields(child)
        message = f"{_unknown_field_message(name, kind)}{expectation}"
        yield CandidateReport(
            Report(message, child.key, help=advice, edit=edit), intended_field="schema" if is_schema_field else None
        )


def _unknown_field_message(name: str, kind: str) -> str:
    return f"{quote_text(name)} isn't a field of {OBJECT_NAMES.get(kind, 'this object')}"


def _report_many(unknown_nodes: list[Node], kind: str, expectation: str) -> Report:
    first, *others = unknown_nodes
    names = quote_names([str(child.pointer[-1]) for child in others])
    message = f"{quote_text(str(first.pointer[-1]))} and {len(others)} other keys ({names}) aren't fields of "
    message += OBJECT_NAMES.get(kind, "this object") + expectation
    return Report(
        message,
        first.key,
        related=tuple(RelatedLocation("not a field either", child.key) for child in others[:_MAX_RELATED]),
        edit=remove_fields(*unknown_nodes),
    )


def _report_path(child: Node, name: str) -> CandidateReport:
    message = f"path {quote_text(name)} doesn't begin with a slash; expected {quote_text(f'/{name}')}"
    return CandidateReport(Report(message, child.key), is_about_key=True)


def report_unknown_status(responses: Node, name: str, suggester: Suggester) -> CandidateReport:
    """Report the key `name` of a Responses Object, which isn't a valid status."""
    expectation = "`default`, a status code such as `200`, or a range such as `2XX`"
    suggestion = f"{name[0]}XX" if re.fullmatch("[1-5][xX*?]{2}", name) else suggester.suggest(name, ("default",))
    message = f"{quote_text(name)} isn't a key of `responses`; expected {expectation}"
    child = responses.get(name)
    place = responses.place if child is None else child.key
    message = f"{message}; did you mean {quote_text(suggestion)}?" if suggestion else message
    return CandidateReport(Report(message, place), intended_field=suggestion, is_about_key=True)


def _report_conditional_field(
    child: Node, name: str, kind: str, known_fields: tuple[Field, ...], entries: dict[str, Json]
) -> CandidateReport:
    """Report a field that the object may only have under other conditions: those that are nearest to being met."""
    unmet_sets = [
        [c for c in field.conditions if not c.is_met_by(entries)] for field in known_fields if field.name == name
    ]
    unmet = min(unmet_sets, key=len)
    choices = [unmet_set[0] for unmet_set in unmet_sets if len(unmet_set) == 1 and unmet_set[0].test == "is"]
    if len(unmet) == 1 and unmet[0] in choices and unmet[0].is_positive:
        values = [quote_value(choice.value) for choice in choices if choice.key == unmet[0].key]
        condition_text = f"where {quote_text(unmet[0].key)} is {join_alternatives(list(dict.fromkeys(values)))}"
    else:
        condition_text = describe_conditions(unmet)
    message = f"{quote_text(name)} is a field of {OBJECT_NAMES.get(kind, 'this object')} only {condition_text}"
    report = Report(message, child.key, edit=remove_fields(child))
    return CandidateReport(report, depends_on=next((c.key for c in unmet if c.test == "is"), None))


def _advice(kind: str, name: str, series: str) -> str | None:
    """Advise where the field belongs: elsewhere in OpenAPI 3, under `schema`, or in a newer version."""
    advice = _FIELD_ADVICE.get((kind, name))
    if advice is not None:
        return advice
    if kind in ("parameter", "header", "mediatype") and name in _field_names("schema", series):
        return _UNDER_SCHEMA_ADVICE
    for newer_series in ("3.1", "3.2"):
        if newer_series > series and name in _field_names(kind, newer_series):
            return f"OpenAPI {newer_series} has it: raise the version of the document, or leave it out"
    return None


@cache
def _field_names(kind: str, series: str) -> set[str]:
    """Return all fields that an object of this `kind` may have in `series`."""
    schema = official_schema(series)
    definitions = schema["$defs"]
    if not isinstance(definitions, dict):
        return set()
    return {
        field.name
        for name in definitions
        if normalize_name(name) == kind
        for field in iter_fields(schema, definitions[name])
    }
