"""Changes of texts as edits of the protocol."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from preclear.report import find_replaced_lines
from preclear.source import Document, TextChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from preclear.edit import FixedFile
    from preclear.language_server.snapshot import Snapshot


class EditSupport(NamedTuple):
    """What the client does with edits, and the versions that it gave the texts of open files, by resolved path."""

    has_document_changes: bool
    versions: Mapping[str, int]


def make_workspace_edit(
    snapshot: Snapshot, changes: Iterable[TextChange], support: EditSupport
) -> types.WorkspaceEdit | None:
    """Return `changes` as one edit; None if there are none, or if a changed text has no file.

    If the client supports it, the edit names the versions of the texts, so that it's refused if they have changed.
    """
    edits: dict[str, list[types.TextEdit]] = {}
    versions: dict[str, int | None] = {}
    for change in changes:
        document = change.document
        uri = snapshot.uri(document)
        if uri is None:
            return None
        versions[uri] = support.versions.get(snapshot.uris.resolve(document))
        edits.setdefault(uri, []).append(types.TextEdit(snapshot.encoder.range(document, change.span), change.new_text))
    if not edits:
        return None
    if not support.has_document_changes:
        return types.WorkspaceEdit(changes=edits)
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, versions[uri]), text_edits)
            for uri, text_edits in edits.items()
        ]
    )


def list_fix_changes(files: Iterable[FixedFile]) -> Iterator[TextChange]:
    """Yield the lines that fixes change. `files` have resolved paths as keys."""
    for file in files:
        document = Document(file.path, Path(file.key), file.old_data, file.old_text)
        for start, end, new_text in find_replaced_lines(file.old_text, file.new_text):
            yield TextChange(document, document.lines.span(start, end), new_text)
