"""Every way in which a connection goes wrong: its outcome, its exit code, one POST at most, and never the token."""

from __future__ import annotations

import json
import signal
import socket
import time
from typing import TYPE_CHECKING

import pytest

from tests.pace import is_prompt
from tests.platform.fault_running import CONNECTOR, CommandResult, faulty, prepare, start_apart, upload, without_canary
from tests.platform.fault_server import SOON

if TYPE_CHECKING:
    from pathlib import Path

BIG = "# " + "x" * 2_000_000 + "\n"
"""A comment that makes the document larger than what buffers take."""

EXIT = {"accepted": 0, "rejected": 1, "not sent": 3, "unknown": 4}
TIMEOUT = 1.5
PATIENCE = 60.0
"""A timeout that is not what ends it."""


@pytest.fixture(autouse=True)
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch, tmp_path)


def enlarge(folder: Path) -> None:
    file = folder / "pets.yaml"
    file.write_text(file.read_text() + BIG)


@pytest.mark.parametrize(
    ("row", "outcome", "words"),
    [
        ("accepted", "accepted", "the server answered 201"),
        ("close_at_once", "unknown", "the request was sent; then: "),
        ("read_and_close", "unknown", "the request was sent; then: no complete answer came"),
        ("read_and_reset", "unknown", "the request was sent; then: connection reset by peer"),
        ("silent", "unknown", "no complete answer came within 1.5 seconds"),
        ("half_status_line", "unknown", "the request was sent; then: no complete answer came"),
        ("banner", "unknown", "the request was sent; then: no complete answer came"),
        ("many_continues", "unknown", "the request was sent; then: no complete answer came"),
        ("endless_continues", "unknown", "no complete answer came within 1.5 seconds"),
        ("long_header", "unknown", "the request was sent; then: no complete answer came"),
        ("short_body", "unknown", "the server answered 201; then: no complete answer came"),
        ("html", "unknown", "the server answered 201, and its answer isn't readable JSON"),
        ("empty", "unknown", "the server answered 201, and its answer is empty"),
        ("cut_json", "unknown", "the server answered 201, and its answer isn't readable JSON"),
        ("bad_utf8", "unknown", "the server answered 201, and its answer isn't readable JSON"),
        ("deep_json", "unknown", "the server answered 201, and its answer isn't readable JSON"),
        ("other_json", "unknown", "the server answered 201, and its answer is no result of an import"),
        ("bad_gzip", "unknown", "the server answered 201, and its answer is compressed"),
        ("good_gzip", "unknown", "the server answered 201, and its answer is compressed"),
        ("huge_answer", "unknown", "the server answered 201; then: its answer is longer than 16,777,216 bytes"),
        ("bad_gateway", "unknown", "the server answered 502"),
        ("request_timeout", "unknown", "the server answered 408"),
        ("only_accepted", "unknown", "the server answered 202"),
        ("plain_ok", "unknown", "the server answered 200"),
        ("drip", "unknown", "the server answered 201; then: no complete answer came within 1.5 seconds"),
        ("header_drip", "unknown", "no complete answer came within 1.5 seconds"),
        ("refused", "rejected", "the server answered 400: bad"),
        ("refusal_cut", "unknown", "the server answered 400; then: no complete answer came"),
    ],
)
def test_what_a_server_does_has_one_outcome(
    row: str, outcome: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    timeout = TIMEOUT if "within 1.5 seconds" in words else PATIENCE
    with faulty(row) as server:
        result = upload(capsys, server.url, "--timeout", str(timeout))
        assert result.last.startswith(f"upload: {outcome}: "), result
        assert words in result.last
        assert result.code == EXIT[outcome]
        assert result.seconds < SOON
        bodies = server.wait(0 if row == "close_at_once" else 1)
        assert [body["method"] for body in bodies] in (["POST"], []), "sent once at most"


@pytest.mark.parametrize("row", ["reset_amid", "stop_reading"])
def test_a_document_that_was_sent_in_part_is_unknown(
    row: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enlarge(tmp_path)
    with faulty(row) as server:
        result = upload(capsys, server.url, "--timeout", str(TIMEOUT))
        assert result.last.startswith("upload: unknown: the request was sent; then: ")
        assert result.code == 4
        assert [item["complete"] for item in server.wait(1)] == [False]


@pytest.mark.parametrize("row", ["too_large_closes", "too_large_resets"])
def test_an_early_refusal_is_one(row: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    enlarge(tmp_path)
    with faulty(row) as server:
        result = upload(capsys, server.url)
        assert result.last == "upload: rejected: the server answered 413: too large"
        assert result.code == 1
        assert len(server.wait(1)) == 1


def test_a_reset_before_anything_was_read_never_claims_that_something_arrived(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with faulty("reset_at_once") as server:
        result = upload(capsys, server.url)
        assert (result.last[: len("upload: not sent: ")], result.code) in (
            ("upload: not sent: ", 3),
            ("upload: unknown: t", 4),
        )
        assert server.requests == []


def test_a_closed_port_is_not_sent_and_tried_three_times(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("preclear.platform.http.client.time.sleep", pauses.append)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        result = upload(capsys, f"http://127.0.0.1:{closed.getsockname()[1]}")
    assert result.last == "upload: not sent: connection refused"
    assert result.code == 3
    assert pauses == [0.05, 0.05]


def test_a_name_without_an_address_is_not_sent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "create_connection", nowhere)
    result = upload(capsys, "https://platform.invalid")
    assert result.last == "upload: not sent: the host name has no address"
    assert result.code == 3


def test_plain_text_on_a_tls_port_is_not_sent(capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("plain_text") as server:
        result = upload(capsys, server.url.replace("http://", "https://"))
        assert result.last.startswith("upload: not sent: TLS failed: ")
        assert result.code == 3
        assert [request for request in server.requests if request["method"]] == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 415, 418, 422, 429])
def test_a_complete_refusal_is_rejected(status: int, capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("status", FAULT_STATUS=str(status)) as server:
        result = upload(capsys, server.url, "--output-format", "json").json
        assert (result["outcome"], result["exitCode"], result["status"]) == ("rejected", 1, status)
        assert result["responseText"] == "no JSON"
        assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused_and_the_other_server_gets_nothing(
    status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with faulty("accepted") as other, faulty("redirect", FAULT_STATUS=str(status), FAULT_OTHER=str(other.port)) as one:
        result = upload(capsys, one.url)
        assert result.last == f"upload: rejected: redirect refused: the server answered {status}"
        assert result.code == 1
        assert len(one.requests) == 1
        time.sleep(0.2)
        assert other.requests == []


def test_a_redirect_of_a_look_up_is_not_followed_either(capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("accepted") as other, faulty("redirect", FAULT_STATUS="307", FAULT_OTHER=str(other.port)) as one:
        result = upload(capsys, one.url, lookup=True)
        assert result.last == "upload: not sent: the lookup failed: redirect refused: the server answered 307"
        assert [request["method"] for request in one.requests] == ["GET"]
        assert other.requests == []


@pytest.mark.parametrize(("after", "bodies", "outcome"), [("0", 2, "accepted"), ("31", 1, "rejected")])
def test_too_many_requests_are_sent_again_only_after_a_short_wait(
    after: str, bodies: int, outcome: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with faulty("too_many_once", FAULT_AFTER=after) as server:
        result = upload(capsys, server.url)
        assert result.last.startswith(f"upload: {outcome}: ")
        keys = [
            line for request in server.requests for line in request["head"].split("\r\n") if "Idempotency-Key" in line
        ]
        assert len(keys) == bodies
        assert len(set(keys)) == 1


@pytest.mark.parametrize("after", ["9999999999", "-1", "soon", "Fri, 31 Dec 9999 23:59:59 GMT", "1e9", "٣"])
def test_a_wait_that_is_long_or_no_wait_ends_it(after: str, capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("too_many_always", FAULT_AFTER=after) as server:
        assert upload(capsys, server.url).code == 1
        assert len(server.requests) == 1


def test_too_many_requests_are_sent_three_times_at_most(capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("too_many_always", FAULT_AFTER="0") as server:
        assert (
            upload(capsys, server.url).last == "upload: rejected: the server answered 429: too many requests were made"
        )
        assert len(server.requests) == 3


def test_a_wait_beyond_the_deadline_is_not_begun(capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("too_many_once", FAULT_AFTER="29") as server:
        result = upload(capsys, server.url, "--timeout", "20")
        assert result.code == 1
        assert result.seconds < SOON


@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
@pytest.mark.parametrize(("row", "outcome"), [("echo", "rejected"), ("echo_html", "unknown")])
def test_a_server_that_repeats_the_token_is_not_repeated(
    row: str, outcome: str, output_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with faulty(row) as server:
        result = upload(capsys, server.url, "--output-format", output_format)
        assert result.code == EXIT[outcome]
        assert "***" in result.out


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("output_format", ["full", "json"])
def test_an_interruption_while_it_waits_is_unknown_within_a_second(
    which: signal.Signals, output_format: str, tmp_path: Path
) -> None:
    def interrupt() -> float:
        with faulty("silent") as server, start_apart(tmp_path, server.url, "--output-format", output_format) as process:
            assert [item["complete"] for item in server.wait(1)] == [True]
            started = time.monotonic()
            process.send_signal(which)
            out, err = process.communicate(timeout=60)
            taken = time.monotonic() - started
        result = without_canary(CommandResult(process.returncode, out, err))
        assert result.code == 4
        if output_format == "json":
            assert result.json["outcome"] == "unknown"
            assert result.json["reason"] == "the request was sent; then: interrupted"
        else:
            assert result.last == "upload: unknown: the request was sent; then: interrupted"
        return taken

    assert is_prompt(interrupt)


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_before_anything_left_is_not_sent(which: signal.Signals, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=1) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"  # it waits for a TLS that never begins
        with start_apart(tmp_path, url) as process:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1)
                process.send_signal(which)
                out, err = process.communicate(timeout=60)
        result = without_canary(CommandResult(process.returncode, out, err))
        assert (result.code, result.last) == (3, "upload: not sent: interrupted")


def test_two_signals_do_not_keep_the_outcome_back(tmp_path: Path) -> None:
    with faulty("silent") as server, start_apart(tmp_path, server.url) as process:
        server.wait(1)
        for _ in range(20):
            process.send_signal(signal.SIGINT)
            process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
        result = without_canary(CommandResult(process.returncode, out, err))
        assert (result.code, result.last) == (4, "upload: unknown: the request was sent; then: interrupted")


def test_unknown_says_all_that_is_needed_to_find_out(capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("html") as server:
        result = upload(capsys, server.url)
        reported = dict(line.split("  ", 1) for line in result.out.split("\n") if "  " in line)
        reported = {name: text.strip() for name, text in reported.items()}
        body = server.requests[0]["body"]
        assert reported["host"] == "127.0.0.1"
        assert reported["connector"] == "01J0000000000000000000C0NN"
        assert reported["version"] == "1.0"
        assert "sha256 " in reported["sent"]
        assert "\x1b" not in result.out
        assert reported["server said"] == "201: <!doctype html><title>\\x1b[31mWelcome</title>"
        where = f"--organisation 01J000000000000000000000RG --url {server.url} --insecure-loopback"
        assert reported["to find out"] == f"preclear verify pets.yaml --connector {CONNECTOR} --version 1.0 {where}"
        assert json.loads(body.split("\r\n\r\n")[2].split("\r\n")[0]) == {"format": "openapi", "version": "1.0"}


def test_a_receipt_is_on_standard_error_before_anything_is_sent(tmp_path: Path) -> None:
    with faulty("silent") as server, start_apart(tmp_path, server.url) as process:
        receipt = process.stderr.readline()
        assert receipt.startswith(
            "preclear: sending to 127.0.0.1, organisation 01J000000000000000000000RG: version `1.0`"
        )
        server.wait(1)
        process.kill()
        process.communicate(timeout=60)


def test_an_interruption_at_any_moment_says_what_happened(tmp_path: Path) -> None:
    """From before Python is up to after the request was sent."""
    for delay in (0, 110, 190, 280, 350, 430, 560, 790, 1170):
        with faulty("slow_answer") as server, start_apart(tmp_path, server.url) as process:
            time.sleep(delay / 1000)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
            result = CommandResult(process.returncode, out, err)
            bodies = [request["complete"] for request in server.requests]
            assert len(bodies) <= 1
            if result.code == 3:
                assert result.last == "upload: not sent: interrupted"
                assert bodies == []
            elif result.code == 4:
                assert result.last == "upload: unknown: the request was sent; then: interrupted"
            else:  # nothing of ours ran yet
                assert result.code in (130, -signal.SIGINT, 1)
                assert bodies == []
