"""What leaves: the requests of the API description, byte for byte what was checked, to one server, over TLS."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from email import message_from_bytes
from email.policy import HTTP
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from preclear.platform.http import make_target, parse_document_url
from preclear.platform.http.client import parse_retry_after
from preclear.platform.http.request import MultipartPart
from preclear.platform.option_errors import InvalidOptionError
from tests.cli.making import GOOD as PETS
from tests.platform.fault_running import CANARY, CONNECTOR, ORGANISATION, faulty, prepare, run, upload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Format
    from tests.platform.fault_running import CommandResult, Server

CONTRACT = Path(__file__).parents[3] / "shared" / "contract" / "connect-v1-openapi.yaml"


@pytest.fixture(autouse=True)
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch, tmp_path)


@pytest.fixture
def server() -> Iterator[Server]:
    with faulty("accepted") as running:
        yield running


def sent(capsys: pytest.CaptureFixture[str], server: Server, *arguments: str) -> tuple[CommandResult, dict[str, Any]]:
    result = run(capsys, "upload", *arguments, "--url", server.url, "--insecure-loopback", "--no-lookup")
    (request,) = server.wait(1)
    return result, request


def parts(request: dict[str, Any]) -> dict[str, Any]:
    """The parts of a multipart body, as another reader than ours sees them."""
    kind = re.search(r"(?im)^content-type: (.*)$", request["head"])
    assert kind is not None
    head = f"Content-Type: {kind[1].strip()}\r\n\r\n".encode()
    message = message_from_bytes(head + request["body"].encode("latin-1"), policy=HTTP)
    return {str(part.get_param("name", header="content-disposition")): part for part in message.iter_parts()}


def valid(value: object, path: str, media_type: str, part: str | None = None) -> None:
    """Validate against the request body of `path` in the API description."""
    if not CONTRACT.is_file():
        pytest.skip("the API description is not here")
    contract = yaml.safe_load(CONTRACT.read_text())
    empty: Registry[Any] = Registry()
    registry = empty.with_resource("urn:api", DRAFT202012.create_resource(contract))
    where = [path, "post", "requestBody", "content", media_type, "schema", *(["properties", part] if part else [])]
    pointer = "/".join(item.replace("~", "~0").replace("/", "~1") for item in ["paths", *where])
    validator: Any = Draft202012Validator({"$ref": f"urn:api#/{pointer}"}, registry=registry)
    validator.validate(value)


VERSION_PATH = "/o/{organisation_id}/connector/{connector_id}/http/import"
NEW_PATH = "/o/{organisation_id}/protocols/http/import"


def test_a_version_is_sent_as_the_api_describes_it(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result, request = sent(capsys, server, "pets.yaml", "--connector", CONNECTOR, "--version", "ünï 1")
    assert result.code == 0
    assert request["path"] == f"/api/connect/v1/o/{ORGANISATION}/connector/{CONNECTOR}/http/import"
    content = parts(request)
    assert list(content) == ["file", "metadata"]
    assert content["file"].get_payload(decode=True) == (tmp_path / "pets.yaml").read_bytes()
    assert (content["file"].get_content_type(), content["file"].get_filename()) == ("application/yaml", "openapi.yaml")
    assert (content["metadata"].get_content_type(), content["metadata"].get_filename()) == ("application/json", None)
    metadata = json.loads(content["metadata"].get_payload(decode=True))
    assert metadata == {"format": "openapi", "version": "ünï 1"}
    valid(metadata, VERSION_PATH, "multipart/form-data", "metadata")


def test_a_new_connector_is_sent_as_the_api_describes_it(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    _, request = sent(capsys, server, "pets.yaml", "--new")
    assert request["path"] == f"/api/connect/v1/o/{ORGANISATION}/protocols/http/import"
    metadata = json.loads(parts(request)["metadata"].get_payload(decode=True))
    assert metadata == {"format": "openapi"}
    valid(metadata, NEW_PATH, "multipart/form-data", "metadata")


@pytest.mark.parametrize(
    ("target", "path", "more"),
    [
        (["--new"], NEW_PATH, {}),
        (["--connector", CONNECTOR, "--version", "2"], VERSION_PATH, {"version": "2"}),
    ],
)
def test_an_address_is_sent_in_place_of_the_file(
    target: list[str], path: str, more: dict[str, str], server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "https://pets.example.com/openapi.json?v=1"
    result, request = sent(capsys, server, "pets.yaml", *target, "--from-url", url)
    body = json.loads(request["body"])
    assert body == {"schemaURL": url, "filetype": "json", "format": "openapi", **more}
    assert "Content-Type: application/json" in request["head"]
    valid(body, path, "application/json")
    assert "the server fetches the document itself: what it finds there was not checked" in result.out
    assert f"{url}, fetched by the server; pets.yaml was checked" in result.out
    assert "sha256" not in result.out


def test_with_an_address_nothing_is_said_of_bytes_that_were_not_sent(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "https://pets.example.com/openapi.json"
    result, _ = sent(capsys, server, "pets.yaml", "--new", "--from-url", url, "--output-format", "json")
    request = result.json["request"]
    assert (request["schemaURL"], request["sha256"], request["size"], request["files"]) == (url, None, None, [])


def test_headers_are_ours_and_the_token_stands_in_one_of_them(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    _, request = sent(capsys, server, "pets.yaml", "--new")
    headers = dict(line.split(": ", 1) for line in request["head"].split("\r\n")[1:])
    assert headers["Accept-Encoding"] == "identity"
    assert headers["User-Agent"].startswith("preclear/")
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", headers["Idempotency-Key"]
    )
    assert headers["Authorization"] == f"Bearer {CANARY}"
    assert request["head"].count(CANARY) == 1
    assert CANARY not in request["body"]


def test_a_json_document_goes_as_json(server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pets.json").write_text(json.dumps(yaml.safe_load(PETS)))
    _, request = sent(capsys, server, "pets.json", "--new")
    file = parts(request)["file"]
    assert (file.get_content_type(), file.get_filename()) == ("application/json", "openapi.json")


def test_what_was_checked_is_what_is_sent(server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the bytes are: a byte order mark, line ends, no end of line at the end."""
    data = b"\xef\xbb\xbf" + PETS.rstrip("\n").replace("\n", "\r\n").encode()
    (tmp_path / "pets.yaml").write_bytes(data)
    result, request = sent(capsys, server, "pets.yaml", "--new", "--output-format", "json")
    received = parts(request)["file"].get_payload(decode=True)
    assert received == data
    assert result.json["request"]["sha256"] == hashlib.sha256(received).hexdigest()
    assert result.json["request"]["size"] == len(received)


