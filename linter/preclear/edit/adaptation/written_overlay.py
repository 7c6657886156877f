"""The changes of an adaptation as an overlay of the user's document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.edit.adaptation.patch import make_patch
from preclear.edit.overlay import write_overlay
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.edit.adaptation.model import Adaptation
    from preclear.source import Format


def write_adaptation_overlay(adaptation: Adaptation, format: Format = "yaml", document_uri: str | None = None) -> str:
    """Return an OpenAPI Overlay 1.1 that makes the changes of an adaptation.

    It applies to the base of the adaptation. Only if that's the user's document itself does the overlay say that it
    extends `document_uri`, a URI reference from the overlay to that document.
    """
    info = Node(adaptation.base, (), adaptation.base.value).get("info")
    title = info.text("title") if info is not None else None
    version = info.text("version") if info is not None else None
    return write_overlay(
        adaptation.patch,
        adaptation.base.value,
        title=f"Changes that make {title or 'the document'} importable",
        version=version or "1",
        extends=document_uri if adaptation.base is adaptation.original else None,
        format=format,
        descriptions=_describe_patch(adaptation),
    )


def _describe_patch(adaptation: Adaptation) -> list[str]:
    """Return the title of the change that each operation of the patch belongs to; empty for a part that's left out."""
    titles: dict[tuple[str, str, str | None], str] = {}
    described: set[int] = set()  # changes that were made together share their operations
    for change in adaptation.changes:
        if id(change.operations) in described:
            continue
        described.add(id(change.operations))
        for operation in make_patch(change.operations):
            titles.setdefault((operation.op, operation.pointer, operation.source), change.title)
    return [titles.get((operation.op, operation.pointer, operation.source), "") for operation in adaptation.patch]
