"""The run over many files: each is checked, and what keeps one from being checked never hides another."""

from __future__ import annotations

import gc
import os
import re
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from preclear.cli.configuring import Configuring
from preclear.cli.options import fails
from preclear.cli.output import tell, tell_failure
from preclear.cli.stdin import load_stdin
from preclear.engine.suppress_kinds import UNUSED_SUPPRESSION
from preclear.report.results import Gathering

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from preclear.cli.asking import Asked
    from preclear.cli.inputs import Input, Inputs
    from preclear.config import Settings
    from preclear.engine import Checked, Finding
    from preclear.engine.finding import Identity
    from preclear.report.results import Results
    from preclear.rule import Rule
    from preclear.source import Limits, Severity

UNREADABLE = ("unreadable-file", "exceeded-limit")
"""The kinds of findings that say of a document that was not loaded that it could not be checked."""

ALL = 1_000_000_000
"""Findings of one rule in one file, where none are left out."""

FOR_PROGRAMS = 100_000
"""Findings of one rule in one file that programs get: all that any document made by people has, in bounded memory."""

_HEAD = 65_536  # bytes in which a file that is too large is searched for its `openapi` key


class Outcome(NamedTuple):
    """What came of one document, and the settings that it was checked with."""

    checked: Checked
    settings: Settings


class Run:
    """What came of a run: the results, how many files of which it says nothing, and whether it fails."""

    def __init__(self, asked: int) -> None:
        self.gathering = Gathering()
        self.passed_over: list[Input] = []
        self.asked = asked
        self.checked = 0
        self.unchecked = 0
        self.read: set[str] = set()
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
            refuted: Counter[Severity] = Counter(each.severity for each in vain if self.gathering.is_refuted(each))
            if fails(checked.counts - refuted, settings.fail_on):
                return True
        return False

    @property
    def results(self) -> Results:
        """The findings of all files."""
        return self.gathering.results()

    def take(self, outcome: Outcome) -> None:
        """Take what came of one document."""
        checked, settings = outcome
        self.gathering.add(checked, settings.show)
        self.read |= real_files(checked)
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
        known: Callable[[Identity], bool] | None = None,
    ) -> None:
        """Load all rules; `known` says which findings a baseline knows.

        Raises PackError where there are no rules, ConfigError where the config that was named can't be used, and
        BadParameter for selectors that select nothing.
        """
        from preclear.rule import discover

        self._rules: Mapping[str, Rule[Any]] = discover()
        self._asked = asked
        self._known = known
        self._stdin_filename = stdin_filename
        self.configuring = Configuring(asked, self._rules)

    def settings(self, given: Input | None = None) -> Settings | None:
        """What is in force for a file, for the current folder without one; None where its config is broken: told."""
        if given is None or given.file is None:
            name = self._stdin_filename if given is not None else None
            return self.configuring.settings(Path(name) if name is not None else None)
        return self.configuring.settings(given.file)

    def check(self, given: Input) -> Outcome | None:
        """Check one file; None where its config is broken or preclear itself fails, which is told."""
        from preclear.engine import check, check_document

        try:
            settings = self.settings(given)
            if settings is None:
                return None
            limits = self._limits(settings)
            options: dict[str, Any] = {
                "rules": self._rules,
                "root": self._asked.root,
                "limits": limits,
                "selection": self.configuring.selection(settings),
                "ignores": settings.ignores,
                "no_ignores": not self._asked.ignores,
                "known": self._known if self._asked.ignores else None,
            }
            if given.file is not None:
                return Outcome(check(given.file, shown=given.shown, **options), settings)
            return Outcome(check_document(load_stdin(self._stdin_filename, limits), **options), settings)
        except Exception as error:
            from preclear.report.safe import safe

            tell_failure(error, f"in {safe(given.shown)}")
            return None

    def _limits(self, settings: Settings) -> Limits:
        if self._asked.every:
            return settings.limits.widened({"findings": ALL})
        if self._asked.for_programs and settings.is_default(("limits", "findings")):
            return settings.limits.widened({"findings": FOR_PROGRAMS})
        return settings.limits


def run(inputs: Inputs, checker: Checker, *, openapi_only: bool) -> Run:
    """Check all files.

    Those that are no OpenAPI documents and parts of one are checked with it. Others are passed over where they were
    found, and with `openapi_only` all of them.
    """
    outcome = Run(len(inputs.files) + len(inputs.unmatched))
    for pattern in inputs.unmatched:
        tell_unmatched(pattern)
        outcome.unchecked += not openapi_only
    others: list[tuple[Input, Outcome]] = []
    for given in inputs.files:
        came = checker.check(given)
        if came is None:
            outcome.unchecked += 1
        elif came.checked.is_openapi or _is_withheld(came.checked):
            outcome.take(came)
        else:
            others.append((given, came))
    if others:
        from preclear.cli.roots import Roots

        roots = Roots(checker, outcome)
        left = [(given, came) for given, came in others if not roots.cover(given, came)]
        for given, came in left:
            if openapi_only or not given.named:
                outcome.passed_over.append(given)
            else:
                outcome.take(came)
    return outcome


def tell_unmatched(pattern: str) -> None:
    """Tell of a pattern that no file fits."""
    from preclear.report.safe import safe

    tell(f"no file fits `{safe(pattern)}`")


def real_files(checked: Checked) -> set[str]:
    """The paths of the document and of every file that its references lead to, with no symbolic link in them."""
    documents = [checked.document] if checked.connector is None else checked.connector.description.documents
    return {os.path.realpath(document.file) for document in documents if document.file is not None}


def is_unchecked(checked: Checked) -> bool:
    """Whether the document could not be read, or not every rule ran to its end."""
    if checked.failed:
        return True
    return not checked.document.loaded and any(
        finding.document is checked.document and finding.rule.name in UNREADABLE for finding in checked.findings
    )


@contextmanager
def without_collector() -> Generator[None]:
    """Keep the cyclic garbage collector from looking through what lives to the end anyway."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _is_withheld(checked: Checked) -> bool:
    """Whether nothing is known of the content, so that it can't be said to be no OpenAPI.

    So it is where the file may not be opened, and where it is too large and begins as an OpenAPI document does.
    """

    from preclear.engine.check import OPENAPI_KEY

    document = checked.document
    if document.loaded or document.data or document.file is None:
        return False
    try:
        if not document.file.is_file():
            return True  # to open a pipe would wait for somebody to write to it
        with document.file.open("rb") as file:
            return re.search(OPENAPI_KEY.encode(), file.read(_HEAD), re.MULTILINE) is not None
    except (OSError, ValueError):
        return True