def test_a_file_that_is_swapped_after_the_check_changes_nothing(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from preclear.bundle import bundle

    def swapping(*arguments: Any) -> Any:
        (tmp_path / "pets.yaml").write_text("swapped: true\n")
        return bundle(*arguments)

    monkeypatch.setattr("preclear.bundle.bundle", swapping)
    _, request = sent(capsys, server, "pets.yaml", "--new")
    assert parts(request)["file"].get_payload(decode=True) == PETS.encode()


def test_several_files_are_sent_as_one(server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = PETS.replace(
        "{description: all pets}",
        "{description: all pets, content: {application/json: {schema: {$ref: 'pet.yaml#/Pet'}}}}",
    )
    (tmp_path / "pets.yaml").write_text(text)
    (tmp_path / "pet.yaml").write_text("Pet: {type: object, description: a pet}\n")
    result, request = sent(capsys, server, "pets.yaml", "--new", "--output-format", "json")
    received = parts(request)["file"].get_payload(decode=True)
    assert b"pet.yaml" not in received
    assert yaml.safe_load(received)["components"]["schemas"]["Pet"] == {"type": "object", "description": "a pet"}
    assert [file["path"] for file in result.json["request"]["files"]] == ["pets.yaml", "pet.yaml"]
    assert result.json["request"]["sha256"] == hashlib.sha256(received).hexdigest()


def test_a_boundary_is_in_no_part_even_if_a_document_foresees_it() -> None:
    from preclear.platform.http.request import _encode_multipart, _make_boundary  # pyright: ignore[reportPrivateUsage]

    first = _make_boundary((MultipartPart("file", "x", "y", b"a"),))
    part = MultipartPart("file", "x", "y", b"a")
    data = part._replace(data=b"a\r\n--" + first.encode())
    boundary = _make_boundary((data,))
    assert boundary.encode() not in data.data
    assert _encode_multipart((data,), boundary).count(boundary.encode()) == 2


@pytest.mark.parametrize(
    ("connector", "version", "new", "words"),
    [
        ("x", "latest", False, "version name `latest` is reserved"),
        ("x", " default ", False, "version name `default` is reserved"),
        ("x", "", False, "has no name that can be read"),
        ("x", "a\nb", False, "has no name that can be read"),
        ("x", None, False, "expected `--connector` and `--version`"),
        (None, "1", False, "expected `--connector` and `--version`"),
        (None, None, False, "or `--new` for a new connector"),
        ("x", "1", True, "`--new` makes a connector"),
    ],
)
def test_a_target_that_is_none_is_refused(connector: str | None, version: str | None, new: bool, words: str) -> None:
    with pytest.raises(InvalidOptionError, match=words):
        make_target(connector, version, is_new=new)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/a",
        "file:///etc/passwd",
        "data:application/json,{}",
        "https://u:p@x.example/a",
        "gs://u@bucket/a",
        "s3://key:secret@bucket/a",
        "https://x .example",
        "gs://bucket/a\nb",
        "gs:bucket/a",
        "gs:///a",
        "x",
        "",
        "https://é.example",
        "https://x.example/" + "a" * 2048,
    ],
)
def test_an_address_that_the_server_cannot_fetch_is_refused(url: str) -> None:
    with pytest.raises(InvalidOptionError, match="the address in `--from-url` can't be used"):
        parse_document_url(url, "yaml")


