"""The limit on the work that an evaluation may do."""

from __future__ import annotations

CHARACTERS_PER_STEP = 1_000
"""The characters of a text that take one more step: a schema may check a long text many times."""


class EvaluationLimitError(Exception):
    """The evaluation takes more steps, or goes deeper, than its limit allows."""


class StepBudget:
    """The number of steps that evaluations may still take."""

    def __init__(self, remaining: int) -> None:
        self.remaining: int = remaining

    def spend(self, count: int = 1) -> None:
        """Take `count` steps off the budget. Raises EvaluationLimitError if it is exceeded."""
        self.remaining -= count
        if self.remaining < 0:
            raise EvaluationLimitError
