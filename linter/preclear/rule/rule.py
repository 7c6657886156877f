"""What a rule is: facts about it, and a function over one kind of node of the connector model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from preclear.source import Kind, Report

if TYPE_CHECKING:
    from preclear.source import Basis, Severity

N = TypeVar("N")
Check: TypeAlias = Callable[[N], Iterator[Report]]


@dataclass(frozen=True, kw_only=True)
class Rule(Kind, Generic[N]):
    """A kind of finding with the check that finds it. `on` is the class of the nodes that `check` is given."""

    on: type[N]
    check: Check[N]


def rule(*, on: type[N], basis: Basis, source: str, severity: Severity = "error") -> Callable[[Check[N]], Rule[N]]:
    """Make a rule of a function over one kind of node.

    Its name comes from the function, its category from the folder, its documentation from the module's docstring.
    `severity` is what it reports where a report says nothing else, `basis` how sure we are and `source` what says it:
    the schema or field of the import contract, or the section of the OpenAPI Specification.
    """

    def wrap(check: Check[N]) -> Rule[N]:
        facts: dict[str, Any] = check.__globals__
        return Rule(
            name=check.__name__.replace("_", "-"),
            category=check.__module__.split(".")[-2],
            severity=severity,
            basis=basis,
            source=source,
            doc=facts.get("__doc__") or "",
            on=on,
            check=check,
        )

    return wrap
