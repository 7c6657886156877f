"""What the server does with messages that no editor should send."""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types

from preclear.language_server.transport import MAX_MESSAGE_BYTES, MessageWriter, read_messages
from tests.language_server.editor import TIMEOUT
from tests.language_server.test_diagnostics import NAMELESS
from tests.language_server.test_lifecycle import INITIALIZE, frame, read_frames, run_raw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.language_server.editor import Editor

START = frame("initialize", INITIALIZE, 1) + frame("initialized", {})
END = frame("shutdown", None, 2) + frame("exit", None)
HOVER = {"textDocument": {"uri": "file:///pets.yaml"}, "position": {"line": 0, "character": 0}}


def raw(message: object) -> bytes:
    data = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(data), data)


def errors(out: bytes) -> dict[object, int]:
    """The codes of the errors that a server has answered, by the ids of the requests."""
    return {message["id"]: message["error"]["code"] for message in read_frames(out) if "error" in message}


def read(data: bytes) -> Sequence[bytes]:
    return list(read_messages(io.BytesIO(data)))


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Length: 2\r\n\r\n",
        b"content-length:2\r\n\r\n",
        b"CONTENT-LENGTH : 2 \r\n\r\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n",
        b"Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc\r\n\r\n",
        b"Content-Length: 2\n\n",
    ],
)
def test_headers(header: bytes) -> None:
    assert read(2 * (header + b"{}")) == [b"{}", b"{}"]


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Length: -2\r\n\r\n",
        b"Content-Length: two\r\n\r\n",
        b"Content-Length: %d\r\n\r\n" % (MAX_MESSAGE_BYTES + 1),
        b"Content-Length: %b\r\n\r\n" % (b"9" * 5_000),
        b"Content-Type: text/plain\r\n\r\n",
        b"\r\n\r\n",
    ],
)
def test_after_a_message_without_a_length(header: bytes, caplog: pytest.LogCaptureFixture) -> None:
    good = b"Content-Length: 2\r\n\r\n{}"
    assert read(header + b'{"a": 1}' + good + good) == [b"{}", b"{}"]
    assert "skipped a header" in caplog.text


def test_after_a_message_with_a_wrong_length() -> None:
    good = b"Content-Length: 2\r\n\r\n{}"
    assert read(b'Content-Length: 5\r\n\r\n{"a": 1}' + good) == [b'{"a":', b"{}"]
    assert read(good + b"Content-Length: 100\r\n\r\n{}") == [b"{}"]
    assert read(good + b"Content-Len") == [b"{}"]


def test_a_writer_whose_reader_is_gone() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    losses: list[str] = []
    with os.fdopen(writing, "wb", buffering=0) as stream:
        writer = MessageWriter(stream, lambda: losses.append("lost"))
        writer.write(b"a")
        writer.write(b"b")
    assert losses == ["lost"]


@pytest.mark.asyncio
async def test_requests_out_of_order(tmp_path: Path) -> None:
    before = frame("textDocument/hover", HOVER, 10) + frame("textDocument/didOpen", {})
    twice = frame("initialize", INITIALIZE, 11)
    after = frame("shutdown", None, 2) + frame("textDocument/hover", HOVER, 12) + frame("shutdown", None, 13)
    code, out, err = await run_raw(tmp_path, before + START + twice + after + frame("exit", None))

    assert errors(out) == {10: -32002, 11: -32600, 12: -32600, 13: -32600}
    assert (code, b"Traceback" in err) == (0, False)


@pytest.mark.asyncio
async def test_wrong_parameters(tmp_path: Path) -> None:
    wrong: list[tuple[str, object]] = [
        ("textDocument/hover", None),
        ("textDocument/hover", [1]),
        ("textDocument/hover", {"textDocument": {"uri": "file:///a.yaml"}, "position": {"line": "a", "character": 0}}),
        ("textDocument/hover", {"textDocument": {"uri": "file:///a.yaml"}, "position": {"line": -1, "character": 0}}),
        ("textDocument/codeAction", {"textDocument": {"uri": "file:///a.yaml"}, "range": None, "context": None}),
    ]
    requests = b"".join(frame(method, params, 10 + number) for number, (method, params) in enumerate(wrong))
    notifications = frame("textDocument/didChange", {"contentChanges": 5}) + frame("$/cancelRequest", {"id": 99})
    unknown = raw({"jsonrpc": "2.0", "id": 20, "method": "preclear/unknown"})
    code, out, err = await run_raw(tmp_path, START + requests + notifications + unknown + END)

    assert errors(out) == {**{10 + number: -32602 for number in range(len(wrong))}, 20: -32601}
    assert (code, b"Traceback" in err) == (0, False)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "data", [None, 5, [], {"level": ["safe"], "uri": "file:///pets.yaml"}, {"level": "x", "uri": 5}]
)
async def test_data_of_a_code_action_that_is_not_the_server_s(data: Any, editor: Editor) -> None:
    editor.open("pets.yaml", NAMELESS)
    action = types.CodeAction("fix", data=data)
    assert await editor.client.code_action_resolve_async(action) == action


