"""The life of the server: how it starts, what it survives, and how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from preclear.cli import main
from tests.language_server.editor import TIMEOUT, Editor
from tests.language_server.test_diagnostics import GOOD, NAMELESS, codes

if TYPE_CHECKING:
    from pathlib import Path

NOISY_RULE = '''\
"""A rule that prints, and fails."""

from collections.abc import Iterator

from preclear import Action, Report, rule


@rule(on=Action, basis="practice", source="test", severity="warning")
def noisy_rule(action: Action) -> Iterator[Report]:
    print("Content-Length: 5")
    raise RuntimeError("noise")
    yield
'''


def install_pack(folder: Path, rule: str) -> str:
    """Write a rule pack with the rule `noisy-rule`; return the folder in which Python finds it."""
    pack = folder / "pack"
    (pack / "noisy-1.dist-info").mkdir(parents=True)
    (pack / "noisy-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: noisy\nVersion: 1\n")
    (pack / "noisy-1.dist-info" / "entry_points.txt").write_text("[preclear.rules]\nnoisy = noisy\n")
    (pack / "noisy" / "shop").mkdir(parents=True)
    (pack / "noisy" / "__init__.py").touch()
    (pack / "noisy" / "shop" / "__init__.py").touch()
    (pack / "noisy" / "shop" / "noisy_rule.py").write_text(rule)
    return str(pack)


async def run_raw(folder: Path, messages: bytes, **env: str) -> tuple[int | None, bytes, bytes]:
    """Send bytes to a server and end its input; return its exit code and its output."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "preclear", "lsp"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=folder,
        env={**os.environ, **env},
    )
    out, err = await asyncio.wait_for(process.communicate(messages), TIMEOUT)
    return process.returncode, out, err


def frame(method: str, params: object, number: int | None = None) -> bytes:
    message: dict[str, object] = {"jsonrpc": "2.0", "method": method, "params": params}
    if number is not None:
        message["id"] = number
    data = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(data), data)


def read_frames(data: bytes) -> list[dict[str, Any]]:
    """Read all messages. Raises ValueError for anything else."""
    messages: list[dict[str, Any]] = []
    while data:
        header, _, rest = data.partition(b"\r\n\r\n")
        fields = dict(line.split(b": ") for line in header.split(b"\r\n"))
        length = int(fields.pop(b"Content-Length"))
        assert fields.keys() <= {b"Content-Type"}
        messages.append(json.loads(rest[:length]))
        data = rest[length:]
    return messages


INITIALIZE: dict[str, object] = {"processId": None, "rootUri": None, "capabilities": {}}


@pytest.mark.asyncio
async def test_an_orderly_end(editor: Editor) -> None:
    assert await editor.stop() == 0


@pytest.mark.asyncio
async def test_an_exit_without_shutdown(tmp_path: Path) -> None:
    messages = frame("initialize", INITIALIZE, 1) + frame("initialized", {}) + frame("exit", None)
    code, out, _ = await run_raw(tmp_path, messages)

    assert code == 1
    assert [message["id"] for message in read_frames(out)] == [1]


@pytest.mark.asyncio
async def test_a_lost_client(tmp_path: Path) -> None:
    code, _, err = await run_raw(tmp_path, frame("initialize", INITIALIZE, 1))
    assert (code, b"Traceback" in err) == (1, False)

    code, _, _ = await run_raw(tmp_path, b"")
    assert code == 1


@pytest.mark.asyncio
async def test_nothing_but_the_protocol_is_on_standard_output(editor: Editor, tmp_path: Path) -> None:
    await editor.stop()
    noisy = Editor(editor.folder)
    await noisy.start(env={"PYTHONPATH": install_pack(tmp_path, NOISY_RULE)})
    noisy.open("openapi.yaml", NAMELESS)

    found = codes(await noisy.diagnostics("openapi.yaml"))
    assert "internal-error" in found
    assert "missing-action-name" in found
    assert await noisy.stop() == 0


@pytest.mark.asyncio
async def test_what_a_client_should_not_send(editor: Editor) -> None:
    editor.texts["closed.yaml"], editor.versions["closed.yaml"] = "", 1
    editor.replace("closed.yaml", 0, 0, "a")
    editor.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri("never.yaml")))
    )
    editor.client.protocol.notify("preclear/unknown", {"a": 1})
    protocol: Any = editor.client.protocol
    with pytest.raises(JsonRpcException):
        await protocol.send_request_async("preclear/unknown", {"a": 1})
    for uri in ("git:/openapi.yaml", "file://", "untitled:"):
        other = types.TextDocumentItem(uri, "plaintext", 1, NAMELESS)
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(other))

    editor.open("openapi.yaml", NAMELESS)
    assert codes(await editor.diagnostics("openapi.yaml")) == ["missing-action-name"]
    assert editor.messages == []


@pytest.mark.asyncio
async def test_broken_messages(tmp_path: Path) -> None:
    broken = b"Content-Length: 3\r\n\r\n{]}"
    messages = broken + frame("initialize", INITIALIZE, 1) + broken + frame("shutdown", None, 2) + frame("exit", None)
    code, out, _ = await run_raw(tmp_path, messages)

    assert code == 0
    assert [message["id"] for message in read_frames(out) if "id" in message] == [None, 1, None, 2]


@pytest.mark.asyncio
async def test_files_are_watched(editor: Editor) -> None:
    await editor.wait(lambda: editor.watched)
    assert editor.watched == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]


@pytest.mark.asyncio
async def test_a_client_that_watches_nothing(tmp_path: Path) -> None:
    editor = Editor(tmp_path)
    await editor.start(client="neovim@v0.7.0")
    editor.open("openapi.yaml", GOOD)
    await editor.diagnostics("openapi.yaml")
    assert editor.watched == []
    assert await editor.stop() == 0


@pytest.mark.asyncio
async def test_options_of_the_command_and_their_variables(editor: Editor, tmp_path: Path) -> None:
    await editor.stop()
    (tmp_path / "other.toml").write_text('ignore = ["missing-action-name"]\n')
    with_config = Editor(editor.folder)
    await with_config.start("--config", "other.toml")  # relative to the folder that it's started in
    with_config.open("openapi.yaml", NAMELESS)
    assert codes(await with_config.diagnostics("openapi.yaml")) == []
    await with_config.stop()

    with_variable = Editor(editor.folder)
    await with_variable.start(env={"PRECLEAR_IGNORE": "missing-action-name"})
    with_variable.open("openapi.yaml", NAMELESS)
    assert codes(await with_variable.diagnostics("openapi.yaml")) == []
    await with_variable.stop()


@pytest.mark.parametrize("arguments", [["--ignore", "no-such-rule"], ["--config", "nosuch.toml"], ["--nosuch"]])
def test_options_that_cannot_be_used(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lsp", *arguments]) == 2
    assert arguments[-1].strip("-") in capsys.readouterr().err


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "pygls", None)
    assert main(["lsp"]) == 2
    assert "install `preclear[lsp]`" in capsys.readouterr().err
