"""What a report of findings can contain, whatever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source import repository_root

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.edit import Fixes
    from preclear.engine import PlanSummary
    from preclear.project import CheckResults, Note, Problem, ReportedKind, Results, SuppressedEntry
    from preclear.report.exit_code import ExitCode


class FindingReport(NamedTuple):
    """The content of a report.

    `problems` say what wasn't checked and why, and `notes` what the results leave out. `kinds` are all kinds of finding
    that were checked, sorted by name; `suppressed` are findings that aren't reported; `plans` has one entry a document.
    A format whose details don't name these gets none of them. `root` is the folder that paths for dashboards are
    relative to, absolute and without symbolic links. `fixes` are what was fixed; None if nothing was to be.
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
    )
