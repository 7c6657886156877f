"""An upload from a program: the same outcome and findings as the command's, nothing printed, nothing raised."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from preclear.engine import check
from preclear.platform import (
    CheckedDocument,
    ConnectionOptions,
    Interruption,
    TokenSource,
    Uploader,
    UploadObserver,
    UploadOptions,
    UploadResult,
    build_report,
    upload_document,
)
from preclear.platform.answer import map_saved_answer, read_answer_file
from preclear.report.json_report import finding_to_json
from preclear.report.rendering.style import PLAIN
from preclear.report.upload.json_object import stream_upload_json
from preclear.report.upload.text import format_upload
from tests.cli.making import GOOD as PETS
from tests.emulator.server import emulator
from tests.platform.fault_running import CANARY, CONNECTOR, ORGANISATION, faulty, prepare, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator.server import Emulator

VERSION = UploadOptions(connector=CONNECTOR, version="1.0", lookup=False)
DOGS = "  /dogs:\n    get: {operationId: listDogs, responses: {'200': {description: x}}}\n"
PETS_FILE = Path("pets.yaml")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    prepare(monkeypatch, tmp_path, PETS + DOGS)
    return tmp_path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulator(tmp_path_factory.mktemp("emulator")) as started:
        yield started


def connect(url: str, **options: Any) -> ConnectionOptions:
    arguments: dict[str, Any] = {"organisation": ORGANISATION, "insecure_loopback": True, **options}
    return ConnectionOptions(url=url, **arguments)


def objects(result: UploadResult) -> list[Any]:
    return [json.loads(json.dumps(finding_to_json(finding))) for finding in result.findings]


def same_moment(report: dict[str, Any]) -> dict[str, Any]:
    return {**report, "started": None}


@pytest.mark.parametrize(
    ("row", "name", "code"), [("accepted", "accepted", 1), ("refused", "rejected", 1), ("silent", "unknown", 4)]
)
def test_outcome_findings_and_report_are_those_of_the_command(
    row: str, name: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    timeout = 2 if row == "silent" else 60
    with faulty(row) as server:
        arguments = ["--connector", CONNECTOR, "--version", "1.0", "--no-lookup", "--url", server.url]
        arguments += ["--timeout", str(timeout)]
        run_result = run(capsys, "upload", "pets.yaml", *arguments, "--insecure-loopback", "--output-format", "json")
        result = upload_document(check(PETS_FILE), VERSION, connect(server.url, timeout=timeout))
        assert len(server.wait(2)) == 2

    assert (result.outcome.name, result.exit_code, run_result.code) == (name, code, code)
    assert objects(result) == run_result.json["findings"]
    assert ("import" in {finding["origin"] for finding in run_result.json["findings"]}) is (name != "unknown")
    report = json.loads("".join(stream_upload_json(build_report(result))))
    assert same_moment(report) == same_moment(run_result.json)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_an_upload_to_the_emulator_is_that_of_the_command(
    running: Emulator, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRECLEAR_TOKEN", running.token)
    connection = connect(running.url, organisation=running.organisation)
    arguments = ["--new", "--url", running.url, "--organisation", running.organisation, "--insecure-loopback"]
    run_result = run(capsys, "upload", "pets.yaml", *arguments, "--output-format", "json")

    result = upload_document(check(PETS_FILE), UploadOptions(new=True), connection)

    assert (result.outcome.name, result.exit_code) == ("accepted", run_result.code)
    assert objects(result) == run_result.json["findings"]
    created = json.loads("".join(stream_upload_json(build_report(result))))["created"]
    assert created["counts"] == run_result.json["created"]["counts"] == {"actions": 2, "triggers": 0, "definitions": 0}
    names = [listed.name for listed in connection.make_lookup(connection.load_credentials()).list_connectors("Pets")]
    assert names == ["Pets", "Pets"]


def test_a_program_needs_no_click() -> None:
    program = (
        "import sys; sys.modules['click'] = None\n"
        "from pathlib import Path\n"
        "from preclear import check\n"
        "from preclear.platform import ConnectionOptions, UploadOptions, upload_document\n"
        "connection = ConnectionOptions(organisation='O', url=sys.argv[1], insecure_loopback=True)\n"
        "result = upload_document(check(Path('pets.yaml')), UploadOptions(new=True), connection)\n"
        "sys.exit(f'{result.outcome.name} {result.exit_code}')\n"
    )
    with faulty("accepted") as server:
        completed = subprocess.run(
            [sys.executable, "-c", program, server.url], capture_output=True, text=True, timeout=60
        )

    assert (completed.stdout, completed.stderr) == ("", "accepted 1\n")


class Recorder(UploadObserver):
    def __init__(self) -> None:
        self.calls: list[str] = []

    def report_sending(self, result: UploadResult) -> None:
        assert result.request is not None
        assert result.started is not None
        self.calls.append("sending")

    def show_progress(self, seconds: float) -> None:
        assert seconds >= 0
        self.calls.append("progress")

    def end_progress(self) -> None:
        self.calls.append("end")

    def report_lookup(self, result: UploadResult) -> None:
        self.calls.append(f"look up {result.outcome.name}")

    def report_failure(self, result: UploadResult, error: Exception) -> None:
        self.calls.append(f"{type(error).__name__}: {error}")


def test_an_observer_follows_the_upload(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preclear.platform.settle_outcome.LOOKUP_TIMEOUT", 0.5)
    recorder = Recorder()
    with faulty("silent") as server:
        options = UploadOptions(connector=CONNECTOR, version="1.0", lookup=False, verify=True)
        upload_document(check(PETS_FILE), options, connect(server.url, timeout=1.0), observer=recorder)

    calls = [call for call in recorder.calls if call != "progress"]
    assert calls == ["sending", "end", "look up unknown"]
    assert "progress" in recorder.calls


def test_a_fault_of_our_own_is_an_outcome_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        raise RuntimeError("no mapping")

    monkeypatch.setattr("preclear.mapping.map_answer", failing)
    recorder = Recorder()
    with faulty("accepted") as server:
        result = upload_document(check(PETS_FILE), VERSION, connect(server.url), observer=recorder)

    assert (result.outcome.name, result.exit_code, recorder.calls[-1]) == ("accepted", 1, "RuntimeError: no mapping")


@pytest.mark.parametrize(
    ("options", "connection", "reason"),
    [
        (UploadOptions(), {}, "expected `--connector` and `--version`"),
        (UploadOptions(new=True, version="1"), {}, "`--new` makes a connector"),
        (UploadOptions(connector=CONNECTOR, version="latest"), {}, "version name `latest` is reserved"),
        (UploadOptions(new=True), {"organisation": ".."}, "the organisation is `..`"),
        (
            UploadOptions(new=True),
            {"token_source": TokenSource(lambda: "tok en", "the vault")},
            "the token in the vault contains a space",
        ),
    ],
)
def test_options_that_cannot_be_used_send_nothing(
    options: UploadOptions, connection: dict[str, Any], reason: str
) -> None:
    with faulty("accepted") as server:
        result = upload_document(check(PETS_FILE), options, connect(server.url, **connection))
        assert server.requests == []

    assert (result.outcome.name, result.is_unusable, result.exit_code) == ("not sent", True, 2)
    assert result.outcome.reason.startswith(reason)


def test_findings_stop_it_at_the_severity_that_was_asked_for(folder: Path) -> None:
    (folder / "pets.yaml").write_text(PETS.replace("listPets", "list.pets"))
    checked = check(PETS_FILE)
    with faulty("accepted") as server:
        result = upload_document(CheckedDocument(check_result=checked, fail_on="info"), VERSION, connect(server.url))
        assert server.requests == []
        never = upload_document(CheckedDocument(check_result=checked, fail_on="never"), VERSION, connect(server.url))

    assert checked.findings
    assert (result.outcome.name, result.exit_code, result.is_unusable) == ("not sent", 3, False)
    assert (never.outcome.name, never.exit_code) == ("accepted", 0)


def test_an_interruption_before_anything_left_is_not_sent() -> None:
    interruption = Interruption()
    interruption.is_set = True
    with faulty("accepted") as server:
        result = upload_document(check(PETS_FILE), VERSION, connect(server.url), interruption=interruption)
        assert server.requests == []

    assert (result.outcome.name, result.outcome.reason, result.exit_code) == ("not sent", "interrupted", 3)


def test_ctrl_c_during_the_check_is_an_outcome() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    result = Uploader(VERSION, connect("http://127.0.0.1:1")).run(interrupted)

    assert (result.outcome.name, result.outcome.reason) == ("not sent", "interrupted")


def test_the_token_is_in_nothing_that_a_program_gets() -> None:
    with faulty("accepted") as server:
        result = upload_document(
            check(PETS_FILE), VERSION, connect(server.url, token_source=TokenSource(lambda: CANARY, "a test"))
        )
        (request,) = server.wait(1)

    assert f"Authorization: Bearer {CANARY}" in request["head"]
    report = build_report(result)
    written = "".join(stream_upload_json(report)) + "\n".join(
        format_upload(report, PLAIN, concise=False, show_all=True)
    )
    assert CANARY not in repr(result) + repr(report) + written


@pytest.mark.parametrize("with_check", [False, True])
def test_a_saved_answer_is_mapped_as_the_command_does_it(
    with_check: bool, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pets.yaml").write_text(PETS.replace("listPets", "list.pets"))
    message = {"text": "GET /pets is wrong, says line 3", "severity": "error", "detail": ["`list.pets`"]}
    answer: dict[str, Any] = {"connector": {}, "definitions": [], "actions": [], "triggers": [], "messages": [message]}
    (folder / "answer.json").write_text(json.dumps(answer))
    options = ["--with-check"] if with_check else []
    run_result = run(capsys, "map", "pets.yaml", "answer.json", "--output-format", "json", *options)
    document = CheckedDocument(check_result=check(PETS_FILE))

    read = read_answer_file(Path("answer.json"), document.limits)
    result = map_saved_answer(document, read.value, with_check=with_check)

    found = [finding.fingerprint for finding in result.results.findings]
    assert found == [item["fingerprint"] for item in run_result.json["findings"]]
    assert ("check" in {item["origin"] for item in run_result.json["findings"]}) is with_check
    assert (result.is_failure, result.is_complete, run_result.code) == (True, True, 1)