@pytest.mark.parametrize("url", ["gs://bucket", "s3://bucket/", "gs://bucket/?a", "S3://bucket#x"])
def test_a_bucket_without_an_object_is_refused(url: str) -> None:
    with pytest.raises(InvalidOptionError, match="the address in `--from-url` names no object; expected"):
        parse_document_url(url, "yaml")


@pytest.mark.parametrize(
    ("url", "checked_format", "format"),
    [
        ("https://x.example/a.json", "yaml", "json"),
        ("http://x.example/a.YML?a=.json", "json", "yaml"),
        ("https://x.example/openapi", "json", "json"),
        ("https://x.example", "yaml", "yaml"),
        ("https://x.example.json", "yaml", "yaml"),
        ("gs://bucket/folder/a@b.json", "yaml", "json"),
        ("GS://bucket/a.yaml#1", "json", "yaml"),
        ("s3://my.bucket/a", "json", "json"),
    ],
)
def test_an_address_is_sent_as_it_is_with_the_format_of_its_suffix(
    url: str, checked_format: Format, format: str
) -> None:
    assert parse_document_url(url, checked_format) == (url, format)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0", 0), (" 30 ", 30), ("31", None), ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("x", None), (None, None)],
)
def test_retry_after_is_a_number_or_a_date(text: str | None, seconds: float | None) -> None:
    assert parse_retry_after(text) == seconds


def certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    file = folder / "server.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "key"), "-out", str(folder / "crt")),
        ],
        check=True,
        capture_output=True,
        timeout=30,
    )
    file.write_text((folder / "key").read_text() + (folder / "crt").read_text())
    return file


def test_tls_is_spoken_with_a_certificate_that_is_trusted_and_with_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = certificate(tmp_path)
    with faulty("accepted", FAULT_CERTIFICATE=str(file)) as server:
        url = server.url.replace("http://", "https://")
        refused = upload(capsys, url)
        assert refused.last.startswith("upload: not sent: TLS failed: the certificate is not trusted: ")
        assert refused.code == 3
        assert server.requests == []
        assert upload(capsys, url, "--ca-bundle", str(tmp_path / "crt")).code == 0
        assert len(server.wait(1)) == 1


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        (
            "SSL_CERT_FILE",
            "/nonexistent",
            "there is no such file",
        ),
        (
            "SSL_CERT_DIR",
            "/nonexistent",
            "there is no such file",
        ),
        (
            "SSL_CERT_FILE",
            "pets.yaml",
            "no certificates are in it",
        ),
        (
            "ALL_PROXY",
            "socks5://user:hunter2@proxy.example:1080",
            "the proxy that ALL_PROXY names can't be used",
        ),
        ("HTTPS_PROXY", "junk junk", "the proxy that HTTPS_PROXY names can't be used"),
        ("https_proxy", "http://", "the proxy that HTTPS_PROXY names can't be used"),
    ],
)
def test_what_the_environment_says_and_cannot_be_used_is_not_sent(
    variable: str, value: str, reason: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    result = upload(capsys, "https://platform.invalid")
    if variable.startswith("SSL_"):
        reason = f"{variable} names `{value}`, which can't be used: {reason}"
    assert result.last.startswith(f"upload: not sent: {reason}")
    assert result.code == 3
    assert "hunter2" not in result.out + result.err


def test_a_proxy_that_refuses_is_not_sent_and_never_sees_the_token(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with faulty("proxy_refuses") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:hunter2@127.0.0.1:{proxy.port}")
        result = upload(capsys, "https://platform.invalid")
        assert result.last == "upload: not sent: the proxy refused: 403 Forbidden"
        assert result.code == 3
        assert {(request["method"], request["path"]) for request in proxy.wait(3)} == {
            ("CONNECT", "platform.invalid:443")
        }
        assert all(CANARY not in request["head"] + request["body"] for request in proxy.requests)
        assert "hunter2" not in result.out + result.err


def test_what_goes_to_this_machine_passes_no_proxy(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with faulty("proxy_refuses") as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert upload(capsys, server.url).code == 0
        assert proxy.requests == []


def test_a_netrc_is_not_read(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password hunter2hunter2\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    _, request = sent(capsys, server, "pets.yaml", "--new")
    assert f"Authorization: Bearer {CANARY}\r\n" in request["head"] + "\r\n"


def test_logging_at_every_level_shows_no_request(
    server: Server, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    sent(capsys, server, "pets.yaml", "--new")
    assert [record for record in caplog.records if record.name.startswith(("httpx", "httpcore"))] == []
