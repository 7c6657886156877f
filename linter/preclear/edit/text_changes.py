"""The edits of findings as changes of texts: what a fix would write, each finding alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear._records import replace
from preclear.edit.references import add_reference_updates, has_moves
from preclear.source import EDIT_LEVEL_RANK, TextFix, find_text_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.engine import CheckResult, Finding
    from preclear.source import Document, EditOperation, Limits


class FixScope(NamedTuple):
    """What limits the fixes of a document.

    `is_complete` says whether everything that it refers to was read: only then are names changed, because a reference
    in an unread file would be left behind. `editable` is the only document that may change; None for all of them.
    """

    limits: Limits
    is_complete: bool
    editable: Document | None = None


def add_text_fixes(check_result: CheckResult, scope: FixScope) -> CheckResult:
    """Return the result of a check with the fix of each finding as changes of texts.

    These are the edits that `fix_documents` makes, up to the level `rename`, with all references of the document to
    what they rename. Edits that can't be made in a text, or whose operations a finding doesn't keep, stay without.
    """
    connector = check_result.connector
    if connector is None or check_result.document.source_map is not None:
        return check_result
    numbers = [number for number, finding in enumerate(check_result.findings) if _is_fixable(finding, scope)]
    own_groups = [_operations(check_result.findings[number]) for number in numbers]
    groups = add_reference_updates(connector.api, own_groups)
    if scope.editable is not None:
        groups = [group if _changes_only(group, scope.editable) else [] for group in groups]
    findings = [*check_result.findings]
    for number, own_group, changes in zip(numbers, own_groups, find_text_changes(groups, scope.limits), strict=True):
        if changes:
            moved = {operation.target.place.document.path for operation in own_group if has_moves([[operation]])}
            findings[number] = replace(findings[number], text_fix=TextFix(changes, frozenset(moved)))
    return replace(check_result, findings=tuple(findings))


def join_text_fixes(fixes: Sequence[TextFix | None]) -> TextFix | None:
    """Return the fix of one finding that several documents have, with the changes of all; None if one has no fix.

    A document contributes the references in its own files to what the fix renames.
    """
    changes = {
        (change.document.path, change.span): change for fix in fixes if fix is not None for change in fix.changes
    }
    if any(fix is None for fix in fixes) or not changes:
        return None
    moved = frozenset(path for fix in fixes if fix is not None for path in fix.moved_paths)
    return TextFix(tuple(change for _, change in sorted(changes.items())), moved)


def _is_fixable(finding: Finding, scope: FixScope) -> bool:
    edit = finding.edit
    if edit is None or not edit.operations or any(document.file is None for document in _documents(edit.operations)):
        return False
    return EDIT_LEVEL_RANK[edit.level] <= EDIT_LEVEL_RANK["rename" if scope.is_complete else "safe"]


def _operations(finding: Finding) -> list[EditOperation]:
    return [] if finding.edit is None else [*finding.edit.operations]


def _documents(operations: Sequence[EditOperation]) -> list[Document]:
    return [operation.target.place.document for operation in operations]


def _changes_only(operations: Sequence[EditOperation], document: Document) -> bool:
    return all(changed is document for changed in _documents(operations))
