"""What a run reports besides findings: what wasn't checked and why, and what the results leave out.

Each note is a value; `text` says the same to a person. A text can hold control characters of a file's name or of an
error: whoever shows it escapes them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.source.counts import format_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.config import ConfigError
    from preclear.engine.baseline import BaselineEntry

UPDATE_COMMAND = "preclear baseline --update"


class UnmatchedPattern(NamedTuple):
    """A pattern that no file matches."""

    pattern: str

    @property
    def text(self) -> str:
        return f"no file fits `{self.pattern}`"


class UnlistedFolder(NamedTuple):
    """A folder that can't be listed, and why: nothing in it is checked."""

    folder: str
    reason: str

    @property
    def text(self) -> str:
        return f"folder `{self.folder}` can't be listed, so that nothing in it is checked: {self.reason}"


class BrokenConfig(NamedTuple):
    """A config that can't be used: no document that has it is checked. `error` has the places."""

    error: ConfigError

    @property
    def text(self) -> str:
        return str(self.error)


class InternalFailure(NamedTuple):
    """A fault of preclear's own: `error` is its type and message, `source` where in the code it is, `file.py:12`.

    `activity` says what was being done, such as `in openapi.yaml`.
    """

    activity: str
    error: str
    source: str | None

    @classmethod
    def from_error(cls, error: Exception, activity: str) -> InternalFailure:
        """The failure that `error` was."""
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        file = os.path.basename(trace.tb_frame.f_code.co_filename) if trace is not None else ""  # noqa: PTH119
        source = f"{file}:{trace.tb_lineno}" if trace is not None else None
        return cls(activity, f"{type(error).__name__}: {error}"[:300], source)

    @property
    def text(self) -> str:
        place = f" ({self.source})" if self.source is not None else ""
        return f"internal error {self.activity}: {self.error}{place}; report this, with the document if you can"


class KnownFindings(NamedTuple):
    """How many findings the baseline knows, so that they aren't reported."""

    number: int
    baseline: str

    @property
    def text(self) -> str:
        verb = "is" if self.number == 1 else "are"
        return f"{format_count(self.number, 'finding')} {verb} known from {self.baseline}: --no-ignores shows them"


class StaleEntries(NamedTuple):
    """Entries of the baseline that are no longer found; at least one."""

    entries: Sequence[BaselineEntry]
    baseline: str

    @property
    def text(self) -> str:
        count, first = len(self.entries), self.entries[0]
        entries = "1 entry" if count == 1 else f"{count:,} entries"
        no_longer = "is no longer found" if count == 1 else "are no longer found, the first"
        place = f"`{first.rule}` in {first.path} at `{first.pointer}`"
        return f"{entries} of {self.baseline} {no_longer}: {place}; `{UPDATE_COMMAND}` removes what is stale"


class SkippedFiles(NamedTuple):
    """The files that are no OpenAPI documents and were passed over, by the paths shown; at least one."""

    paths: tuple[str, ...]

    @property
    def text(self) -> str:
        description = "that is no OpenAPI document" if len(self.paths) == 1 else "that are no OpenAPI documents"
        return f"passed over {format_count(len(self.paths), 'file')} {description}"


class UncheckedFiles(NamedTuple):
    """How many of the files could not be checked, or not to their end."""

    number: int
    total: int

    @property
    def text(self) -> str:
        return f"{self.number:,} of {format_count(self.total, 'file')} could not be checked"


class NothingChecked(NamedTuple):
    """No OpenAPI document was found."""

    @property
    def text(self) -> str:
        return "nothing was checked: no OpenAPI document was found"


Problem: TypeAlias = UnmatchedPattern | UnlistedFolder | BrokenConfig | InternalFailure
"""Why something wasn't checked."""

Note: TypeAlias = Problem | KnownFindings | StaleEntries | SkippedFiles | UncheckedFiles | NothingChecked
