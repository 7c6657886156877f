"""A faulty server beside a test, an upload to it, and the canary: a token that no output may hold."""

from __future__ import annotations

import base64
import json
import os
import secrets
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from preclear.cli import main
from preclear.platform.http import client
from tests.cli.making import GOOD as PETS
from tests.import_path import PACKAGES
from tests.platform.fault_forks import run_fault_server

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from io import FileIO
    from pathlib import Path

    import pytest

CANARY = f'canary/{secrets.token_hex(16)}"<&>+=##[x]'
ORGANISATION = "01J000000000000000000000RG"
CONNECTOR = "01J0000000000000000000C0NN"


class Server:
    """A running server; `requests` are those that it got, in their order."""

    def __init__(self, output: FileIO) -> None:
        self._rest = b""
        self._taken: list[dict[str, Any]] = []
        self.port: int = json.loads(output.readline())["port"]
        self._output = output.fileno()
        os.set_blocking(self._output, False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/connect/v1"

    @property
    def requests(self) -> list[dict[str, Any]]:
        """What it has told so far: of every request before it answers it."""
        with suppress(BlockingIOError):
            while piece := os.read(self._output, 65_536):
                self._rest += piece
        *lines, self._rest = self._rest.split(b"\n")
        self._taken += [json.loads(line) for line in lines]
        return self._taken

    def wait(self, number: int) -> list[dict[str, Any]]:
        """Those requests, as soon as there are `number` of them."""
        end = time.monotonic() + 60
        while len(self.requests) < number and time.monotonic() < end:
            time.sleep(0.02)
        return self.requests


@contextmanager
def faulty(row: str, **variables: str) -> Generator[Server]:
    """Run the server of one row; `variables` are those of its environment."""
    with run_fault_server(row, variables) as output:
        yield Server(output)


class CommandResult(NamedTuple):
    """What a run came to. `last` is the last line of its standard output."""

    code: int
    out: str
    err: str
    seconds: float = 0.0

    @property
    def last(self) -> str:
        return self.out.rstrip("\n").rpartition("\n")[2]

    @property
    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.out)
        return value


def forms(token: str) -> list[str]:
    """The token as it must not be seen."""
    encoded = base64.b64encode(token.encode()).decode()
    pieces = [token[start : start + 8] for start in range(7, 32)]
    hexadecimal = [token.encode().hex(), token.upper()[:24]]
    in_header = base64.b64encode(f"Bearer {token}".encode()).decode()[10:40]
    return [token, *pieces, *hexadecimal, in_header, json.dumps(token)[1:-1], quote(token, safe=""), encoded[:-4]]


def without_canary(result: CommandResult) -> CommandResult:
    """Give it back, if the canary is in no byte of it."""
    for form in forms(CANARY):
        assert form not in result.out
        assert form not in result.err
    assert "Traceback" not in result.err
    return result


def prepare(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str = PETS) -> None:
    """A document, a token, an organisation, no variable that leads elsewhere, and short pauses."""
    for name in (*os.environ,):
        if name.startswith(("PRECLEAR_", "VERSORI_", "SSL_CERT")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PRECLEAR_TOKEN", CANARY)
    monkeypatch.setenv("PRECLEAR_ORGANISATION", ORGANISATION)
    monkeypatch.setattr(client, "RETRY_DELAYS", (0.05, 0.05))
    (folder / "pets.yaml").write_text(text)
    monkeypatch.chdir(folder)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> CommandResult:
    """Run in this process; the canary must be in no byte of what it prints."""
    started = time.monotonic()
    code = main(arguments)
    captured = capsys.readouterr()
    return without_canary(CommandResult(code, captured.out, captured.err, time.monotonic() - started))


def upload(capsys: pytest.CaptureFixture[str], url: str, *options: str, lookup: bool = False) -> CommandResult:
    """Upload the document as version 1.0 to a server."""
    arguments = ["upload", "pets.yaml", "--connector", CONNECTOR, "--version", "1.0", "--url", url]
    if url.startswith("http://"):
        arguments.append("--insecure-loopback")
    return run(capsys, *arguments, *([] if lookup else ["--no-lookup"]), *options)


def start_apart(folder: Path, url: str, *options: str, environment: Mapping[str, str] | None = None) -> Any:
    """Start an upload in a process of its own."""
    arguments = ["upload", "pets.yaml", "--connector", CONNECTOR, "--version", "1.0", "--url", url, "--no-lookup"]
    return start_command(folder, *arguments, "--insecure-loopback", *options, environment=environment)


def start_command(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Any:
    """Start a command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "preclear", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": PACKAGES, **(environment or {})},
    )
