"""Notes about a bundle: its files, its changes, and its references to other files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape, escape_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.bundle import Bundle
    from preclear.source import Place


def format_bundle_notes(bundle: Bundle) -> Iterator[str]:
    """Yield a line with digest and size for each file and for the bundle, then notes about changes."""
    from preclear.source import format_count

    for file in bundle.files:
        yield f"{file.sha256}  {file.size:>10,} bytes  {escape_path(file.path)}"
    contents = f"the bundle of {format_count(len(bundle.files), 'file')}"
    if len(bundle.files) == 1:
        contents = "the file, unchanged" if bundle.is_single_file else "the file, edited"
    yield f"{bundle.sha256}  {len(bundle.data):>10,} bytes  {contents}"
    if bundle.replaced_references:
        targets = "its target" if len(bundle.replaced_references) == 1 else "their targets"
        references = format_count(len(bundle.replaced_references), "reference")
        yield f"{references} replaced by {targets}: OpenAPI allows no reference there"
    if bundle.rewrite_reason is not None:
        yield f"the document was rewritten without its comments: {escape(bundle.rewrite_reason)}"


def format_external_references(places: Iterable[Place]) -> Iterator[str]:
    """Yield a line for each reference to a file outside of the bundle."""
    from preclear.source import node_at

    for place in places:
        line, column = place.span.start
        reference = f"{place.pointer[-1]}: {node_at(place).value}"
        location = f"{escape_path(place.document.path)}:{line}:{column}"
        yield f"{location}: error: `{escape(reference[:100])}` leads out of the bundle"
