"""A bound on the work that overlays can cause."""

from __future__ import annotations

STEPS = 500_000
STEPS_PER_NODE = 200


class ExhaustedBudgetError(Exception):
    """The overlays need more steps than the size of the document allows."""


class Budget:
    """The number of steps that remain. A step is about one visited node, so that the result is the same everywhere."""

    def __init__(self, node_count: int) -> None:
        self.remaining: int = STEPS + STEPS_PER_NODE * node_count

    def spend(self, steps: int) -> None:
        """Take `steps` from the budget. Raises ExhaustedBudgetError if it's used up, from then on each time."""
        self.remaining -= steps
        if self.remaining < 0:
            raise ExhaustedBudgetError
