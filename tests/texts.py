"""Small documents for tests, and the words that are there for a span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.connector import build_connector
from preclear.openapi import ApiDescription, detect_version
from preclear.source import DEFAULT_LIMITS, FileAccess, Node, load, load_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.connector import Connector
    from preclear.source import Place


def describe(text: str) -> ApiDescription:
    """The description of a document without other files, its references tried."""
    document = load_bytes(text.encode(), "openapi.yaml")
    assert document.is_loaded, document.faults
    version, _ = detect_version(Node(document, (), document.value))
    assert version is not None
    description = ApiDescription(document, version, None, DEFAULT_LIMITS)
    description.analyze()
    return description


def describe_folder(folder: Path, files: dict[str, str]) -> ApiDescription:
    """Write `files` into `folder`; the description of `openapi.yaml` among them, its references tried."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    document = load(folder / "openapi.yaml", "openapi.yaml")
    version, _ = detect_version(Node(document, (), document.value))
    assert version is not None
    description = ApiDescription(document, version, FileAccess(folder), DEFAULT_LIMITS)
    description.analyze()
    return description


def connect(text: str) -> Connector:
    """The connector model of a document without other files."""
    return build_connector(describe(text))


def words_at(place: Place) -> str:
    """The text that stands in the span of `place`, which must be on one line."""
    (start, end) = place.span
    assert start.line == end.line
    return place.document.line(start.line)[start.column - 1 : end.column - 1]
