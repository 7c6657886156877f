"""The check of single files, each with its own settings, and what a run keeps of each file.

The cyclic garbage collector is paused during a run: it takes more time than the parser and frees almost nothing.
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from preclear.config import ConfigError
from preclear.project.results import DocumentFindings
from preclear.project.settings import SettingsResolver
from preclear.source import FileCache, resolve_links

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from preclear.config import Settings
    from preclear.engine import Baseline, CheckArguments, CheckResult, IgnoreObservation, Observation
    from preclear.project.inputs import Input
    from preclear.project.notes import BrokenConfig, InternalFailure
    from preclear.project.settings import CheckOptions
    from preclear.rule import Rule

_HEAD_BYTES = 65_536  # bytes of a too large file that are searched for its `openapi` key

_BATCH_SIZE = 50
"""Number of documents after which their models are freed."""


@contextmanager
def pause_garbage_collector() -> Generator[None]:
    """Pause the cyclic garbage collector, which would only traverse objects that live until the end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def collect_garbage_batch(number: int) -> None:
    """Free the models of documents after every batch, and freeze the objects that are still in use.

    `number` is the 1-based number of the document that was checked last.
    """
    if number % _BATCH_SIZE == 0:
        gc.collect()
        gc.freeze()


class CheckedFile(NamedTuple):
    """The result of a document's check, with its model, and the settings that it was checked with."""

    check_result: CheckResult
    settings: Settings


class FileResult(NamedTuple):
    """What a run keeps of one file.

    `is_document` says whether the file is an OpenAPI document, or could be one because it wasn't opened. `is_loaded`
    says whether its text could be parsed, and `is_empty` whether nothing was read. `is_checked` says whether it was
    checked completely, `is_unchecked` whether something prevented that; a file that isn't an OpenAPI document is
    neither. `real_files` are the resolved paths of all its files, including those that a limit left unread; in that
    case `unread_root` is the folder in which more of them can be.
    """

    input: Input
    settings: Settings
    findings: DocumentFindings
    is_document: bool
    is_loaded: bool
    is_empty: bool
    is_checked: bool
    is_unchecked: bool
    real_file: str | None
    real_files: frozenset[str]
    unread_root: Path | None
    ignore_use: IgnoreObservation | None
    baseline_use: Observation | None

    @classmethod
    def from_checked_file(
        cls,
        input: Input,
        file: CheckedFile,
        *,
        is_withheld: bool,
        observe: Callable[[CheckedFile], Observation | None] | None = None,
    ) -> FileResult:
        """Make the result of a checked file; `observe` compares it with the baseline."""
        check_result, settings = file
        unchecked = is_unchecked(check_result)
        unread_root = None
        if check_result.connector is not None and is_limited(check_result):
            unread_root = check_result.connector.api.references.files.root
        ignore_use = None
        if settings.ignores:
            from preclear.engine import observe_ignores

            ignore_use = observe_ignores(check_result, settings.ignores)
        return cls(
            input=input,
            settings=settings,
            findings=DocumentFindings.from_check_result(check_result),
            is_document=check_result.is_openapi or is_withheld,
            is_loaded=check_result.document.is_loaded,
            is_empty=not check_result.document.data,
            is_checked=check_result.connector is not None and not unchecked,
            is_unchecked=unchecked,
            real_file=None if check_result.document.file is None else resolve_links(check_result.document.file),
            real_files=real_files(check_result),
            unread_root=unread_root,
            ignore_use=ignore_use,
            baseline_use=observe(file) if observe is not None and check_result.is_openapi else None,
        )


def real_files(check_result: CheckResult) -> frozenset[str]:
    """Return the resolved paths of the document and of every file that it refers to.

    Files that a limit left unread are included.
    """
    if check_result.connector is None:
        return (
            frozenset()
            if check_result.document.file is None
            else frozenset({resolve_links(check_result.document.file)})
        )
    files = check_result.connector.api.references.files
    read_paths = {resolve_links(document.file) for document in files.documents if document.file is not None}
    return frozenset(read_paths | set(map(str, files.unread)))


def is_limited(check_result: CheckResult) -> bool:
    """Whether a limit left a part of the document or of its files unread."""
    return any(finding.rule.name == "exceeded-limit" for finding in check_result.findings)


