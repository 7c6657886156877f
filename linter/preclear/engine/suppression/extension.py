"""Suppressions in the value: `x-preclear-ignore: {rule: reason}` on an object covers it and everything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.engine.suppression.kinds import UNEXPLAINED_SUPPRESSION, UNUSED_SUPPRESSION
from preclear.engine.suppression.suppression import IGNORE_KEY, Suppression
from preclear.source import Fault, Place, Report, describe_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine.suppression.suppression import SuppressionScan
    from preclear.source import Document, Json, Pointer, Span

# Fields of OpenAPI 3.0 to 3.2 (section "Schema") and of JSON Schema 2020-12, by the kind of their values.
_DATA_FIELDS = frozenset(
    {
        "const",
        "dataValue",
        "default",
        "dependentRequired",
        "enum",
        "example",
        "mapping",
        "scopes",
        "security",
        "serializedValue",
        "value",
    }
)
"""Fields with arbitrary data, in which no key is a field of an OpenAPI object."""

_NAME_MAPS = frozenset(
    {
        "$defs",
        "additionalOperations",
        "callbacks",
        "content",
        "definitions",
        "dependentSchemas",
        "encoding",
        "examples",
        "headers",
        "links",
        "mediaTypes",
        "parameters",
        "pathItems",
        "patternProperties",
        "properties",
        "requestBodies",
        "schemas",
        "securitySchemes",
        "variables",
        "webhooks",
    }
)
"""Fields that map names chosen by the author to objects. Some are lists of objects in other contexts."""

_EXTENSIBLE_MAPS = frozenset({"paths", "responses"})
"""Objects whose fields are names chosen by the author. Outside `components` they can also have `x-` fields."""


def read_keys(document: Document, scan: SuppressionScan) -> None:
    """Add the suppressions under `x-preclear-ignore` in `document` to `scan`.

    A value that YAML aliases share between several places is one suppression, for all of them.
    """
    by_span: dict[Span, list[Suppression]] = {}
    for pointer, value in _find_ignore_keys(document.value):
        if not is_suppressible_object(pointer):
            continue
        key_pointer = (*pointer, IGNORE_KEY)
        span = document.span(key_pointer, "key")
        if span in by_span:
            for suppression in by_span[span]:
                suppression.pointers.append(pointer)
            continue
        by_span[span] = []
        if not isinstance(value, dict) or not value:
            fact = "is empty" if value == {} else f"is {describe_type(value)}"
            message = f"`{IGNORE_KEY}` {fact} and suppresses nothing; expected a mapping from rules to reasons"
            report = Report(message, Place(document, key_pointer, "key"), f"write `{IGNORE_KEY}: {{rule: reason}}`")
            scan.faults.append(Fault(UNUSED_SUPPRESSION, report))
            continue
        for rule, reason in value.items():
            by_span[span].append(_make_suppression(document, pointer, rule, reason, scan))
    for suppressions in by_span.values():
        scan.suppressions.extend(suppressions)


def _make_suppression(
    document: Document, pointer: Pointer, rule: str, reason: Json, scan: SuppressionScan
) -> Suppression:
    place = Place(document, (*pointer, IGNORE_KEY, rule), "key")
    text = reason.strip() if isinstance(reason, str) else ""
    if not text:
        actual = "" if reason is None or isinstance(reason, str) else f" but {describe_type(reason)}"
        message = f"suppression of `{rule}` gives no reason{actual}; expected one as text"
        report = Report(message, place, "say why the finding is acceptable, or remove the rule")
        scan.faults.append(Fault(UNEXPLAINED_SUPPRESSION, report))
    directive_place = Place(document, (*pointer, IGNORE_KEY), "key")
    return Suppression(
        rule=rule,
        reason=text,
        name_place=place,
        directive_place=directive_place,
        scope_text="in this object",
        pointers=[pointer],
    )


def _find_ignore_keys(value: Json) -> Iterator[tuple[Pointer, Json]]:
    """Yield the pointer of every mapping that has the key, and the value under the key."""
    stack: list[tuple[Pointer, Json]] = [((), value)]
    while stack:
        pointer, value = stack.pop()
        if isinstance(value, dict):
            if IGNORE_KEY in value:
                yield pointer, value[IGNORE_KEY]
            stack += [((*pointer, key), child) for key, child in value.items() if isinstance(child, (dict, list))]
        elif isinstance(value, list):
            stack += [
                ((*pointer, index), child) for index, child in enumerate(value) if isinstance(child, (dict, list))
            ]


def is_suppressible_object(pointer: Pointer) -> bool:
    """Whether there is an OpenAPI object at `pointer`, not a mapping of names or arbitrary data."""
    is_name_next = is_entry_next = False
    parent: str | int = ""
    for depth, part in enumerate(pointer):
        if isinstance(part, int):
            if is_name_next and parent == "examples":  # in a schema: a list of arbitrary data
                return False
            is_name_next = False
        elif is_name_next:
            is_name_next = False
        elif part.startswith("x-"):
            return False
        elif is_entry_next:
            is_entry_next = False
        elif part in _DATA_FIELDS:
            return False
        else:
            is_entry_next = part in _EXTENSIBLE_MAPS and pointer[:depth] != ("components",)
            is_name_next = part in _NAME_MAPS or (part in _EXTENSIBLE_MAPS and not is_entry_next)
        parent = part
    return not is_name_next
