"""No output of a run and no journal has the token, whatever the server says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.platform.fault_running import CANARY, CONNECTOR, faulty, forms, prepare, run
from tests.platform.upload_run.workspace import JOURNAL, make_document

if TYPE_CHECKING:
    from pathlib import Path

VERSIONS_ANSWER: dict[str, object] = {"totalCount": 0, "items": []}


@pytest.mark.parametrize("row", ["echo", "echo_html", "accepted", "silent", "reset_at_once"])
@pytest.mark.parametrize("output_format", ["full", "json"])
def test_a_server_that_repeats_the_token_is_not_repeated(
    row: str, output_format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(monkeypatch, tmp_path)
    bind(tmp_path)
    with faulty(row) as server:
        result = run(capsys, "upload", *options(server.url), "--output-format", output_format)

    assert result.code in (3, 4)


def test_a_step_whose_answer_has_the_token_hides_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(monkeypatch, tmp_path)
    bind(tmp_path)
    at = "/api/connect/v1/o/01J000000000000000000000RG"
    connector = {"id": CONNECTOR, "name": "Alpha", "protocol": "http"}
    page = {"totalCount": 1, "connectors": [connector]}
    version = {"id": "V", "name": "1.0", "description": "", "publishedAt": None}
    nothing: list[object] = []
    created = {"connector": {"id": CONNECTOR}, "definitions": nothing, "actions": nothing}
    script = tmp_path / "script.json"
    script.write_text(
        json.dumps(
            {
                f"GET {at}/connectors?protocol=http&first=100": [[200, page]],
                f"GET {at}/connectors/{CONNECTOR}/versions?first=100": [[200, VERSIONS_ANSWER]],
                f"POST {at}/connector/{CONNECTOR}/http/import": [[201, created]],
                f"GET {at}/connectors/{CONNECTOR}": [[200, connector]],
                f"GET {at}/connectors/{CONNECTOR}/versions/1.0": [[200, version]],
                f"PUT {at}/connectors/{CONNECTOR}/versions/1.0": [[400, {"code": CANARY, "message": f"no {CANARY}"}]],
            }
        )
    )
    with faulty("scripted", FAULT_SCRIPT=str(script)) as server:
        result = run(capsys, "upload", *options(server.url))
        requests = server.wait(6)

    assert [request["method"] for request in requests if request["method"] != "GET"] == ["POST", "PUT"]
    assert result.code == 1
    assert "version `1.0` of connector" in result.out
    assert "rejected: the server answered 400: no ***" in result.out
    journal = (tmp_path / JOURNAL).read_text()
    assert not any(form in journal for form in forms(CANARY))


def test_an_internal_error_with_the_token_hides_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(f"broken by {CANARY}")

    prepare(monkeypatch, tmp_path)
    monkeypatch.setattr("preclear.platform.upload_run.sender.DocumentSender.send", fail)
    bind(tmp_path)
    page: dict[str, object] = {"totalCount": 0, "connectors": []}
    script = tmp_path / "script.json"
    listed = "GET /api/connect/v1/o/01J000000000000000000000RG/connectors?protocol=http&first=100"
    script.write_text(json.dumps({listed: [[200, page]]}))
    with faulty("scripted", FAULT_SCRIPT=str(script)) as server:
        result = run(capsys, "upload", *options(server.url))

    assert result.code == 2
    assert "RuntimeError: broken by ***" in result.err


def bind(folder: Path) -> None:
    (folder / "pets.yaml").write_text(make_document("Alpha"))
    (folder / "preclear.toml").write_text(
        '[[connectors]]\ndocument = "pets.yaml"\nconnector = "Alpha"\nversion = "1.0"\n'
    )


def options(url: str) -> list[str]:
    return ["--url", url, "--insecure-loopback", "--timeout", "1"]
