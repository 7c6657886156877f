"""Connection files: what they hold, and every fault at its place, without a word of what can be a secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from preclear.config import ConfigError
from preclear.platform import read_connection_file
from preclear.platform.connection_files.model import SecretSource
from tests.platform.connections.making import places, problems, read

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
name: production
variables:
  region: eu
  port: "8080"
credentials:
  action:
    - scheme: key
      value: {env: PETS_KEY}
      prefix: Bearer
    - scheme: oauth
      flow: clientCredentials
      name: The client
      clientId: pets
      clientSecret: {fd: 3}
      scopes: [read, write]
  trigger:
    - {scheme: signature, type: binary, valueBase64: {env: SIGNATURE}}
"""

CANARY = "hunter2-Canary"


def test_a_file_says_what_to_create_and_where_the_secrets_are() -> None:
    file = read(GOOD)

    assert file.name == "production"
    assert file.variables == (("region", "eu"), ("port", "8080"))
    assert [(entry.side, entry.index, entry.scheme, entry.grant, entry.type, entry.name) for entry in file.entries] == [
        ("action", 0, "key", None, None, None),
        ("action", 1, "oauth", "client_credentials", None, "The client"),
        ("trigger", 0, "signature", None, "binary", None),
    ]
    sources = [source for entry in file.entries for _, source in entry.secret_sources()]
    assert [(source.variable, source.descriptor) for source in sources] == [
        ("PETS_KEY", None),
        (None, 3),
        ("SIGNATURE", None),
    ]
    assert file.entries[1].values["scopes"] == ("read", "write")
    assert file.entries[1].values["clientId"] == "pets"


def test_json_is_the_same() -> None:
    value = {
        "name": "production",
        "credentials": {"action": [{"scheme": "key", "value": {"env": "PETS_KEY"}}]},
    }
    file = read(json.dumps(value), "pets.connection.json")
    assert isinstance(file.entries[0].values["value"], SecretSource)
    assert file.variables is None


def test_what_a_file_leaves_out_is_none() -> None:
    file = read("name: production\n")
    assert (file.variables, file.credentials, file.entries) == (None, None, ())


@pytest.mark.parametrize(("flow", "grant"), [("password", "password"), ("authorization_code", "authorization_code")])
def test_a_flow_is_named_as_in_openapi_or_by_its_grant(flow: str, grant: str) -> None:
    file = read(f"name: x\ncredentials: {{action: [{{scheme: oauth, flow: {flow}}}]}}\n")
    assert file.entries[0].grant == grant


def entry(text: str) -> str:
    """A file with one credential, whose fields begin on line 5."""
    return f"name: x\ncredentials:\n  action:\n    - scheme: key\n      {text}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]\n", [(1, 1, "the file is a list, expected a mapping")]),
        ("variables: {}\n", [(1, 1, "the connection has no `name`, expected a string")]),
        ("name: 5\n", [(1, 7, "`name` is a number, expected a string")]),
        ("name: ' '\n", [(1, 7, "`name` is blank or has a control character, expected a string")]),
        ("name: x\nvariable: {}\n", [(2, 1, "there is no such key here; did you mean `variables`?")]),
        ("name: x\nvariables: [a]\n", [(2, 12, "`variables` is a list, expected a mapping of strings")]),
        ("name: x\nvariables:\n  port: 80\n", [(3, 9, "the variable is a number, expected it in quotes")]),
        (
            "name: x\nvariables:\n  key: {env: KEY}\n",
            [(3, 8, "the variable is a mapping, expected a string")],
        ),
        (
            "name: x\ncredentials: []\n",
            [(2, 14, "`credentials` is a list, expected a mapping with `action`, `trigger` or both")],
        ),
        (
            "name: x\ncredentials: {actions: []}\n",
            [(2, 15, "there is no such key here; did you mean `action`?")],
        ),
        (
            "name: x\ncredentials: {action: []}\n",
            [(2, 23, "`action` has 0 credentials, expected a list of 1 to 100")],
        ),
        (
            "name: x\ncredentials:\n  trigger: [key]\n",
            [(3, 13, "the credential is a string, expected a mapping")],
        ),
        (
            "name: x\ncredentials:\n  trigger: [{name: a}]\n",
            [(3, 13, "the credential has no `scheme`, expected the name of an auth scheme")],
        ),
        (
            entry("flow: clientCredential"),
            [(5, 13, "there is no OAuth 2.0 flow `clientCredential`; did you mean `clientCredentials`?")],
        ),
        (entry("type: jwt-bearer"), [(5, 13, "the API doesn't describe its data; expected one of ")]),
        (entry("type: basic"), [(5, 13, "there is no such type; ")]),
        (entry("scopes: read"), [(5, 15, "`scopes` isn't a list of strings, expected one")]),
        (entry("scopes: [read, 5]"), [(5, 15, "`scopes` isn't a list of strings, expected one")]),
        (entry("mTLSEnabled: yes please"), [(5, 20, "`mTLSEnabled` is a string, expected a boolean")]),
        (
            entry("username: 5"),
            [(5, 17, "`username` is a number, expected a string, `{env: NAME}` or `{fd: NUMBER}`")],
        ),
        (
            entry('username: "a\\nb"'),
            [(5, 17, "`username` has a newline or control character, expected one line")],
        ),
        (entry("values: {env: KEY}"), [(5, 7, "there is no such key here; did you mean `value`?")]),
    ],
)
def test_a_fault_is_reported_at_its_place(text: str, expected: list[tuple[int, int, str]]) -> None:
    found = problems(text)
    assert [place[:2] for place in found] == [place[:2] for place in expected]
    for (_, _, message), (_, _, start) in zip(found, expected, strict=True):
        assert message.startswith(start)


