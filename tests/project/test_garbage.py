"""The garbage collector is paused during a run, and has nothing to traverse right after it."""

from __future__ import annotations

import gc

from preclear.project import pause_garbage_collector


def test_what_a_run_makes_is_not_traversed_when_the_collector_is_enabled_again() -> None:
    collections: list[str] = []

    def note(phase: str, _: dict[str, int]) -> None:
        collections.append(phase)

    gc.callbacks.append(note)
    try:
        with pause_garbage_collector():
            made = [[number] for number in range(100_000)]
        more = [[number] for number in range(100)]
    finally:
        gc.callbacks.remove(note)

    assert (len(made), len(more)) == (100_000, 100)
    assert collections == []
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
