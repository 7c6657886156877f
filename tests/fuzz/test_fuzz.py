"""A few hundred mutants at every run; `python -m tests.fuzz.run` tries all of them."""

from __future__ import annotations

from tests.fuzz import adaptations
from tests.fuzz.mutants import make, sources
from tests.fuzz.run import SEED, run


def test_no_mutant_brings_anything_about_that_none_may() -> None:
    summary = run({"byte": 300, "structure": 80, "answer": 60, "config": 60, "overlay": 100})

    assert {cause: shown[0] for cause, shown in summary.problems.items()} == {}
    assert summary.tried == 600
    assert 220 < summary.loaded < 580
    assert summary.findings > 300


def test_a_mutant_is_the_same_every_time() -> None:
    origins = sources()

    assert make(origins, "byte", SEED, 17) == make(origins, "byte", SEED, 17)
    assert make(origins, "structure", SEED, 17) == make(origins, "structure", SEED, 17)
    assert make(origins, "answer", SEED, 17) == make(origins, "answer", SEED, 17)
    assert make(origins, "config", SEED, 17) == make(origins, "config", SEED, 17)
    assert make(origins, "overlay", SEED, 17) == make(origins, "overlay", SEED, 17)
    assert len({make(origins, "byte", SEED, number).data for number in range(50)}) > 45


def test_every_mutant_that_can_be_read_can_be_adapted() -> None:
    summary = adaptations.run(adaptations.SEED, range(150))

    assert {cause: shown[0] for cause, shown in summary.problems.items()} == {}
    assert summary.tried == 150
    assert summary.changed > 100
