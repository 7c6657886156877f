"""An editor for tests: it keeps the texts itself, and knows what the server has sent for which version."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from lsprotocol import types
from pygls.exceptions import JsonRpcMethodNotFound
from pytest_lsp import LanguageClient, client_capabilities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TIMEOUT = 120.0
_LINE_END = re.compile("\r\n|\r|\n")


class _Startable(Protocol):
    async def start_io(self, cmd: str, *args: str, **kwargs: Any) -> None: ...


class _Requestable(Protocol):
    async def send_request_async(self, method: str) -> Any: ...


async def _start(client: _Startable, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
    await client.start_io(*command, env=environment, cwd=folder)


class Published(NamedTuple):
    """Diagnostics of a file that the server has sent."""

    version: int | None
    diagnostics: Sequence[types.Diagnostic]


class Editor:
    """An editor with a server of its own, in `folder`."""

    def __init__(self, folder: Path, encoding: types.PositionEncodingKind = types.PositionEncodingKind.Utf16) -> None:
        self.folder = folder
        self.encoding = encoding
        self.client = LanguageClient()
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.published: dict[str, list[Published]] = {}
        self.messages: list[str] = []
        self.watched: list[str] = []
        self.progress: list[tuple[str, object]] = []
        self.capabilities: types.ServerCapabilities = types.ServerCapabilities()
        self._changed = asyncio.Event()
        self._register()

    async def start(
        self, *arguments: str, env: Mapping[str, str] | None = None, client: str = "visual-studio-code"
    ) -> None:
        """Start the server with further arguments, and initialize it."""
        environment = {**os.environ, **(env or {})}
        command = [sys.executable, "-m", "preclear", "lsp", "--stdio", *arguments]
        await _start(self.client, command, environment, self.folder.parent)
        capabilities = client_capabilities(client)
        general = capabilities.general or types.GeneralClientCapabilities()
        general.position_encodings = [self.encoding]
        capabilities.general = general
        result = await self.client.initialize_session(
            types.InitializeParams(capabilities=capabilities, root_uri=self.folder.as_uri(), process_id=os.getpid())
        )
        self.capabilities = result.capabilities

    async def stop(self) -> int | None:
        """End the server as an editor does, and return its exit code."""
        await asyncio.wait_for(self.client.shutdown_session(), TIMEOUT)
        return self.exit_code

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The server's process."""
        process: asyncio.subprocess.Process | None = vars(self.client)["_server"]
        assert process is not None
        return process

    @property
    def exit_code(self) -> int | None:
        """The exit code of the server; None while it runs."""
        return self.process.returncode

    def uri(self, name: str) -> str:
        """The address of a file in the folder; that of a text without a file is its name."""
        return name if name.startswith("untitled:") else (self.folder / name).as_uri()

    def open(self, name: str, text: str, language: str = "yaml") -> None:
        """Open a file with a text, which needn't be the one on disk."""
        self.texts[name] = text
        version = self.versions[name] = self.versions.get(name, 0) + 1
        item = types.TextDocumentItem(self.uri(name), language, version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def send_open(self, uri: str, text: str) -> None:
        """Open a file at an address of any kind."""
        item = types.TextDocumentItem(uri, "yaml", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def replace(self, name: str, start: int, end: int, text: str) -> None:
        """Replace the characters from `start` up to `end` of an open file."""
        old = self.texts[name]
        span = types.Range(self.position(old, start), self.position(old, end))
        self.texts[name] = old[:start] + text + old[end:]
        self.send_changes(name, [types.TextDocumentContentChangePartial(span, text)])

    def replace_all(self, name: str, text: str) -> None:
        """Replace the whole text of an open file."""
        self.texts[name] = text
        self.send_changes(name, [types.TextDocumentContentChangeWholeDocument(text)])

    def send_changes(self, name: str, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        """Send changes of an open file as one notification."""
        self.versions[name] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))

    def save(self, name: str) -> None:
        """Write an open file."""
        (self.folder / name).write_bytes(self.texts[name].encode())
        document = types.TextDocumentIdentifier(self.uri(name))
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(document))

    def hurry(self, name: str) -> None:
        """Report a file as saved, so that the server checks it without waiting for another key."""
        document = types.TextDocumentIdentifier(self.uri(name))
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(document))

    def close(self, name: str) -> None:
        """Close a file."""
        del self.texts[name]
        document = types.TextDocumentIdentifier(self.uri(name))
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(document))

    def report_file_changes(self, *names: str) -> None:
        """Say that files on disk have changed, as an editor does that watches them."""
        events = [types.FileEvent(self.uri(name), types.FileChangeType.Changed) for name in names]
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))

    async def diagnostics(self, name: str) -> Sequence[types.Diagnostic]:
        """Return the diagnostics of an open file as it is now. Those of the other files have been received, too."""
        await self.wait(lambda: self._last(name) is not None and self._last(name) == self.versions[name])
        return self.latest(name)

    def latest(self, name: str) -> Sequence[types.Diagnostic]:
        """Return the last diagnostics of a file; none if there were no others."""
        published = self.published.get(self.uri(name), [])
        return list(published[-1].diagnostics) if published else []

    async def settle(self) -> None:
        """Wait until the texts and files of now have been checked, and the diagnostics have been received."""
        document = types.TextDocumentIdentifier(self.uri("openapi.yaml"))
        await asyncio.wait_for(
            self.client.text_document_document_symbol_async(types.DocumentSymbolParams(document)), TIMEOUT
        )

    async def wait(self, condition: Any) -> None:
        """Wait until something that the server sends fulfills a condition, and for what it sends with it."""

        async def wait() -> None:
            while not condition():
                self._changed.clear()
                await self._changed.wait()
            await self._round_trip()

        await asyncio.wait_for(wait(), TIMEOUT)

    def position(self, text: str, offset: int) -> types.Position:
        """Return the position of a character."""
        start = line = 0
        for match in _LINE_END.finditer(text, 0, offset):
            start, line = match.end(), line + 1
        if text[offset - 1 : offset + 1] == "\r\n":
            raise ValueError("an editor has no position within a line end")
        return types.Position(line, self.width(text[start:offset]))

    def width(self, text: str) -> int:
        """Return how many units of the encoding a text has."""
        match self.encoding:
            case types.PositionEncodingKind.Utf8:
                return len(text.encode())
            case types.PositionEncodingKind.Utf32:
                return len(text)
            case _:
                return len(text.encode("utf-16-le", "surrogatepass")) // 2

    async def _round_trip(self) -> None:
        """Wait for the answer to a request that the server refuses at once: all that it sent before has arrived.

        A check sends a message for each file. Without this, a test could look between two of them.
        """
        protocol: _Requestable = self.client.protocol
        with contextlib.suppress(JsonRpcMethodNotFound):
            await protocol.send_request_async("test/roundTrip")

    def _last(self, name: str) -> int | None:
        published = self.published.get(self.uri(name), [])
        return published[-1].version if published else None

    def _register(self) -> None:
        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.published.setdefault(params.uri, []).append(Published(params.version, params.diagnostics))
            self._changed.set()

        def show(params: types.ShowMessageParams) -> None:
            self.messages.append(params.message)
            self._changed.set()

        def register(params: types.RegistrationParams) -> None:
            self.watched += [registration.method for registration in params.registrations]
            self._changed.set()

        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(publish)
        self.client.feature(types.WINDOW_SHOW_MESSAGE)(show)

        def create_progress(params: types.WorkDoneProgressCreateParams) -> None:
            self.progress.append(("create", params.token))

        def show_progress(params: types.ProgressParams) -> None:
            value: Any = params.value
            self.progress.append((value["kind"], value.get("message")))

        self.client.feature(types.CLIENT_REGISTER_CAPABILITY)(register)
        self.client.feature(types.WINDOW_WORK_DONE_PROGRESS_CREATE)(create_progress)
        self.client.feature(types.PROGRESS)(show_progress)
