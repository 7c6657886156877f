"""The run over many files: each is checked, and what keeps one from being checked never hides another."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from preclear.cli.collector import collect_garbage
from preclear.cli.configuring import Configuring
from preclear.cli.options import fails
from preclear.cli.output import tell, tell_failure
from preclear.cli.stdin import load_stdin
from preclear.engine.suppression.kinds import UNUSED_SUPPRESSION
from preclear.report.results import ResultsBuilder
from preclear.source import FileCache
from preclear.source.files.repository import resolve_links

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from preclear.cli.asking import Asked
    from preclear.cli.inputs import Input, Inputs, Unlisted
    from preclear.config import Settings
    from preclear.engine import CheckResult, Finding
    from preclear.engine.finding import FindingIdentity
    from preclear.report.results import Results
    from preclear.rule import Rule
    from preclear.source import Limits, Severity

ALL = 1_000_000_000
"""Findings of one rule in one file, where none are left out."""

FOR_PROGRAMS = 100_000
"""Findings of one rule in one file that programs get: all that any document made by people has, in bounded memory."""

_BATCH = 50  # documents that are checked before their models are freed
_HEAD = 65_536  # bytes in which a file that is too large is searched for its `openapi` key


class Outcome(NamedTuple):
    """What came of one document, and the settings that it was checked with."""

    checked: CheckResult
    settings: Settings


class Run:
    """What came of a run: the results, how many files of which it says nothing, and whether it fails."""

    def __init__(self, asked: int) -> None:
        self.gathering = ResultsBuilder()
        self.passed_over: list[Input] = []
        self.asked = asked
        self.checked = 0
        self.unchecked = 0
        self.read: set[str] = set()
        self._unread_roots: set[Path] = set()
        self.ignoring: list[Outcome] = []
        """What came of the documents whose config ignores something."""
        self._fails = False
        self._undecided: list[tuple[Outcome, list[Finding]]] = []

    @property
    def fails(self) -> bool:
        """Whether what was found is grave enough for that, for any document by its own settings."""
        if self._fails:
            return True
        for (checked, settings), vain in self._undecided:
            refuted: Counter[Severity] = Counter(
                each.severity for each in vain if self.gathering.is_used_elsewhere(each)
            )
            if fails(checked.counts - refuted, settings.fail_on):
                return True
        return False

    @property
    def results(self) -> Results:
        """The findings of all files."""
        return self.gathering.build()

    def take(self, outcome: Outcome) -> None:
        """Take what came of one document."""
        checked, settings = outcome
        self.gathering.add(checked, settings.show)
        self.read |= real_files(checked)
        if checked.connector is not None and is_limited(checked):
            root = checked.connector.api.references.files.root
            self._unread_roots |= {root} if root is not None else set()
        self.unchecked += is_unchecked(checked)
        self.checked += checked.connector is not None and not is_unchecked(checked)
        if fails(checked.counts, settings.fail_on):
            vain = [each for each in checked.findings if each.rule is UNUSED_SUPPRESSION]
            if vain:  # which another document may have use of that is still to come
                self._undecided.append((outcome, vain))
            else:
                self._fails = True
        if settings.ignores:
            self.ignoring.append(outcome)

    def may_be_unread(self, file: Path | None) -> bool:
        """Whether `file` may be a part of a document that a limit kept from being read."""
        if file is None or not self._unread_roots:
            return False
        path = Path(resolve_links(file))
        return any(path.is_relative_to(root) for root in self._unread_roots)

    def take_finding(self, finding: Finding, settings: Settings) -> None:
        """Take a finding that is of no one document, such as one about a config."""
        self.gathering.add_finding(finding, settings.show)
        self._fails = self._fails or fails(Counter([finding.severity]), settings.fail_on)


class Checker:
    """Checks one file after the other with the same rules, each with the settings that are in force for it."""

    def __init__(
        self,
        asked: Asked,
        stdin_filename: str | None = None,
        known: Callable[[FindingIdentity], bool] | None = None,
    ) -> None:
        """Load all rules; `known` says which findings a baseline knows.

        Raises PackError where there are no rules, ConfigError where the config that was named can't be used, and
        BadParameter for selectors that select nothing.
        """
        from preclear.rule import discover_rules

        self._rules: Mapping[str, Rule[Any]] = discover_rules()
        self._asked = asked
        self._known = known
        self._stdin_filename = stdin_filename
        self._cache = FileCache()
        self.configuring = Configuring(asked, self._rules)

    def settings(self, given: Input | None = None) -> Settings | None:
        """What is in force for a file, for the current folder without one; None where its config is broken: told."""
        if given is None or given.file is None:
            name = self._stdin_filename if given is not None else None
            return self.configuring.settings(Path(name) if name is not None else None)
        return self.configuring.settings(given.file)

    def check(self, given: Input) -> Outcome | None:
        """Check one file; None where its config is broken or preclear itself fails, which is told."""
        from preclear.cli.entries import check_entry
        from preclear.engine import check_document

        try:
            settings = self.settings(given)
            if settings is None:
                return None
            limits = self._limits(settings)
            options: dict[str, Any] = {
                "rules": self._rules,
                "root": self._asked.root,
                "selection": self.configuring.selection(settings),
                "ignores": settings.ignores,
                "no_ignores": not self._asked.ignores,
                "is_known": self._known if self._asked.ignores else None,
                "cache": self._cache,
            }
            if given.file is not None:
                return Outcome(check_entry(given, limits, **options), settings)
            return Outcome(check_document(load_stdin(self._stdin_filename, limits), limits=limits, **options), settings)
        except Exception as error:
            from preclear.report.escape import escape

            tell_failure(error, f"in {escape(given.shown)}")
            return None

    def refuses(self, given: Input) -> bool:
        """Whether the file is one that may not be opened."""
        from preclear.cli.entries import refusal

        return refusal(given, self._asked.root) is not None

    def _limits(self, settings: Settings) -> Limits:
        if self._asked.every:
            return settings.limits.with_overrides({"findings": ALL})
        if self._asked.for_programs and settings.is_default(("limits", "findings")):
            return settings.limits.with_overrides({"findings": FOR_PROGRAMS})
        return settings.limits


def run(inputs: Inputs, checker: Checker, *, openapi_only: bool) -> Run:
    """Check all files.

    Those that are no OpenAPI documents and parts of one are checked with it. Others are passed over where they were
    found, and with `openapi_only` all of them.
    """
    outcome = Run(len(inputs.files) + len(inputs.unmatched) + len(inputs.unlisted))
    for pattern in inputs.unmatched:
        tell_unmatched(pattern)
        outcome.unchecked += not openapi_only
    for unlisted in inputs.unlisted:
        tell_unlisted(unlisted)
        outcome.unchecked += 1
    others: list[tuple[Input, Outcome]] = []
    for number, given in enumerate(inputs.files, 1):
        other = _check(given, checker, outcome)
        if other is not None:
            others.append((given, other))
        if number % _BATCH == 0:
            collect_garbage()
    if others:
        from preclear.cli.roots import Roots

        roots = Roots(checker, outcome)
        left = [(given, came) for given, came in others if not roots.cover(given, came)]
        for given, came in left:
            if outcome.may_be_unread(given.file):
                continue
            if openapi_only or not given.named:
                outcome.passed_over.append(given)
            else:
                outcome.take(came)
    return outcome


def _check(given: Input, checker: Checker, outcome: Run) -> Outcome | None:
    """Check one file and add its result to `outcome`. Give the result back instead if it is no OpenAPI document."""
    came = checker.check(given)
    if came is None:
        outcome.unchecked += 1
    elif came.checked.is_openapi or _is_withheld(came.checked, refused=checker.refuses(given)):
        outcome.take(came)
    else:
        return came
    return None


def tell_unmatched(pattern: str) -> None:
    """Tell of a pattern that no file fits."""
    from preclear.report.escape import escape

    tell(f"no file fits `{escape(pattern)}`")


def tell_unlisted(unlisted: Unlisted) -> None:
    """Tell of a folder that can't be listed."""
    from preclear.report.escape import escape

    tell(escape(f"folder `{unlisted.folder}` can't be listed, so that nothing in it is checked: {unlisted.reason}"))


