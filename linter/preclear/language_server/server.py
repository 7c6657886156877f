"""The language server: messages in and out, and which of them leads to what."""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcMethodNotFound
from pygls.lsp.server import LanguageServer

from preclear import __version__
from preclear.language_server.client_session import ClientSession
from preclear.language_server.requests import register_features
from preclear.language_server.transport import Connection, MessageWriter, ServerProtocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.project import CheckOptions

_logger = logging.getLogger(__name__)

TYPING_DELAY = 0.2
"""Seconds after the last change of a text until it's checked."""

OTHER_DELAY = 0.05
"""Seconds after a file is opened, closed or saved until files are checked: editors do that with several at once."""

WATCHED_FILES = ("**/preclear.toml", "**/pyproject.toml", "**/.preclear-baseline.json", "**/*.{yaml,yml,json}")
"""The files that decide about diagnostics, as patterns of the protocol."""


class _Server(LanguageServer):
    def report_server_error(self, error: Exception, source: object) -> None:
        """Log an error of a handler. It helps nobody who edits a document, so it isn't shown."""
        if isinstance(error, JsonRpcMethodNotFound):
            return  # clients may ask for more than a server has
        if not isinstance(error, JsonRpcException):
            traceback.print_exception(error, file=sys.stderr)
            return
        data: object = error.data  # of an internal error
        frames = cast("dict[str, list[str]]", data).get("traceback", []) if isinstance(data, dict) else []
        _logger.warning("%s", "".join([*frames, error.message]))


class _BuiltinFeatures(Protocol):
    def add_builtin_feature(self, feature_name: str, func: Callable[..., object]) -> None: ...


def serve(options: CheckOptions, stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Serve one client over binary streams until it's gone. Return 0 if it has asked for the end, else 1.

    A thread may still read from `stdin` when this returns.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # it logs the client's faults with stack traces
    server = _Server("preclear", __version__, protocol_cls=ServerProtocol)
    session = ClientSession(
        options, server.text_document_publish_diagnostics, server.window_show_message, server.work_done_progress
    )
    _register_texts(server, session)
    register_features(server, session)
    try:
        asyncio.run(_handle_messages(server, session, stdin, stdout))
    finally:
        session.end()
    return 0 if session.is_shut_down else 1


async def _handle_messages(server: _Server, session: ClientSession, stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Handle the client's messages until it ends the server, or is gone."""
    connection, protocol = Connection(stdin), cast("ServerProtocol", server.protocol)
    protocol.set_writer(MessageWriter(stdout, connection.end))
    _register_life(server, session, connection)
    async for data in connection.messages():
        protocol.receive(data)
        if protocol.is_ended:
            return


def _register_life(server: LanguageServer, session: ClientSession, connection: Connection) -> None:
    """Register what happens at the start and at the end."""

    def initialize(params: types.InitializeParams) -> None:
        session.start(params, server.workspace.position_encoding)
        connection.watch_process(params.process_id)

    def initialized(params: types.InitializedParams) -> None:
        if _can_watch(server.client_capabilities):
            watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED_FILES]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            registration = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            server.client_register_capability(types.RegistrationParams([registration]))

    def shutdown(params: None) -> None:
        session.is_shut_down = True

    server.feature(types.INITIALIZE)(initialize)
    server.feature(types.INITIALIZED)(initialized)
    server.feature(types.SHUTDOWN)(shutdown)


def _register_texts(server: LanguageServer, session: ClientSession) -> None:
    """Register what happens to texts and files."""

    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        session.buffers.open(params.text_document)
        session.scheduler.add_change(OTHER_DELAY)

    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        session.buffers.change(params, session.encoder)
        session.scheduler.add_change(TYPING_DELAY)

    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        session.buffers.close(params.text_document.uri)
        session.scheduler.add_change(OTHER_DELAY)

    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        session.scheduler.add_change(OTHER_DELAY)

    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        session.scheduler.add_change(OTHER_DELAY)

    def did_change_files(
        params: types.CreateFilesParams | types.RenameFilesParams | types.DeleteFilesParams,
    ) -> None:
        session.scheduler.add_change(OTHER_DELAY)

    def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        pass  # the server has no settings; some clients send theirs to every server

    # pygls keeps texts, too, but ends their lines at more characters than the protocol does
    _replace(server.protocol.fm, types.TEXT_DOCUMENT_DID_OPEN, did_open)
    _replace(server.protocol.fm, types.TEXT_DOCUMENT_DID_CHANGE, did_change)
    _replace(server.protocol.fm, types.TEXT_DOCUMENT_DID_CLOSE, did_close)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(did_save)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(did_change_watched_files)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(did_change_configuration)
    # editors that watch files say nothing about those in a folder that is renamed or deleted
    everything = types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")
    options = types.FileOperationRegistrationOptions([everything])
    for name in (types.WORKSPACE_DID_CREATE_FILES, types.WORKSPACE_DID_RENAME_FILES, types.WORKSPACE_DID_DELETE_FILES):
        server.feature(name, options)(did_change_files)


def _replace(features: _BuiltinFeatures, name: str, handler: Callable[..., object]) -> None:
    """Replace the handler that pygls has for a message."""
    features.add_builtin_feature(name, handler)


def _can_watch(capabilities: types.ClientCapabilities) -> bool:
    """Whether the client watches the files that the server names."""
    workspace = capabilities.workspace
    watched_files = None if workspace is None else workspace.did_change_watched_files
    return watched_files is not None and bool(watched_files.dynamic_registration)
