"""What came of holding a value against a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from preclear.source import Node


class ExampleFailure(NamedTuple):
    """A value that is rejected by `keyword` of `schema`; `branches` are what each branch of a choice has against it.

    `keyword` is `false` where the schema is the boolean. `names` are the keys that are missing or not expected.
    """

    keyword: str
    schema: Node
    node: Node
    names: tuple[str, ...] = ()
    branches: tuple[tuple[Node, tuple[ExampleFailure, ...]], ...] = ()


class EvaluationResult(NamedTuple):
    """What rejects a value. Without failures, it is accepted where `is_conclusive`; else nothing can be said.

    `is_circular` is set where nothing can be said because a schema leads back to itself: it accepts what it accepts.
    """

    failures: tuple[ExampleFailure, ...] = ()
    is_conclusive: bool = True
    is_circular: bool = False


ACCEPTED = EvaluationResult()
INCONCLUSIVE = EvaluationResult(is_conclusive=False)
CIRCULAR = EvaluationResult(is_conclusive=False, is_circular=True)


def merge_results(results: list[EvaluationResult]) -> EvaluationResult:
    """All of `results` as one, a failure that is in several of them once: else they would double with every level."""
    if all(result is ACCEPTED for result in results):
        return ACCEPTED
    failures = {id(failure): failure for result in results for failure in result.failures}
    is_conclusive = all(result.is_conclusive for result in results)
    return EvaluationResult(tuple(failures.values()), is_conclusive, any(result.is_circular for result in results))
