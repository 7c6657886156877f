"""The session of one client: its open files, their checks, and what it gets."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from lsprotocol import types
from pygls.capabilities import get_capability

from preclear.engine import CancelledCheckError
from preclear.language_server.buffers import Buffers
from preclear.language_server.checks import CheckOutcome, ClientFeatures, OpenFileChecks
from preclear.language_server.file_uris import find_path
from preclear.language_server.positions import PositionEncoder
from preclear.language_server.progress import CheckProgress
from preclear.language_server.publisher import DiagnosticsPublisher
from preclear.language_server.scheduler import CheckScheduler
from preclear.language_server.worker import Worker
from preclear.report import escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.language_server.progress import ProgressClient
    from preclear.language_server.snapshot import Snapshot
    from preclear.project import CheckOptions

T = TypeVar("T")

CLOSING_SECONDS = 1.0
"""How long a check that is running may delay the end of the process."""


class _Answer(NamedTuple, Generic[T]):
    """The answer to a request; it's void if a text has changed in the meantime, or if the request was cancelled."""

    result: T | None
    is_void: bool


class ClientSession:
    """What belongs to one client. All methods are called in the thread of the event loop."""

    def __init__(
        self,
        options: CheckOptions,
        publish: Callable[[types.PublishDiagnosticsParams], None],
        show_message: Callable[[types.ShowMessageParams], None],
        progress: ProgressClient,
    ) -> None:
        """`publish`, `show_message` and `progress` send something to the client."""
        self.buffers: Buffers = Buffers()
        self.encoder: PositionEncoder = PositionEncoder()
        self.is_shut_down = False
        self._options = options
        self._show_message = show_message
        self._progress = CheckProgress(progress)
        self._can_show_progress = False
        self._worker = Worker()
        self._checks: OpenFileChecks | None = None
        publisher = DiagnosticsPublisher(publish, show_message)
        self.scheduler: CheckScheduler[CheckOutcome] = CheckScheduler(self._check, publisher.publish)

    def start(self, params: types.InitializeParams, encoding: types.PositionEncodingKind | str | None) -> None:
        """Start in the client's folder. `encoding` is the one of positions."""
        root = _enter_root(params)
        self.encoder = PositionEncoder(encoding or types.PositionEncodingKind.Utf16)
        client = _read_client_features(params.capabilities)
        self._can_show_progress = get_capability(params.capabilities, "window.work_done_progress", default=False)
        self._checks = OpenFileChecks(self._options, root or str(Path.cwd()), self.encoder, client)
        self._worker.start()

    def end(self) -> None:
        """Let the worker end, if it was started."""
        self.scheduler.make_void()
        if self._checks is not None:
            self._worker.close(CLOSING_SECONDS)

    def show_warning(self, text: str) -> None:
        """Show a warning about an answer."""
        self._show_message(types.ShowMessageParams(types.MessageType.Warning, f"preclear: {escape(text)}"))

    async def answer(
        self, uri: str, find: Callable[[OpenFileChecks, Snapshot, str], T], *, has_fixes: bool = False
    ) -> T | None:
        """Return what `find` returns for the current texts, and for the resolved path of the file at `uri`.

        That's None if nothing is known of the file. With `has_fixes`, findings have their fixes as changes of texts.
        """
        checks, file = self._checks, self.buffers.resolve(uri)
        if checks is None or file is None:
            return None
        while True:
            await self.scheduler.settle()
            revision = self.scheduler.revision

            def answer(
                is_cancelled: Callable[[], bool], checks: OpenFileChecks = checks, revision: int = revision
            ) -> _Answer[T]:
                try:
                    with checks.cancel_if(lambda: is_cancelled() or self.scheduler.revision != revision):
                        snapshot = checks.make_snapshot(file, has_fixes=has_fixes)
                        return _Answer(None if snapshot is None else find(checks, snapshot, file), is_void=False)
                except CancelledCheckError:
                    return _Answer(None, is_void=True)

            result, is_void = await self._worker.run(answer)
            if not is_void:
                return result

    async def _check(self, is_void: Callable[[], bool]) -> CheckOutcome | None:
        checks, files = self._checks, self.buffers.list_files()
        if checks is None:
            return None
        progress = self._progress.show() if self._can_show_progress else nullcontext()
        async with progress:
            return await self._worker.run(lambda _: checks.check(files, is_void, self._progress.set_document))


def _enter_root(params: types.InitializeParams) -> str | None:
    """Move to the first workspace folder, and return its path; None if it's no folder that this user can enter."""
    folders = params.workspace_folders or []
    uri = folders[0].uri if folders else params.root_uri
    path = params.root_path if uri is None else find_path(uri)
    if path is None or not Path(path).is_absolute():
        return None
    try:
        os.chdir(path)
    except (OSError, ValueError):
        return None
    return path


def _read_client_features(capabilities: types.ClientCapabilities) -> ClientFeatures:
    resolved = get_capability(capabilities, "text_document.code_action.resolve_support.properties", ())
    return ClientFeatures(
        has_related=get_capability(
            capabilities, "text_document.publish_diagnostics.related_information", default=False
        ),
        has_tags=get_capability(capabilities, "text_document.publish_diagnostics.tag_support") is not None,
        has_document_changes=get_capability(capabilities, "workspace.workspace_edit.document_changes", default=False),
        can_resolve_edits="edit" in resolved,
    )
