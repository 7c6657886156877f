"""The results of a run, built from the results of its files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.engine import UNUSED_SUPPRESSION
from preclear.project.results.results import CheckResults, ResultCollector, is_failing
from preclear.source import resolve_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from preclear.config import Settings
    from preclear.engine import Finding, IgnoreObservation
    from preclear.project.notes import Note, Problem, ReferringDocuments
    from preclear.project.results.file_result import FileResult
    from preclear.project.results.report_details import DetailsCollector
    from preclear.project.results.results import FailureReason
    from preclear.project.results.unused_ignores import IgnoreUses
    from preclear.source import Severity

_FAIL_ON = ("never", "error", "warning", "info")  # from the most lenient to the strictest


class ResultsBuilder:
    """Collects the results of files. It keeps only the findings of each file."""

    def __init__(
        self,
        report_problem: Callable[[Problem], None] | None = None,
        observe: Callable[[FileResult], None] | None = None,
    ) -> None:
        """`report_problem` is called with each problem, `observe` with each result that is added."""
        self.problems: list[Problem] = []
        self.skipped: list[str] = []
        self.total = 0
        self.checked: int = 0
        self.unchecked: int = 0
        self.old_findings: set[int] = set()
        self.real_files: set[str] = set()
        self.referring: ReferringDocuments | None = None
        self.unreferenced: dict[str, list[str]] = {}
        """The display paths of files that no document refers to, by where documents were searched."""
        self.ignore_uses: IgnoreUses | None = None
        self.details: DetailsCollector | None = None
        self._report_problem = report_problem
        self._observe = observe
        self._collector = ResultCollector()
        self._unread_roots: set[Path] = set()
        self._has_failing = False
        self._fail_on: dict[str, str] = {}
        self._undecided: list[tuple[Counter[Severity], str, list[Finding]]] = []

    def add(self, file: FileResult) -> None:
        """Add the result of one file."""
        if self._observe is not None:
            self._observe(file)
        document, settings = file.findings, file.settings
        self._collector.add(document, settings.show)
        self._add_fail_on(settings.fail_on, (document.path, *document.files))
        self.real_files |= file.real_files
        if file.unread_root is not None:
            self._unread_roots.add(file.unread_root)
        self.unchecked += file.is_unchecked
        self.checked += file.is_checked
        self.old_findings |= file.old_findings
        if is_failing(document.counts, settings.fail_on):
            unused_suppressions = [finding for finding in document.findings if finding.rule is UNUSED_SUPPRESSION]
            if unused_suppressions:  # another document can still use the suppression
                self._undecided.append((document.counts, settings.fail_on, unused_suppressions))
            else:
                self._has_failing = True
        if file.suppressed or file.plan is not None:
            self._collect_details(file)
        if file.ignore_use is not None:
            self._add_ignore_use(file.ignore_use, file)

    def build(
        self, first_notes: Iterable[Note], search_notes: Sequence[Note] = (), *, may_be_empty: bool
    ) -> CheckResults:
        """Build the results of all added files. With `may_be_empty`, a run that checks nothing passes.

        `search_notes` are those of the search for files.
        """
        failure: FailureReason | None = None
        if self.unchecked:
            failure = "unchecked"
        elif self._has_failing_findings():
            failure = "findings"
        elif not self.checked and not may_be_empty:
            failure = "nothing"
        return CheckResults(
            results=self._collector.build_results(),
            problems=tuple(self.problems),
            notes=(*first_notes, *self._total_notes(failure, search_notes)),
            skipped=tuple(self.skipped),
            total=self.total,
            checked=self.checked,
            unchecked=self.unchecked,
            real_files=frozenset(self.real_files),
            failure=failure,
            fail_on={path: severity for path, severity in self._fail_on.items() if severity != "error"},
        )

    def add_finding(self, finding: Finding, settings: Settings) -> None:
        """Add a finding that belongs to no document, such as one about a config."""
        self._collector.add_finding(finding, settings.show)
        self._add_fail_on(settings.fail_on, (finding.path,))
        self._has_failing = self._has_failing or is_failing(Counter([finding.severity]), settings.fail_on)

    def add_problem(self, problem: Problem) -> None:
        """Add a reason why something isn't checked. A config that can't be used is added once."""
        from preclear.project.notes import BrokenConfig

        if isinstance(problem, BrokenConfig) and any(
            isinstance(reported, BrokenConfig) and reported.error.display_path == problem.error.display_path
            for reported in self.problems
        ):
            return
        self.problems.append(problem)
        if self._report_problem is not None:
            self._report_problem(problem)

    def may_be_unread(self, file: Path | None) -> bool:
        """Whether `file` can be a part of a document that a limit left unread."""
        if file is None or not self._unread_roots:
            return False
        path = Path(resolve_links(file))
        return any(path.is_relative_to(root) for root in self._unread_roots)

    def _total_notes(self, failure: FailureReason | None, search_notes: Sequence[Note]) -> Iterator[Note]:
        if self.referring is not None:
            yield self.referring
        if self.unreferenced:
            from preclear.project.notes import UnreferencedFiles

            for scope, paths in self.unreferenced.items():
                yield UnreferencedFiles(tuple(paths), scope)
        if self.skipped:
            from preclear.project.notes import SkippedFiles

            yield SkippedFiles(tuple(self.skipped))
        yield from search_notes
        if failure == "unchecked":
            from preclear.project.notes import UncheckedFiles

            yield UncheckedFiles(self.unchecked, self.total)
        elif failure == "nothing":
            from preclear.project.notes import NothingChecked, PassedOver

            yield NothingChecked(next((note for note in search_notes if isinstance(note, PassedOver)), None))

    def _has_failing_findings(self) -> bool:
        """Whether any document has findings that fail the run under the document's own settings."""
        if self._has_failing:
            return True
        for counts, fail_on, unused_suppressions in self._undecided:
            refuted: Counter[Severity] = Counter(
                finding.severity for finding in unused_suppressions if self._collector.is_refuted(finding)
            )
            if is_failing(counts - refuted, fail_on):
                return True
        return False

    def _add_fail_on(self, fail_on: str, paths: Iterable[str]) -> None:
        """Add what fails a document to its files. Of several documents that share one, the strictest counts."""
        for path in paths:
            self._fail_on[path] = max(self._fail_on.get(path, "never"), fail_on, key=_FAIL_ON.index)

    def _collect_details(self, file: FileResult) -> None:
        if self.details is None:
            from preclear.project.results.report_details import DetailsCollector

            self.details = DetailsCollector()
        self.details.add(file.suppressed, file.plan)

    def _add_ignore_use(self, observation: IgnoreObservation, file: FileResult) -> None:
        if self.ignore_uses is None:
            from preclear.project.results.unused_ignores import IgnoreUses

            self.ignore_uses = IgnoreUses()
        self.ignore_uses.add(observation, file.settings, file.real_file)