@pytest.mark.asyncio
async def test_what_is_no_message(tmp_path: Path) -> None:
    texts = [b"{]}", b"[" * 100_000, b"\xff\xfe", b"1" * 5_000]
    broken = b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(text), text) for text in texts)
    others: list[Any] = [
        *([], 5, None, "x", {}, {"jsonrpc": "2.0"}, {"jsonrpc": "1.0", "id": 5, "method": "shutdown"}),
        *({"jsonrpc": "2.0", "id": 6, "method": 5}, {"jsonrpc": "2.0", "id": {}, "method": "shutdown"}),
        *({"jsonrpc": "2.0", "id": "x", "result": 1}, {"jsonrpc": "2.0", "id": "x", "error": 1}),
    ]
    code, out, err = await run_raw(tmp_path, START + broken + b"".join(map(raw, others)) + END)

    assert errors(out) == {None: -32600, 5: -32600, 6: -32600}
    assert (code, b"Traceback" in err) == (0, False)


@pytest.mark.asyncio
async def test_a_client_that_is_gone_but_whose_pipes_are_open(tmp_path: Path) -> None:
    client = await asyncio.create_subprocess_exec(sys.executable, "-c", "input()", stdin=asyncio.subprocess.PIPE)
    server = await start(tmp_path, {**INITIALIZE, "processId": client.pid})
    assert server.stdout is not None
    await asyncio.wait_for(server.stdout.readline(), TIMEOUT)
    client.kill()
    await client.wait()

    assert await asyncio.wait_for(server.wait(), TIMEOUT) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize("process_id", [0, -1, 2**31 - 1, 10**30])
async def test_a_client_on_another_machine(process_id: int, tmp_path: Path) -> None:
    messages = frame("initialize", {**INITIALIZE, "processId": process_id}, 1) + END
    code, out, _ = await run_raw(tmp_path, messages)
    assert (code, errors(out)) == (0, {})


@pytest.mark.asyncio
async def test_a_client_that_reads_nothing(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    server = await start(tmp_path, INITIALIZE, stdout=writing)
    os.close(writing)
    os.close(reading)
    document = {"uri": (tmp_path / "pets.yaml").as_uri(), "languageId": "yaml", "version": 1, "text": NAMELESS}
    assert server.stdin is not None
    server.stdin.write(frame("textDocument/didOpen", {"textDocument": document}))

    _, err = await asyncio.wait_for(server.communicate(), TIMEOUT)
    assert (server.returncode, err) == (1, b"")


@pytest.mark.asyncio
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
async def test_an_interrupt_ends_the_server(tmp_path: Path) -> None:
    server = await start(tmp_path, INITIALIZE)
    assert server.stdout is not None
    await server.stdout.readline()
    server.send_signal(signal.SIGINT)

    assert await asyncio.wait_for(server.wait(), TIMEOUT) == 130


@pytest.mark.asyncio
@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize("closed", ["<&-", ">&-"])
async def test_without_streams(closed: str, tmp_path: Path) -> None:
    server = await asyncio.create_subprocess_exec(
        *("sh", "-c", f'exec "$0" -m preclear lsp {closed}', sys.executable),
        stderr=asyncio.subprocess.PIPE,
        cwd=tmp_path,
    )
    _, err = await asyncio.wait_for(server.communicate(), TIMEOUT)
    assert server.returncode == 2
    assert b"needs standard input and output" in err


async def start(folder: Path, params: object, stdout: int = asyncio.subprocess.PIPE) -> asyncio.subprocess.Process:
    """Start a server and send it the first request. Its input stays open."""
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "preclear", "lsp"),
        stdin=asyncio.subprocess.PIPE,
        stdout=stdout,
        stderr=asyncio.subprocess.PIPE,
        cwd=folder,
    )
    assert server.stdin is not None
    server.stdin.write(frame("initialize", params, 1))
    return server
