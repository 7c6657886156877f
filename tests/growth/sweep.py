"""Whether one case grows as it should: in linear time and in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import pace
from tests.growth.measuring import MEMORY, MEMORY_PER_BYTE, measure

if TYPE_CHECKING:
    from tests.growth.cases import Case
    from tests.growth.measuring import Cost

COPIES = 1_000
FACTOR = 2.4
LARGEST = 16
"""How many times as many copies the last comparison has as the first."""


def judge(case: Case, copies: int = COPIES) -> str | None:
    """What is wrong with how `case` grows; None where nothing is.

    Times of a few milliseconds vary, so a factor is believed only where it holds at each size up to `LARGEST` times the
    copies, or until the larger document takes seconds.
    """
    unbelieved = pace.seconds(0.15)
    scale = 1
    while True:
        costs = [_cost(case, copies * scale), _cost(case, 2 * copies * scale)]
        for number, cost in zip((scale, 2 * scale), costs, strict=True):
            if isinstance(cost, str):
                return f"{copies * number} copies: {cost}"
        small, large = (cost for cost in costs if not isinstance(cost, str))
        if large.seconds <= FACTOR * small.seconds + unbelieved:
            return None
        if large.seconds > pace.seconds(6) or scale >= LARGEST:
            return f"{copies * scale} copies: {small.seconds:.2f} s, twice as many: {large.seconds:.2f} s"
        scale *= 2


def _cost(case: Case, copies: int) -> Cost | str:
    """The cost of `case` with so many copies, or what is wrong with it."""
    data = case.document(copies)
    cost = measure(data, case.fixture.with_name(case.file_name))
    if cost is None:
        return "the check did not end by itself"
    bar = MEMORY + MEMORY_PER_BYTE * len(data)
    if cost.memory > bar:
        return f"{cost.memory / 1e6:.0f} MB of memory for {len(data) / 1e6:.2f} MB; at most {bar / 1e6:.0f} MB"
    if cost.seconds > pace.seconds(3 + len(data) / 1e6):
        return f"{cost.seconds:.1f} s of CPU time for {len(data) / 1e6:.2f} MB"
    return cost