SOURCE_HINT = "expected `{env: NAME}` or `{fd: NUMBER}`, because a secret isn't written in the file"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        (entry(f"value: {CANARY}"), 5, 14, f"`value` is a string, {SOURCE_HINT}"),
        (entry(f"value: ${{{CANARY}}}"), 5, 14, f"`value` is a string, {SOURCE_HINT}"),
        (entry("value: 12345678"), 5, 14, f"`value` is a number, {SOURCE_HINT}"),
        (entry(f"value: [{CANARY}]"), 5, 14, f"`value` is a list, {SOURCE_HINT}"),
        (entry(f"value: {{{CANARY}}}"), 5, 14, f"the mapping isn't the source of a secret, {SOURCE_HINT}"),
        (entry(f"value: {{text: {CANARY}}}"), 5, 14, f"the mapping isn't the source of a secret, {SOURCE_HINT}"),
        (entry(f"value: {{env: A, fd: {CANARY}}}"), 5, 14, f"the mapping isn't the source of a secret, {SOURCE_HINT}"),
        (entry(f"value: {{env: {CANARY}}}"), 5, 14, "`env` isn't the name of an environment variable, expected up to"),
        (entry(f"value: {{fd: {CANARY}}}"), 5, 14, "`fd` isn't a file descriptor to read, expected 0, or 3 to 1,023"),
        (entry("value: {fd: 1}"), 5, 14, "`fd` isn't a file descriptor to read, expected 0, or 3 to 1,023"),
        (entry("value: {fd: true}"), 5, 14, "`fd` isn't a file descriptor to read, expected 0, or 3 to 1,023"),
        (entry(f"password: {CANARY}"), 5, 17, f"`password` is a string, {SOURCE_HINT}"),
        (entry(f"clientSecret: {CANARY}"), 5, 21, f"`clientSecret` is a string, {SOURCE_HINT}"),
        (entry(f"valueBase64: {CANARY}"), 5, 20, f"`valueBase64` is a string, {SOURCE_HINT}"),
        (entry(f"additionalParams: a=b&client_secret={CANARY}"), 5, 25, "`additionalParams` seems to contain a secret"),
        (
            entry(f"certificate: |\n        -----BEGIN EC PRIVATE KEY-----\n        {CANARY}"),
            5,
            20,
            "`certificate` seems to contain a secret",
        ),
        (entry(f"{CANARY}: 1"), 5, 7, "there is no such key here; "),
        (entry(f"{CANARY}"), 5, 7, "the text isn't valid YAML or JSON here; it isn't quoted"),
        (entry(f"value: {CANARY}: 1"), 5, 28, "the text isn't valid YAML or JSON here; it isn't quoted"),
        (entry(f"value: '{CANARY}"), 5, 14, "the text isn't valid YAML or JSON here; it isn't quoted"),
        (entry(f"value: {{{CANARY}: 1, {CANARY}: 2}}"), 5, 34, "a key is repeated, expected each key of a "),
        ('{"name": "x", "credentials": ' + CANARY, 1, 30, "the text isn't valid YAML or JSON here; it isn't quoted"),
    ],
)
def test_a_literal_secret_is_a_fault_that_does_not_quote_it(text: str, line: int, column: int, message: str) -> None:
    name = "x.json" if text.startswith("{") else "x.yaml"
    (found,) = problems(text, name)
    assert found[:2] == (line, column), found
    assert found[2].startswith(message)
    assert "hunter" not in found[2]
    assert "Canary" not in found[2]


def test_all_faults_are_reported_in_the_order_of_the_file() -> None:
    found = problems("name: 5\nvariables: {a: 1}\ncredentials: {action: [{value: x}]}\n")
    assert [place[:2] for place in found] == [(1, 7), (2, 16), (3, 24), (3, 32)]


def test_at_most_a_hundred_faults_are_reported() -> None:
    assert len(problems("name: x\nvariables:\n" + "".join(f"  v{number}: 1\n" for number in range(500)))) == 100


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"name: x # " + b"-" * 1_000_000, "the file has 1,000,010 bytes; the limit is 1,000,000"),
        (None, "the file can't be read: there is no such file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: bytes | None, message: str) -> None:
    path = tmp_path / "pets.connection.yaml"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(ConfigError) as raised:
        read_connection_file(path, "pets.connection.yaml")
    (place,) = places(raised.value)
    assert place[:2] == (1, 1)
    assert place[2].startswith(message)
