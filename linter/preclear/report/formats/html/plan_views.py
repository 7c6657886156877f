"""The plan of each document as the page shows it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from preclear.report.artifact_path import artifact_path_of_file
from preclear.report.resource_titles import RESOURCE_TITLES
from preclear.source import SEVERITY_RANK, format_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from preclear.engine import Finding, PlanStatus, PlanSummary, ResourceSummary

MAX_FINDINGS = 3
"""Maximum number of findings that a resource names; the others are counted."""

_MAX_OPEN = 3  # documents whose plans are unfolded

STATUSES: dict[PlanStatus, str] = {
    "blocked": "an error keeps the import from holding it as the document says",
    "degraded": "it's imported, and a warning says what is lost",
    "ok": "it's imported as the document says",
}
"""What each status means, the worst first."""


class ResourceLink(NamedTuple):
    """A resource that a finding is about, and its id in the page."""

    anchor: str
    type: str
    name: str


class ResourceView(NamedTuple):
    """A resource. `method` and `path` are empty if it has none; `details` are its other facts.

    `findings` are the most severe ones, with their fingerprints, and `more` is the number of the others. `fingerprints`
    are those of all that the page has.
    """

    anchor: str
    resource: ResourceSummary
    name: str
    method: str
    path: str
    details: tuple[tuple[str, str], ...]
    findings: tuple[tuple[str, Finding], ...]
    more: int
    fingerprints: tuple[str, ...]


class ResourceGroup(NamedTuple):
    """The resources of one type. `statuses` counts them."""

    type: str
    title: str
    statuses: Counter[PlanStatus]
    has_operations: bool
    resources: Iterator[ResourceView]


class Numbered(NamedTuple):
    """A resource and its number in the page."""

    number: int
    resource: ResourceSummary


class PlanView(NamedTuple):
    """The plan of one document."""

    path: str
    connector: ResourceView
    groups: tuple[ResourceGroup, ...]
    summary: str
    statuses: Counter[PlanStatus]


class PlanViews:
    """Makes the views of plans, and knows the resources of each finding."""

    def __init__(self, plans: Sequence[PlanSummary], findings: Mapping[str, Finding], root: Path) -> None:
        self._root = root
        self._plans = plans
        self._findings = findings
        self._first_numbers: list[int] = []
        self.is_open: bool = len(plans) <= _MAX_OPEN
        self.statuses: Counter[PlanStatus] = Counter()
        self.types: Counter[str] = Counter(dict.fromkeys(("connector", *RESOURCE_TITLES), 0))
        self.links: dict[str, list[ResourceLink]] = {}
        """The resources of each finding, by its fingerprint."""
        number = 0
        for plan in plans:
            self._first_numbers.append(number)
            for resource in (plan.connector, *plan.resources):
                self.statuses[resource.status] += 1
                self.types[resource.resource] += 1
                self._add_links(Numbered(number, resource))
                number += 1

    def make(self) -> Iterator[PlanView]:
        """Yield the views, in order of the documents' paths."""
        for first, plan in zip(self._first_numbers, self._plans, strict=True):
            by_type: dict[str, list[Numbered]] = {}
            for number, resource in enumerate(plan.resources, first + 1):
                by_type.setdefault(resource.resource, []).append(Numbered(number, resource))
            groups = tuple(
                self._make_group(type, title, by_type[type])
                for type, title in RESOURCE_TITLES.items()
                if type in by_type
            )
            statuses: Counter[PlanStatus] = Counter(resource.status for resource in (plan.connector, *plan.resources))
            summary = ", ".join(format_count(len(by_type[type]), type) for type in RESOURCE_TITLES if type in by_type)
            path = artifact_path_of_file(plan.path, self._root)
            yield PlanView(path, self._make_resource(Numbered(first, plan.connector)), groups, summary, statuses)

    def _make_group(self, type: str, title: str, resources: Sequence[Numbered]) -> ResourceGroup:
        statuses: Counter[PlanStatus] = Counter(numbered.resource.status for numbered in resources)
        has_operations = any(name == "method" for name, _ in resources[0].resource.fields)
        return ResourceGroup(type, title, statuses, has_operations, map(self._make_resource, resources))

    def _make_resource(self, numbered: Numbered) -> ResourceView:
        resource = numbered.resource
        fields = dict(resource.fields)
        listed = tuple(fingerprint for fingerprint in resource.fingerprints if fingerprint in self._findings)
        most_severe = sorted(listed, key=lambda fingerprint: -SEVERITY_RANK[self._findings[fingerprint].severity])
        return ResourceView(
            anchor=_anchor(numbered),
            resource=resource,
            name=resource.name,
            method=fields.get("method", ""),
            path=fields.get("path", ""),
            details=tuple((name, value) for name, value in resource.fields if name not in ("method", "path") and value),
            findings=tuple((fingerprint, self._findings[fingerprint]) for fingerprint in most_severe[:MAX_FINDINGS]),
            more=max(0, len(listed) - MAX_FINDINGS) + resource.unlisted,
            fingerprints=listed,
        )

    def _add_links(self, numbered: Numbered) -> None:
        resource = numbered.resource
        link = ResourceLink(_anchor(numbered), resource.resource, resource.name)
        for fingerprint in resource.fingerprints:
            self.links.setdefault(fingerprint, []).append(link)


def _anchor(numbered: Numbered) -> str:
    return f"resource-{numbered.number + 1}"


def list_statuses(counts: Mapping[PlanStatus, int]) -> Iterable[tuple[PlanStatus, int]]:
    """Return the statuses that `counts` has, the worst first."""
    return [(status, counts[status]) for status in STATUSES if counts.get(status)]
