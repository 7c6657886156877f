"""Reading of answers, of every form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.engine import check
from preclear.mapping import map_answer, read_answer
from tests.mapping.answers import ANSWERS

if TYPE_CHECKING:
    from preclear.source import Json

_WORDS = st.sampled_from(
    [
        "actions",
        "triggers",
        "definitions",
        "messages",
        "connector",
        "versions",
        "authSchemeConfigs",
        "connections",
        "credentials",
        "action",
        "credential",
        "authSchemeConfig",
        "validationMessages",
        "errors",
        "field",
        "message",
        "text",
        "detail",
        "severity",
        "code",
        "fields",
        "details",
        "name",
        "method",
        "path",
        "parameters",
        "responses",
        "schemeType",
        "status",
        "body",
        "requestBody",
        "items",
        "isLatest",
    ]
)
_LEAVES = st.none() | st.booleans() | st.integers() | st.sampled_from(["", "listPets", "GET", "/parameters/0", "201"])
ANY_ANSWER = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=6), max_leaves=30
)
PETS = check(ANSWERS / "pets" / "openapi.yaml", display_path="openapi.yaml")


@given(value=ANY_ANSWER)
@settings(max_examples=400, deadline=None)
def test_no_answer_is_too_odd_to_be_read_and_placed(value: Json) -> None:
    answer = read_answer(value)
    mapped = map_answer(PETS, answer)

    assert len(mapped.mapped_findings) >= len(answer.messages)
    assert {message.pointer for message in answer.messages} <= {entry.pointer for entry in mapped.mapped_findings}
    json.dumps([entry.text for entry in mapped.mapped_findings])


def test_errors_that_are_absent_and_errors_that_are_empty_are_told_apart() -> None:
    answer = read_answer({"actions": [{"name": "a"}, {"name": "b", "errors": []}, {"name": "c", "errors": None}]})

    assert answer.actions is not None
    assert [resource.is_validated for resource in answer.actions] == [False, True, False]


def test_a_list_that_is_absent_is_not_one_that_is_empty() -> None:
    answer = read_answer({"connector": {}, "actions": []})

    assert answer.actions is not None
    assert len(answer.actions) == 0
    assert answer.triggers is None


@pytest.mark.parametrize(
    ("value", "status", "refused"),
    [
        ({"code": "x", "message": "y"}, None, True),
        ({"code": "x", "message": "y"}, 400, True),
        ({"status": 422, "body": {"code": "x", "message": "y"}}, None, True),
        ({"connector": {}, "messages": []}, None, False),
        ({"connector": {}, "messages": []}, 201, False),
        ({"connector": {}, "messages": []}, 500, True),
        ({"name": "Pets", "versions": []}, None, False),
        ("Bad Gateway", 502, True),
        (None, None, False),
    ],
)
def test_whether_an_answer_is_a_refusal(value: Json, status: int | None, refused: bool) -> None:
    assert read_answer(value, status).is_refused is refused


@pytest.mark.parametrize("value", [{}, [], None, "", "Bad Gateway", 7, {"error": "no"}, {"message": None}])
def test_a_refusal_without_a_message_is_reported(value: Json) -> None:
    (message,) = read_answer(value, 502).messages

    assert message.source == "rejection"
    assert message.severity == "error"
    assert "502" in message.text


def test_every_place_of_the_contract_is_read() -> None:
    message: Json = {"text": "m", "severity": "info"}
    error: Json = {"field": "/name", "message": "e", "severity": "warning"}
    scheme: Json = {"schemeType": "none", "validationMessages": [message]}
    use: Json = {"authSchemeConfig": scheme, "credential": {"errors": ["c"]}}
    connector: Json = {
        "versions": [{"name": "1", "messages": [message]}],
        "authSchemeConfigs": [scheme],
        "connections": [{"name": "k", "credentials": {"action": [use], "trigger": [use]}}],
    }
    resource: Json = {"name": "a", "errors": [error]}
    answer = read_answer({"connector": connector, "actions": [resource], "triggers": [resource], "messages": [message]})

    assert sorted((message.source, message.severity, message.text) for message in answer.messages) == [
        ("action", "warning", "e"),
        ("auth scheme", "info", "m"),
        ("auth scheme", "info", "m"),
        ("auth scheme", "info", "m"),
        ("credential", "error", "c"),
        ("credential", "error", "c"),
        ("message", "info", "m"),
        ("trigger", "warning", "e"),
        ("version", "info", "m"),
    ]


def test_an_error_body_gives_its_message_its_fields_and_its_messages() -> None:
    answer = read_answer(
        {
            "code": "invalid",
            "message": "no",
            "details": "one\ntwo",
            "fields": [{"field": "file", "message": "large"}],
            "messages": [{"text": "also", "severity": "info"}],
        },
        400,
    )

    assert [(message.text, message.details, message.field) for message in answer.messages] == [
        ("no", ("one", "two"), None),
        ("large", (), "file"),
        ("also", (), None),
    ]
    assert {message.source for message in answer.messages} == {"rejection"}
    assert answer.code == "invalid"


def test_an_unknown_severity_is_read_as_an_error_and_noted() -> None:
    (message,) = read_answer({"actions": [{"name": "a", "errors": [{"message": "m", "severity": "fatal"}]}]}).messages

    assert message.severity == "error"
    assert message.note == "the server sent the unknown severity `fatal`"


def test_a_very_deep_answer_is_read() -> None:
    value: Json = []
    for _ in range(20_000):
        value = [value]

    assert read_answer({"messages": [value]}).messages
