"""Kinds of finding, as SARIF rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.formats.sarif.text import markdown_lines, plain_lines
from preclear.report.rule_pages import page_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.engine import Finding
    from preclear.project import ReportedKind
    from preclear.source import Basis, Json, Kind, Severity

LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
"""The level of each severity."""

_PROBLEM_SEVERITIES: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}

_PRECISIONS: dict[Basis, str] = {
    "contract": "very-high",
    "openapi": "very-high",
    "docs": "high",
    "inferred": "medium",
    "practice": "medium",
}
"""How reliable a rule is, in GitHub's words, which orders alerts by them."""


class Rules:
    """The rules of a run: all kinds that were checked, and those of findings from elsewhere, by name."""

    def __init__(self, kinds: Iterable[ReportedKind], findings: Iterable[Finding]) -> None:
        reported: dict[str, tuple[Kind, Severity]] = {kind.name: (kind, severity) for kind, severity in kinds}
        for finding in findings:
            if finding.rule.name not in reported:
                reported[finding.rule.name] = finding.rule, finding.rule.severity
        self._kinds = sorted(reported.items())
        self._indexes = {name: index for index, (name, _) in enumerate(self._kinds)}

    def index(self, kind: Kind) -> int:
        """Return the 0-based index of a kind."""
        return self._indexes[kind.name]

    def descriptors(self) -> Iterator[Json]:
        """Yield the descriptor of each rule."""
        for _, (kind, severity) in self._kinds:
            yield _make_descriptor(kind, severity)


def _make_descriptor(kind: Kind, severity: Severity) -> Json:
    """Return the descriptor of a kind with the severity that it has in this run.

    The name is in Pascal case, as the names of rules are in SARIF (section 3.49.7 has `CanNotBeRead`). It has to differ
    from the id, which is the name in configs and suppressions.
    """
    summary, _, rest = kind.doc.strip().partition("\n")
    paragraph = rest.strip().partition("\n\n")[0] or summary
    descriptor: dict[str, Json] = {
        "id": kind.name,
        "name": "".join(part[:1].upper() + part[1:] for part in kind.name.split("-")),
        "shortDescription": {"text": plain_lines(summary)},
        "fullDescription": {"text": plain_lines(" ".join(paragraph.split("\n")))},
        "help": {"text": plain_lines(kind.doc), "markdown": markdown_lines(kind.doc)},
        "defaultConfiguration": {"level": LEVELS[severity]},
        "properties": {
            "tags": [kind.category, f"basis-{kind.basis}"],
            "precision": _PRECISIONS[kind.basis],
            "problem.severity": _PROBLEM_SEVERITIES[severity],
        },
    }
    url = page_url(kind)
    if url is not None:
        descriptor["helpUri"] = url
    return descriptor
