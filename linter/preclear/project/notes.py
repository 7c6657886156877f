"""What a run reports besides findings: what wasn't checked and why, and what the results leave out.

Each note is a value; `text` is its message. A text can contain control characters from a file name or an error, so
escape it before you show it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

from preclear._records import NamedTuple
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.config import ConfigError
    from preclear.engine import BaselineEntry, Finding

_MAX_LISTED_PATHS = 3

UPDATE_COMMAND = "preclear baseline --update"


class UnmatchedPattern(NamedTuple):
    """A pattern that no file matches. `origin` is the place in the config that lists it: `preclear.toml:3:14`."""

    pattern: str
    origin: str | None = None

    @property
    def text(self) -> str:
        place = "" if self.origin is None else f" ({self.origin})"
        return f"no file matches `{self.pattern}`{place}"


class UnlistedFolder(NamedTuple):
    """A folder that can't be listed, and why: nothing in it is checked."""

    folder: str
    reason: str

    @property
    def text(self) -> str:
        return f"folder `{self.folder}` can't be listed, so nothing in it is checked: {self.reason}"


class BrokenConfig(NamedTuple):
    """A config that can't be used: no document that has it is checked. `error` has the places."""

    error: ConfigError

    @property
    def text(self) -> str:
        return str(self.error)


class UnadaptedDocument(NamedTuple):
    """A document that can't be adapted, and why: it isn't checked. `findings` report what is wrong with it."""

    path: str
    reason: str
    findings: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        return f"{self.path} can't be used: {self.reason}"


class InternalFailure(NamedTuple):
    """An internal error of preclear. `error` is its type and message, `source` its place in the code (`file.py:12`).

    `activity` says where or when it happened, such as `in openapi.yaml`.
    """

    activity: str
    error: str
    source: str | None

    @classmethod
    def from_error(cls, error: Exception, activity: str) -> InternalFailure:
        """Make the failure for an exception."""
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        file = os.path.basename(trace.tb_frame.f_code.co_filename) if trace is not None else ""
        source = f"{file}:{trace.tb_lineno}" if trace is not None else None
        return cls(activity, f"{type(error).__name__}: {error}"[:300], source)

    @property
    def text(self) -> str:
        place = f" ({self.source})" if self.source is not None else ""
        return f"internal error {self.activity}: {self.error}{place}; please report it, with the document if you can"


class KnownFindings(NamedTuple):
    """The number of findings that aren't reported because they are in the baseline."""

    number: int
    baseline: str

    @property
    def text(self) -> str:
        return f"{format_count(self.number, 'known finding')} in {self.baseline}; use `--no-ignores` to report them"


class UnchangedFindings(NamedTuple):
    """The number of findings that aren't reported because documents have them at a revision, too."""

    number: int
    revision: str

    @property
    def text(self) -> str:
        findings = f"{format_count(self.number, 'finding')} {'is' if self.number == 1 else 'are'}n't new"
        return f"{findings} since `{self.revision}`; check without `--since` to report all"


class UnchangedFiles(NamedTuple):
    """The number of files that aren't checked because they, and all their parts, are those of a revision.

    `is_all` says that no document was checked.
    """

    number: int
    revision: str
    is_all: bool

    @property
    def text(self) -> str:
        files = "1 unchanged file wasn't" if self.number == 1 else f"{self.number:,} unchanged files weren't"
        if self.is_all:
            return f"no OpenAPI document changed since `{self.revision}`; {files} checked"
        return f"{files} checked: only what changed since `{self.revision}` is"


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
        return f"{entries} of {self.baseline} {no_longer}: {place}; run `{UPDATE_COMMAND}` to remove them"


class SkippedFiles(NamedTuple):
    """The display paths of files that were skipped because they aren't OpenAPI documents; at least one."""

    paths: tuple[str, ...]

    @property
    def text(self) -> str:
        description = "that isn't an OpenAPI document" if len(self.paths) == 1 else "that aren't OpenAPI documents"
        return f"skipped {format_count(len(self.paths), 'file')} {description}"


