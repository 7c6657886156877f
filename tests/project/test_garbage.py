"""The garbage collector is paused during a run, and has nothing to traverse right after it."""

from __future__ import annotations

import gc
import weakref

from preclear.project import CheckOptions, FileChecker, make_input
from preclear.project.checker import collect_garbage_between_documents, pause_garbage_collector


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


def test_few_remains_of_documents_are_not_collected() -> None:
    assert _count_collections(cycles=1_000) == 0


def test_many_remains_of_documents_are_collected() -> None:
    assert _count_collections(cycles=300_000) == 1


def test_a_checker_that_nothing_needs_is_freed_without_a_collection() -> None:
    """A search for references makes one each time."""
    with pause_garbage_collector():
        checker = FileChecker(CheckOptions())
        checker.resolver.selection(checker.settings_for(make_input("openapi.yaml")))
        resolver = weakref.ref(checker.resolver)
        del checker
        assert resolver() is None


def _count_collections(cycles: int) -> int:
    """Return how many of two calls between documents collect, if the first document leaves `cycles` behind."""
    collections: list[str] = []

    def note(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            collections.append(phase)

    with pause_garbage_collector():
        gc.callbacks.append(note)
        try:
            for _ in range(cycles):
                cycle: list[object] = []
                cycle.append(cycle)
            collect_garbage_between_documents()
            collect_garbage_between_documents()
        finally:
            gc.callbacks.remove(note)
    return len(collections)
