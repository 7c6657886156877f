"""What the tests of the loaders ask of a document, in short."""

from __future__ import annotations

from preclear.source import DEFAULT_LIMITS, Document, Limits, load_bytes


def read_yaml(text: str | bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """`text` as a YAML file holds it."""
    return load_bytes(text.encode() if isinstance(text, str) else text, "openapi.yaml", limits)


def read_json(text: str | bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """`text` as a JSON file holds it."""
    return load_bytes(text.encode() if isinstance(text, str) else text, "openapi.json", limits)


def told(document: Document) -> list[tuple[str, str]]:
    """Each fault's kind and place, as `line:column-line:column`, end exclusive."""
    found: list[tuple[str, str]] = []
    for fault in document.faults:
        start, end = fault.report.location.place.span
        found.append((fault.kind.name, f"{start.line}:{start.column}-{end.line}:{end.column}"))
    return found


def message(document: Document) -> str:
    """The only fault's message."""
    (fault,) = document.faults
    return fault.report.message


def at(document: Document, *pointer: str | int, key: bool = False) -> str:
    """The place of a pointer's value, or of its key, as `line:column-line:column`, end exclusive."""
    start, end = document.span(pointer, "key" if key else "value")
    return f"{start.line}:{start.column}-{end.line}:{end.column}"
