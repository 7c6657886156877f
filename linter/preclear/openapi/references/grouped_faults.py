"""Findings that stand for many references: one for all external references, one for each limit that is exceeded."""

from __future__ import annotations

import posixpath
from functools import partial
from typing import TYPE_CHECKING

from preclear.openapi.references.kinds import EXTERNAL_REFERENCE
from preclear.source import EXCEEDED_LIMIT, LIMIT_OPTION, Fault, Report, report_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.source import Document, Limits, Node, Place


class ExternalReferences:
    """Collects the places of references that lead to a file other than the entry document."""

    def __init__(self, entry: Document) -> None:
        self._entry = entry
        self._documents: dict[Place, Document] = {}

    def add(self, place: Place, target: Node) -> None:
        """Note that the reference at `place` leads to `target`, in another file."""
        if target.document is not self._entry:
            self._documents[place] = target.document

    def faults(self) -> Iterator[Fault]:
        """Yield one fault for all external references, at the first of them."""
        yield from (Fault(EXTERNAL_REFERENCE, report) for report in report_group([*self._documents], self._report))

    def _report(self, places: Sequence[Place]) -> Report:
        place, remaining = places[0], len(places) - 1
        files = len({id(self._documents[other]) for other in places})
        suffix = f", as {remaining} more {'do' if remaining > 1 else 'does'}" if remaining else ""
        suffix += f" ({files} files in all)" if files > 1 else ""
        reference = str(place.pointer[-1])[:60]
        path = _relative_path(self._documents[place], place.document)
        message = f"`{reference}` leads to another file, {path}{suffix}; the import takes one file"
        advice = "`preclear upload` joins the files before it sends them; `preclear bundle` writes the joined document"
        return Report(message, place, help=advice)


def _relative_path(document: Document, base: Document) -> str:
    """Return the path of `document` from the folder of `base`, so that it doesn't depend on the current folder."""
    return posixpath.relpath(document.path, posixpath.dirname(base.path) or ".")


class ExceededLimits:
    """Collects the places of references that aren't followed because a limit is reached."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._messages: dict[str, dict[Place, str]] = {}

    def add(self, limit: str, message: str, place: Place) -> None:
        """Note that the reference at `place` isn't followed; `message` says where it leads, without the limit."""
        self._messages.setdefault(limit, {})[place] = message

    def faults(self) -> Iterator[Fault]:
        """Yield one fault for each limit, at the first of its references."""
        for limit, messages in self._messages.items():
            for report in report_group(list(messages), partial(self._report, limit)):
                yield Fault(EXCEEDED_LIMIT, report)

    def _report(self, limit: str, places: Sequence[Place]) -> Report:
        remaining = len(places) - 1
        suffix = f", as {remaining:,} more reference{'s do' if remaining > 1 else ' does'}" if remaining else ""
        limit_value: int = getattr(self._limits, limit)
        message = self._messages[limit][places[0]]
        return Report(
            f"{message}{suffix}; the limit is {limit_value:,} (`{LIMIT_OPTION} {limit}=N`)",
            places[0],
            help=f"make the document smaller, or raise the limit with `{LIMIT_OPTION} {limit}=N`",
        )
