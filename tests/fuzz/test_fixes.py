"""Some mutants and real documents, fixed, at every run; `python -m tests.fuzz.fixes` tries all of them."""

from __future__ import annotations

import pytest

from tests.edit.corpus import CORPUS, corpus_documents
from tests.fuzz.fixable import make_fixable, origins
from tests.fuzz.fixes import SEED, run_corpus, run_mutants


def test_fixes_change_what_they_say_and_nothing_else() -> None:
    summary = run_mutants(SEED, range(120))

    assert {cause: shown[0] for cause, shown in summary.problems.items()} == {}
    assert summary.tried == 120
    assert summary.changed > 50


@pytest.mark.skipif(not corpus_documents(), reason=f"needs the corpus in {CORPUS}")
def test_real_documents_are_fixed() -> None:
    summary = run_corpus(50_000)

    assert {cause: shown[0] for cause, shown in summary.problems.items()} == {}
    assert summary.changed > 5


def test_a_mutant_is_the_same_every_time() -> None:
    assert make_fixable(SEED, 17) == make_fixable(SEED, 17)
    assert len({make_fixable(SEED, number).data for number in range(50)}) > 45
    assert len(origins()) > 300
