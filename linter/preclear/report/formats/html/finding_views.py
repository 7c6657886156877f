"""Findings as the page shows them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from preclear.report.artifact_path import ArtifactPaths
from preclear.report.rendering.source_frame import MAX_RELATED, SourceFrames, SourceLine
from preclear.source import SEVERITY_RANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from preclear.engine import Finding
    from preclear.project import Results
    from preclear.report.formats.html.plan_views import ResourceLink
    from preclear.report.rendering.source_frame import SourceFrame
    from preclear.source import Document, EditLevel, Kind, Severity, Span

MAX_RESOURCES = 3
"""Maximum number of resources that a finding names; the others are counted."""

_WIDE = 84  # characters that fit on paper at the usual size


class RelatedView(NamedTuple):
    """A related place outside of the frame."""

    message: str
    location: str


class FindingView(NamedTuple):
    """A finding. `anchor` is its id in the page, `location` is `path:line:column`."""

    anchor: str
    finding: Finding
    path: str
    location: str
    frame: SourceFrame
    related: tuple[RelatedView, ...]
    more_related: int
    resources: Sequence[ResourceLink]
    more_resources: int
    fix: EditLevel | None

    @property
    def is_wide(self) -> bool:
        """Whether a source line is so long that it's printed smaller."""
        return any(len(row.text) > _WIDE for row in self.frame.rows if isinstance(row, SourceLine))


class RuleGroup(NamedTuple):
    """The findings of one rule, in order of file and place. `omitted` has the number of further ones by path."""

    kind: Kind
    severity: Severity
    findings: list[tuple[str, Finding]]
    omitted: tuple[tuple[str, int], ...]

    @property
    def counts(self) -> Counter[Severity]:
        """The number of listed findings by severity."""
        return Counter(finding.severity for _, finding in self.findings)


class FindingIndex:
    """The anchors of findings, and the groups by rule."""

    def __init__(self, results: Results) -> None:
        self.by_fingerprint: dict[str, Finding] = {}
        groups: dict[str, list[tuple[str, Finding]]] = {}
        seen_counts: Counter[str] = Counter()
        for finding in results.findings:
            fingerprint = finding.fingerprint
            seen_counts[fingerprint] += 1
            suffix = f"-{seen_counts[fingerprint]}" if seen_counts[fingerprint] > 1 else ""
            self.by_fingerprint.setdefault(fingerprint, finding)
            groups.setdefault(finding.rule.name, []).append((fingerprint + suffix, finding))
        omitted: dict[str, list[tuple[str, int]]] = {}
        for (rule, path), number in sorted(results.omitted.items()):
            omitted.setdefault(rule, []).append((path, number))
        unsorted = (_make_group(findings, omitted) for findings in groups.values())
        self.groups: list[RuleGroup] = sorted(
            unsorted, key=lambda group: (-SEVERITY_RANK[group.severity], -len(group.findings), group.kind.name)
        )


def _make_group(findings: list[tuple[str, Finding]], omitted: Mapping[str, Sequence[tuple[str, int]]]) -> RuleGroup:
    kind = findings[0][1].rule
    severities: set[Severity] = {finding.severity for _, finding in findings}
    severity = max(severities, key=SEVERITY_RANK.__getitem__)
    return RuleGroup(kind, severity, findings, tuple(omitted.get(kind.name, ())))


class FindingViews:
    """Makes the views of findings, whose paths are relative to `root`. `resources` are by fingerprint."""

    def __init__(self, root: Path, resources: Mapping[str, Sequence[ResourceLink]]) -> None:
        self._resources = resources
        self._frames = SourceFrames()
        self._paths = ArtifactPaths(root)

    def make(self, findings: Iterable[tuple[str, Finding]]) -> Iterator[FindingView]:
        """Yield the views of findings, given with their anchors."""
        for anchor, finding in findings:
            frame = self._frames.make(finding)
            resources = self._resources.get(finding.fingerprint, ())
            yield FindingView(
                anchor=anchor,
                finding=finding,
                path=self.path(finding.document),
                location=self.location(finding.document, finding.span),
                frame=frame,
                related=tuple(
                    RelatedView(related.message, self.location(related.place.document, related.span))
                    for related in frame.far[:MAX_RELATED]
                ),
                more_related=max(0, len(frame.far) - MAX_RELATED),
                resources=resources[:MAX_RESOURCES],
                more_resources=max(0, len(resources) - MAX_RESOURCES),
                fix=None if finding.edit is None else finding.edit.level,
            )

    def path(self, document: Document) -> str:
        """Return the path of a document relative to the root."""
        return self._paths.get(document)

    def location(self, document: Document, span: Span) -> str:
        """Return `path:line:column`."""
        return f"{self.path(document)}:{span.start.line}:{span.start.column}"
