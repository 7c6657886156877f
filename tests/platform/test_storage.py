"""A document that goes through the platform's storage: asked for, put there once, without the token, then imported."""

from __future__ import annotations

import json
import re
import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from preclear.platform.http import DocumentData
from preclear.platform.upload.storage import StorageError, parse_signed_url
from tests.pace import is_prompt
from tests.platform.fault_running import (
    CANARY,
    CONNECTOR,
    ORGANISATION,
    CommandResult,
    faulty,
    prepare,
    run,
    without_canary,
)
from tests.platform.fault_running import start_apart as start_upload
from tests.platform.fault_server import RESULT

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from preclear.source import Json
    from tests.platform.fault_running import Server

BASE = f"/api/connect/v1/o/{ORGANISATION}"
IMPORT = f"POST {BASE}/connector/{CONNECTOR}/http/import"
SIGNATURE = "X-Amz-Signature=5fb1c4d9e07a31bc4c26f8d1&X-Amz-SignedHeaders=content-type%3Bhost&a=b%2Fc"
NO_URL = "there is no upload URL: the lookup failed: "
OBJECT_URL = "gs://uploads/01J0/openapi.yaml"


@pytest.fixture(autouse=True)
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch, tmp_path)


def ask_for(folder: Path) -> str:
    length = len((folder / "pets.yaml").read_bytes())
    return f"GET {BASE}/protocols/http/upload-url?content_type=application%2Fyaml&content_length={length}"


@contextmanager
def scripted(folder: Path, signed: object, status: int = 200, imported: object = (201, RESULT)) -> Generator[Server]:
    """Run an API that answers with a signed URL, then with the result of the import."""
    script = {ask_for(folder): [[status, signed]], IMPORT: [imported]}
    (folder / "script.json").write_text(json.dumps(script))
    with faulty("scripted", FAULT_SCRIPT=str(folder / "script.json")) as api:
        yield api


def signed_by(storage: Server, url: str = OBJECT_URL) -> dict[str, str]:
    return {"uploadUrl": f"http://127.0.0.1:{storage.port}/uploads/01J0?{SIGNATURE}", "url": url}


def via_storage(capsys: pytest.CaptureFixture[str], api: Server, *options: str) -> CommandResult:
    arguments = ["--connector", CONNECTOR, "--version", "1.0", "--via", "upload-url", "--no-lookup"]
    result = run(capsys, "upload", "pets.yaml", *arguments, "--url", api.url, "--insecure-loopback", *options)
    return without_signature(result)


def without_signature(result: CommandResult) -> CommandResult:
    assert "5fb1c4d9" not in result.out + result.err
    return result


def methods(server: Server, number: int = 0) -> list[str]:
    """The methods of all requests so far, as soon as there are `number` of them."""
    return [request["method"] for request in server.wait(number)]


def test_a_document_is_put_once_without_the_token_and_imported_from_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with faulty("status", FAULT_STATUS="200") as storage, scripted(tmp_path, signed_by(storage)) as api:
        result = via_storage(capsys, api)
        assert (result.code, result.last) == (0, "upload: accepted: the server answered 201")
        question, imported = api.wait(2)
        (stored,) = storage.wait(1)

    assert f"{question['method']} {question['path']}" == ask_for(tmp_path)
    assert "content-length" not in question["head"].lower()
    assert json.loads(imported["body"]) == {
        "schemaURL": OBJECT_URL,
        "filetype": "yaml",
        "format": "openapi",
        "version": "1.0",
    }
    assert (stored["method"], stored["path"]) == ("PUT", f"/uploads/01J0?{SIGNATURE}")
    assert stored["body"].encode("latin-1") == (tmp_path / "pets.yaml").read_bytes()
    headers = {name.lower(): text for name, text in (line.split(": ", 1) for line in stored["head"].split("\r\n")[1:])}
    assert headers["content-type"] == "application/yaml"
    assert headers["content-length"] == str(len(stored["body"]))
    assert "authorization" not in headers
    assert CANARY not in stored["head"] + stored["body"]
    assert f"Authorization: Bearer {CANARY}" in imported["head"]
    assert re.search(
        r"preclear: storing [\d,]+ bytes at 127\.0\.0\.1, sha256 [0-9a-f]{64}; the import follows", result.err
    )


