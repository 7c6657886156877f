"""Suppressions in the value itself: `x-preclear-ignore: {rule: reason}` on an object, for it and everything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.engine.suppression.kinds import UNEXPLAINED_SUPPRESSION, UNUSED_SUPPRESSION
from preclear.engine.suppression.suppress import IGNORE_KEY, Suppression
from preclear.source import Fault, Place, Report, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine.suppression.suppress import Found
    from preclear.source import Document, Json, Pointer, Span

# Fields of OpenAPI 3.0 to 3.2 (section "Schema") and of JSON Schema 2020-12, by what stands under them.
_DATA = frozenset(
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
"""Anything: a key in there is no field of an object."""

_NAMES = frozenset(
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
"""A mapping from names that the author chooses to objects. Some are lists of objects elsewhere."""

_OPEN = frozenset({"paths", "responses"})
"""An object whose own fields are the author's: it may have `x-` fields beside them, but in `components`."""


def read_keys(document: Document, found: Found) -> None:
    """Add the suppressions under `x-preclear-ignore` in `document` to `found`.

    What YAML shares between several places is one suppression, for all of these.
    """
    told: dict[Span, list[Suppression]] = {}
    for pointer, value in _holders(document.value):
        if not is_object(pointer):
            continue
        where = (*pointer, IGNORE_KEY)
        span = document.span(where, "key")
        if span in told:
            for each in told[span]:
                each.pointers.append(pointer)
            continue
        told[span] = []
        if not isinstance(value, dict) or not value:
            is_ = "is empty" if value == {} else f"is {kind_of(value)}"
            message = f"`{IGNORE_KEY}` {is_} and suppresses nothing, expected a mapping from rules to reasons"
            report = Report(message, Place(document, where, "key"), f"write `{IGNORE_KEY}: {{rule: reason}}`")
            found.faults.append(Fault(UNUSED_SUPPRESSION, report))
            continue
        for rule, reason in value.items():
            told[span].append(_suppression(document, pointer, rule, reason, found))
    for suppressions in told.values():
        found.suppressions.extend(suppressions)


def _suppression(document: Document, pointer: Pointer, rule: str, reason: Json, found: Found) -> Suppression:
    at = Place(document, (*pointer, IGNORE_KEY, rule), "key")
    text = reason.strip() if isinstance(reason, str) else ""
    if not text:
        instead = "" if reason is None or isinstance(reason, str) else f" but {kind_of(reason)}"
        message = f"suppression of `{rule}` gives no reason{instead}, expected one as text"
        report = Report(message, at, "say why the finding is right as it is, or remove the rule")
        found.faults.append(Fault(UNEXPLAINED_SUPPRESSION, report))
    whole = Place(document, (*pointer, IGNORE_KEY), "key")
    return Suppression(rule=rule, reason=text, at=at, whole=whole, where="in this object", pointers=[pointer])


def _holders(value: Json) -> Iterator[tuple[Pointer, Json]]:
    """Every mapping that has the key: the way to it, and what stands under the key."""
    stack: list[tuple[Pointer, Json]] = [((), value)]
    while stack:
        pointer, value = stack.pop()
        if isinstance(value, dict):
            if IGNORE_KEY in value:
                yield pointer, value[IGNORE_KEY]
            stack += [((*pointer, key), each) for key, each in value.items() if isinstance(each, (dict, list))]
        elif isinstance(value, list):
            stack += [((*pointer, index), each) for index, each in enumerate(value) if isinstance(each, (dict, list))]


def is_object(pointer: Pointer) -> bool:
    """Whether an object with fields of its own stands at `pointer`, not a mapping of names, and not someone's data."""
    names = entries = False
    above: str | int = ""
    for depth, part in enumerate(pointer):
        if isinstance(part, int):
            if names and above == "examples":  # of a schema: a list of data
                return False
            names = False
        elif names:
            names = False
        elif part.startswith("x-"):
            return False
        elif entries:
            entries = False
        elif part in _DATA:
            return False
        else:
            entries = part in _OPEN and pointer[:depth] != ("components",)
            names = part in _NAMES or (part in _OPEN and not entries)
        above = part
    return not names
