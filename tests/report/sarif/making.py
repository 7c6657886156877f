"""SARIF logs for tests: of made-up findings, and of checks by the command line."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.cli import main
from preclear.project import Results
from preclear.report import ExitCode, FindingReport
from preclear.report.formats.sarif import stream_sarif

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.engine import Finding
    from preclear.project import Note, Problem, ReportedKind, SuppressedEntry
    from tests.report.sarif.reader import Object


class Logs(NamedTuple):
    """The SARIF log and the JSON output of one check."""

    sarif: Object
    json: Object


def make_report(
    *findings: Finding,
    problems: tuple[Problem, ...] = (),
    notes: tuple[Note, ...] = (),
    kinds: tuple[ReportedKind, ...] = (),
    suppressed: tuple[SuppressedEntry, ...] = (),
    omitted: dict[tuple[str, str], int] | None = None,
    exit_code: ExitCode = ExitCode.FINDINGS,
) -> FindingReport:
    """Make a report of findings in the current folder."""
    results = Results(
        files=frozenset(finding.path for finding in findings),
        findings=findings,
        counts=Counter(finding.severity for finding in findings),
        omitted=Counter(omitted or {}),
        shown_findings=findings,
        hidden_counts=Counter(),
        fixable=Counter(),
    )
    return FindingReport(results, problems, notes, kinds, suppressed, (), Path.cwd().resolve(), exit_code)


def make_log(report: FindingReport) -> Object:
    """Make the log of a report."""
    log: Object = json.loads("".join(stream_sarif(report)))
    return log


def check(*arguments: str) -> Logs:
    """Check with the command line, and read its two reports."""
    main(["check", *arguments, "--report", "sarif=.log.sarif", "--report", "json=.log.json"])
    return Logs(json.loads(Path(".log.sarif").read_bytes()), json.loads(Path(".log.json").read_bytes()))


def read_texts(paths: Sequence[str]) -> dict[str, str]:
    """Read the texts of files in the current folder, with their line ends, without a byte order mark."""
    return {path: Path(path).read_bytes().decode().removeprefix("\ufeff") for path in paths}
