"""The cyclic garbage collector, paused during a run: it takes more time than the parser and frees almost nothing."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

_MAX_OBJECTS = 200_000
"""Objects made since the last collection that may still exist before the next: about 20 MB."""


@contextmanager
def pause_garbage_collector() -> Generator[None]:
    """Pause the cyclic garbage collector, which would only traverse objects that live until the end."""
    was_enabled = gc.isenabled()
    gc.disable()
    gc.freeze()  # what exists now isn't counted, and no collection between documents traverses it
    try:
        yield
    finally:
        # Everything becomes old: the next collection would otherwise traverse all that the run has made.
        gc.freeze()
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def collect_garbage_between_documents() -> None:
    """Free what is left of checked documents, if it's much, and freeze the objects that are still in use.

    Most models are freed without a collection. It would traverse them only to find that nothing is left of them.
    """
    if gc.get_count()[0] > _MAX_OBJECTS:
        gc.collect()
        gc.freeze()