def is_unchecked(check_result: CheckResult) -> bool:
    """Whether the document could not be read, a limit left a part of it unread, or a rule failed."""
    if check_result.failed or is_limited(check_result):
        return True
    return not check_result.document.is_loaded and any(
        finding.rule.name == "unreadable-file" for finding in check_result.findings
    )


class FileChecker:
    """Checks files one by one."""

    def __init__(self, options: CheckOptions, stdin: BinaryIO | None = None) -> None:
        """Load all rules. `stdin` is standard input, None if it is closed.

        Raises PackError if there are no rules, ConfigError if the named config can't be used, and OptionError for
        selectors that select nothing.
        """
        from preclear.rule import discover_rules

        self.rules: Mapping[str, Rule[Any]] = discover_rules()
        self.resolver = SettingsResolver(options, self.rules)
        self.baseline: Baseline | None = None
        """Its findings aren't reported. It records what is found."""
        self._options = options
        self._stdin = stdin
        self._cache = FileCache()

    def check(self, input: Input) -> CheckedFile | BrokenConfig | InternalFailure:
        """Check one file, or return why it can't be checked. Problems of the file raise nothing."""
        try:
            return self._check(input)
        except Exception as error:
            return _describe_problem(input, error)

    def summarize(self, input: Input) -> FileResult | BrokenConfig | InternalFailure:
        """Check one file as `check` does, and return what a run keeps of it."""
        file = self.check(input)
        if not isinstance(file, CheckedFile):
            return file
        try:
            is_withheld = not file.check_result.is_openapi and self._is_withheld(input, file.check_result)
            observe = self._observe_baseline if self.baseline is not None else None
            return FileResult.from_checked_file(input, file, is_withheld=is_withheld, observe=observe)
        except Exception as error:
            return _describe_problem(input, error)

    def settings_for(self, input: Input) -> Settings:
        """Return the settings of a file. Raises ConfigError if its config can't be used."""
        name = self._options.stdin_filename
        file = input.file if input.file is not None else Path(name) if name is not None else None
        return self.resolver.resolve(file)

    def _check(self, input: Input) -> CheckedFile:
        from preclear.engine import check_document
        from preclear.project.entries import check_entry, load_stdin

        options, settings = self._options, self.settings_for(input)
        limits = options.limits(settings)
        is_known = self.baseline.contains if self.baseline is not None and options.use_ignores else None
        arguments: CheckArguments = {
            "rules": self.rules,
            "root": options.root,
            "selection": self.resolver.selection(settings),
            "ignores": settings.ignores,
            "no_ignores": not options.use_ignores,
            "is_known": is_known,
            "cache": self._cache,
            "bounded": options.is_bounded(settings),
        }
        if options.findings == "planned":
            from preclear.engine import UnlistedFindings

            arguments["unlisted"] = UnlistedFindings()
        if input.file is not None:
            return CheckedFile(check_entry(input, limits, **arguments), settings)
        document = load_stdin(self._stdin, options.stdin_filename, limits)
        return CheckedFile(check_document(document, limits=limits, **arguments), settings)

    def _observe_baseline(self, file: CheckedFile) -> Observation | None:
        return self.baseline.observe(file.check_result, file.settings.show) if self.baseline is not None else None

    def _is_withheld(self, input: Input, check_result: CheckResult) -> bool:
        """Whether the file's content is unknown, so that it could be an OpenAPI document.

        That is the case if the file may not be opened, or is too large and starts like an OpenAPI document.
        """
        from preclear.engine import OPENAPI_KEY_PATTERN
        from preclear.project.entries import refusal_reason
        from preclear.source import read_head

        document = check_result.document
        if document.is_loaded or document.data or document.file is None:
            return False
        if refusal_reason(input, self._options.root) is not None:
            return True
        try:
            if not document.file.is_file():
                return True  # opening a pipe waits for a writer
            return (
                re.search(OPENAPI_KEY_PATTERN.encode(), read_head(document.file, _HEAD_BYTES), re.MULTILINE) is not None
            )
        except (OSError, ValueError):
            return True


def _describe_problem(input: Input, error: Exception) -> BrokenConfig | InternalFailure:
    """Return why a file can't be checked."""
    from preclear.project.notes import BrokenConfig, InternalFailure

    return (
        BrokenConfig(error)
        if isinstance(error, ConfigError)
        else InternalFailure.from_error(error, f"in {input.display_path}")
    )
