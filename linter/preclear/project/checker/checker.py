"""The check of single files, each with its own settings."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from preclear.engine import continue_check
from preclear.project.results import AdaptedFile, CheckedFile, FileResult, describe_failure
from preclear.project.settings import SettingsResolver
from preclear.source import FileCache

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from preclear.config import ConnectorBinding, Settings
    from preclear.edit import Adaptation, AdaptOptions
    from preclear.engine import (
        Baseline,
        CheckArguments,
        Checkpoint,
        FindingIdentity,
        IgnoreObservation,
        Observation,
        OldFindings,
    )
    from preclear.project.notes import CheckFailure
    from preclear.project.search import Input
    from preclear.project.settings import CheckOptions, ReportDetail
    from preclear.project.since import OldFiles, OldObservation, OldVersions
    from preclear.rule import Rule
    from preclear.source import Document, Kind, Limits, Report


class FileChecker:
    """Checks files one by one."""

    def __init__(self, options: CheckOptions, stdin: BinaryIO | None = None) -> None:
        """Load all rules. `stdin` is standard input, None if it is closed.

        Raises PackError if there are no rules, ConfigError if the named config can't be used, and OptionError for
        selectors that select nothing.
        """
        from preclear.rule import discover_rules

        self.rules: Mapping[str, Rule[Any]] = discover_rules()
        self.resolver: SettingsResolver = SettingsResolver(options, self.rules)
        self.baseline: Baseline | None = None
        """Its findings aren't reported. It records what is found."""
        self.old_versions: OldVersions | None = None
        self.old_findings: OldFindings | None = None
        """Findings of old versions, which aren't reported either."""
        self.checkpoint: Checkpoint = continue_check
        """Is called between the steps of each check, and can end it."""
        self.stdin = stdin
        """Standard input, None if it is closed. Each check reads it to its end."""
        self._options = options
        self._cache = FileCache()

    def replace_texts(self, texts: Mapping[str, bytes]) -> None:
        """From now on, read `texts` in place of files, by the files' resolved paths."""
        self._cache = FileCache(texts)

    def is_skippable(self, input: Input) -> bool:
        """Whether a file is skipped if it isn't an OpenAPI document: one that was found, or with `openapi_only` any."""
        return not input.is_named or self._options.openapi_only

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
            return describe_failure(input, error)

    def adapt(self, input: Input) -> AdaptedFile | CheckFailure:
        """Adapt one file without checking the result, or return why it can't be adapted."""
        try:
            return self._adapt(input)
        except Exception as error:
            return describe_failure(input, error)

    def has_text(self, file: Path) -> bool:
        """Whether a text is read in place of the file at a path."""
        return self._cache.text(file) is not None

    def read(self, input: Input, settings: Settings, cache: FileCache | None = None) -> CheckedFile | CheckFailure:
        """Read one file as it's checked with `settings`, adapted in the same way, but run no rule on the result.

        It can be an older version: patterns and names of `settings` may be about nothing in it. `cache` is where its
        files come from, if not from the file system.
        """
        try:
            return self._read(input, settings, cache or self._cache)
        except Exception as error:
            return describe_failure(input, error)

    def summarize(self, input: Input) -> FileResult | CheckFailure:
        """Check one file as `check` does, and return what a run keeps of it. A foreign file needn't be parsed."""
        may_be_foreign = self.is_skippable(input) and (input.is_typed or not input.is_named)
        try:
            file = self._check(input, is_skippable=may_be_foreign)
        except Exception as error:
            return describe_failure(input, error)
        return self.make_result(input, file)

    def make_result(
        self, input: Input, file: CheckedFile, details: frozenset[ReportDetail] | None = None
    ) -> FileResult | CheckFailure:
        """Return what a run keeps of a checked file. `details` replace those of the options."""
        from preclear.project.checker.entries import is_withheld

        details = self._options.details if details is None else details
        try:
            if "fixes" in details:
                from preclear.project.checker.text_fixes import add_file_fixes

                file = add_file_fixes(input, file, self._options.limits(file.settings))
            return FileResult.from_checked_file(
                input,
                file,
                is_withheld=is_withheld(input, file.check_result, self._options.root, self._cache),
                observe=self._observe_baseline if self.baseline is not None else None,
                details=details,
                old_findings=self.old_findings,
                is_in_baseline=self._is_in_baseline,
            )
        except Exception as error:
            return describe_failure(input, error)

    def observe_old(self, input: Input) -> OldObservation:
        """Check the old version of a file with its settings of now. If that fails, fewer findings are known."""
        from preclear.engine import FindingCounts
        from preclear.project.since import OldObservation

        counts, ignore_use = FindingCounts(), None
        with suppress(Exception):
            ignore_use = self._check_old(input, counts.observe)
        old = self.old_versions
        return OldObservation(counts.by_hash, ignore_use, None if old is None else old.find_missing_file())

    def settings_for(self, input: Input, binding: ConnectorBinding | None = None) -> Settings:
        """Return the settings of a file. Raises ConfigError if its config can't be used."""
        return self.resolver.resolve(self._find_file(input), binding)

    @property
    def _is_in_baseline(self) -> Callable[[FindingIdentity], bool] | None:
        return self.baseline.contains if self.baseline is not None and self._options.use_ignores else None

    def _find_file(self, input: Input) -> Path | None:
        stdin_name = self._options.stdin_filename
        return input.file or (None if stdin_name is None else Path(stdin_name))

    def _check(
        self,
        input: Input,
        observe: Callable[[Kind, Report], None] | None = None,
        binding: ConnectorBinding | None = None,
        *,
        is_skippable: bool = False,
    ) -> CheckedFile:
        from preclear.project.checker.entries import check_foreign_entry, check_loaded_entry, load_data

        options, settings, old = self._options, self.settings_for(input, binding), self.old_findings
        adapt = options.adapt or (binding is not None and binding.is_adapted)
        limits = options.limits(settings)
        arguments: CheckArguments = {
            **self._make_arguments(settings, self._cache),
            "is_known": self._is_in_baseline if old is None else old.contains_or(self._is_in_baseline),
            "bounded": options.is_bounded(settings),
            "observe": observe,
        }
        if options.findings == "planned" or "plans" in options.details:
            from preclear.engine import UnlistedFindings

            arguments["unlisted"] = UnlistedFindings()
        self.checkpoint()
        data = self._read_data(input, limits)
        if is_skippable and isinstance(data, bytes) and not (adapt or settings.changes_documents):
            foreign_file = check_foreign_entry(input, data)
            if foreign_file is not None:
                return CheckedFile(foreign_file, settings)
        document = load_data(input, data, limits)
        adaptation = self._make_adaptation(document, settings, limits, adapt=adapt)
        if adaptation is None:
            return CheckedFile(check_loaded_entry(input, document, limits, **arguments), settings)
        from preclear.engine import check_document

        return CheckedFile(check_document(adaptation.document, limits=limits, **arguments), settings, adaptation)

    def _check_old(self, input: Input, observe: Callable[[Kind, Report], None]) -> IgnoreObservation | None:
        from preclear.engine import check_document, observe_ignores

        file, settings = self._find_file(input), self.settings_for(input)
        old = None if file is None or self.old_versions is None else self.old_versions.find(file)
        document = None if old is None else old.files.load(old.file, settings.limits)
        if old is None or document is None:
            return None
        adaptation = self._make_adaptation(
            document, settings, settings.limits, old.files.cache, adapt=self._options.adapt, old_files=old.files
        )
        arguments: CheckArguments = {**self._make_arguments(settings, old.files.cache), "observe": observe}
        checked = document if adaptation is None else adaptation.document
        result = check_document(checked, limits=settings.limits, **arguments)
        return observe_ignores(result, settings.ignores) if settings.ignores else None

    def _make_arguments(self, settings: Settings, cache: FileCache) -> CheckArguments:
        return {
            "rules": self.rules,
            "root": self._options.root,
            "selection": self.resolver.selection(settings),
            "ignores": settings.ignores,
            "no_ignores": not self._options.use_ignores,
            "cache": cache,
            "checkpoint": self.checkpoint,
        }

    def _adapt(self, input: Input) -> AdaptedFile:
        from preclear.project.checker.entries import check_loaded_entry, load_data

        options, settings = self._options, self.settings_for(input)
        limits = options.limits(settings)
        document = load_data(input, self._read_data(input, limits), limits)
        adaptation = self._make_adaptation(document, settings, limits, adapt=options.adapt)
        if adaptation is not None:
            return AdaptedFile(document, adaptation)
        check_result = check_loaded_entry(input, document, limits, rules={}, root=options.root)
        findings = tuple(finding for finding in check_result.findings if finding.severity == "error")
        return AdaptedFile(document, None, findings)

    def _read(self, input: Input, settings: Settings, cache: FileCache) -> CheckedFile:
        from preclear.engine import check_document
        from preclear.project.checker.entries import check_loaded_entry, load_data

        limits, root = self._options.limits(settings), self._options.root
        document = load_data(input, self._read_data(input, limits, cache), limits)
        adaptation = self._make_adaptation(
            document, settings, limits, cache, adapt=self._options.adapt, allow_unmatched=True
        )
        arguments: CheckArguments = {"rules": {}, "root": root, "cache": cache, "with_examples": False}
        arguments |= {"no_ignores": adaptation is None, "checkpoint": self.checkpoint}
        if adaptation is None:
            result = check_loaded_entry(input, document, limits, **arguments)
        else:
            result = check_document(adaptation.document, limits=limits, **arguments)
        return CheckedFile(result, settings, adaptation)

    def _read_data(self, input: Input, limits: Limits, cache: FileCache | None = None) -> bytes | Document:
        """Read a file, or return a document with the reason why it can't be read. Standard input is loaded at once."""
        from preclear.project.checker.entries import load_stdin, read_entry

        if input.file is None:
            return load_stdin(self.stdin, self._options.stdin_filename, limits)
        return read_entry(input, input.file, self._options.root, limits, cache or self._cache)

    def _make_adaptation(
        self,
        document: Document,
        settings: Settings,
        limits: Limits,
        cache: FileCache | None = None,
        *,
        adapt: bool | AdaptOptions,
        allow_unmatched: bool = False,
        old_files: OldFiles | None = None,
    ) -> Adaptation | None:
        """Adapt a document as the settings say; None if it stays as it is or isn't OpenAPI. Raises AdaptError.

        `old_files` are those of an old version.
        """
        if not adapt and not settings.changes_documents:
            return None
        from preclear.project.checker.entry_adaptation import adapt_entry

        return adapt_entry(
            document,
            settings,
            limits,
            rules=self.rules,
            root=self._options.root,
            cache=cache or self._cache,
            adapt=adapt,
            allow_unmatched=allow_unmatched,
            old_files=old_files,
        )

    def _observe_baseline(self, file: CheckedFile) -> Observation | None:
        return self.baseline.observe(file.check_result, file.settings.show) if self.baseline is not None else None
