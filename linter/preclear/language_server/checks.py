"""The checks of the open files, and snapshots of their results. All of it happens in the worker's thread."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, NamedTuple

from preclear.config import ConfigError
from preclear.engine import BaselineError
from preclear.language_server.buffers import relative_path
from preclear.language_server.diagnostics import DiagnosticsBuilder, FileDiagnostics
from preclear.language_server.snapshot import Snapshot
from preclear.project import CheckSession, OptionError
from preclear.rule import PackError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from preclear.language_server.buffers import OpenFile
    from preclear.language_server.positions import PositionEncoder
    from preclear.project import CheckOptions, CheckResults


class ClientFeatures(NamedTuple):
    """What the client shows of diagnostics."""

    has_related: bool = False
    has_tags: bool = False


class CheckOutcome(NamedTuple):
    """What a check has found, and the files that were open. `versions` are those of the open files, by address."""

    diagnostics: FileDiagnostics
    versions: dict[str, int]


class VoidCheckError(Exception):
    """A check ended because a text has changed."""


class OpenFileChecks:
    """Checks the open files as one run of the command line with their paths. `root` is the current folder's path."""

    def __init__(self, options: CheckOptions, root: str, encoder: PositionEncoder, client: ClientFeatures) -> None:
        self._session = CheckSession(options._replace(openapi_only=True).for_programs())
        self._root = root
        self._encoder = encoder
        self._client = client
        self._documents: set[str] = set()
        self._files: Sequence[OpenFile] = ()
        self._results: CheckResults | None = None
        self._fixable_results: CheckResults | None = None

    def check(self, files: Sequence[OpenFile], is_void: Callable[[], bool]) -> CheckOutcome | None:
        """Check the open files. Return None if the result would be void. An error becomes a message."""

        def stop_if_void(number: int, total: int, path: str) -> None:
            if is_void():
                raise VoidCheckError

        self._results = self._fixable_results = None
        self._files = files
        self._documents &= {file.real_path for file in files}
        uris = self._uris()
        builder = DiagnosticsBuilder(
            self._encoder, uris, has_related=self._client.has_related, has_tags=self._client.has_tags
        )
        versions = {file.uri: file.version for file in files}
        if not files:  # without paths, a run checks the folder
            return CheckOutcome(FileDiagnostics({}, []), versions)
        texts = {file.real_path: file.data for file in files}
        try:
            results = self._session.check(self._paths(), texts, documents=self._documents, report_progress=stop_if_void)
            self._documents |= self._session.documents & texts.keys()
            self._results = results
            return CheckOutcome(builder.build(results), versions)
        except VoidCheckError:
            return None
        except (PackError, BaselineError, ConfigError, OptionError) as error:
            return CheckOutcome(FileDiagnostics({}, [str(error)]), versions)
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            message = f"internal error: {type(error).__name__}: {error}; the server's log has its place"
            return CheckOutcome(FileDiagnostics({}, [message]), versions)

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
        return Snapshot(results, self._session.load_checked_files(file), self._encoder, self._uris())

    def _paths(self) -> list[str]:
        """Return the paths of the open files as a person would type them."""
        return [relative_path(file.path, self._root) for file in self._files]

    def _uris(self) -> dict[str, str]:
        return {file.real_path: file.uri for file in self._files}
