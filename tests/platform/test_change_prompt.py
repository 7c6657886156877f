"""The question before a deletion, on a real terminal: what is answered, and Ctrl-C instead of an answer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.import_path import PACKAGES
from tests.platform.change_cases import CASES
from tests.platform.fault_running import CONNECTOR, faulty, prepare

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
QUESTION = b"This can't be undone. [y/N] "
DELETION = CASES["version delete"]


class Terminal:
    """A terminal at which a command waits for an answer; `shown` is what it printed there."""

    def __init__(self, process: subprocess.Popen[str], main: int) -> None:
        self.process = process
        self._main = main
        self.shown = b""

    def wait_for(self, text: bytes) -> None:
        end = time.monotonic() + 30
        while text not in self.shown and time.monotonic() < end:
            self.shown += os.read(self._main, 10_000)
        assert text in self.shown

    def type(self, text: bytes) -> None:
        os.write(self._main, text)


@contextmanager
def deletion(url: str) -> Generator[Terminal]:
    """Run a deletion whose standard input and standard error are a terminal of its own."""
    import pty

    main, terminal = pty.openpty()
    arguments = [argument for argument in DELETION.arguments if argument != "--yes"]
    with subprocess.Popen(
        [sys.executable, "-m", "preclear", *arguments, "--url", url, "--insecure-loopback"],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=terminal,
        text=True,
        env={**os.environ, "PYTHONPATH": PACKAGES},
        start_new_session=True,
    ) as process:
        os.close(terminal)
        try:
            yield Terminal(process, main)
        finally:
            process.kill()
            os.close(main)


@pytest.mark.parametrize(
    ("typed", "number", "code", "last"),
    [
        (b"y\n", 1, 0, "version delete: accepted: the server answered 204"),
        (b"no\n", 0, 3, "version delete: not sent: it wasn't confirmed"),
        (b"\x04", 0, 3, "version delete: not sent: it wasn't confirmed"),
        (signal.SIGINT, 0, 3, "version delete: not sent: interrupted"),
        (signal.SIGTERM, 0, 3, "version delete: not sent: interrupted"),
    ],
    ids=["yes", "no", "end of input", "Ctrl-C", "SIGTERM"],
)
def test_nothing_is_deleted_without_a_yes(
    typed: bytes | signal.Signals,
    number: int,
    code: int,
    last: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prepare(monkeypatch, tmp_path)
    (tmp_path / "lookups.json").write_text(json.dumps(dict(DELETION.lookups)))
    with (
        faulty("accepted", FAULT_LOOKUPS=str(tmp_path / "lookups.json"), FAULT_SUCCESS="204") as server,
        deletion(server.url) as terminal,
    ):
        terminal.wait_for(QUESTION)
        assert f"Delete draft version `100` of connector `{CONNECTOR}`?".encode() in terminal.shown
        assert [request["method"] for request in server.requests] == ["GET"]
        if isinstance(typed, bytes):
            terminal.type(typed)
        else:
            terminal.process.send_signal(typed)
        out, _ = terminal.process.communicate(timeout=60)
        assert (terminal.process.returncode, out.splitlines()[-1]) == (code, last)
        assert [request["method"] for request in server.requests][1:] == ["DELETE"] * number
