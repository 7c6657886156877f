"""How fast this machine is: a bar in seconds holds on the machine that it was set on, and a slower one gets more."""

from __future__ import annotations

from functools import cache
from time import process_time

_REFERENCE = 0.012  # what `_work` took, in seconds of CPU time, where the bars were set


def _work() -> float:
    """The seconds of CPU time that some work of the usual kind takes: dicts, text, calls."""
    start = process_time()
    names: dict[str, int] = {}
    for number in range(60_000):
        names[f"name{number % 5_000}"] = len(str(number))
    assert len(names) == 5_000
    return process_time() - start


@cache
def _slower() -> float:
    return max(1.0, sorted(_work() for _ in range(7))[3] / _REFERENCE)


def seconds(bar: float) -> float:
    """What `bar` seconds, set on the machine of the reference, are on this one: never less."""
    return bar * _slower()
