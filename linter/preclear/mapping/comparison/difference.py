"""One difference between the plan and what the platform has, and the words for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine import IMPORT_CHANGED_FIELD, IMPORT_MISSING_RESOURCE, IMPORT_UNEXPECTED_RESOURCE
from preclear.source import truncate

if TYPE_CHECKING:
    from preclear.mapping.location import MappedLocation
    from preclear.source import Json, Kind, Pointer, Severity

_MAX_VALUE_LENGTH = 100  # characters of a value that a message quotes
_MAX_ITEMS = 20  # items of a value that is quoted
_CHANGED_HELP = "if the platform is right, change the document; if not, import it again or correct the connector"
_UNCHANGED_HELP = "a new version doesn't change the connector itself: update the connector, or ignore this"
_UNEXPECTED_HELP = "check that this is the document that was sent"
_MISSING_HELP = "look for a message that says why"


class Difference(NamedTuple):
    """A difference between plan and answer. `pointer` is the resource's or field's place in the answer."""

    kind: Kind
    severity: Severity
    message: str
    location: MappedLocation
    help: str
    pointer: Pointer = ()


def changed_field(
    subject: str,
    actual: Json,
    expected: Json,
    location: MappedLocation,
    pointer: Pointer,
    *,
    severity: Severity = "error",
    help: str = _CHANGED_HELP,
) -> Difference:
    """Return the difference of a field. A value of None is one that isn't there."""
    has, wants = (
        "isn't set" if actual is None else f"is {quote_value(actual)}",
        "none" if expected is None else quote_value(expected),
    )
    message = f"{subject} {has} on the platform; expected {wants}"
    return Difference(IMPORT_CHANGED_FIELD, severity, message, location, help, pointer)


def missing_resource(label: str, where: str, location: MappedLocation, pointer: Pointer = ()) -> Difference:
    """Return the difference of a resource, or a part of one, that isn't there; `where` says where it should be."""
    message = f"{label} wasn't created; expected it {where}"
    return Difference(IMPORT_MISSING_RESOURCE, "error", message, location, _MISSING_HELP, pointer)


def unexpected_resource(label: str, expectation: str, location: MappedLocation, pointer: Pointer) -> Difference:
    """Return the difference of a resource, or a part of one, that the plan doesn't have."""
    message = f"{label} was created but isn't in the plan; expected {expectation}"
    return Difference(IMPORT_UNEXPECTED_RESOURCE, "warning", message, location, _UNEXPECTED_HELP, pointer)


def duplicate_resource(label: str, expectation: str, location: MappedLocation, pointer: Pointer) -> Difference:
    """Return the difference of a resource that was created twice."""
    message = f"{label} was created twice; expected {expectation}"
    return Difference(IMPORT_UNEXPECTED_RESOURCE, "warning", message, location, _UNEXPECTED_HELP, pointer)


def as_unchanged(difference: Difference) -> Difference:
    """Return a difference of the connector's own field as that of a new version's import, which doesn't change it."""
    message = f"{difference.message}; the import of a new version doesn't change it"
    return difference._replace(severity="warning", message=message, help=_UNCHANGED_HELP)


def quote_value(value: Json) -> str:
    """Return a value in backticks: a string as it is, anything else as JSON; cut if it's long."""
    text = value if isinstance(value, str) else json.dumps(_cut_items(value), ensure_ascii=False)
    return f"`{truncate(text, _MAX_VALUE_LENGTH)}`"


def _cut_items(value: Json) -> Json:
    """Return the first items of a list or mapping, with short strings: it may be huge."""
    if isinstance(value, list):
        return [_cut_scalar(item) for item in value[:_MAX_ITEMS]]
    if isinstance(value, dict):
        return {key[:_MAX_VALUE_LENGTH]: _cut_scalar(value[key]) for key in [*value][:_MAX_ITEMS]}
    return value


def _cut_scalar(value: Json) -> Json:
    if isinstance(value, list):
        return [] if not value else ["…"]
    if isinstance(value, dict):
        return {} if not value else {"…": "…"}
    return value[:_MAX_VALUE_LENGTH] if isinstance(value, str) else value
