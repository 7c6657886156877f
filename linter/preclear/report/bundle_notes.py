"""What people read of a bundle: what went in, what was changed, what still leads out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape, escape_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.bundle.bundle import Bundle
    from preclear.source import Place


def format_bundle_notes(bundle: Bundle) -> Iterator[str]:
    """Give a line for each file with its digest and size, one for the bundle, and those about what was changed."""
    from preclear.source.counts import format_count

    for file in bundle.files:
        yield f"{file.sha256}  {file.size:>10,} bytes  {escape_path(file.path)}"
    contents = f"the bundle of {format_count(len(bundle.files), 'file')}"
    if len(bundle.files) == 1:
        contents = "the one file, as it is" if bundle.is_single_file else "the one file, edited"
    yield f"{bundle.sha256}  {len(bundle.data):>10,} bytes  {contents}"
    if bundle.replaced_references:
        targets = "its target" if len(bundle.replaced_references) == 1 else "their targets"
        references = format_count(len(bundle.replaced_references), "reference")
        yield f"{references} replaced by {targets}: OpenAPI takes no reference there"
    if bundle.rewrite_reason is not None:
        yield f"the document is reference anew, its comments are lost: {escape(bundle.rewrite_reason)}"


def format_external_references(places: Iterable[Place]) -> Iterator[str]:
    """Give a line for each reference that leads out of a bundle."""
    from preclear.source.lookup import node_at

    for place in places:
        line, column = place.span.start
        reference = f"{place.pointer[-1]}: {node_at(place).value}"
        location = f"{escape_path(place.document.path)}:{line}:{column}"
        yield f"{location}: error: `{escape(reference[:100])}` leads out of the bundle"
