"""A check that takes long is shown; the others aren't."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from pygls.exceptions import JsonRpcInternalError
from pytest_lsp import client_capabilities

from preclear.language_server import progress
from preclear.language_server.progress import CheckProgress
from tests.language_server.editor import Editor
from tests.language_server.test_diagnostics import GOOD
from tests.language_server.test_lifecycle import NOISY_RULE, install_pack

if TYPE_CHECKING:
    from pathlib import Path

    from lsprotocol import types

pytestmark = pytest.mark.asyncio


class Client:
    """Keeps what it's sent. It refuses to show anything if `is_refusing`."""

    def __init__(self, *, is_refusing: bool = False) -> None:
        self.sent: list[tuple[str, str | None]] = []
        self.is_refusing = is_refusing

    async def create_async(self, token: str) -> None:
        self.sent.append((f"create {token}", None))
        if self.is_refusing:
            raise JsonRpcInternalError

    def begin(self, token: str, value: types.WorkDoneProgressBegin) -> None:
        self.sent.append((f"begin {token}", value.message))

    def report(self, token: str, value: types.WorkDoneProgressReport) -> None:
        self.sent.append((f"report {token}", value.message))

    def end(self, token: str, value: types.WorkDoneProgressEnd) -> None:
        self.sent.append((f"end {token}", value.message))


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PROGRESS_DELAY", 0.02)
    monkeypatch.setattr(progress, "REPORT_INTERVAL", 0.001)


async def wait_for(client: Client, count: int) -> None:
    while len(client.sent) < count:
        await asyncio.sleep(0.001)


async def test_what_is_shown_of_a_long_check() -> None:
    client = Client()
    shown = CheckProgress(client)
    for number in (1, 2):
        client.sent.clear()
        async with shown.show():
            shown.set_document(1, 1_200, "a.yaml")
            await wait_for(client, 2)
            shown.set_document(2, 1_200, "b.yaml")
            await wait_for(client, 3)
            await asyncio.sleep(0.01)
            shown.set_document(1, 1, "c.yaml")
            await wait_for(client, 4)
        token = f"preclear-check-{number}"
        assert client.sent == [
            (f"create {token}", None),
            (f"begin {token}", "1/1,200 a.yaml"),
            (f"report {token}", "2/1,200 b.yaml"),
            (f"report {token}", "c.yaml"),
            (f"end {token}", None),
        ]


async def test_a_quick_check_is_not_shown() -> None:
    client = Client()
    async with CheckProgress(client).show():
        pass
    await asyncio.sleep(0.05)
    assert client.sent == []


async def test_a_client_that_shows_nothing() -> None:
    client = Client(is_refusing=True)
    async with CheckProgress(client).show():
        await wait_for(client, 1)
        await asyncio.sleep(0.05)
    assert client.sent == [("create preclear-check-1", None)]


@pytest.mark.parametrize("has_progress", [True, False])
async def test_an_editor_shows_a_long_check(
    tmp_path: Path, has_progress: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.window is not None
    capabilities.window.work_done_progress = has_progress

    def read_capabilities(client: str) -> types.ClientCapabilities:
        return capabilities

    monkeypatch.setattr("tests.language_server.editor.client_capabilities", read_capabilities)
    slow_rule = NOISY_RULE.replace('raise RuntimeError("noise")', "__import__('time').sleep(2)")
    editor = Editor(tmp_path)
    await editor.start(env={"PYTHONPATH": install_pack(tmp_path, slow_rule)})
    editor.open("openapi.yaml", GOOD)
    await editor.diagnostics("openapi.yaml")
    await editor.stop()

    expected = [("create", "preclear-check-1"), ("begin", "openapi.yaml"), ("end", None)]
    assert editor.progress == (expected if has_progress else [])
