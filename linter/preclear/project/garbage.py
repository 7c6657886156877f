"""The cyclic garbage collector, paused during a run: it takes more time than the parser and frees almost nothing."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

_BATCH_SIZE = 50
"""Number of documents after which their models are freed."""


@contextmanager
def pause_garbage_collector() -> Generator[None]:
    """Pause the cyclic garbage collector, which would only traverse objects that live until the end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # Everything becomes old: the next collection would otherwise traverse all that the run has made.
        gc.freeze()
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def collect_garbage_batch(number: int) -> None:
    """Free the models of documents after every batch, and freeze the objects that are still in use.

    `number` is the 1-based number of the document that was checked last.
    """
    if number % _BATCH_SIZE == 0:
        gc.collect()
        gc.freeze()
