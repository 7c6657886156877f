"""The result of evaluating a value against a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple

if TYPE_CHECKING:
    from preclear.source import Node


class ExampleFailure(NamedTuple):
    """A value that `keyword` of `schema` rejects, with the failures of each branch of a choice in `branches`.

    `keyword` is `false` if the schema itself is `false`. `names` are the missing or unexpected keys.
    """

    keyword: str
    schema: Node
    node: Node
    names: tuple[str, ...] = ()
    branches: tuple[tuple[Node, tuple[ExampleFailure, ...]], ...] = ()


class EvaluationResult(NamedTuple):
    """The failures of a value. Without failures, it is valid if `is_conclusive`, and unknown otherwise.

    `is_circular` is set if the result is unknown because the schema applies itself to the same value.
    """

    failures: tuple[ExampleFailure, ...] = ()
    is_conclusive: bool = True
    is_circular: bool = False


ACCEPTED = EvaluationResult()
INCONCLUSIVE = EvaluationResult(is_conclusive=False)
CIRCULAR = EvaluationResult(is_conclusive=False, is_circular=True)


def merge_results(results: list[EvaluationResult]) -> EvaluationResult:
    """Merge `results` into one. A failure in several of them is kept once: it would double with every level."""
    if all(result is ACCEPTED for result in results):
        return ACCEPTED
    failures = {id(failure): failure for result in results for failure in result.failures}
    is_conclusive = all(result.is_conclusive for result in results)
    return EvaluationResult(tuple(failures.values()), is_conclusive, any(result.is_circular for result in results))
