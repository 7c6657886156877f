"""What an answer says about a connection: validated or not, errors, messages, and where a refusal's fields are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from preclear.platform import read_credential_statuses
from preclear.platform.connection_files.answer import iter_field_problems
from preclear.report import SchemeMessage, credentials_to_json, describe_credentials, list_credential_problems
from tests.platform.connections.making import CONFIGS, read

if TYPE_CHECKING:
    from preclear.source import Json

MISSING: Any = object()


def answer(errors: Any = MISSING, messages: Any = MISSING, side: str = "action") -> dict[str, Any]:
    """A connection with one credential."""
    credential: dict[str, Any] = {
        "name": "Shop",
        "type": "string",
        "data": {},
        **({} if errors is MISSING else {"errors": errors}),
    }
    extra = {} if messages is MISSING else {"validationMessages": messages}
    return {
        "id": "c",
        "name": "n",
        "credentials": {side: [{"authSchemeConfig": {**CONFIGS[0], **extra}, "credential": credential}]},
    }


@pytest.mark.parametrize(
    ("errors", "fact"),
    [
        (MISSING, "credential not validated"),
        (None, "credential not validated"),
        ([], "credential validated: no errors"),
        (["it has expired"], "credential validated: 1 error"),
        (["a", "b"], "credential validated: 2 errors"),
        ("it has expired", "credential validated: 1 error"),
    ],
)
def test_errors_that_are_undefined_are_told_apart_from_none(errors: Any, fact: str) -> None:
    statuses = read_credential_statuses(answer(errors))
    assert describe_credentials(statuses) == {"action 1": f"The key of a shop (api-key), string: {fact}"}
    is_validated = errors is not MISSING and errors is not None
    assert (statuses[0].errors is not None) == is_validated
    assert credentials_to_json(statuses)[0] == {
        "side": "action",
        "number": 1,
        "scheme": "The key of a shop",
        "schemeType": "api-key",
        "name": "Shop",
        "type": "string",
        "validated": is_validated,
        "errors": None if not is_validated else [errors] if isinstance(errors, str) else errors,
        "messages": [],
    }


def test_every_problem_has_a_line() -> None:
    messages = [
        {"text": "deprecated", "severity": "warning", "detail": ["use hmac", "soon"]},
        {"text": "bad", "severity": "error"},
    ]
    statuses = read_credential_statuses(answer(["it has expired"], messages, "trigger"))
    assert statuses[0].messages == (
        SchemeMessage("warning", "deprecated; use hmac; soon"),
        SchemeMessage("error", "bad"),
    )
    assert list_credential_problems(statuses) == [
        "error: trigger 1, `The key of a shop`, credential: it has expired",
        "warning: trigger 1, `The key of a shop`, auth scheme: deprecated; use hmac; soon",
        "error: trigger 1, `The key of a shop`, auth scheme: bad",
    ]
    assert describe_credentials(statuses)["trigger 1"].endswith(": 1 error, 2 messages about the auth scheme")


@pytest.mark.parametrize(
    ("errors", "severity", "is_failing"),
    [([], "warning", False), ([], "error", True), (["x"], "info", True), (MISSING, "info", False)],
)
def test_errors_fail_and_warnings_do_not(errors: Any, severity: str, is_failing: bool) -> None:
    (status,) = read_credential_statuses(answer(errors, [{"text": "x", "severity": severity}]))
    assert status.is_failing == is_failing


VALUES: list[Any] = [
    None,
    [],
    "x",
    {"credentials": []},
    {"credentials": {"action": 5}},
    {"credentials": {"action": [5, None, {"authSchemeConfig": 5, "credential": []}]}},
    {"credentials": {"action": [{"credential": {"errors": [{"a": 1}, 5, None]}}]}},
]


@pytest.mark.parametrize("value", VALUES)
def test_an_answer_of_any_form_is_read(value: Any) -> None:
    statuses = read_credential_statuses(value)
    describe_credentials(statuses)
    list_credential_problems(statuses)
    credentials_to_json(statuses)


def test_a_hundred_problems_are_listed_and_the_rest_counted() -> None:
    lines = list_credential_problems(read_credential_statuses(answer(["x"] * 150)))
    assert len(lines) == 101
    assert lines[-1] == "and 50 more; `--output-format json` has all of them"


FILE = """\
name: production
variables:
  region: eu
credentials:
  action:
    - scheme: key
      value: {env: KEY}
  trigger:
    - {scheme: basic, username: a, password: {env: P}}
"""


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("name", (1, 7)),
        ("/name", (1, 7)),
        ("variables[0].value", (3, 11)),
        ("variables.0", (3, 11)),
        ("variables", (3, 3)),
        ("variables[7]", (3, 3)),
        ("credentials.action[0].credential.data.value", (7, 14)),
        ("/credentials/action/0/credential/data/value", (7, 14)),
        ("credentials.action[0].authSchemeConfig.name", (6, 15)),
        ("credentials.action[0].credential.type", (6, 7)),
        ("credentials.trigger[0].credential.data.password", (9, 46)),
        ("credentials.trigger[3]", (5, 3)),
        ("credentials", (5, 3)),
        ("", (1, 1)),
        ("unknown", (1, 1)),
    ],
)
def test_a_field_of_a_refusal_is_found_in_the_file(field: str, place: tuple[int, int]) -> None:
    refusal: Json = {"code": "invalid", "message": "bad", "fields": [{"field": field, "message": "no"}]}
    ((node, message),) = iter_field_problems(read(FILE), refusal)
    assert node.place.span.start == place
    assert message == (f"`{field}`: no" if field else "no")


REFUSALS: list[Any] = [None, {"fields": 5}, {"fields": [5, {}]}, {"fields": [{"field": 5, "message": 5}]}]


@pytest.mark.parametrize("value", REFUSALS)
def test_a_refusal_of_any_form_is_read(value: Any) -> None:
    assert list(iter_field_problems(read(FILE), value)) == []
