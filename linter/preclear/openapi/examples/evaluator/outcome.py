"""What came of holding a value against a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from preclear.source import Node


class Failure(NamedTuple):
    """A value that is rejected by `keyword` of `schema`; `branches` are what each branch of a choice has against it.

    `keyword` is `false` where the schema is the boolean. `names` are the keys that are missing or not expected.
    """

    keyword: str
    schema: Node
    node: Node
    names: tuple[str, ...] = ()
    branches: tuple[tuple[Node, tuple[Failure, ...]], ...] = ()


class Outcome(NamedTuple):
    """What rejects a value. Without failures, it is accepted where `sure`; else nothing can be said.

    `circles` is set where nothing can be said because a schema leads back to itself: it accepts what it accepts.
    """

    failures: tuple[Failure, ...] = ()
    sure: bool = True
    circles: bool = False


FINE = Outcome()
UNSURE = Outcome(sure=False)
CIRCLE = Outcome(sure=False, circles=True)


def together(outcomes: list[Outcome]) -> Outcome:
    """All of `outcomes` as one, a failure that is in several of them once: else they would double with every level."""
    if all(outcome is FINE for outcome in outcomes):
        return FINE
    failures = {id(failure): failure for outcome in outcomes for failure in outcome.failures}
    sure = all(outcome.sure for outcome in outcomes)
    return Outcome(tuple(failures.values()), sure, any(outcome.circles for outcome in outcomes))
