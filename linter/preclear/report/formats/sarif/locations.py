"""Places in files, as SARIF locations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from preclear.report.artifact_path import ArtifactPaths
from preclear.report.formats.sarif.text import plain_text
from preclear.report.rendering.escape import escape, escape_line_start
from preclear.source import format_pointer

if TYPE_CHECKING:
    from preclear.source import Document, Json, Place, Pointer, Span

ROOT_ID = "SRCROOT"
"""The name of the folder that relative URIs are relative to."""

_MAX_POINTER = 2_000  # characters of a pointer that are shown


class Locations:
    """Makes locations. Each file's URI is made once. `root` is the folder that paths are relative to."""

    def __init__(self, root: Path) -> None:
        self.has_standard_input: bool = False
        self._artifacts: dict[Document, dict[str, Json]] = {}
        self._paths = ArtifactPaths(root)

    def path(self, document: Document) -> str:
        """Return the path of a document: relative to the root, or absolute."""
        return self._paths.get(document)

    def artifact(self, document: Document) -> dict[str, Json]:
        """Return the location of a file.

        Standard input without a name has no URI: it's the first of the run's artifacts.
        """
        location = self._artifacts.get(document)
        if location is None:
            location = self._artifacts[document] = self._make_artifact(document)
        return location

    def physical(self, document: Document, span: Span) -> dict[str, Json]:
        """Return the location of a span in a file."""
        return {"artifactLocation": self.artifact(document), "region": make_region(span)}

    def location(self, place: Place, span: Span) -> dict[str, Json]:
        """Return the location of a node: where it is in the file, and its JSON Pointer."""
        location: dict[str, Json] = {"physicalLocation": self.physical(place.document, span)}
        if place.pointer:
            location["logicalLocations"] = [_make_logical(place.pointer)]
        return location

    def related(self, number: int, message: str, place: Place, span: Span) -> Json:
        """Return a location that belongs to a result; `number` identifies it there, 1-based."""
        return {"id": number, **self.location(place, span), "message": {"text": plain_text(message)}}

    def _make_artifact(self, document: Document) -> dict[str, Json]:
        if document.file is None:
            self.has_standard_input = True
            return {"index": 0}
        path = self.path(document)
        if path.startswith("/") or Path(path).is_absolute():
            return {"uri": f"file://{'' if path.startswith('/') else '/'}{_quote(path)}"}
        return {"uri": _quote(path), "uriBaseId": ROOT_ID}


def make_region(span: Span) -> dict[str, Json]:
    """Return the region of a span. Both are 1-based, in characters, with an exclusive end."""
    start, end = span
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _make_logical(pointer: Pointer) -> Json:
    """Return the logical location of a node that isn't the root.

    Its kind follows from the pointer alone, because worker processes send no values.
    """
    kind = "property" if isinstance(pointer[-1], str) else "value"
    return {
        "name": escape_line_start(str(pointer[-1]))[:_MAX_POINTER],
        "fullyQualifiedName": escape(format_pointer(pointer))[:_MAX_POINTER],
        "kind": kind,
    }


def _quote(path: str) -> str:
    """Return a path as the path of a URI. Bytes that are no UTF-8 stay what they are."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "surrogatepass")
    return quote(data)
