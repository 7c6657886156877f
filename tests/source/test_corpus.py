"""Places in real documents: the locators against a full pass that shares no code with them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.source import Limits, load
from tests.source.all_places import all_places

if TYPE_CHECKING:
    from preclear.source import Pointer, Span

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
ENOUGH = 5_000  # pointers of one document that are compared; a larger one is compared at every n-th


def corpus_files() -> list[str]:
    index = CORPUS / "INDEX.tsv"
    if not index.exists():
        return []
    with index.open(encoding="utf-8", newline="") as lines:
        return [row["path"] for row in csv.DictReader(lines, delimiter="\t")]


@pytest.mark.skipif(not corpus_files(), reason="the corpus of real documents is not beside this repository")
@pytest.mark.parametrize("path", corpus_files())
def test_every_place_of_a_real_document_is_where_a_full_pass_finds_it(path: str) -> None:
    file = CORPUS / path
    if not file.exists():
        pytest.skip(f"{path} is listed in the corpus and not there")
    document = load(file, limits=Limits())
    assert document.is_loaded, [fault.report.message for fault in document.faults]
    lines = document.lines
    places = list(all_places(document.text, document.format))
    wrong: list[tuple[Pointer, str, Span, Span]] = []
    for pointer, seen in places[:: len(places) // ENOUGH + 1]:
        value = document.span(pointer)
        if value != lines.span(seen.start, seen.end):
            wrong.append((pointer, "value", value, lines.span(seen.start, seen.end)))
        if seen.key_start >= 0 and (key := document.span(pointer, "key")) != lines.span(seen.key_start, seen.key_end):
            wrong.append((pointer, "key", key, lines.span(seen.key_start, seen.key_end)))
    assert wrong == []
