"""Code actions: fixes of findings, suppressions, and all fixes of a document at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from lsprotocol import types

from preclear.edit import suppress_finding
from preclear.language_server.features.workspace_edits import list_fix_changes, make_workspace_edit
from preclear.project import fix_paths
from preclear.source import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.engine import Finding
    from preclear.language_server.features.workspace_edits import EditSupport
    from preclear.language_server.snapshot import Snapshot
    from preclear.project import CheckOptions
    from preclear.source import EditLevel, Limits

FixLevel: TypeAlias = Literal["safe", "rename"]

FIX_ALL_KIND = f"{types.CodeActionKind.SourceFixAll.value}.preclear"
"""All safe fixes. Editors can be set to make them whenever a file is saved."""

RENAME_ALL_KIND = f"{types.CodeActionKind.Source.value}.preclear.renameAll"
"""All fixes, renames included. It isn't below `source.fixAll`, because saving a file must not rename anything."""

CODE_ACTION_KINDS = (types.CodeActionKind.QuickFix.value, FIX_ALL_KIND, RENAME_ALL_KIND)
"""The kinds of all code actions."""

_FIX_ALL_TITLES: dict[FixLevel, str] = {
    "safe": "Fix everything that has a safe fix",
    "rename": "Fix everything, and change names where it's needed",
}
_FIX_ALL_KINDS: dict[FixLevel, str] = {"safe": FIX_ALL_KIND, "rename": RENAME_ALL_KIND}


def code_actions(
    snapshot: Snapshot,
    file: str,
    range: types.Range,
    context: types.CodeActionContext,
    support: EditSupport,
) -> list[types.CodeAction]:
    """Return what can be done about the findings that touch `range` in `file`, a resolved path.

    The results of `snapshot` have the fixes of their findings. First come the fixes, then the suppressions. The actions
    that fix all have no edit yet: `fix_all` makes it of the level of edits that is their data.
    """
    actions: list[types.CodeAction] = []
    if _is_requested(types.CodeActionKind.QuickFix.value, context):
        findings = [finding for finding in snapshot.findings(file) if _touches(snapshot, finding, range)]
        fixes = [_make_fix(snapshot, finding, context, support) for finding in findings]
        limits = next((checked.settings.limits for checked, _ in snapshot.file_documents(file)), DEFAULT_LIMITS)
        suppressions = [_make_suppression(snapshot, finding, context, support, limits) for finding in findings]
        actions += [action for action in (*fixes, *suppressions) if action is not None]
    levels = _list_fix_levels(snapshot, file)
    for level, kind in _FIX_ALL_KINDS.items():
        if level in levels and _is_requested(kind, context):
            actions.append(types.CodeAction(_FIX_ALL_TITLES[level], kind, data={"level": level}))
    return actions


def fix_all(
    snapshot: Snapshot,
    file: str,
    level: FixLevel,
    options: CheckOptions,
    texts: Mapping[str, bytes],
    support: EditSupport,
) -> types.WorkspaceEdit | None:
    """Return what `preclear check --fix` changes in the documents that `file` is a part of; None if it's nothing.

    `texts` are those of open files, by resolved path, and `options` those of the check. With the level `rename`, it's
    what `--unsafe-fixes` changes, too. Raises the errors of `fix_paths`.
    """
    paths = [checked_file.check_result.document.path for checked_file, _ in snapshot.file_documents(file)]
    if not paths:
        return None
    results = fix_paths(paths, options._replace(details=frozenset()), level, is_dry_run=True, texts=texts)
    fixes = results.fixes
    return None if fixes is None else make_workspace_edit(snapshot, list_fix_changes(fixes.files), support)


def _make_fix(
    snapshot: Snapshot, finding: Finding, context: types.CodeActionContext, support: EditSupport
) -> types.CodeAction | None:
    """Return the action that makes the edit of a finding; None if it has none that `--fix` makes."""
    if finding.edit is None or finding.text_fix is None:
        return None
    edit = make_workspace_edit(snapshot, finding.text_fix.changes, support)
    title = finding.edit.title[:1].upper() + finding.edit.title[1:]
    is_safe = finding.edit.level == "safe"
    return None if edit is None else _make_quick_fix(snapshot, finding, context, title, edit, is_preferred=is_safe)


def _make_suppression(
    snapshot: Snapshot, finding: Finding, context: types.CodeActionContext, support: EditSupport, limits: Limits
) -> types.CodeAction | None:
    """Return the action that suppresses a finding; None if it can't be suppressed in the document."""
    changes = suppress_finding(finding, limits)
    edit = make_workspace_edit(snapshot, changes or (), support)
    title = f"Suppress `{finding.rule.name}` here"
    return None if edit is None else _make_quick_fix(snapshot, finding, context, title, edit, is_preferred=False)


def _make_quick_fix(
    snapshot: Snapshot,
    finding: Finding,
    context: types.CodeActionContext,
    title: str,
    edit: types.WorkspaceEdit,
    *,
    is_preferred: bool,
) -> types.CodeAction:
    """Make an action about a finding, with the diagnostics of the editor that are about it.

    A rule can report two things at one place. Some editors send no data to tell their diagnostics apart.
    """
    place = snapshot.encoder.range(finding.document, finding.span)
    diagnostics = [
        diagnostic
        for diagnostic in context.diagnostics
        if diagnostic.code == finding.rule.name
        and diagnostic.range == place
        and diagnostic.data in (None, finding.fingerprint)
    ]
    return types.CodeAction(
        title,
        types.CodeActionKind.QuickFix,
        diagnostics=diagnostics or None,
        is_preferred=is_preferred or None,
        edit=edit,
    )


def _list_fix_levels(snapshot: Snapshot, file: str) -> set[EditLevel]:
    """Return the levels of the edits in the documents that `file` is a part of; none of adapted documents."""
    return {
        finding.edit.level
        for checked_file, _ in snapshot.file_documents(file)
        if checked_file.adaptation is None
        for finding in checked_file.check_result.findings
        if finding.edit is not None
    }


def _is_requested(kind: str, context: types.CodeActionContext) -> bool:
    """Whether the client wants actions of `kind`: it asks for kinds with all below them, or for none in particular."""
    return context.only is None or any(f"{kind}.".startswith(f"{only}.") for only in map(_kind_text, context.only))


def _kind_text(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def _touches(snapshot: Snapshot, finding: Finding, range: types.Range) -> bool:
    start = snapshot.encoder.source_position(finding.document, range.start)
    end = snapshot.encoder.source_position(finding.document, range.end)
    return finding.span.start <= end and start <= finding.span.end
