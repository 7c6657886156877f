"""Uploads of many documents that are killed and run again: a short form of `tests.fuzz.kills`."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.emulator.server import emulator
from tests.fuzz.kills import Fleet, kill_runs, make_organisation

if TYPE_CHECKING:
    from pathlib import Path


def test_a_run_that_is_killed_goes_on_with_nothing_twice_and_nothing_missing(tmp_path: Path) -> None:
    generator = random.Random(7)
    kills, faults = 0, list[str]()
    with emulator(tmp_path) as running, running.client() as client:
        for number in range(20):  # a fleet can be uploaded before it was killed as often as it may be
            fleet = Fleet(tmp_path / f"{number}", running, make_organisation(generator), 10)
            tally = kill_runs(fleet, client, generator, 6 - kills, 0.25)
            kills, faults = kills + tally.kills, faults + tally.faults
            if kills == 6:
                break

    assert faults == []
    assert kills == 6
