"""The garbage collector is paused during a run, and has nothing to traverse right after it."""

from __future__ import annotations

import gc

from preclear.project import pause_garbage_collector


def test_what_a_run_makes_is_old_when_the_collector_is_enabled_again() -> None:
    assert gc.isenabled()
    with pause_garbage_collector():
        assert not gc.isenabled()
        made = [[number] for number in range(50_000)]

    assert gc.isenabled()
    assert len(made) == 50_000
    assert gc.get_freeze_count() == 0
    assert all(value is not made for value in gc.get_objects(generation=0))
