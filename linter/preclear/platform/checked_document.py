"""A checked document, with the settings that an upload, a verification or a mapping goes on with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from preclear.engine import SELECT_ALL, RuleSelection
from preclear.project import is_failing, is_unchecked
from preclear.source import DEFAULT_LIMITS, Limits, Severity

if TYPE_CHECKING:
    from collections import Counter

    from preclear.edit import Adaptation
    from preclear.engine import CheckResult
    from preclear.project import CheckedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedDocument:
    """A document that was checked, and the settings that a command goes on with.

    `selection` and `limits` are those of the check. Findings at or above `fail_on` stop an upload. `show` is the
    least severity that reports for people have. `adaptation` is set if the document was adapted before the check: then
    the adapted document is sent.
    """

    check_result: CheckResult
    selection: RuleSelection = SELECT_ALL
    limits: Limits = field(default=DEFAULT_LIMITS)
    fail_on: str = "error"
    show: Severity = "warning"
    adaptation: Adaptation | None = None

    @classmethod
    def from_file(cls, file: CheckedFile, selection: RuleSelection) -> CheckedDocument:
        """Make it of a file that was checked with `selection`, with the file's own settings."""
        settings = file.settings
        return cls(
            check_result=file.check_result,
            selection=selection,
            limits=settings.limits,
            fail_on=settings.fail_on,
            show=settings.show,
            adaptation=file.adaptation,
        )

    @property
    def is_incomplete(self) -> bool:
        """Whether the document could not be read, a limit kept some of it from being read, or a rule failed."""
        return is_unchecked(self.check_result)

    def is_failing(self, counts: Counter[Severity]) -> bool:
        """Whether anything at or above `fail_on` was counted."""
        return is_failing(counts, self.fail_on)
