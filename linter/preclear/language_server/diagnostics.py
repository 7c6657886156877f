"""Findings and problems as diagnostics of the protocol."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from preclear.engine import UNUSED_SUPPRESSION
from preclear.project import BrokenConfig, UnadaptedDocument
from preclear.report import escape, page_url
from preclear.source import SEVERITY_RANK, Document, format_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.config import ConfigError
    from preclear.engine import Finding
    from preclear.language_server.file_uris import FileUris
    from preclear.language_server.positions import PositionEncoder
    from preclear.project import CheckResults, Problem
    from preclear.source import Place, Span

SOURCE = "preclear"
"""The source that editors show with a diagnostic."""

MAX_DIAGNOSTICS = 1_000
"""Maximum number of diagnostics of one file: editors become slow. A last one says how many aren't shown."""

MAX_RELATED = 20
"""Maximum number of related places of a diagnostic; the others are counted in its message."""

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
_START = types.Range(types.Position(0, 0), types.Position(0, 0))


class FileDiagnostics(NamedTuple):
    """The diagnostics of the files of a check, by the addresses of the files, and texts that belong to no file."""

    by_uri: dict[str, list[types.Diagnostic]]
    messages: list[str]


class DiagnosticsBuilder:
    """Converts what a check has found. `uris` are the addresses of files."""

    def __init__(
        self, encoder: PositionEncoder, uris: FileUris, *, has_related: bool = True, has_tags: bool = True
    ) -> None:
        """`has_related` and `has_tags` say whether the client shows related places and knows tags."""
        self._encoder = encoder
        self._uris = uris
        self._has_related = has_related
        self._has_tags = has_tags

    def build(self, results: CheckResults) -> FileDiagnostics:
        """Convert all findings and problems of a check."""
        findings: dict[str, list[Finding]] = {}
        for finding in results.findings:
            uri = self._uris.find(finding.document)
            if uri is not None:
                findings.setdefault(uri, []).append(finding)
        omitted = _count_omitted(results)
        by_uri = {uri: self._convert_findings(group, omitted) for uri, group in findings.items()}
        messages: list[str] = []
        for problem in results.problems:
            self._add_problem(problem, by_uri, messages)
        return FileDiagnostics(by_uri, messages)

    def _convert_findings(self, findings: list[Finding], omitted: Mapping[str, int]) -> list[types.Diagnostic]:
        """Convert the findings in one file, the most severe ones if there are too many."""
        shown = sorted(findings, key=lambda finding: -SEVERITY_RANK[finding.severity])[:MAX_DIAGNOSTICS]
        identities = {id(finding) for finding in shown}
        diagnostics = [self.convert(finding) for finding in findings if id(finding) in identities]
        path = findings[0].path
        count = len(findings) - len(shown) + omitted.get(path, 0)
        if count:
            text = f"{format_count(count, 'more finding')} in this file; run `preclear check {path} --all` to see all"
            diagnostics.append(
                types.Diagnostic(_START, escape(text), types.DiagnosticSeverity.Information, source=SOURCE)
            )
        return diagnostics

    def convert(self, finding: Finding) -> types.Diagnostic:
        """Convert a finding."""
        url = page_url(finding.rule)
        places = list(_list_related(finding))
        related = [self._make_related(*place) for place in places[:MAX_RELATED]] if self._has_related else []
        message = escape(finding.message)
        if finding.help:
            message += f"\nhelp: {escape(finding.help)}"
        if self._has_related and len(places) > MAX_RELATED:
            message += f"\nrelated: {format_count(len(places) - MAX_RELATED, 'more place')}"
        is_unnecessary = self._has_tags and finding.rule is UNUSED_SUPPRESSION
        return types.Diagnostic(
            range=self._encoder.range(finding.document, finding.span),
            message=message,
            severity=_SEVERITIES[finding.severity],
            code=finding.rule.name,
            code_description=None if url is None else types.CodeDescription(url),
            source=SOURCE,
            tags=[types.DiagnosticTag.Unnecessary] if is_unnecessary else None,
            related_information=[information for information in related if information is not None] or None,
            data=finding.fingerprint,
        )

    def _make_related(self, message: str, place: Place, span: Span) -> types.DiagnosticRelatedInformation | None:
        uri = self._uris.find(place.document)
        if uri is None:
            return None
        location = types.Location(uri, self._encoder.range(place.document, span))
        return types.DiagnosticRelatedInformation(location, escape(message))

    def _add_problem(self, problem: Problem, by_uri: dict[str, list[types.Diagnostic]], messages: list[str]) -> None:
        """Add a reason why something isn't checked: in its file, or as a message."""
        if isinstance(problem, BrokenConfig):
            self._add_config_error(problem.error, by_uri)
            return
        if isinstance(problem, UnadaptedDocument):
            for finding in problem.findings:
                uri = self._uris.find(finding.document)
                if uri is not None:
                    by_uri.setdefault(uri, []).append(self.convert(finding))
        messages.append(escape(problem.text))

    def _add_config_error(self, error: ConfigError, by_uri: dict[str, list[types.Diagnostic]]) -> None:
        document = Document(error.display_path, Path(error.display_path).absolute(), b"", error.text)
        uri = self._uris.find(document)
        if uri is None:
            return
        by_uri.setdefault(uri, []).extend(
            types.Diagnostic(
                _START if problem.span is None else self._encoder.range(document, problem.span),
                escape(problem.message),
                types.DiagnosticSeverity.Error,
                source=SOURCE,
            )
            for problem in error.problems
        )


def _list_related(finding: Finding) -> Iterator[tuple[str, Place, Span]]:
    """Yield the other places of a finding, each once, with what they have to do with it."""
    seen = {(id(finding.document), finding.span)}
    for message, place, span in (*finding.related, *_list_group(finding)):
        identity = (id(place.document), span)
        if identity not in seen:
            seen.add(identity)
            yield message, place, span


def _list_group(finding: Finding) -> Iterator[tuple[str, Place, Span]]:
    for place in islice(finding.group_places, 1, None):
        yield "also here", place, place.span


def _count_omitted(results: CheckResults) -> dict[str, int]:
    """Return the number of findings that the results leave out, by display path."""
    counts: dict[str, int] = {}
    for (_, path), count in results.results.omitted.items():
        counts[path] = counts.get(path, 0) + count
    return counts
