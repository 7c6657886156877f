"""The emulator as a process of its own, which ends even if the tests fail."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.import_path import PACKAGES

if TYPE_CHECKING:
    from collections.abc import Generator

    import httpx

ROOT = Path(__file__).parents[2]


class Emulator(NamedTuple):
    """A running emulator: its base URL, its token, an organisation, and the file that has its standard error."""

    url: str
    token: str
    organisation: str
    log: Path

    @property
    def at(self) -> str:
        """The address of the organisation."""
        return f"{self.url}/o/{self.organisation}"

    def client(self, scheme: str = "Bearer") -> httpx.Client:
        """A client with the token that knows no proxy."""
        import httpx

        headers = {"Authorization": f"{scheme} {self.token}"}
        # Each request has a connection of its own: the server closes one that is idle for seconds on a busy machine.
        limits = httpx.Limits(max_keepalive_connections=0)
        return httpx.Client(headers=headers, trust_env=False, timeout=60, limits=limits)


@contextmanager
def emulator(folder: Path, *options: str, seconds: int = 300, stdin: bytes = b"") -> Generator[Emulator]:
    """Start `preclear emulate` on a free port; `folder` takes its log. It stops by itself after `seconds`."""
    log = folder / "emulator.log"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PRECLEAR_")}
    environment["PYTHONPATH"] = PACKAGES
    arguments = ["-m", "preclear", "emulate", "--port", "0", "--stop-after", str(seconds), *options]
    with (
        log.open("wb") as written,
        subprocess.Popen(
            [sys.executable, *arguments], stdin=subprocess.PIPE, stderr=written, env=environment
        ) as process,
    ):
        try:
            assert process.stdin is not None
            process.stdin.write(stdin)
            process.stdin.close()
            yield wait_for_start(process, log)
        finally:
            process.terminate()
            process.wait(60)


def wait_for_start(process: subprocess.Popen[bytes], log: Path) -> Emulator:
    """Wait for the line of variables. A missing token is empty."""
    import time

    for _ in range(600):
        lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
        line = next((line for line in lines if line.startswith("export ") and line.endswith("\n")), None)
        if line is not None:
            variables = dict(assignment.split("=", 1) for assignment in line.split()[1:])
            token = variables.get("PRECLEAR_TOKEN", "")
            return Emulator(variables["PRECLEAR_URL"], token, variables["PRECLEAR_ORGANISATION"], log)
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.05)
    raise AssertionError("the emulator did not start within 30 seconds")
