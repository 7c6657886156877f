"""Rounds of edits: each applies to the document that the one before it made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.connector import Action, Trigger
from preclear.edit.adaptation import Change, LeftOut
from preclear.edit.patch import describe_after, describe_before, make_patch
from preclear.edit.pruning import prune
from preclear.edit.references import add_reference_updates
from preclear.edit.selection import select_operations
from preclear.source import Remove, edit_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from preclear.connector import Connector, Operation
    from preclear.edit.adaptation import PatchOperation
    from preclear.edit.reports import CollectedReport
    from preclear.openapi import ApiDescription
    from preclear.source import Document, Edit, EditOperation, Limits, Pointer


class ProposedEdit(NamedTuple):
    """An edit that a round makes, and the report that it settles. `is_left_out` says that it only removes something."""

    report: CollectedReport
    edit: Edit
    is_left_out: bool = False


class EditedRounds:
    """The document of an adaptation, edited round by round, with a record of every change."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document = document
        self.changes: list[Change] = []
        self.patch: list[PatchOperation] = []
        self.left_out: list[LeftOut] = []
        self.rewrite_reason: str | None = None
        self.count = 0
        self._limits = limits
        self._selected_removals: list[EditOperation] = []
