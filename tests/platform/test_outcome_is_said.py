"""One outcome and one exit code: whatever becomes of standard output, and whatever signals come, and when."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from preclear.cli.terminal.progress import Progress
from preclear.engine import check_document
from preclear.mapping import map_answer, read_answer, unlisted_lines
from preclear.platform import Interruption
from preclear.platform.http import Deadline, RequestSession
from preclear.source import load_bytes
from tests.cli.making import GOOD
from tests.platform.fault_running import CommandResult, faulty, prepare, start_apart, without_canary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and devices of POSIX")

EXIT = {"accepted": (0, 1), "rejected": (1,), "not sent": (3,), "unknown": (4,)}


@pytest.fixture(autouse=True)
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch, tmp_path)


def outcome_of(result: CommandResult) -> str:
    """The one outcome that is said on standard output, which fits the exit code."""
    reported = [line.split(": ")[1] for line in result.out.splitlines() if line.startswith("upload: ")]
    assert len(reported) == 1
    assert result.code in EXIT[reported[0]]
    return reported[0]


@pytest.mark.parametrize("output", ["full", "closed", "nobody reads"])
@pytest.mark.parametrize("output_format", ["full", "json"])
@pytest.mark.parametrize(("row", "name"), [("silent", "unknown"), ("refused", "rejected")])
def test_the_outcome_goes_to_standard_error_where_nothing_else_takes_it(
    tmp_path: Path, output: str, output_format: str, row: str, name: str
) -> None:
    where = {"full": ">/dev/full", "closed": ">&-", "nobody reads": "| true"}[output]
    timeout = 2 if row == "silent" else 60
    with faulty(row) as server:
        command = (
            f"{sys.executable} -m preclear upload pets.yaml --new --no-lookup --insecure-loopback --timeout {timeout}"
            f" --output-format {output_format} --url {server.url}"
        )
        script = f"{{ {command}; echo code $? >&2; }} {where}"
        done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60)

    assert done.stderr.splitlines()[-1] == f"code {EXIT[name][0]}"
    assert f"\nupload: {name}: " in done.stderr
    assert ("\nto find out: preclear connectors --name Pets" in done.stderr) is (name == "unknown")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
def test_without_a_standard_error_it_is_sent_all_the_same(tmp_path: Path, where: str) -> None:
    with faulty("silent") as server:
        command = (
            f"{sys.executable} -m preclear upload pets.yaml --new --no-lookup --insecure-loopback --timeout 2"
            f" --url {server.url} {where}"
        )
        done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert len(server.wait(1)) == 1

    assert (done.returncode, done.stdout.splitlines()[-1].partition(";")[0]) == (
        4,
        "upload: unknown: the request was sent",
    )


@pytest.mark.parametrize("number", [1, 3])
def test_signals_at_any_moment_leave_one_outcome(tmp_path: Path, number: int) -> None:
    moments = (0.3, 0.9, 0.5, 1.4, 0.6, 1.1)
    for which, moment in zip((signal.SIGHUP, signal.SIGTERM, signal.SIGINT) * 2, moments, strict=True):
        with faulty("slow_answer") as server, start_apart(tmp_path, server.url) as process:
            time.sleep(moment)
            for _ in range(number):
                process.send_signal(which)
                time.sleep(0.005)
            out, err = process.communicate(timeout=60)
            result = without_canary(CommandResult(process.returncode, out, err))
            if not result.out:  # nothing of ours ran yet
                assert (result.code in (130, 1, -which), server.requests) == (True, [])
            elif outcome_of(result) == "not sent":
                assert server.requests == []
            else:  # the server can be later than the process that is interrupted
                assert len(server.wait(1)) == 1


def test_a_signal_after_the_outcome_changes_nothing(tmp_path: Path) -> None:
    """Up to the very end of the process."""
    with faulty("refused") as server, start_apart(tmp_path, server.url) as process:
        server.wait(1)
        end = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < end:
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert outcome_of(without_canary(CommandResult(process.returncode, out, err))) in ("rejected", "unknown")


def test_the_first_signal_raises_and_every_one_is_noted() -> None:
    interruption = Interruption()

    with pytest.raises(KeyboardInterrupt):
        interruption.handle(signal.SIGTERM, None)
    interruption.handle(signal.SIGTERM, None)

    assert interruption.is_set


def test_while_it_is_held_a_signal_is_only_noted() -> None:
    interruption = Interruption()
    interruption.hold()

    interruption.handle(signal.SIGHUP, None)

    assert interruption.is_set


class Unused:
    """Stands for a request, for whom it is and for the way: nothing of that is used."""

    def open(self, access: object) -> Unused:
        return self

    def redact_response(self, text: str) -> str:
        return text


def test_nothing_leaves_once_the_flag_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(self: object) -> None:
        raise AssertionError

    monkeypatch.setattr("preclear.platform.http.exchange.Attempt.start", started)
    unused: Any = Unused()

    outcome = RequestSession(unused, unused, unused, Deadline(5), lambda: True).run()

    assert (outcome.name, outcome.reason) == ("not sent", "interrupted")


@pytest.mark.parametrize("stream", [None, "closed"])
def test_progress_needs_no_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stream: str | None) -> None:
    closed = (tmp_path / "terminal").open("w")
    monkeypatch.setattr(closed, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr", None if stream is None else closed)
    progress = Progress("sending")
    closed.close()

    progress(2.0)
    progress.end()


def answer(number: int) -> dict[str, object]:
    messages = [
        {"text": f"GET /pets is wrong {index}, says line {index}", "severity": "error", "detail": ["`listPets`"]}
        for index in range(number)
    ]
    return {"connector": {}, "definitions": [], "actions": [], "triggers": [], "messages": messages}


def mapped_in(number: int, is_over: Callable[[], bool] = lambda: False) -> tuple[float, list[str], int]:
    checked = check_document(load_bytes(GOOD.encode(), "pets.yaml"))
    read = read_answer(json.loads(json.dumps(answer(number))), 201)
    start = time.process_time()
    mapped = map_answer(checked, read, is_time_up=is_over)
    return time.process_time() - start, [*unlisted_lines(mapped)], len(mapped.mapped_findings)


def test_mapping_stops_when_the_time_is_up_and_says_so() -> None:
    looks = iter([False, False, True])

    _, lines, entries = mapped_in(1_000, lambda: next(looks))

    assert lines == ["the time is up (`--timeout`): 872 of 1,000 messages aren't listed"]
    assert entries < 1_000


def test_mapping_takes_linear_time() -> None:
    once, more = (min(mapped_in(number)[0] for _ in range(2)) for number in (1_000, 4_000))

    assert more / once < 8


def test_a_hang_up_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    with faulty("slow_answer") as server:
        arguments = ["upload", "pets.yaml", "--new", "--no-lookup", "--insecure-loopback", "--url", server.url]
        command = [sys.executable, "-m", "preclear", *arguments]
        ignoring = (
            f"import os, signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv({command[0]!r}, {command!r})"
        )
        process = subprocess.Popen([sys.executable, "-c", ignoring], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
        server.wait(1)
        process.send_signal(signal.SIGHUP)
        out, _ = process.communicate(timeout=60)

    assert "interrupted" not in out
    assert os.WIFEXITED(process.returncode << 8)
