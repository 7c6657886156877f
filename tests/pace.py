"""Bars in seconds: how fast this machine is, and what is prompt on one that is busy.

A bar holds on the machine that it was set on, and a slower one gets more.
"""

from __future__ import annotations

from functools import cache
from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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


def is_linear(measure: Callable[[int], float], number: int, factor: float = 2.4, slack: float = 0.0) -> bool:
    """Whether twice `number` take at most `factor` times the CPU time of `number`, and `slack` seconds.

    Three attempts are allowed: what runs at the same time makes some measurements longer, but not all of them.
    """
    return any(measure(2 * number) <= factor * measure(number) + slack for _ in range(3))


def is_prompt(measure: Callable[[], float], bar: float = 1.0, attempts: int = 3) -> bool:
    """Whether one of a few attempts takes less than `bar` seconds of wall time. `measure` makes one and returns them.

    Use it for what waits and hardly computes. A busy machine delays some attempts; what waits too long always does.
    """
    return any(measure() < seconds(bar) for _ in range(attempts))
