"""What nobody waits for any more ends soon: checks of old texts, and requests that the editor has cancelled."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types
from tools.smoke import receive

from preclear.engine import CancelledCheckError, rule_runner
from preclear.language_server.buffers import OpenFile
from preclear.language_server.checks import ClientFeatures, OpenFileChecks
from preclear.language_server.positions import PositionEncoder
from preclear.language_server.worker import Worker
from preclear.project import CheckOptions
from preclear.source import resolve_links
from tests.language_server.test_diagnostics import GOOD
from tests.language_server.test_lifecycle import INITIALIZE, frame

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the rules that have run."""
    names: list[str] = []
    run_rule: Callable[..., None] = vars(rule_runner)["_run_rule"]

    def record(rule: Any, *arguments: Any) -> None:
        names.append(rule.name)
        run_rule(rule, *arguments)

    monkeypatch.setattr(rule_runner, "_run_rule", record)
    return names


@pytest.fixture(name="document")
def open_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[OpenFileChecks, OpenFile]:
    """A document with many operations that is open in an editor."""
    folder = tmp_path
    monkeypatch.chdir(folder)
    paths = "".join(f"  /p{number}: {{get: {{responses: {{}}, x: {number}}}}}\n" for number in range(500))
    path = folder / "openapi.yaml"
    text = GOOD[: GOOD.index("  /pets")] + paths
    checks = OpenFileChecks(CheckOptions(), str(folder), PositionEncoder(), ClientFeatures())
    return checks, OpenFile(path.as_uri(), 1, str(path), resolve_links(path), text.encode())


def test_a_void_check_ends_before_its_next_rule(document: tuple[OpenFileChecks, OpenFile], ran: list[str]) -> None:
    checks, file = document
    assert checks.check([file], lambda: False) is not None
    all_rules = [*ran]
    assert len(all_rules) > 30

    ran.clear()
    assert checks.check([file._replace(data=file.data + b"# 1\n")], lambda: len(ran) >= 3) is None
    assert ran == all_rules[:3]

    ran.clear()
    assert checks.check([file._replace(data=file.data + b"# 2\n")], lambda: True) is None
    assert ran == []


def test_a_document_that_was_not_kept_is_checked_for_an_answer_only_as_long_as_it_is_needed(
    document: tuple[OpenFileChecks, OpenFile], ran: list[str]
) -> None:
    checks, file = document
    path = file.real_path.replace("openapi", "large")
    other = file._replace(path=path, real_path=path)
    large = other._replace(data=file.data + b"# filler\n" * 1_000_000)
    assert checks.check([file, large], lambda: False) is not None

    ran.clear()
    with pytest.raises(CancelledCheckError), checks.cancel_if(lambda: len(ran) >= 3):
        checks.make_snapshot(large.real_path)
    assert len(ran) == 3


@pytest.mark.asyncio
async def test_a_function_in_the_worker_learns_that_nobody_waits_for_it() -> None:
    worker, started = Worker(), threading.Event()
    worker.start()

    def wait(is_cancelled: Callable[[], bool]) -> None:
        started.set()
        while not is_cancelled():
            pass

    task = asyncio.create_task(worker.run(wait))
    await asyncio.to_thread(started.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await worker.run(lambda is_cancelled: is_cancelled()) is False
    worker.close(10)


def test_requests_that_are_cancelled(tmp_path: Path) -> None:
    uri = (tmp_path / "openapi.yaml").as_uri()
    position = {"textDocument": {"uri": uri}, "position": {"line": 6, "character": 4}}
    item = {"uri": uri, "languageId": "yaml", "version": 1, "text": GOOD}
    messages = frame("initialize", INITIALIZE, 0) + frame("textDocument/didOpen", {"textDocument": item})
    messages += b"".join(frame("textDocument/hover", position, number) for number in range(1, 6))
    messages += b"".join(frame("$/cancelRequest", {"id": number}) for number in (1, 3, 5))
    answers: dict[int, dict[str, Any]] = {}
    with subprocess.Popen(
        [sys.executable, "-m", "preclear", "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path
    ) as server:
        assert server.stdin is not None
        server.stdin.write(messages)  # at once, so that the first answer isn't found before the last message is read
        server.stdin.flush()
        while len(answers) < 6:
            message = json.loads(receive(server))
            if "id" in message:
                answers[message["id"]] = message
        server.stdin.close()

    assert [answers[number]["error"]["code"] for number in (1, 3, 5)] == [types.LSPErrorCodes.RequestCancelled] * 3
    assert all("listPets" in json.dumps(answers[number]["result"]) for number in (2, 4))
