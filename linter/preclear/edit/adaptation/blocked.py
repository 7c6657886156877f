"""What can't be imported even after all edits: its smallest part that can be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.edit.adaptation.base_url import BASE_URL_RULES
from preclear.source import Edit, Node, Place, Remove, is_at_or_below, node_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.edit.reports import CollectedReport
    from preclear.source import Document, Pointer

_ROOT_POINTERS = frozenset({("paths",), ("components",)})
"""Parts of the document that aren't left out as a whole."""

_REQUIRED_FIELDS = frozenset({"openapi", "info"})
"""Fields of the document that nothing can be left out of: without them, nothing is imported."""


def leave_out(report: CollectedReport, document: Document) -> Edit | None:
    """Return the edit that removes what an error is about; None if nothing smaller than the document can be removed.

    It removes the node that the error is at. If a required field is missing then, or a reference leads nowhere, the
    next check reports that, and either its edit settles it, or the node around it is removed in the next round. So the
    loss grows only as far as it has to.
    """
    group = report.report.group
    places = group.places if group is not None else (report.report.location.place,)
    pointers = sorted({pointer for place in places for pointer in _removable(place, document)})
    operations = tuple(Remove(place) for place in _outermost(pointers, document))
    if not operations:
        return None
    return Edit("adapt", "leave it out", operations, "what was left out")


def _removable(place: Place, document: Document) -> Iterator[Pointer]:
    """Yield the pointer of the node to remove: the one at `place`, if it isn't too near to the root."""
    pointer = place.pointer
    if place.document is not document or not pointer or pointer[0] in _REQUIRED_FIELDS or pointer in _ROOT_POINTERS:
        return
    if pointer[0] == "servers":
        servers = Node(document, (), document.value).get("servers")
        if len(pointer) > 1 and servers is not None and len(list(servers.items())) > 1:
            yield pointer[:2]
        return
    yield pointer


def _outermost(pointers: list[Pointer], document: Document) -> Iterator[Place]:
    """Yield the places of `pointers`, which are sorted, without those below another one."""
    kept: set[Pointer] = set()
    for pointer in sorted(pointers, key=len):
        if not is_at_or_below(pointer, kept):
            kept.add(pointer)
            yield node_at(Place(document, pointer)).key


def can_be_left_out(report: CollectedReport) -> bool:
    """Whether an error is about a part of the document that the rest can be imported without."""
    return report.severity == "error" and not report.kind.fatal and report.kind.name not in BASE_URL_RULES
