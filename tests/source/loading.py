"""Short forms for the tests of the loaders: load a text, list its faults, find a place."""

from __future__ import annotations

from preclear.source import DEFAULT_LIMITS, Document, Limits, Span, load_bytes


def read_yaml(text: str | bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Load `text` as a YAML file."""
    return load_bytes(text.encode() if isinstance(text, str) else text, "openapi.yaml", limits)


def read_json(text: str | bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Load `text` as a JSON file."""
    return load_bytes(text.encode() if isinstance(text, str) else text, "openapi.json", limits)


def reported(document: Document) -> list[tuple[str, str]]:
    """Return the kind and the place of each fault, as `line:column-line:column`, with an exclusive end."""
    return [(fault.kind.name, format_span(fault.report.location.place.span)) for fault in document.faults]


def message(document: Document) -> str:
    """Return the message of the only fault."""
    (fault,) = document.faults
    return fault.report.message


def span_text(document: Document, *pointer: str | int, key: bool = False) -> str:
    """Return the span of the value at a pointer, or of its key, in the form of `format_span`."""
    return format_span(document.span(pointer, "key" if key else "value"))


def format_span(span: Span) -> str:
    """Format `span` as `line:column-line:column`, with an exclusive end."""
    start, end = span
    return f"{start.line}:{start.column}-{end.line}:{end.column}"
