"""Every way in which a change goes wrong: its outcome, one request at most, and never the token or a secret."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.emulator.contract import exchange_fault, find_operation, needs_contract
from tests.pace import is_prompt
from tests.platform.change_cases import CASES, PREFIX, ChangeCase
from tests.platform.fault_running import CommandResult, faulty, forms, prepare, run, start_command, without_canary
from tests.platform.fault_server import SOON

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.platform.fault_running import Server

pytestmark = pytest.mark.once

EXIT = {"accepted": 0, "rejected": 1, "not sent": 3, "unknown": 4}
TIMEOUT = 1.5
PATIENCE = 60.0
"""A timeout that is not what ends it."""

ROWS = [
    ("accepted", "accepted", "the server answered {status}"),
    ("close_at_once", "unknown", "the request was sent; then: "),
    ("read_and_close", "unknown", "the request was sent; then: no complete answer came"),
    ("read_and_reset", "unknown", "the request was sent; then: connection reset by peer"),
    ("silent", "unknown", "no complete answer came within 1.5 seconds"),
    ("half_status_line", "unknown", "the request was sent; then: no complete answer came"),
    ("banner", "unknown", "the request was sent; then: no complete answer came"),
    ("many_continues", "unknown", "the request was sent; then: no complete answer came"),
    ("endless_continues", "unknown", "no complete answer came within 1.5 seconds"),
    ("long_header", "unknown", "the request was sent; then: no complete answer came"),
    ("bad_gateway", "unknown", "the server answered 502"),
    ("request_timeout", "unknown", "the server answered 408"),
    ("only_accepted", "unknown", "the server answered 202"),
    ("header_drip", "unknown", "no complete answer came within 1.5 seconds"),
    ("refused", "rejected", "the server answered 400: bad"),
    ("refusal_cut", "unknown", "the server answered 400; then: no complete answer came"),
]
BODY_ROWS = [
    ("short_body", "the server answered {status}; then: no complete answer came"),
    ("html", "the server answered {status}, and its answer isn't readable JSON"),
    ("empty", "the server answered {status}, and its answer is empty"),
    ("cut_json", "the server answered {status}, and its answer isn't readable JSON"),
    ("bad_utf8", "the server answered {status}, and its answer isn't readable JSON"),
    ("deep_json", "the server answered {status}, and its answer isn't readable JSON"),
    ("other_json", "the server answered {status}, and its answer is not "),
    ("bad_gzip", "the server answered {status}, and its answer is compressed"),
    ("good_gzip", "the server answered {status}, and its answer is compressed"),
    ("huge_answer", "the server answered {status}; then: its answer is longer than 16,777,216 bytes"),
    ("drip", "the server answered {status}; then: no complete answer came within 1.5 seconds"),
]
"""Faults in the body of a success. A 204 has no body, and is accepted whatever follows it."""


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ChangeCase:
    prepare(monkeypatch, tmp_path)
    change = CASES[request.param]
    for name, text in change.files.items():
        (tmp_path / name).write_text(text)
    for name, value in change.environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "lookups.json").write_text(json.dumps(dict(change.lookups)))
    return change


def going_wrong(case: ChangeCase, row: str, folder: Path, **variables: str) -> AbstractContextManager[Server]:
    """A server whose look-ups are fine, and that goes wrong in the way of a row with what changes something."""
    success = {"FAULT_SUCCESS": str(case.status), "FAULT_RESULT": json.dumps(case.answer)}
    return faulty(row, FAULT_LOOKUPS=str(folder / "lookups.json"), **success, **variables)


def change(capsys: pytest.CaptureFixture[str], case: ChangeCase, url: str, *options: str) -> CommandResult:
    return without_secrets(case, run(capsys, *case.arguments, "--url", url, "--insecure-loopback", *options))


def without_secrets(case: ChangeCase, result: CommandResult) -> CommandResult:
    """Give it back, if no value of the environment is in it, in no form."""
    for form in (form for value in case.environment.values() for form in forms(value)):
        assert form not in result.out
        assert form not in result.err
    return result


def changes(server: Server, number: int) -> list[dict[str, Any]]:
    """The requests that change something, as soon as there are `number` of them."""
    end = time.monotonic() + 20
    while len(found := [request for request in server.requests if request["method"] != "GET"]) < number:
        if time.monotonic() > end:
            break
        time.sleep(0.02)
    return found


@pytest.mark.parametrize(("row", "outcome", "words"), ROWS)
def test_what_a_server_does_has_one_outcome(
    row: str, outcome: str, words: str, case: ChangeCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    timeout = TIMEOUT if "within 1.5 seconds" in words else PATIENCE
    with going_wrong(case, row, tmp_path) as server:
        result = change(capsys, case, server.url, "--timeout", str(timeout))
        assert result.last.startswith(f"{case.command}: {outcome}: "), result
        assert words.format(status=case.status) in result.last
        assert result.code == EXIT[outcome]
        assert result.seconds < SOON
        sent = changes(server, 0 if row == "close_at_once" else 1)
        expected = [] if row == "close_at_once" else [(case.method, case.path)]
        assert [(request["method"], request["path"]) for request in sent] == expected, "it's sent once"
        if outcome == "unknown":
            assert "\nto find out" in f"\n{result.out}"


@needs_contract
def test_all_requests_conform_to_the_api_description(
    case: ChangeCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with going_wrong(case, "accepted", tmp_path) as server:
        assert change(capsys, case, server.url).code == 0
        assert len(changes(server, 1)) == 1
        faults = {f"{item['method']} {item['path']}": contract_fault(case, item) for item in server.requests}
    assert {request: fault for request, fault in faults.items() if fault is not None} == {}


def contract_fault(case: ChangeCase, recorded: dict[str, Any]) -> str | None:
    """How a request violates the API description, or the answer that it got; None if both conform."""
    lines = recorded["head"].split("\r\n")[1:]
    headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
    request = httpx.Request(
        recorded["method"], f"http://127.0.0.1{recorded['path']}", headers=headers, content=recorded["body"].encode()
    )
    operation = find_operation(recorded["method"], recorded["path"].partition("?")[0].removeprefix(PREFIX))
    assert operation is not None, "the API description has such an operation"
    if recorded["method"] == "GET":
        answer = httpx.Response(200, json=case.lookups[recorded["path"]])
    else:
        answer = httpx.Response(case.status, **({} if case.status == 204 else {"json": case.answer}))
    return exchange_fault(operation, request, answer)


@pytest.mark.parametrize(("row", "words"), BODY_ROWS)
def test_a_success_that_cannot_be_read_is_unknown_unless_it_has_no_body(
    row: str, words: str, case: ChangeCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with going_wrong(case, row, tmp_path) as server:
        result = change(capsys, case, server.url, "--timeout", str(TIMEOUT if row == "drip" else PATIENCE))
        if case.status == 204:
            assert result.last == f"{case.command}: accepted: the server answered 204"
            assert result.code == 0
        else:
            assert result.last.startswith(f"{case.command}: unknown: {words.format(status=case.status)}"), result
            assert result.code == 4
        assert len(changes(server, 1)) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 405, 409, 412, 422, 429])
def test_a_complete_refusal_is_rejected(
    status: int, case: ChangeCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with going_wrong(case, "status", tmp_path, FAULT_STATUS=str(status)) as server:
        result = change(capsys, case, server.url, "--output-format", "json").json
        assert (result["outcome"], result["exitCode"], result["status"]) == ("rejected", 1, status)
        assert len(changes(server, 1)) == 1


def test_a_redirect_is_refused_and_the_other_server_gets_nothing(
    case: ChangeCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        faulty("accepted") as other,
        going_wrong(case, "redirect", tmp_path, FAULT_STATUS="307", FAULT_OTHER=str(other.port)) as server,
    ):
        result = change(capsys, case, server.url)
        assert result.last == f"{case.command}: rejected: redirect refused: the server answered 307"
        assert len(changes(server, 1)) == 1
        time.sleep(0.1)
        assert other.requests == []


@pytest.mark.parametrize(("after", "number", "outcome"), [("0", 2, "accepted"), ("31", 1, "rejected")])
def test_too_many_requests_are_sent_again_only_after_a_short_wait(
    after: str, number: int, outcome: str, case: ChangeCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with going_wrong(case, "too_many_once", tmp_path, FAULT_AFTER=after) as server:
        result = change(capsys, case, server.url)
        assert result.last.startswith(f"{case.command}: {outcome}: ")
        assert len(changes(server, number)) == number


@pytest.mark.parametrize("output_format", ["table", "json"])
@pytest.mark.parametrize(("row", "outcome"), [("echo", "rejected"), ("echo_html", "unknown")])
def test_a_server_that_repeats_the_token_is_not_repeated(
    row: str,
    outcome: str,
    output_format: str,
    case: ChangeCase,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with going_wrong(case, row, tmp_path) as server:
        result = change(capsys, case, server.url, "--output-format", output_format)
        assert result.code == EXIT[outcome]
        assert "***" in result.out


@pytest.mark.parametrize("output_format", ["table", "json"])
def test_a_dry_run_prints_the_request_and_sends_nothing(
    output_format: str, case: ChangeCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with going_wrong(case, "accepted", tmp_path) as server:
        result = change(capsys, case, server.url, "--dry-run", "--output-format", output_format)
        assert result.code == 0
        assert f"{case.method} {server.url.removesuffix('/api/connect/v1')}{case.path}" in result.out
        assert "Authorization: Bearer ***" in result.out
        assert changes(server, 0) == []


def test_a_closed_port_is_not_sent(case: ChangeCase, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        result = change(capsys, case, f"http://127.0.0.1:{closed.getsockname()[1]}/api/connect/v1")
    assert result.last.startswith(f"{case.command}: not sent: ")
    assert result.last.endswith("connection refused")
    assert result.code == 3


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_while_it_waits_is_unknown_within_a_second(
    which: signal.Signals, case: ChangeCase, tmp_path: Path
) -> None:
    def interrupt() -> float:
        with going_wrong(case, "silent", tmp_path) as server, started(case, server, tmp_path) as process:
            assert [change["complete"] for change in changes(server, 1)] == [True]
            begin = time.monotonic()
            process.send_signal(which)
            out, err = process.communicate(timeout=60)
            taken = time.monotonic() - begin
        result = without_secrets(case, without_canary(CommandResult(process.returncode, out, err)))
        assert (result.code, result.last) == (4, f"{case.command}: unknown: the request was sent; then: interrupted")
        return taken

    assert is_prompt(interrupt)


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_of_a_look_up_is_not_sent(which: signal.Signals, case: ChangeCase, tmp_path: Path) -> None:
    with faulty("silent") as server, started(case, server, tmp_path) as process:
        assert server.wait(1)[0]["method"] == "GET"
        process.send_signal(which)
        out, err = process.communicate(timeout=60)
        result = without_secrets(case, without_canary(CommandResult(process.returncode, out, err)))
        assert (result.code, result.last) == (3, f"{case.command}: not sent: interrupted")
        assert changes(server, 0) == []


def started(case: ChangeCase, server: Server, folder: Path) -> Any:
    """Start the command in a process of its own."""
    arguments = (*case.arguments, "--url", server.url, "--insecure-loopback")
    return start_command(folder, *arguments, environment={**os.environ, **case.environment})
