"""References that lead to other files: one finding for a document, however many they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.references.kinds import EXTERNAL_REFERENCE
from preclear.source import Fault, Report, report_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.source import Document, Node, Place


class ExternalReferences:
    """Collects the places of the references that lead to another file than the `entry` document."""

    def __init__(self, entry: Document) -> None:
        self._entry = entry
        self._documents: dict[Place, Document] = {}

    def add(self, place: Place, target: Node) -> None:
        """Note that the reference at `place` leads out of its own file, to `target`."""
        if target.document is not self._entry:
            self._documents[place] = target.document

    def faults(self) -> Iterator[Fault]:
        """One fault for all of them, at the first."""
        yield from (Fault(EXTERNAL_REFERENCE, report) for report in report_group([*self._documents], self._report))

    def _report(self, places: Sequence[Place]) -> Report:
        place, remaining = places[0], len(places) - 1
        files = len({id(self._documents[other]) for other in places})
        suffix = f", as {remaining} more {'do' if remaining > 1 else 'does'}" if remaining else ""
        suffix += f" ({files} files in all)" if files > 1 else ""
        reference = str(place.pointer[-1])[:60]
        path = self._documents[place].path
        message = f"`{reference}` leads to another file, {path}{suffix}; the import takes one file"
        advice = "`preclear upload` joins the files before it sends them; `preclear bundle` writes the joined document"
        return Report(message, place, help=advice)
