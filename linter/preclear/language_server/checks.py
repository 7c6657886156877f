"""The checks of the open files, and snapshots of their results. All of it happens in the worker's thread."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, cast

from preclear.config import ConfigError
from preclear.engine import BaselineError, CancelledCheckError, continue_check
from preclear.language_server.buffers import relative_path
from preclear.language_server.diagnostics import DiagnosticsBuilder, FileDiagnostics
from preclear.language_server.features.code_actions import code_actions, fix_all
from preclear.language_server.features.references import references
from preclear.language_server.features.workspace_edits import EditSupport
from preclear.language_server.file_uris import FileUris
from preclear.language_server.snapshot import PlanCache, Snapshot
from preclear.project import CheckSession, OptionError
from preclear.rule import PackError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from lsprotocol import types

    from preclear.language_server.buffers import OpenFile
    from preclear.language_server.features.code_actions import FixLevel
    from preclear.language_server.positions import PositionEncoder
    from preclear.project import CheckOptions, CheckResults, ReportProgress, SearchProblem

_LEVELS: dict[str, FixLevel] = {"safe": "safe", "rename": "rename"}


class ClientFeatures(NamedTuple):
    """What the client shows of diagnostics, and what it can do with edits.

    `can_resolve_edits` says that it asks for the edit of a code action when somebody chooses the action.
    """

    has_related: bool = False
    has_tags: bool = False
    has_document_changes: bool = False
    can_resolve_edits: bool = False


class CheckOutcome(NamedTuple):
    """What a check has found, and the files that were open. `versions` are those of the open files, by address."""

    diagnostics: FileDiagnostics
    versions: dict[str, int]


class FoundReferences(NamedTuple):
    """Where the references to a node are, and why some may be missing."""

    locations: list[types.Location]
    problems: tuple[str, ...]


class OpenFileChecks:
    """Checks the open files as one run of the command line with their paths. `root` is the current folder's path."""

    def __init__(self, options: CheckOptions, root: str, encoder: PositionEncoder, client: ClientFeatures) -> None:
        self._options = options._replace(openapi_only=True).for_programs()
        self._session = CheckSession(self._options)
        self._root = root
        self._encoder = encoder
        self._client = client
        self._documents: set[str] = set()
        self._files: Sequence[OpenFile] = ()
        self._uris = FileUris({})
        self._results: CheckResults | None = None
        self._fixable_results: CheckResults | None = None
        self._plans = PlanCache()

    def check(
        self,
        files: Sequence[OpenFile],
        is_void: Callable[[], bool],
        report_progress: ReportProgress | None = None,
    ) -> CheckOutcome | None:
        """Check the open files. Return None if the result would be void. An error becomes a message."""
        self._results = self._fixable_results = None
        self._plans = PlanCache()
        self._files = files
        self._documents &= {file.real_path for file in files}
        self._uris = FileUris({file.real_path: file.uri for file in files})
        builder = DiagnosticsBuilder(
            self._encoder, self._uris, has_related=self._client.has_related, has_tags=self._client.has_tags
        )
        versions = {file.uri: file.version for file in files}
        if not files:  # without paths, a run checks the folder
            return CheckOutcome(FileDiagnostics({}, []), versions)
        texts = self._texts()
        try:
            os.chdir(self._root)  # what was the current folder may have been replaced by another one
        except OSError as error:
            message = f"`{self._root}` can't be entered: {error.strerror}"
            return CheckOutcome(FileDiagnostics({}, [message]), versions)
        try:
            with self.cancel_if(is_void):
                results = self._session.check(
                    self._paths(), texts, documents=self._documents, report_progress=report_progress
                )
            self._documents |= self._session.documents & texts.keys()
            self._results = results
            return CheckOutcome(builder.build(results), versions)
        except CancelledCheckError:
            return None
        except (PackError, BaselineError, ConfigError, OptionError) as error:
            return CheckOutcome(FileDiagnostics({}, [str(error)]), versions)
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            message = f"internal error: {type(error).__name__}: {error}; the server's log has its place"
            return CheckOutcome(FileDiagnostics({}, [message]), versions)

    @contextmanager
    def cancel_if(self, is_void: Callable[[], bool]) -> Generator[None]:
        """Raise a CancelledCheckError within the context as soon as the result would be void."""

        def checkpoint() -> None:
            if is_void():
                raise CancelledCheckError

        self._session.checkpoint = checkpoint
        try:
            checkpoint()
            yield
        finally:
            self._session.checkpoint = continue_check

    def make_snapshot(self, file: str, *, has_fixes: bool = False) -> Snapshot | None:
        """Return the results of the last check for the file at `file`, a resolved path; None if there are none.

        With `has_fixes`, findings have their fixes as changes of texts.
        """
        results = self._results
        if results is None:
            return None
        if has_fixes:
            if self._fixable_results is None:
                self._fixable_results = self._session.check_for_fixes(self._paths())
            results = self._fixable_results
        return Snapshot(results, self._session.load_checked_files(file), self._encoder, self._uris, self._plans)

    def list_code_actions(
        self, snapshot: Snapshot, file: str, params: types.CodeActionParams
    ) -> list[types.CodeAction]:
        """Return the code actions for a part of `file`, a resolved path. `snapshot` has fixes.

        Actions that fix all get their edits from `resolve`, if the client asks for them.
        """
        actions = code_actions(snapshot, file, params.range, params.context, self._edit_support())
        for action in actions:
            if action.data is not None:
                action.data = {**action.data, "uri": params.text_document.uri}
        if self._client.can_resolve_edits:
            return actions
        return [self.resolve(snapshot, file, action) for action in actions]

    def find_references(self, snapshot: Snapshot, file: str, params: types.ReferenceParams) -> FoundReferences:
        """Return the references, in all documents of the project, to the node at a position in `file`."""
        problems: list[SearchProblem] = []
        locations = references(
            snapshot,
            file,
            params.position,
            lambda files: self._session.load_documents_with(files, problems.append),
            include_declaration=params.context.include_declaration,
        )
        return FoundReferences(locations, tuple(problem.text for problem in problems))

    def resolve(self, snapshot: Snapshot, file: str, action: types.CodeAction) -> types.CodeAction:
        """Add the edit to a code action for `file` that fixes all."""
        level = read_data(action.data).get("level")
        if isinstance(level, str) and level in _LEVELS:
            action.edit = fix_all(snapshot, file, _LEVELS[level], self._options, self._texts(), self._edit_support())
        return action

    def _edit_support(self) -> EditSupport:
        versions = {file.real_path: file.version for file in self._files}
        return EditSupport(self._client.has_document_changes, versions)

    def _texts(self) -> dict[str, bytes]:
        return {file.real_path: file.data for file in self._files}

    def _paths(self) -> list[str]:
        """Return the paths of the open files as a person would type them."""
        return [relative_path(file.path, self._root) for file in self._files]


def read_data(data: object) -> dict[str, object]:
    """Return the data of a code action, which comes back from the client."""
    return cast("dict[str, object]", data) if isinstance(data, dict) else {}
