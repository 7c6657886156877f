"""Secrets of any shape: no text that is shown has one, in any encoding, or a piece of one."""

from __future__ import annotations

import base64
import json
import pickle
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from preclear.platform.credentials import ApiAddress, Credentials
from preclear.platform.secrets import Secret, Token

if TYPE_CHECKING:
    from preclear.source import Json

PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQC7\n-----END PRIVATE KEY-----"
SECRETS = ("pa55word-of-pets", "grün & weiß/9", PEM, "tiny")


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_prints_as_stars(text: str) -> None:
    secret = Secret(text)
    assert {str(secret), repr(secret), f"{secret}", f"{secret:>9}"} == {"***"}
    assert secret.reveal() == text
    with pytest.raises(TypeError, match=r"can.t be pickled"):
        pickle.dumps(secret)


@pytest.mark.parametrize("text", SECRETS)
def test_every_encoding_of_a_secret_is_removed(text: str) -> None:
    encoded = text.encode()
    forms = [
        text,
        json.dumps(text)[1:-1],
        quote(text),
        quote(text, safe=""),
        base64.b64encode(encoded).decode(),
        base64.urlsafe_b64encode(encoded).decode(),
        encoded.hex(),
    ]
    for form in forms:
        assert Secret(text).redact(f"before {form} after") == "before *** after"


def test_a_line_of_a_secret_of_several_lines_is_removed_from_a_response() -> None:
    shown = Secret(PEM).redact_response("invalid key: MIIEvQIBADANBgkqhkiG9w0BAQEFAASC at line 2")
    assert "MIIE" not in shown
    assert shown.startswith("invalid key: ***")
    assert shown.endswith("at line 2")


@pytest.mark.parametrize("text", ["a", "12", "me"])
def test_a_very_short_secret_is_only_removed_as_a_word(text: str) -> None:
    shown = Secret(text).redact(f'{{"name": "{text}", "title": "xa12mea"}}')
    assert shown == '{"name": "***", "title": "xa12mea"}'


def test_credentials_hide_their_secrets_beside_the_token() -> None:
    credentials = Credentials(ApiAddress("https://x", "x", True), "o", Token("t0ken-of-x", "a test"))
    answer: dict[str, Json] = {"message": "t0ken-of-x and pa55word", "pa55word": ["PA55WORD"]}
    extended = credentials.with_secrets([Secret("pa55word")])
    assert credentials.redact("pa55word") == "pa55word"
    assert extended.redact("t0ken-of-x and pa55word") == "*** and ***"
    assert extended.redact_json(answer) == {"message": "*** and ***", "***": ["***"]}
