"""What fixing takes: the documents of a round with their reports, and options."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from preclear.edit.reports import CollectedReport
    from preclear.openapi import ApiDescription
    from preclear.source import Document, EditLevel, Limits


class FixableDocument(NamedTuple):
    """A document of a round. `description` is None if it's too broken for one, or if it's derived from its files.

    `is_complete` says whether everything that it refers to was read: only then are names changed, because a reference
    in an unread file would be left behind.
    """

    entry: Document
    description: ApiDescription | None
    reports: Sequence[CollectedReport]
    is_complete: bool

    @property
    def documents(self) -> Sequence[Document]:
        """The files of the document."""
        if self.description is not None:
            return self.description.documents
        return [self.entry] if self.entry.source_map is None else []


class FixOptions(NamedTuple):
    """How documents are fixed: the highest level of edits to make, and the limits that texts are read with.

    `identify` returns the same key for documents that are read from the same file. `editable` are the keys of the files
    that may be edited; None for all.
    """

    level: EditLevel
    limits: Limits
    identify: Callable[[Document], str]
    editable: AbstractSet[str] | None = None
