"""From a document that shows a problem to a small one that still does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.fuzz.worker import Worker

if TYPE_CHECKING:
    from tests.fuzz.mutants import Mutant

LONGEST = 20.0  # seconds for one document


def shrunk(mutant: Mutant, problem: tuple[str, str]) -> Mutant:
    """The mutant with as much cut away as can be, so that the problem with this sort and cause is still there."""
    worker = Worker()
    end = time.monotonic() + LONGEST
    try:
        for unit in (b"\n", b""):
            mutant = _without(mutant, problem, worker, unit, end)
    finally:
        worker.close()
    return mutant


def _without(mutant: Mutant, problem: tuple[str, str], worker: Worker, unit: bytes, end: float) -> Mutant:
    """Cut away runs of lines, or of bytes: long ones first, then shorter ones."""
    pieces = mutant.data.splitlines(keepends=True) if unit else [bytes((item,)) for item in mutant.data]
    length = len(pieces)
    while length and time.monotonic() < end:
        start = 0
        while start < len(pieces) and time.monotonic() < end:
            fewer = pieces[:start] + pieces[start + length :]
            smaller = mutant._replace(data=b"".join(fewer))
            if problem in {(item.sort, item.cause) for item in worker.try_out(smaller).problems}:
                pieces = fewer
            else:
                start += length
        length //= 2
    return mutant._replace(data=b"".join(pieces))
