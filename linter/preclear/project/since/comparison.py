"""The comparison of a run with a revision: which documents are checked, and which of their findings are old."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from preclear.engine import OldFindings
from preclear.project.results import FileResult, IgnoreUses
from preclear.project.search import Input, SelectedInputs, file_identity
from preclear.project.settings import OptionError
from preclear.project.since.observation import OldObservation
from preclear.project.since.old_versions import OldVersions
from preclear.project.since.revisions import OPTION, Revisions
from preclear.project.since.selection import ChangeFinder
from preclear.source import resolve_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from preclear.config import Settings
    from preclear.engine import Finding
    from preclear.project.notes import Note, Problem
    from preclear.project.search import Inputs
    from preclear.project.settings import CheckOptions, SettingsResolver
    from preclear.source import Span


class Comparison:
    """The comparison of a run with the revision in its options. Another run over the same files can continue it."""

    def __init__(
        self,
        options: CheckOptions,
        inputs: Inputs,
        settings_of: Callable[[Input], Settings],
        *,
        with_related: bool,
    ) -> None:
        """`settings_of` returns the settings of a document, or raises ConfigError.

        `with_related` selects documents that share files with a changed one, too. Raises OptionError if there is no
        such revision.
        """
        self.name: str = options.since or ""
        self._revisions = revisions = Revisions(self.name)
        if any(input.file is None for input in inputs.files):
            if options.stdin_filename is None:
                raise OptionError("standard input has no path in a repository; set `--stdin-filename`", OPTION)
            revisions.find(Path(options.stdin_filename))
        finder = ChangeFinder(revisions, settings_of, root=options.root, adapt=options.adapt, with_related=with_related)
        selection = self._selection = finder.select(inputs.files)
        self.inputs: Inputs = inputs._replace(files=selection.files)
        self.unchanged_count: int = len(inputs.files) - len(selection.files)
        self.old_versions: OldVersions = OldVersions(revisions, selection.old_paths)
        self.old_findings: OldFindings = OldFindings(selection.old_paths)
        self._settings_of = settings_of
        self._observed: set[Input] = set()
        self._ignore_uses = IgnoreUses()
        self._unused_ignores: set[tuple[str, Span, str]] | None = None

    def close(self) -> None:
        """End all processes that read repositories."""
        self._revisions.close()

    def take_unobserved(self, inputs: Iterable[Input]) -> list[Input]:
        """Return those of `inputs` whose old versions weren't observed before."""
        new_inputs = [input for input in inputs if input not in self._observed]
        self._observed.update(new_inputs)
        return new_inputs

    def check_sharing(
        self,
        results: Sequence[FileResult | Problem],
        check: Callable[[Sequence[Input]], Iterable[FileResult | Problem]],
        observe: Callable[[Sequence[Input]], None],
    ) -> Sequence[FileResult | Problem]:
        """Check what other documents share unchanged files that have new findings, and return all results.

        A document that begins to refer to a file has new findings there, which another document had before. If that one
        is unchanged, it counts as selected. If it was deleted, only its old version is checked. Then what has the
        findings is checked again. `check` yields results in order, `observe` checks old versions.
        """
        file_results = [result for result in results if isinstance(result, FileResult)]
        files_by_input = {result.input: _list_part_files(result) for result in file_results}
        files = self._selection.find_unchanged(frozenset[str]().union(*files_by_input.values()))
        if not files:
            return results
        sharing = sorted(self._selection.find_users(files) - {*self.inputs.files})
        deleted = [
            Input(path, Path(path), is_named=False)
            for path in sorted(self._selection.deleted)
            if self.old_versions.has_document(Path(path))
        ]
        if not sharing and not deleted:
            return results
        self.inputs = self.inputs._replace(files=(*self.inputs.files, *sharing))
        self.unchanged_count -= len(sharing)
        observe(deleted)
        sharing_results = [*check(sharing)]
        repeated = [input for input, part_files in files_by_input.items() if not files.isdisjoint(part_files)]
        new_results = dict(zip(repeated, check(repeated), strict=True))
        replaced = (
            new_results.get(result.input, result) if isinstance(result, FileResult) else result for result in results
        )
        return [*replaced, *sharing_results]

    def add(self, input: Input, observation: OldObservation | Problem) -> None:
        """Add what the check of an old version found. One that can't be checked has no findings.

        Raises OptionError if the repository doesn't have the content of a file: all of its findings would be new.
        """
        if not isinstance(observation, OldObservation):
            return
        if observation.missing_file is not None:
            raise OptionError(
                f"`{observation.missing_file}` is missing in the repository at `{self.name}`; expected a clone with the"
                " files of all commits, without `--filter`",
                OPTION,
            )
        self.old_findings.add(observation.counts)
        if observation.ignore_use is not None:
            real_file = None if input.file is None else resolve_links(input.file)
            self._ignore_uses.add(observation.ignore_use, self._settings_of(input), real_file)

    def has_unused_ignore(self, finding: Finding, resolver: SettingsResolver) -> bool:
        """Whether an ignore of a config that ignores nothing ignores nothing in the old versions, either."""
        if self._unused_ignores is None:
            findings = self._ignore_uses.findings(resolver, SelectedInputs((), self.inputs))
            self._unused_ignores = {_identify_ignore(unused) for unused, _ in findings}
        return _identify_ignore(finding) in self._unused_ignores

    def make_notes(self, old_count: int, *, is_all: bool) -> Iterator[Note]:
        """Yield notes about what isn't checked or reported: `old_count` findings.

        `is_all` says that no document was checked.
        """
        from preclear.project.notes import UnchangedFiles, UnchangedFindings

        if old_count:
            yield UnchangedFindings(old_count, self.name)
        if self.unchanged_count:
            yield UnchangedFiles(self.unchanged_count, self.name, is_all)


def _list_part_files(result: FileResult) -> frozenset[str]:
    """Return the files with findings of a document, except for its own."""
    files = {place.document.file for finding in result.findings.findings for place in finding.affected_places}
    paths = frozenset(str(file_identity(file)) for file in files if file is not None)
    return paths - {str(file_identity(result.input.file))} if result.input.file is not None else paths


def _identify_ignore(finding: Finding) -> tuple[str, Span, str]:
    return finding.path, finding.span, finding.message