class ReferringDocuments(NamedTuple):
    """The display paths of documents that were checked because they refer to fragments; at least one of each."""

    documents: tuple[str, ...]
    fragments: tuple[str, ...]

    @property
    def text(self) -> str:
        verb = "refers" if len(self.documents) == 1 else "refer"
        return f"checked {_list_paths(self.documents)}, which {verb} to {_list_paths(self.fragments)}"


class UnreferencedFiles(NamedTuple):
    """The display paths of files that aren't OpenAPI documents, and to which no document refers; at least one.

    `scope` says where documents were searched, such as `OpenAPI document of the repository`.
    """

    paths: tuple[str, ...]
    scope: str

    @property
    def text(self) -> str:
        return f"no {self.scope} refers to {_list_paths(self.paths)}"


class EntryCount(NamedTuple):
    """A number of files, and of folders whose files aren't counted."""

    files: int = 0
    folders: int = 0

    @property
    def text(self) -> str:
        """The numbers that aren't zero: `3 files and 1 folder`; empty if both are."""
        counts = [(self.files, "file"), (self.folders, "folder")]
        return " and ".join(format_count(number, noun) for number, noun in counts if number)


class PassedOver(NamedTuple):
    """What a search in folders passed over; at least one file or folder.

    `ignored` is what `.gitignore` files name, `excluded` what configs exclude. `skipped_folders` is the number of
    folders that are skipped because they have one of `skipped_names`. `can_be_named` says that all of it is checked if
    it's named.
    """

    ignored: EntryCount = EntryCount()
    excluded: EntryCount = EntryCount()
    skipped_folders: int = 0
    skipped_names: tuple[str, ...] = ()
    can_be_named: bool = True

    @property
    def text(self) -> str:
        names = ", ".join(f"`{name}`" for name in self.skipped_names)
        skipped = EntryCount(folders=self.skipped_folders).text
        parts = (
            (self.ignored.text, "ignored by `.gitignore`"),
            (self.excluded.text, "excluded by the config"),
            (skipped, f"skipped by default ({names})"),
        )
        return f"passed over {', '.join(f'{count} {reason}' for count, reason in parts if count)}"


class UnusedIgnoreFile(NamedTuple):
    """A `.gitignore` file that isn't obeyed, or not as a whole, and why."""

    path: str
    reason: str

    @property
    def text(self) -> str:
        return f"`{self.path}` isn't fully obeyed: {self.reason}"


class UncheckedFiles(NamedTuple):
    """The number of files that could not be checked completely."""

    number: int
    total: int

    @property
    def text(self) -> str:
        return f"{self.number:,} of {format_count(self.total, 'file')} could not be checked"


def _list_paths(paths: Sequence[str]) -> str:
    """Return a phrase with all of a few paths, or the first ones and the number of the others."""
    *first, last = paths if len(paths) <= _MAX_LISTED_PATHS else (*paths[: _MAX_LISTED_PATHS - 1], "")
    others = last or f"{len(paths) - len(first):,} others"
    return f"{', '.join(first)} and {others}" if first else others


class NothingChecked(NamedTuple):
    """No OpenAPI document was found outside of what was passed over."""

    passed_over: PassedOver | None = None

    @property
    def text(self) -> str:
        reason = "nothing was checked: no OpenAPI document was found"
        if self.passed_over is None:
            return reason
        hint = "; name a path to check it" if self.passed_over.can_be_named else ""
        return f"{reason} outside of what was passed over{hint}"


Problem: TypeAlias = UnmatchedPattern | UnlistedFolder | BrokenConfig | UnadaptedDocument | InternalFailure
"""A reason why something wasn't checked."""

CheckFailure: TypeAlias = BrokenConfig | UnadaptedDocument | InternalFailure
"""A reason why a file wasn't checked."""

Note: TypeAlias = (
    Problem
    | KnownFindings
    | UnchangedFindings
    | StaleEntries
    | UnchangedFiles
    | ReferringDocuments
    | UnreferencedFiles
    | SkippedFiles
    | PassedOver
    | UnusedIgnoreFile
    | UncheckedFiles
    | NothingChecked
)
