"""The token, the address, the ids, the contexts: what is refused, in which words, and that the token is never shown."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from preclear.platform.credentials import CredentialSources, parse_address, resolve_credentials, validate_id
from preclear.platform.credentials.cli_contexts import read_context
from preclear.platform.credentials.credentials import PRODUCTION_URL
from preclear.platform.credentials.secrets import Token
from preclear.platform.option_errors import InvalidOptionError

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "/".join(("s3cret-canary", "1"))
CONFIG = f"""\
active_context: prod
contexts:
  prod: {{name: prod, organisation_id: ORG1, jwt: {SECRET}, url_overwrite: ""}}
  stage: {{name: stage, organisation_id: ORG2, jwt: {SECRET}, url_overwrite: "https://platform-staging.versori.com/api/v2/"}}
  empty: {{name: empty}}
  odd: [1]
"""


@pytest.fixture
def config(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "config.yaml"
    file.write_text(CONFIG)
    return {"VERSORI_CONFIG": str(file)}


def test_a_token_prints_as_stars_however_it_is_printed() -> None:
    token = Token(SECRET, "a test")
    printed = [str(token), repr(token), f"{token}", f"{token!r:>20}", f"{token:>20}", f"{[token]}"]
    assert all(SECRET not in item and "***" in item for item in printed)
    with pytest.raises(TypeError, match=r"can.t be pickled"):
        pickle.dumps(token)


def test_a_token_goes_into_its_header() -> None:
    assert Token(SECRET, "a test").authorization("JWT") == f"JWT {SECRET}"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"{SECRET}\n", "contains a newline at position 16"),
        (f"{SECRET}\r\n", "contains a newline at position 16"),
        ("s3cret canary", "contains a space at position 7"),
        ("s3cret\tcanary", "contains a tab at position 7"),
        ("s3cret\x00canary", "contains a control character at position 7"),
        ("s3crét-canary", "contains a character that is not ASCII at position 5"),
        ("", "has 0 characters; expected 8 to 4,096"),
        ("s3cret!", "has 7 characters; expected 8 to 4,096"),
        ("s" * 4097, "has 4,097 characters; expected 8 to 4,096"),
    ],
)
def test_a_token_that_can_be_none_is_refused_by_its_place_alone(text: str, fault: str) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        Token(text, "PRECLEAR_TOKEN")
    assert str(caught.value) == f"the token in PRECLEAR_TOKEN {fault}"


@pytest.mark.parametrize(
    "text",
    [
        'tok"en\\with/all<>&of it'.replace(" ", ""),
        "tok+en==",
        "abcdefgh##[error]",
    ],
)
def test_a_token_is_taken_out_in_every_form_that_programs_write(text: str) -> None:
    import base64
    import json
    from urllib.parse import quote

    token = Token(text, "a test")
    in_json = json.dumps(text)[1:-1]
    forms = [text, in_json, in_json.replace("/", "\\/"), quote(text, safe=""), base64.b64encode(text.encode()).decode()]
    for form in forms:
        assert token.redact(f"a {form} b") == "a *** b"
    assert token.redact_json({text: [text, 1, {"a": f"x{text}y"}]}) == {"***": ["***", 1, {"a": "x***y"}]}


def test_pieces_of_a_token_are_taken_out_of_what_a_server_said() -> None:
    token = Token("sk-live-4f9Ac3D27b81Ee0c9d51", "a test")

    assert token.redact_response("sk-live-4f9A… and …e0c9D51; 4F9AC3D2") == "s***… and …e0c9D51; ***"
    assert token.redact_response("key 4f9Ac3D27b and 81Ee0c9d51.") == "key *** and ***."
    assert token.redact_response("4f9Ac3D is too short") == "4f9Ac3D is too short"
    assert token.redact("key 4f9Ac3D27b") == "key 4f9Ac3D27b"


def test_words_that_a_token_has_are_no_pieces_of_it() -> None:
    token = Token("petstore-connector", "a test")

    assert token.redact_response("petstore-connecto") == "petstore-connecto"
    assert token.redact_json({"connector": "petstore"}) == {"connector": "petstore"}
    assert token.redact_response("petstore-connector") == "***"


@pytest.mark.parametrize("text", ["", "a", "\u0130" * 30, "x" * 7 + "\u0130" + "4f9Ac3D27b"])
def test_nothing_else_is_changed(text: str) -> None:
    token = Token("sk-live-4f9Ac3D27b81Ee0c9d51", "a test")

    assert token.redact_response(text) == text.replace("4f9Ac3D27b", "***")


@pytest.mark.parametrize("text", ["..", ".", "a/b", "a?b", "a#b", "%2e%2e", "", "a" * 65, "a b", "é", "a\n"])
def test_an_id_that_would_change_the_url_is_refused(text: str) -> None:
    with pytest.raises(InvalidOptionError, match="expected 1 to 64 of the characters"):
        validate_id(text, "the organisation")
    access = resolve_credentials(CredentialSources("ORG1"), {"PRECLEAR_TOKEN": SECRET})
    with pytest.raises(InvalidOptionError, match="expected 1 to 64 of the characters"):
        access.url("connector", text, "http", "import")


@pytest.mark.parametrize(
    "url",
    [
        "http://platform.versori.com",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://127.1",
        "ftp://platform.versori.com",
        "platform.versori.com",
        "https://user:pass@platform.versori.com",
        "https://platform.versori.com@evil.example",
        "https://platform.versori.com/api?x=1",
        "https://platform.versori.com/api#x",
        "https://platform.versori.com/api/../x",
        "https://platform.versori.com/api/%2e%2e/x",
        "https://platform.versori.com:0",
        "https://platform.versori.com:99999",
        "https://platform.versori.com\n",
        "https://plätform.versori.com",
        "https://",
        "",
        "file:///etc/passwd",
    ],
)
def test_a_base_url_that_is_not_plain_https_is_refused(url: str) -> None:
    with pytest.raises(InvalidOptionError, match="the base URL in `--url`"):
        parse_address(url, "`--url`", insecure_loopback=True)


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://platform.versori.com", PRODUCTION_URL),
        ("HTTPS://platform.versori.com/", PRODUCTION_URL),
        ("https://x.example:8443/base/", "https://x.example:8443/base"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/connect/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("http://localhost", "http://localhost/api/connect/v1"),
    ],
)
def test_a_base_url_without_a_path_gets_that_of_the_api(url: str, whole: str) -> None:
    assert parse_address(url, "`--url`", insecure_loopback=True).url == whole


def test_http_to_this_machine_has_to_be_allowed() -> None:
    with pytest.raises(InvalidOptionError, match="or `--insecure-loopback`"):
        parse_address("http://127.0.0.1", "`--url`", insecure_loopback=False)


def test_what_is_given_counts_and_an_api_key_goes_as_bearer(config: dict[str, str]) -> None:
    access = resolve_credentials(CredentialSources("ORG9"), {**config, "PRECLEAR_TOKEN": "another-token"})
    assert (access.organisation, access.scheme, access.address.url) == ("ORG9", "Bearer", PRODUCTION_URL)
    assert access.token is not None
    assert access.token.authorization("Bearer") == "Bearer another-token"


def test_the_active_context_has_all_three_and_its_token_goes_as_jwt(config: dict[str, str]) -> None:
    access = resolve_credentials(CredentialSources(), config)
    assert (access.organisation, access.scheme, access.address.url) == ("ORG1", "JWT", PRODUCTION_URL)
    assert access.token is not None
    assert access.token.authorization(access.scheme) == f"JWT {SECRET}"
    assert SECRET not in repr(access)


def test_a_context_that_is_named_counts_before_the_variable_of_the_token(config: dict[str, str]) -> None:
    access = resolve_credentials(CredentialSources(context="stage"), {**config, "PRECLEAR_TOKEN": "another-token"})
    assert access.organisation == "ORG2"
    assert access.address.url == "https://platform-staging.versori.com/api/connect/v1"
    assert access.token is not None
    assert access.token.authorization("JWT") == f"JWT {SECRET}"


def test_options_count_before_the_context(config: dict[str, str]) -> None:
    access = resolve_credentials(
        CredentialSources("ORG9", "https://x.example/v1", "stage", source_text="token-of-stdin"), config
    )
    assert (access.organisation, access.address.url, access.scheme) == ("ORG9", "https://x.example/v1", "Bearer")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (CredentialSources(context="missing"), "there is no context `missing` in"),
        (CredentialSources(context="odd"), "there is no context `odd` in"),
        (CredentialSources(context="empty"), "has no token; set PRECLEAR_TOKEN"),
        (
            CredentialSources(context="empty", source_text="token-of-stdin"),
            "has no organisation; use `--organisation`",
        ),
    ],
)
def test_a_context_that_lacks_something_says_what(given: CredentialSources, words: str, config: dict[str, str]) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        resolve_credentials(given, config)
    assert words in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        f"jwt: {SECRET}\n\tx: 1\n",
        f"- {SECRET}\n",
        f"a: {SECRET}: {SECRET}\n",
        f"!!python/object:x {SECRET}\n",
        "[" * 30_000,
    ],
)
def test_a_config_that_cannot_be_read_is_not_quoted(text: str, config: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(text)
    with pytest.raises(InvalidOptionError) as caught:
        read_context("prod", config)
    assert str(tmp_path) in str(caught.value)
    assert SECRET not in str(caught.value)


def test_without_a_home_and_a_config_there_is_no_context(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_context(None, {}) is None
    with pytest.raises(InvalidOptionError, match="there is no token; set PRECLEAR_TOKEN"):
        resolve_credentials(CredentialSources("ORG1"), {})
    with pytest.raises(InvalidOptionError, match="there is no config of the `versori` CLI"):
        read_context("prod", {})


def test_the_config_in_the_home_folder_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".versori").mkdir()
    (tmp_path / ".versori" / "config.yaml").write_text(CONFIG)
    monkeypatch.setenv("HOME", str(tmp_path))
    context = read_context(None, {})
    assert context is not None
    assert (context.name, context.organisation) == ("prod", "ORG1")
    assert SECRET not in repr(context)
