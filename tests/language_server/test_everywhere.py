"""Every feature at positions all over real and faulty documents, adapted or not: it answers, within the text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from preclear.edit import AdaptOptions
from preclear.language_server.features.code_actions import code_actions
from preclear.language_server.features.definition import definition
from preclear.language_server.features.hover import hover
from preclear.language_server.features.references import references
from preclear.language_server.features.symbols import document_symbols
from preclear.language_server.features.workspace_edits import EditSupport
from preclear.project import CheckedFile, CheckOptions, FileChecker, make_input
from preclear.source import resolve_links
from tests.language_server.making import make_snapshot

if TYPE_CHECKING:
    from preclear.language_server.snapshot import Snapshot

FIXTURES = Path(__file__).parents[2] / "fixtures"
DOCUMENTS = sorted(path for path in FIXTURES.glob("rules/*/bad*") if path.suffix not in (".carets", ".out"))
ENCODINGS = tuple(types.PositionEncodingKind)
CONTEXT = types.CodeActionContext(diagnostics=[])
STEP = 97
"""Characters between two positions."""


def ask_everywhere(snapshot: Snapshot, path: Path) -> int:
    """Use every feature at many positions of a file. Returns the number of answers that have something."""
    file, support = resolve_links(path), EditSupport(has_document_changes=True, versions={})
    count = len(document_symbols(snapshot, file))
    documents = [document for _, document in snapshot.file_documents(file)]
    for document in documents[:1]:
        for offset in range(0, len(document.text) + STEP, STEP):
            line, column = document.lines.position(min(offset, len(document.text)))
            position = types.Position(line - 1, column - 1)
            found = hover(snapshot, file, position)
            if found is not None and found.range is not None:
                assert found.range.start <= found.range.end
            locations = definition(snapshot, file, position)
            locations += references(
                snapshot, file, position, lambda _: snapshot.checked_files, include_declaration=True
            )
            actions = code_actions(snapshot, file, types.Range(position, position), CONTEXT, support)
            count += len(locations) + len(actions) + (found is not None)
    return count


@pytest.mark.once
@pytest.mark.parametrize("number", range(8))
def test_every_feature_answers_everywhere_in_faulty_documents(number: int) -> None:
    options = CheckOptions(findings="all", isolated=True)
    paths = DOCUMENTS[number::8]

    counts = [
        ask_everywhere(make_snapshot([path], options, ENCODINGS[index % len(ENCODINGS)]), path)
        for index, path in enumerate(paths)
    ]

    assert sum(map(bool, counts)) > len(counts) // 2


@pytest.mark.once
@pytest.mark.parametrize("number", range(4))
def test_every_feature_answers_everywhere_in_adapted_documents(number: int) -> None:
    options = CheckOptions(findings="all", isolated=True, adapt=AdaptOptions())
    checker = FileChecker(options)
    adaptable = [path for path in DOCUMENTS[number::4] if isinstance(checker.check(make_input(str(path))), CheckedFile)]

    counts = [ask_everywhere(make_snapshot([path], options), path) for path in adaptable]

    assert sum(map(bool, counts)) > len(counts) // 2
