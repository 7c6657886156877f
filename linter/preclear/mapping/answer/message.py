"""One message of an answer, whatever its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.answer.answer import Said
from preclear.source import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.mapping.answer.answer import Slot
    from preclear.source import Json, Pointer, Severity

_SEVERITIES: dict[str, Severity] = {"error": "error", "warning": "warning", "warn": "warning", "info": "info"}
_FALLBACK: dict[Slot, Severity] = {"message": "warning", "version": "warning", "auth scheme": "warning"}


def listed(held: Json, at: Pointer) -> Iterator[tuple[Pointer, Json]]:
    """The items of a list with their places; anything else but null counts as the only item."""
    if isinstance(held, list):
        for index, item in enumerate(held):
            yield (*at, index), item
    elif held is not None:
        yield at, held


def message(value: Json, at: Pointer, slot: Slot) -> Said:
    """Read `{text, severity, detail}`, `{field, message, severity}`, `{field, message}`, a text, or what else it is.

    Without a severity that is known an error is one and any other message a warning: the graver of what it may be.
    """
    fallback = _FALLBACK.get(slot, "error")
    if not isinstance(value, dict):
        note = None if isinstance(value, str) else f"the message is {kind_of(value)}; expected an object"
        return Said(slot, as_text(value), fallback, at, note=note)
    sent = value.get("severity")
    severity = _SEVERITIES.get(sent.lower()) if isinstance(sent, str) else None
    note = f"sent with the severity `{as_text(sent)[:40]}`" if sent is not None and severity is None else None
    text, field = value.get("text", value.get("message")), value.get("field")
    if text is None:
        text, note = value, "the message has no text; this is all of it"
    details = value.get("detail", value.get("details"))
    return Said(
        slot,
        as_text(text),
        severity or fallback,
        at,
        field=as_text(field) if isinstance(field, str | int) else None,
        details=tuple(as_text(each) for _, each in listed(details, ()) if each not in (None, "")),
        note=note,
    )


def as_text(value: Json) -> str:
    """A text as it is, anything else as JSON."""
    if isinstance(value, str):
        return value
    import json

    try:
        return json.dumps(value)
    except (RecursionError, ValueError, TypeError):
        return kind_of(value)
