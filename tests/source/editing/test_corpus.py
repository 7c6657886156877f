"""Random edits of real documents."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

import pytest

from preclear.source import DEFAULT_LIMITS, Insert, apply_operations, edit_files, load, load_bytes
from tests.source.editing.random_texts import random_operations

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
MAX_SIZE = 400_000  # bytes


def corpus_files() -> list[str]:
    index = CORPUS / "INDEX.tsv"
    if not index.exists():
        return []
    with index.open(encoding="utf-8", newline="") as lines:
        paths = [row["path"] for row in csv.DictReader(lines, delimiter="\t")]
    return [path for path in paths if (CORPUS / path).exists() and (CORPUS / path).stat().st_size <= MAX_SIZE]


@pytest.mark.skipif(not corpus_files(), reason="the corpus of real documents is not beside this repository")
@pytest.mark.parametrize("path", corpus_files())
def test_random_edits_of_a_real_document_are_made_in_place(path: str) -> None:
    document = load(CORPUS / path)
    random = Random(path)  # noqa: S311
    operations = random_operations(random, document, 40)

    result = edit_files([[operation] for operation in operations], DEFAULT_LIMITS)

    applied = [operations[index] for index in result.applied]
    assert not [reason for _, reason in result.refused if "alias" not in reason and "anchor" not in reason]
    reloaded = load_bytes(result.data[document], document.path, file=document.file)
    assert reloaded.value == apply_operations(document.value, applied)
    inserted = sum(isinstance(operation, Insert) for operation in applied)
    assert inserted < len(applied)
