"""Python's cycle collector during a check: it costs more than the parser, and finds next to nothing."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def without_collector() -> Generator[None]:
    """Keep the cyclic garbage collector from looking through what lives to the end anyway."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if enabled:
            gc.enable()


def collect_garbage() -> None:
    """Free the models of the documents that were checked, and never look again at what is still in use."""
    gc.collect()
    gc.freeze()