def real_files(checked: CheckResult) -> set[str]:
    """The paths of the document and of every file that its references lead to, with no symbolic link in them.

    Files that a limit keeps from being read are among them.
    """
    if checked.connector is None:
        return set() if checked.document.file is None else {resolve_links(checked.document.file)}
    files = checked.connector.api.references.files
    return {resolve_links(each.file) for each in files.documents if each.file is not None} | set(map(str, files.unread))


def is_limited(checked: CheckResult) -> bool:
    """Whether a limit kept some of the document or of its files from being read."""
    return any(finding.rule.name == "exceeded-limit" for finding in checked.findings)


def is_unchecked(checked: CheckResult) -> bool:
    """Whether the document could not be read, a limit kept some of it from being read, or a rule failed."""
    if checked.failed or is_limited(checked):
        return True
    return not checked.document.is_loaded and any(each.rule.name == "unreadable-file" for each in checked.findings)


def _is_withheld(checked: CheckResult, *, refused: bool) -> bool:
    """Whether nothing is known of the content, so that it can't be said to be no OpenAPI.

    So it is where the file is `refused` or may not be opened, and where it is too large and begins as an OpenAPI
    document does.
    """

    from preclear.engine.check import OPENAPI_KEY_PATTERN
    from preclear.source.files.read import read_head

    document = checked.document
    if document.is_loaded or document.data or document.file is None:
        return False
    if refused:
        return True
    try:
        if not document.file.is_file():
            return True  # to open a pipe would wait for somebody to write to it
        return re.search(OPENAPI_KEY_PATTERN.encode(), read_head(document.file, _HEAD), re.MULTILINE) is not None
    except (OSError, ValueError):
        return True
