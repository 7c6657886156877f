"""Rounds of edits: each applies to the document that the one before it made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from preclear.edit.adaptation.labels import NodeLabels, leave_out_operation
from preclear.edit.adaptation.model import Change
from preclear.edit.adaptation.patch import describe_after, describe_before, make_patch
from preclear.edit.pruning import prune
from preclear.edit.references import add_reference_updates
from preclear.edit.selection import select_operations
from preclear.source import Remove, edit_document, is_at_or_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from preclear.connector import Connector
    from preclear.edit.adaptation.model import LeftOut
    from preclear.edit.patch_operation import PatchOperation
    from preclear.edit.reports import CollectedReport
    from preclear.source import Document, Edit, EditOperation, Limits, Pointer


_MAX_REPEATS = 3
"""Rounds in which one edit can be made: a node that two references take for different kinds has contradictory ones."""


class ProposedEdit(NamedTuple):
    """An edit that a round makes, and the report that it settles. `is_left_out` says that it only removes something."""

    report: CollectedReport
    edit: Edit
    is_left_out: bool = False

    @property
    def key(self) -> tuple[str, Pointer, str]:
        """What identifies the edit from round to round."""
        return self.report.kind.name, self.edit.operations[0].target.place.pointer, self.edit.title


class EditedRounds:
    """The document of an adaptation, edited round by round, with a record of every change."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document: Document = document
        self.changes: list[Change] = []
        self.patch: list[PatchOperation] = []
        self.left_out: list[LeftOut] = []
        self.rewrite_reason: str | None = None
        self.count: int = 0
        self._made_counts: Counter[tuple[str, Pointer, str]] = Counter()
        self._limits = limits
        self._pruning: list[EditOperation] = []

    def select(
        self, connector: Connector, include: Sequence[str], exclude: Sequence[str], *, allow_unmatched: bool
    ) -> None:
        """Leave out the operations that the patterns don't select, and what only they need, in the first round.

        Raises SelectionError for a pattern that selects nothing, unless `allow_unmatched`.
        """
        selection = select_operations(connector, include, exclude, allow_unmatched=allow_unmatched)
        for operation, reason in selection.left_out:
            self.left_out.append(leave_out_operation(operation, "selection", reason))
        pruning = prune(connector, [operation for operation, _ in selection.left_out])
        labels = NodeLabels(connector)
        for part in pruning.parts:
            if part.kind not in ("operation", "path item"):
                self.left_out.append(labels.leave_out_part(part.node.place, "unused", part.reason))
        self._pruning = pruning.operations

    def is_repeated(self, proposed: ProposedEdit) -> bool:
        """Whether an edit was made so often that another one must undo it each time."""
        return self._made_counts[proposed.key] >= _MAX_REPEATS

    def apply(self, connector: Connector, edits: Iterable[ProposedEdit]) -> bool:
        """Make one round of edits in the document that `connector` is made of. Returns whether anything changed.

        An edit that overlaps an earlier one of the round waits: the next check proposes it again if it's still needed.
        """
        proposed = list(edits)
        removed = {operation.target.place.pointer for operation in self._pruning if isinstance(operation, Remove)}
        core = [_outside(edit.edit.operations, removed) for edit in proposed]
        pruning, *completed = add_reference_updates(connector.api, [self._pruning, *core])
        distinct = {id(group): group for group in completed}  # groups that require each other are one list
        outside = {key: tuple(_outside(group, removed)) for key, group in distinct.items()}
        groups = [tuple(pruning), *(outside[id(group)] for group in completed)]
        if not any(groups):
            return False
        edited = edit_document(self.document, groups, self._limits)
        self.count += 1
        labels: NodeLabels | None = None
        for index in edited.applied:
            if not index or not core[index - 1]:
                continue
            self._made_counts[proposed[index - 1].key] += 1
            if proposed[index - 1].is_left_out:
                labels = labels or NodeLabels(connector)
                self._record_left_out(labels, proposed[index - 1], core[index - 1])
            else:
                self._record_change(proposed[index - 1], core[index - 1], groups[index])
        self.patch += make_patch(edited.operations)
        self.rewrite_reason = self.rewrite_reason or edited.rewrite_reason
        self.document = edited.document
        self._pruning = []
        return bool(edited.operations)

    def _record_left_out(self, labels: NodeLabels, proposed: ProposedEdit, operations: Sequence[EditOperation]) -> None:
        for operation in operations:
            message = proposed.report.report.message
            self.left_out += labels.leave_out(operation.target.place, "blocked", message)

    def _record_change(
        self, proposed: ProposedEdit, core: Sequence[EditOperation], operations: tuple[EditOperation, ...]
    ) -> None:
        edit, report = proposed.edit, proposed.report.report
        self.changes.append(
            Change(
                kind=proposed.report.kind,
                level=edit.level,
                title=edit.title,
                place=report.location.place.original,
                before=describe_before(core[0]),
                after=describe_after(core[0]),
                loss=edit.loss,
                round=self.count,
                operations=operations,
            )
        )


def _outside(operations: Sequence[EditOperation], removed: set[Pointer]) -> list[EditOperation]:
    """Return those of `operations` that aren't in a node that is removed."""
    if not removed:
        return list(operations)
    return [operation for operation in operations if not is_at_or_below(operation.target.place.pointer, removed)]
