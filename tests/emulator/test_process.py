"""The emulator as a process: its output, its requirements, how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.emulator.server import emulator, wait_for_start
from tests.import_path import PACKAGES

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "PRECLEAR_TOKEN"
OWN = "my-own-token"
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("PRECLEAR_")} | {
    "PYTHONPATH": PACKAGES
}


def run(*arguments: str, **variables: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, env={**ENVIRONMENT, **variables}, timeout=60, check=False
    )
    return done.returncode, done.stderr.decode()


def test_it_stops_by_itself() -> None:
    started_at = time.monotonic()
    code, stderr = run("-m", "preclear", "emulate", "--port", "0", "--stop-after", "0.5")

    assert code == 0
    assert time.monotonic() - started_at < 20
    assert "PRECLEAR_TOKEN=" in stderr


def test_a_token_that_was_given_opens_and_is_not_shown(tmp_path: Path) -> None:
    with emulator(tmp_path, "--token-stdin", seconds=60, stdin=f"{OWN}\n".encode()) as started:
        with started._replace(token=OWN).client() as client:
            assert client.get(f"{started.at}/connectors").status_code == 200
        assert OWN not in started.log.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="needs all of 127.0.0.0/8 to be this machine")
def test_no_address_but_its_own_is_listened_on(tmp_path: Path) -> None:
    with emulator(tmp_path, seconds=60) as started:
        port = int(started.url.partition("://")[2].partition("/")[0].rpartition(":")[2])
        socket.create_connection(("127.0.0.1", port), timeout=10).close()
        for other in ("127.0.0.2", "::1"):
            with pytest.raises(OSError, match=r"refused|unreachable|assign"):
                socket.create_connection((other, port), timeout=10)


def test_an_invalid_token_is_refused_without_being_shown() -> None:
    code, stderr = run("-m", "preclear", "emulate", "--port", "0", "--stop-after", "1", **{VARIABLE: "s3 cret"})

    assert code == 2
    assert "s3" not in stderr


def test_a_port_that_is_taken_is_reported() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, stderr = run("-m", "preclear", "emulate", "--port", str(taken.getsockname()[1]), "--stop-after", "1")

    assert code == 2
    assert "can't listen on port" in stderr


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "python_multipart"])
def test_without_its_extra_it_says_what_to_install(missing: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; from preclear.cli import main; sys.exit(main())"
    code, stderr = run("-c", program, "emulate", "--port", "0", "--stop-after", "1")

    assert code == 2
    assert "install `preclear[emulator]`" in stderr


def test_it_ends_on_an_interrupt_without_a_traceback(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with (
        log.open("wb") as written,
        subprocess.Popen(
            [sys.executable, "-m", "preclear", "emulate", "--port", "0", "--stop-after", "60"],
            stderr=written,
            env=ENVIRONMENT,
        ) as process,
    ):
        started = wait_for_start(process, log)
        with started.client() as client:
            assert client.get(f"{started.at}/connectors").status_code == 200
        process.send_signal(signal.SIGINT)
        code = process.wait(60)

    assert code == 0
    assert "Traceback" not in log.read_text()


def test_only_this_command_loads_a_server() -> None:
    program = "import sys; from preclear.cli import main; main(['rules']); print(*sys.modules, file=sys.stderr)"
    _, stderr = run("-c", program)

    assert not {"starlette", "uvicorn", "preclear.emulator"} & set(stderr.split())
