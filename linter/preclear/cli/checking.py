"""The run over many files: each is checked, and what keeps one from being checked never hides another."""

from __future__ import annotations

import gc
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from preclear.cli.output import tell, tell_failure
from preclear.report.results import Gathering, files_of

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from preclear.cli.inputs import Input, Inputs
    from preclear.engine import Checked
    from preclear.report.results import Results
    from preclear.rule import Rule
    from preclear.source import Limits

UNREADABLE = ("unreadable-file", "exceeded-limit")
"""The kinds of findings that say of a document that was not loaded that it could not be checked."""

_HEAD = 65_536  # bytes in which a file that is too large is searched for its `openapi` key
_OPENAPI = re.compile(rb"""^\s*\{?\s*["']?(openapi|swagger)["']?\s*:""", re.MULTILINE)


class Run:
    """What came of a run: the results, and how many files of which it says nothing."""

    def __init__(self, asked: int) -> None:
        self.gathering = Gathering()
        self.passed_over: list[Input] = []
        self.asked = asked
        self.checked = 0
        self.unchecked = 0

    @property
    def results(self) -> Results:
        """The findings of all files."""
        return self.gathering.results()


class Checker:
    """Checks one file after the other with the same rules."""

    def __init__(self, root: Path | None, limits: Limits, stdin_filename: str | None = None) -> None:
        """Load all rules. Raises PackError where there are none."""
        from preclear.rule import discover

        self._rules: Mapping[str, Rule[Any]] = discover()
        self._root = root
        self._limits = limits
        self._stdin_filename = stdin_filename

    def check(self, given: Input) -> Checked | None:
        """Check one file; None where that failed for a fault of preclear's own, which is told."""
        from preclear.engine import check, check_document

        try:
            if given.file is not None:
                return check(given.file, rules=self._rules, shown=given.shown, root=self._root, limits=self._limits)
            return check_document(self._stdin(given), rules=self._rules, root=self._root, limits=self._limits)
        except Exception as error:
            from preclear.report.safe import safe

            tell_failure(error, f"in {safe(given.shown)}")
            return None

    def _stdin(self, given: Input) -> Any:
        from preclear.source import load_bytes

        data = sys.stdin.buffer.read(self._limits.file_bytes + 1)
        name = self._stdin_filename
        if name is None:
            return load_bytes(data, given.shown, self._limits)
        return load_bytes(data, Path(name).as_posix(), self._limits, Path(name).absolute())


def run(inputs: Inputs, checker: Checker, *, openapi_only: bool) -> Run:
    """Check all files. Those that were found and are no OpenAPI are passed over; with `openapi_only` all such files."""
    outcome = Run(len(inputs.files) + len(inputs.unmatched))
    read: set[str] = set()
    for pattern in inputs.unmatched:
        from preclear.report.safe import safe

        tell(f"no file fits `{safe(pattern)}`")
        outcome.unchecked += not openapi_only
    for given in inputs.files:
        checked = checker.check(given)
        if checked is None:
            outcome.unchecked += 1
        elif not checked.is_openapi and (openapi_only or not given.named) and not _is_withheld(checked):
            outcome.passed_over.append(given)
        else:
            outcome.gathering.add(checked)
            read |= files_of(checked)
            outcome.unchecked += is_unchecked(checked)
            outcome.checked += not is_unchecked(checked)
    outcome.passed_over = [each for each in outcome.passed_over if each.shown not in read]
    return outcome


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
    document = checked.document
    if document.loaded or document.data or document.file is None:
        return False
    try:
        with document.file.open("rb") as file:
            return _OPENAPI.search(file.read(_HEAD)) is not None
    except (OSError, ValueError):
        return True