def test_the_report_has_what_was_put_there_and_no_signature(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("status", FAULT_STATUS="201") as storage:
        signed = signed_by(storage, f"https://storage.example.com/01J0?{SIGNATURE}")
        with scripted(tmp_path, signed) as api:
            request: dict[str, Any] = via_storage(capsys, api, "--output-format", "json").json["request"]
            _, imported = api.wait(2)

    assert json.loads(imported["body"])["schemaURL"] == signed["url"]
    assert request["storageHost"] == "127.0.0.1"
    assert request["schemaURL"] == "https://storage.example.com/01J0?***"
    assert request["size"] == len((tmp_path / "pets.yaml").read_bytes())
    assert [file["path"] for file in request["files"]] == ["pets.yaml"]


@pytest.mark.parametrize(
    ("status", "answer", "words"),
    [
        (
            403,
            {"code": "forbidden", "message": "not allowed"},
            NO_URL + "the server answered 403",
        ),
        (404, {}, NO_URL + "the server answered 404: "),
        (500, {}, NO_URL + "the server answered 500"),
        (200, [], "there is no upload URL: its answer has no `uploadUrl` and `url`"),
        (200, {"uploadUrl": "https://x.example/a"}, "there is no upload URL: its answer has no `uploadUrl` and `url`"),
        (200, {"uploadUrl": 1, "url": "gs://a/b"}, "there is no upload URL: its answer has no `uploadUrl` and `url`"),
        (200, {"uploadUrl": "ftp://x.example/a", "url": "gs://a/b"}, "the answer's `uploadUrl` can't be used"),
        (200, {"uploadUrl": "http://x.example/a", "url": "gs://a/b"}, "the answer's `uploadUrl` can't be used"),
        (200, {"uploadUrl": "https://u:p@x.example/a", "url": "gs://a/b"}, "the answer's `uploadUrl` can't be used"),
        (
            200,
            {"uploadUrl": "https://127.0.0.1:1/a", "url": "file:///a"},
            "the address in `url` of the answer can't be",
        ),
    ],
)
def test_without_a_usable_url_nothing_is_put_and_nothing_imported(
    status: int, answer: object, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with scripted(tmp_path, answer, status) as api:
        result = via_storage(capsys, api)
        assert result.last.startswith(f"upload: not sent: {words}"), result.last
        assert result.code == 3
        assert methods(api) == ["GET"]


@pytest.mark.parametrize("row", ["read_and_close", "short_body", "html", "silent"])
def test_a_url_that_does_not_come_whole_is_not_used(row: str, capsys: pytest.CaptureFixture[str]) -> None:
    with faulty(row) as api:
        result = via_storage(capsys, api, "--timeout", "1.5")
        assert result.last.startswith("upload: not sent: there is no upload URL: ")
        assert result.code == 3
        assert methods(api, 1) == ["GET"]


@pytest.mark.parametrize(
    ("row", "variables", "words"),
    [
        ("status", {"FAULT_STATUS": "403"}, "the document was not stored: the storage answered 403 to the PUT"),
        ("status", {"FAULT_STATUS": "500"}, "the document may not be stored: the storage answered 500 to the PUT"),
        ("status", {"FAULT_STATUS": "202"}, "the document may not be stored: the storage answered 202 to the PUT"),
        ("read_and_reset", {}, "the document may not be stored: the PUT has no answer (the request was sent; then: "),
        ("half_status_line", {}, "the document may not be stored: the PUT has no answer (the request was sent; then: "),
        ("short_body", {}, "the document may not be stored: the storage answered 201 to the PUT"),
        ("silent", {}, "the document may not be stored: the PUT has no answer (the request was sent; then: no"),
    ],
)
def test_a_put_that_fails_is_never_repeated_and_nothing_is_imported(
    row: str, variables: dict[str, str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with faulty(row, **variables) as storage, scripted(tmp_path, signed_by(storage)) as api:
        result = via_storage(capsys, api, "--timeout", "1.5" if row == "silent" else "60")
        assert result.last.startswith(f"upload: not sent: {words}"), result.last
        assert result.code == 3
        assert methods(api) == ["GET"]
        assert methods(storage, 1) == ["PUT"]


@pytest.mark.parametrize("status", [301, 307, 308])
def test_a_redirect_of_the_put_is_not_followed(status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (
        faulty("accepted") as other,
        faulty("redirect", FAULT_STATUS=str(status), FAULT_OTHER=str(other.port)) as storage,
        scripted(tmp_path, signed_by(storage)) as api,
    ):
        result = via_storage(capsys, api)
        assert result.last == f"upload: not sent: the document was not stored: the storage answered {status} to the PUT"
        assert methods(api) == ["GET"]
        assert methods(storage) == ["PUT"]
        time.sleep(0.2)
        assert other.requests == []


def test_a_redirect_of_the_question_is_not_followed(capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("accepted") as other, faulty("redirect", FAULT_STATUS="307", FAULT_OTHER=str(other.port)) as api:
        result = via_storage(capsys, api)
        assert (
            result.last
            == "upload: not sent: there is no upload URL: the lookup failed: redirect refused: the server answered 307"
        )
        assert other.requests == []


def test_an_import_that_fails_afterwards_has_the_outcome_of_an_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        faulty("status", FAULT_STATUS="200") as storage,
        scripted(tmp_path, signed_by(storage), imported=(502, "bad gateway")) as api,
    ):
        result = via_storage(capsys, api)
        assert (result.code, result.last) == (4, "upload: unknown: the server answered 502")
        assert methods(api) == ["GET", "POST"]
        assert methods(storage) == ["PUT"]


def test_an_interruption_while_it_is_stored_sends_no_import(tmp_path: Path) -> None:
    def interrupt() -> float:
        with faulty("silent") as storage, scripted(tmp_path, signed_by(storage)) as api:
            with start_upload(tmp_path, api.url, "--via", "upload-url") as process:
                storage.wait(1)
                started = time.monotonic()
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=60)
                taken = time.monotonic() - started
            result = without_signature(without_canary(CommandResult(process.returncode, out, err)))
            assert result.last.startswith("upload: not sent: the document may not be stored: the PUT has no answer (")
            assert result.code == 3
            assert methods(api) == ["GET"]
            assert methods(storage) == ["PUT"]
        return taken

    assert is_prompt(interrupt)


def test_a_storage_that_repeats_the_signed_url_is_not_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with faulty("echo_bytes", FAULT_STATUS="403") as storage, scripted(tmp_path, signed_by(storage)) as api:
        result = via_storage(capsys, api, "--output-format", "json")
        assert result.json["outcome"] == "not sent"


def test_an_import_that_repeats_the_signature_is_not_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refusal = {"code": "fetch_failed", "message": f"can't read https://storage.example.com/01J0?{SIGNATURE}"}
    with faulty("status", FAULT_STATUS="200") as storage:
        signed = signed_by(storage, f"https://storage.example.com/01J0?{SIGNATURE}")
        with scripted(tmp_path, signed, imported=(400, refusal)) as api:
            result = via_storage(capsys, api)
            assert result.last.startswith(
                "upload: rejected: the server answered 400: can't read https://storage.example"
            )


def test_a_dry_run_shows_all_requests_and_opens_no_connection(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_: object, **__: object) -> None:
        raise AssertionError("nothing may be connected")

    monkeypatch.setattr("socket.create_connection", connect)
    options = ("--new", "--via", "upload-url", "--dry-run", "--organisation", ORGANISATION)
    result = run(capsys, "upload", "pets.yaml", *options)

    lines = result.out.splitlines()
    length = len((tmp_path / "pets.yaml").read_bytes())
    host = "https://platform.versori.com"
    query = f"content_type=application%2Fyaml&content_length={length}"
    requests = [line for line in lines if line.split(" ")[0] in ("GET", "PUT", "POST")][:3]
    assert requests == [
        f"GET {host}{BASE}/protocols/http/upload-url?{query}",
        "PUT https://UPLOAD-URL",
        f"POST {host}{BASE}/protocols/http/import",
    ]
    question = lines[: lines.index(requests[1])]
    assert not [line for line in question if line.startswith("Content-Length")]
    put = lines[lines.index(requests[1]) : lines.index(requests[2])]
    assert "Content-Type: application/yaml" in put
    assert f"Content-Length: {length}" in put
    assert not [line for line in put if line.startswith("Authorization")]
    assert lines.count("Authorization: Bearer ***") == 2
    assert '{"schemaURL": "DOCUMENT-URL", "filetype": "yaml", "format": "openapi"}' in lines
    assert (result.code, result.last) == (0, "upload: not sent: this is a dry run")


def test_a_url_to_fetch_from_excludes_the_storage(capsys: pytest.CaptureFixture[str]) -> None:
    result = run(
        capsys, "upload", "pets.yaml", "--new", "--dry-run", "--via", "upload-url", "--from-url", "https://x.example/a"
    )
    assert result.last == "upload: not sent: `--via upload-url` sends the document; expected no `--from-url` with it"
    assert result.code == 2


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/a#b",
        "https://x.example",
        "https://x.example/a b",
        'https://x.example/a?"',
        "https://x.example/é",
        "https://x.example/a\nb",
        "https://x.example:99999/a",
        "https://x.example/a?" + "b" * 10_000,
        "http://127.0.0.1:1/a",
    ],
)
def test_a_signed_url_that_can_not_be_sent_byte_for_byte_is_refused(url: str) -> None:
    with pytest.raises(StorageError, match="`uploadUrl` can't be used; expected `https://…`") as failure:
        parse_signed_url({"uploadUrl": url, "url": "gs://a/b"}, DocumentData(b"", "yaml"), insecure_loopback=False)
    assert url not in str(failure.value)


def test_http_to_this_machine_needs_the_option() -> None:
    value: Json = {"uploadUrl": "http://127.0.0.1:1/a?b", "url": "gs://a/b"}
    signed = parse_signed_url(value, DocumentData(b"", "json"), insecure_loopback=True)

    assert (signed.address.host, signed.document_url) == ("127.0.0.1", ("gs://a/b", "json"))
    assert "a?b" not in repr(signed)
