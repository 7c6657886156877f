"""Reading one message of an answer: Message, ActionError, ErrorField, a string, or any other value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.answer.answer import Message
from preclear.source import describe_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.mapping.answer.answer import MessageSource
    from preclear.source import Json, Pointer, Severity

_SEVERITIES: dict[str, Severity] = {"error": "error", "warning": "warning", "warn": "warning", "info": "info"}
_DEFAULT_SEVERITIES: dict[MessageSource, Severity] = {
    "message": "warning",
    "version": "warning",
    "auth scheme": "warning",
}


def iter_items(value: Json, pointer: Pointer) -> Iterator[tuple[Pointer, Json]]:
    """Yield the items of a list with their pointers. Any other value is a single item; null is none."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield (*pointer, index), item
    elif value is not None:
        yield pointer, value


def read_message(value: Json, pointer: Pointer, source: MessageSource) -> Message:
    """Read `{text, severity, detail}`, `{field, message, severity}`, `{field, message}`, a string, or any other value.

    A message without a known severity gets the most severe one that its source can have: error for actions, triggers,
    credentials and rejections, otherwise warning.
    """
    default_severity = _DEFAULT_SEVERITIES.get(source, "error")
    if not isinstance(value, dict):
        note = None if isinstance(value, str) else f"the message is {describe_type(value)}; expected an object"
        return Message(source, as_text(value), default_severity, pointer, note=note)
    sent_severity = value.get("severity")
    severity = _SEVERITIES.get(sent_severity.lower()) if isinstance(sent_severity, str) else None
    note = (
        f"the server sent the unknown severity `{as_text(sent_severity)[:40]}`"
        if sent_severity is not None and severity is None
        else None
    )
    text, field = value.get("text", value.get("message")), value.get("field")
    if text is None:
        text, note = value, "the message has no text; this is the whole value"
    details = value.get("detail", value.get("details"))
    return Message(
        source,
        as_text(text),
        severity or default_severity,
        pointer,
        field=as_text(field) if isinstance(field, str | int) else None,
        details=tuple(as_text(item) for _, item in iter_items(details, ()) if item is not None and item != ""),
        note=note,
    )


def as_text(value: Json) -> str:
    """Return a string unchanged and any other value as JSON text."""
    if isinstance(value, str):
        return value
    import json

    try:
        return json.dumps(value)
    except (RecursionError, ValueError, TypeError):
        return describe_type(value)


def object_note(label: str, value: Json) -> str:
    """Return the note about a value that should be an object."""
    return f"{label} is {describe_type(value)}; expected an object"
