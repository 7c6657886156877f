"""The diagnostics of real documents are the findings of the command line."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.project import CheckOptions, Project
from tests.language_server.editor import Editor
from tests.language_server.expected import expected_diagnostics, simplify

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
MAX_BYTES = int(os.environ.get("CORPUS_BYTES", "40000"))
"""Set CORPUS_BYTES to open larger documents, too."""


def documents() -> list[Path]:
    index = CORPUS / "INDEX.tsv"
    if not index.exists():
        return []
    with index.open(encoding="utf-8", newline="") as lines:
        paths = [CORPUS / row["path"] for row in csv.DictReader(lines, delimiter="\t")]
    return [path for path in paths if path.stat().st_size <= MAX_BYTES]


def texts() -> Iterator[tuple[str, str]]:
    """The path from the corpus, and the text, of each document that an editor shows as it is."""
    for path in documents():
        try:
            text = path.read_bytes().decode()
        except UnicodeDecodeError:
            continue
        if not text.startswith("\ufeff"):
            yield path.relative_to(CORPUS).as_posix(), text


@pytest.mark.once
@pytest.mark.asyncio
@pytest.mark.skipif(not documents(), reason="needs the corpus of real documents, ../shared/corpus")
async def test_real_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CORPUS)
    editor = Editor(CORPUS.resolve())
    await editor.start()
    count = 0
    for name, text in texts():
        results = Project(CheckOptions().for_programs()).check([name])
        expected = expected_diagnostics(results, Path(os.path.realpath(name)), editor)
        editor.open(name, text, "json" if name.endswith(".json") else "yaml")
        diagnostics = simplify(await editor.diagnostics(name))
        if len(expected) <= 1_000:
            assert (name, diagnostics) == (name, expected)
        else:
            assert (name, len(diagnostics)) == (name, 1_001)
        editor.close(name)
        count += bool(expected)
    assert await editor.stop() == 0
    assert count > 10
