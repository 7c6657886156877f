"""What can be said of a document: a kind (what it is, how grave, how sure) and a report (where, in words)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from preclear.source.place import HasPlace, Place

Severity: TypeAlias = Literal["error", "warning", "info"]
SEVERITY_RANK: dict[Severity, int] = {"info": 0, "warning": 1, "error": 2}
"""The severities, the graver the higher."""

Basis: TypeAlias = Literal["contract", "docs", "openapi", "inferred", "practice"]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a finding is of. A rule is a kind with a check; the loader's and resolver's own kinds have none.

    `name` is the fault in kebab case; `basis` says how sure we are and `source` which schema, field or section says
    it; `doc` explains it to a person, its first line alone being the summary. `fatal` kinds can't be ignored.
    """

    name: str
    category: str
    severity: Severity
    basis: Basis
    source: str
    doc: str
    fatal: bool = False

    @property
    def summary(self) -> str:
        """The first line of the explanation."""
        return self.doc.strip().partition("\n")[0]


class RelatedLocation(NamedTuple):
    """Another place that belongs to a report, and what it has to do with it."""

    message: str
    location: HasPlace


class GroupedReport(NamedTuple):
    """All places of which one report tells at the first: each can be suppressed, and be known, without the others.

    `build_report` makes the report of those that are left: some of `places`, at least one, in their order.
    """

    places: Sequence[Place]
    build_report: Callable[[Sequence[Place]], Report]


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong, at which node and part of it. The engine makes a finding of it, and raises if the node is none.

    `message` has its subject in backticks, then the fact, then what was expected; no capital, no full stop. `help` is
    an imperative. `severity` is only set where it differs from the rule's own, `group` where the report stands for
    more places than `location`. `counterparts` are the other ends of what it is about, such as the first of two that
    are equal: what stands there is affected, too, and not reported by itself.
    """

    message: str
    location: HasPlace
    help: str | None = None
    related: tuple[RelatedLocation, ...] = ()
    severity: Severity | None = None
    group: GroupedReport | None = None
    counterparts: tuple[Place, ...] = ()


def report_group(places: Sequence[Place], build_report: Callable[[Sequence[Place]], Report]) -> Iterator[Report]:
    """Yield the one report that `build_report` makes of `places`, each of which can be suppressed and known by itself.

    `build_report` is called again with those that are left. Nothing is yielded where there are no places.
    """
    if places:
        yield (
            replace(build_report(places), group=GroupedReport(places, build_report))
            if len(places) > 1
            else build_report(places)
        )


class Fault(NamedTuple):
    """A report of a kind that is found without a rule: by the loader, the resolver, the structure check."""

    kind: Kind
    report: Report
