"""Secrets of any shape: no text that is shown has one, in any encoding, or a piece of one."""

from __future__ import annotations

import base64
import json
import pickle
import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest

from preclear.platform.credentials import ApiAddress, Credentials, Secret
from preclear.platform.credentials.secrets import Token

if TYPE_CHECKING:
    from preclear.source import Json

PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQC7\n-----END PRIVATE KEY-----"
SECRETS = ("it's /a\"b/ + c=d;", "pa55word-of-pets", "grün & weiß/9", PEM, "tiny")


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_prints_as_stars(text: str) -> None:
    secret = Secret(text)
    assert {str(secret), repr(secret), f"{secret}", f"{secret:>9}"} == {"***"}
    assert secret.reveal() == text
    with pytest.raises(TypeError, match=r"can.t be pickled"):
        pickle.dumps(secret)


def lower_percent(text: str) -> str:
    return re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), text)


@pytest.mark.parametrize("text", SECRETS)
def test_every_encoding_of_a_secret_is_removed(text: str) -> None:
    encoded = text.encode()
    forms = [
        text,
        json.dumps(text)[1:-1],
        quote(text),
        quote(text, safe=""),
        quote_plus(text),
        lower_percent(quote(text)),
        lower_percent(quote_plus(text)),
        escape(text),
        escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;"),
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


@pytest.mark.parametrize(
    "texts", [("admin", "admin-9f8e"), ("tiny", "tiny-key"), ("9f8e", "admin-9f8e"), ("a b", "a b c")]
)
def test_a_secret_that_is_a_part_of_another_leaves_nothing_of_it(texts: tuple[str, str]) -> None:
    short, long = texts
    rest = long.replace(short, "")
    for order in (texts, texts[::-1]):
        credentials = Credentials(ApiAddress("https://x", "x", True), "o", None).with_secrets(map(Secret, order))
        for form in (long, quote(long), base64.b64encode(long.encode()).decode()):
            assert credentials.redact(f"<{form}>") == "<***>"
            assert rest not in credentials.redact_response(f"<{form}>")
            assert credentials.redact_json({"message": [form]}) == {"message": ["***"]}


def test_the_token_that_is_a_part_of_a_secret_leaves_nothing_of_it() -> None:
    text = "token-of-8"
    credentials = Credentials(ApiAddress("https://x", "x", True), "o", None)._replace(
        token=Token(text, "a test"), secrets=(Secret(f"{text}:pw"),)
    )
    assert credentials.redact(f"<{text}:pw>") == "<***>"
