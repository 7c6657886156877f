"""What a report of findings can contain, whatever its format."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from preclear.project import is_failing
from preclear.report.exit_code import ExitCode
from preclear.source import repository_root

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from preclear.edit import Fixes
    from preclear.engine import CheckResult, Finding, PlanSummary
    from preclear.project import CheckResults, Note, Problem, ReportedKind, Results, SuppressedEntry


class FindingReport(NamedTuple):
    """The content of a report.

    `problems` say what wasn't checked and why, and `notes` what the results leave out. `kinds` are all kinds of finding
    that were checked, sorted by name; `suppressed` are findings that aren't reported; `plans` has one entry a document.
    These three are empty unless the format's details name them. `root` is the folder that paths for dashboards are
    relative to, absolute and without symbolic links. `fixes` are what was fixed; None if nothing was to be. `fail_on`
    has the lowest severity that fails the run, or `never`, by the path of a file; it's missing for `error`.
    """

    results: Results
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]
    kinds: tuple[ReportedKind, ...]
    suppressed: tuple[SuppressedEntry, ...]
    plans: tuple[PlanSummary, ...]
    root: Path
    exit_code: ExitCode
    fixes: Fixes | None = None
    fail_on: Mapping[str, str] = MappingProxyType({})

    def is_failing(self, finding: Finding) -> bool:
        """Whether a finding makes the run fail."""
        fail_on = self.fail_on.get(finding.path, "error")
        return self.exit_code is not ExitCode.OK and is_failing(Counter([finding.severity]), fail_on)


def make_finding_report(results: CheckResults, exit_code: ExitCode, folder: Path) -> FindingReport:
    """Make the report of a check. `folder` is the current folder; its repository's root becomes `root`."""
    details = results.details
    return FindingReport(
        results=results.results,
        problems=results.problems,
        notes=results.notes,
        kinds=details.kinds if details is not None else (),
        suppressed=details.suppressed if details is not None else (),
        plans=details.plans if details is not None else (),
        root=repository_root(folder),
        exit_code=exit_code,
        fixes=results.fixes,
        fail_on=results.fail_on,
    )


def make_import_report(
    results: Results, check_result: CheckResult | None, exit_code: int, folder: Path
) -> FindingReport:
    """Make the report of an import's answer, which was mapped to its document.

    `check_result` is the check of the document, if there was one; its plan is part of the report. `folder` is the
    current folder.
    """
    from preclear.engine import IMPORT_KINDS, make_plan, summarize_plan
    from preclear.project import ReportedKind

    kinds = {kind.name: ReportedKind(kind, kind.severity) for kind in IMPORT_KINDS}
    for finding in results.findings:
        kinds.setdefault(finding.rule.name, ReportedKind(finding.rule, finding.severity))
    plan = None if check_result is None else make_plan(check_result)
    path = "" if check_result is None else check_result.document.path
    return FindingReport(
        results=results,
        problems=(),
        notes=(),
        kinds=tuple(kind for _, kind in sorted(kinds.items())),
        suppressed=(),
        plans=() if plan is None else (summarize_plan(plan, path),),
        root=repository_root(folder),
        exit_code=ExitCode(exit_code),
    )
