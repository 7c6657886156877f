"""Random edits of a document and of a project; `tests.fuzz.edits` and `tests.fuzz.project_edits` make thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fuzz.edits import FIXTURE, SEED, RandomEditor, TextEdit, compare_edits
from tests.fuzz.project_edits import compare_steps

if TYPE_CHECKING:
    from pathlib import Path

EDITS = 150


@pytest.mark.once
@pytest.mark.asyncio
async def test_diagnostics_after_random_edits_are_those_of_a_fresh_check(tmp_path: Path) -> None:
    assert await compare_edits(FIXTURE, SEED, EDITS, tmp_path) is None


@pytest.mark.once
@pytest.mark.asyncio
async def test_diagnostics_of_a_project_after_random_steps_are_those_of_a_fresh_check(tmp_path: Path) -> None:
    assert await compare_steps(SEED, EDITS, tmp_path) is None


def test_the_edits_return_to_the_document_again_and_again() -> None:
    first = text = FIXTURE.read_bytes().decode()
    edits = RandomEditor(SEED, text)
    texts: list[str] = []
    for _ in range(1_000):
        start, end, new = TextEdit(*edits.next_edit(text))
        text = text[:start] + new + text[end:]
        texts.append(text)

    assert 40 < texts.count(first) < 500
    assert len(set(texts)) > 400
