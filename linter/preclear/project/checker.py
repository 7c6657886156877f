"""The check of single files, each with its own settings.

The cyclic garbage collector is paused during a run: it takes more time than the parser and frees almost nothing.
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from preclear.config import ConfigError
from preclear.project.file_result import AdaptedFile, CheckedFile, FileResult
from preclear.project.settings import SettingsResolver
from preclear.source import FileCache, Node, load_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from preclear.config import ConnectorBinding, Settings
    from preclear.edit import Adaptation, AdaptOptions
    from preclear.engine import Baseline, CheckArguments, CheckResult, Observation
    from preclear.project.inputs import Input
    from preclear.project.notes import CheckFailure
    from preclear.project.settings import CheckOptions
    from preclear.rule import Rule
    from preclear.source import Document, Kind, Limits, Report

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
        self.stdin = stdin
        """Standard input, None if it is closed. Each check reads it to its end."""
        self._options = options
        self._cache = FileCache()

    def replace_texts(self, texts: Mapping[str, bytes]) -> None:
        """From now on, read `texts` in place of files, by the files' resolved paths."""
        self._cache = FileCache(texts)

    def check(
        self,
        input: Input,
        observe: Callable[[Kind, Report], None] | None = None,
        binding: ConnectorBinding | None = None,
    ) -> CheckedFile | CheckFailure:
        """Check one file, or return why it can't be checked. Problems of the file raise nothing.

        `observe` is called with every report that is reported, as in `check_document`. `binding` adapts the document,
        and has settings that override those of its config.
        """
        try:
            return self._check(input, observe, binding)
        except Exception as error:
            return _describe_problem(input, error)

    def adapt(self, input: Input) -> AdaptedFile | CheckFailure:
        """Adapt one file without checking the result, or return why it can't be adapted."""
        try:
            return self._adapt(input)
        except Exception as error:
            return _describe_problem(input, error)

    def read(self, input: Input, settings: Settings, cache: FileCache | None = None) -> CheckedFile | CheckFailure:
        """Read one file as it's checked with `settings`, adapted in the same way, but run no rule on the result.

        It can be an older version: patterns and names of `settings` may be about nothing in it. `cache` is where its
        files come from, if not from the file system.
        """
        try:
            return self._read(input, settings, cache or self._cache)
        except Exception as error:
            return _describe_problem(input, error)

    def summarize(self, input: Input) -> FileResult | CheckFailure:
        """Check one file as `check` does, and return what a run keeps of it."""
        file = self.check(input)
        return self.make_result(input, file) if isinstance(file, CheckedFile) else file

    def make_result(self, input: Input, file: CheckedFile) -> FileResult | CheckFailure:
        """Return what a run keeps of a checked file."""
        try:
            is_withheld = not file.check_result.is_openapi and self._is_withheld(input, file.check_result)
            observe = self._observe_baseline if self.baseline is not None else None
            if "fixes" in self._options.details:
                from preclear.project.text_fixes import add_file_fixes

                file = add_file_fixes(input, file, self._options.limits(file.settings))
            return FileResult.from_checked_file(
                input, file, is_withheld=is_withheld, observe=observe, details=self._options.details
            )
        except Exception as error:
            return _describe_problem(input, error)

    def settings_for(self, input: Input, binding: ConnectorBinding | None = None) -> Settings:
        """Return the settings of a file. Raises ConfigError if its config can't be used."""
        name = self._options.stdin_filename
        file = input.file if input.file is not None else Path(name) if name is not None else None
        return self.resolver.resolve(file, binding)

    def _check(
        self, input: Input, observe: Callable[[Kind, Report], None] | None, binding: ConnectorBinding | None
    ) -> CheckedFile:
        from preclear.project.entries import check_loaded_entry

        options, settings = self._options, self.settings_for(input, binding)
        adapt = options.adapt or (binding is not None and binding.is_adapted)
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
            "observe": observe,
        }
        if options.findings == "planned" or "plans" in options.details:
            from preclear.engine import UnlistedFindings

            arguments["unlisted"] = UnlistedFindings()
        document = self._load(input, limits)
        adaptation = self._make_adaptation(document, settings, limits, adapt=adapt)
        if adaptation is None:
            return CheckedFile(check_loaded_entry(input, document, limits, **arguments), settings)
        from preclear.engine import check_document

        return CheckedFile(check_document(adaptation.document, limits=limits, **arguments), settings, adaptation)

    def _adapt(self, input: Input) -> AdaptedFile:
        from preclear.project.entries import check_loaded_entry

        options, settings = self._options, self.settings_for(input)
        limits = options.limits(settings)
        document = self._load(input, limits)
        adaptation = self._make_adaptation(document, settings, limits, adapt=options.adapt)
        if adaptation is not None:
            return AdaptedFile(document, adaptation)
        check_result = check_loaded_entry(input, document, limits, rules={}, root=options.root)
        findings = tuple(finding for finding in check_result.findings if finding.severity == "error")
        return AdaptedFile(document, None, findings)

    def _read(self, input: Input, settings: Settings, cache: FileCache) -> CheckedFile:
        from preclear.engine import check_document
        from preclear.project.entries import check_loaded_entry

        limits, root = self._options.limits(settings), self._options.root
        document = self._load(input, limits, cache)
        adaptation = self._make_adaptation(
            document, settings, limits, cache, adapt=self._options.adapt, allow_unmatched=True
        )
        if adaptation is None:
            result = check_loaded_entry(
                input, document, limits, rules={}, root=root, cache=cache, no_ignores=True, with_examples=False
            )
        else:
            result = check_document(
                adaptation.document, limits=limits, rules={}, root=root, cache=cache, with_examples=False
            )
        return CheckedFile(result, settings, adaptation)

    def _load(self, input: Input, limits: Limits, cache: FileCache | None = None) -> Document:
        from preclear.project.entries import load_entry, load_stdin

        if input.file is not None:
            text = (cache or self._cache).text(input.file)
            if text is not None:
                return load_bytes(text, input.display_path, limits, input.file.absolute())
            return load_entry(input, self._options.root, limits)
        return load_stdin(self.stdin, self._options.stdin_filename, limits)

    def _make_adaptation(
        self,
        document: Document,
        settings: Settings,
        limits: Limits,
        cache: FileCache | None = None,
        *,
        adapt: bool | AdaptOptions,
        allow_unmatched: bool = False,
    ) -> Adaptation | None:
        """Adapt a document as the settings say; None if it stays as it is or isn't OpenAPI. Raises AdaptError."""
        if not adapt and not settings.changes_documents:
            return None
        from preclear.project.adaptation import add_origin, make_adapt_options

        adapt_options = make_adapt_options(settings, adapt=adapt)
        if adapt_options is None or not document.is_loaded:
            return None
        from preclear.openapi import detect_version

        version, _ = detect_version(Node(document, (), document.value))
        if version is None:
            return None
        from preclear.edit import AdaptError, adapt_document

        try:
            return adapt_document(
                document,
                replace(adapt_options, allow_unmatched=True) if allow_unmatched else adapt_options,
                rules=self.rules,
                root=self._options.root,
                limits=limits,
                cache=cache or self._cache,
            )
        except AdaptError as error:
            raise add_origin(error, settings) from error

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


def _describe_problem(input: Input, error: Exception) -> CheckFailure:
    """Return why a file can't be checked."""
    from preclear.edit import AdaptError
    from preclear.project.notes import BrokenConfig, InternalFailure, UnadaptedDocument

    if isinstance(error, ConfigError):
        return BrokenConfig(error)
    if isinstance(error, AdaptError):
        return UnadaptedDocument(input.display_path, str(error), error.findings)
    return InternalFailure.from_error(error, f"in {input.display_path}")
