"""`connector update`: what is read first, sent back, shown and refused. And `connector show`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.platform.change_cases import CONFIG, PREFIX, ROOT, make_connector, make_version
from tests.platform.fault_running import CONNECTOR, ORGANISATION, faulty, prepare, run
from tests.platform.scripted import Script

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.platform.fault_running import CommandResult

GET, PUT, TAGS, CATEGORIES = f"GET {ROOT}", f"PUT {ROOT}", f"PUT {ROOT}/tags", f"PUT {ROOT}/categories"
KNOWN = f"GET {PREFIX}/categories"
NAMES = ["Development & IT", "ERP", "Accounting", "HR"]
FULL = make_connector(
    public=True,
    documentationURL="https://docs.example.com",
    imageURL="https://img.example.com/pets.png",
    tags={"team": ["pets", "cats"], "empty": []},
    connectionVariables=[{"name": "region", "value": "eu"}],
    authSchemeConfigs=[{"id": "b", "schemeType": "none"}, {"id": "a", "schemeType": "basic-auth"}],
)
SENT_BACK = {
    "id": CONNECTOR,
    "organisationId": ORGANISATION,
    "name": "Pets",
    "protocol": "http",
    "public": True,
    "baseUrl": "https://pets.example.com",
    "documentationURL": "https://docs.example.com",
    "imageURL": "https://img.example.com/pets.png",
    "tags": {"team": ["pets", "cats"], "empty": []},
    "connectionVariables": [{"name": "region", "value": "eu"}],
    "authSchemeConfigIds": ["b", "a"],
}
DOCUMENT = """
openapi: 3.1.0
info: {title: Pets, version: "1", x-logo: {url: "https://img.example.com/new.png"}}
externalDocs: {url: "https://docs.example.com/new"}
servers: [{url: "https://{region}.example.com", variables: {region: {default: eu}}}]
paths: {}
"""


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    prepare(monkeypatch, tmp_path)
    with faulty("scripted", FAULT_SCRIPT=str(tmp_path / "script.json")) as server:
        yield Script(server, tmp_path / "script.json")


def play(script: Script, connector: dict[str, Any] = FULL, **answer: Any) -> None:
    """Play a connector, and the answer to its update: what the test says, else the connector that was sent."""
    script.play(
        {
            GET: [[200, connector]],
            PUT: [[200, {**connector, **answer}]],
            TAGS: [[204, None]],
            CATEGORIES: [[204, None]],
            KNOWN: [[200, NAMES]],
        }
    )


def update(script: Script, capsys: pytest.CaptureFixture[str], *options: str) -> CommandResult:
    where = ("--url", script.server.url, "--insecure-loopback")
    return run(capsys, "connector", "update", CONNECTOR, *where, *options)


@pytest.mark.parametrize(
    ("options", "field", "sent", "shown"),
    [
        (("--name", "Cats"), "name", "Cats", "name  Pets → Cats"),
        (("--base-url", "{{host}}/v2"), "baseUrl", "{{host}}/v2", "base URL  https://pets.example.com → {{host}}/v2"),
        (("--documentation-url", ""), "documentationURL", None, "documentation  https://docs.example.com → (not set)"),
        (("--image-url", "https://x.y"), "imageURL", "https://x.y", "image  https://img.example.com/pets.png → https"),
        (("--private",), "public", False, "public  yes → no"),
        (
            ("--variable", "a=b=c", "--remove-variable", "region"),
            "connectionVariables",
            [{"name": "a", "value": "b=c"}],
            "variable region  eu → (not set)",
        ),
    ],
)
def test_a_field_is_changed_and_everything_else_is_sent_back(
    options: tuple[str, ...],
    field: str,
    sent: Any,
    shown: str,
    script: Script,
    capsys: pytest.CaptureFixture[str],
) -> None:
    play(script, **{field: sent})

    result = update(script, capsys, *options)

    assert (result.code, result.last) == (0, "connector update: accepted: the server answered 200")
    assert script.request_lines == [GET, PUT]
    expected = {**SENT_BACK, field: sent}
    assert script.bodies == [{key: value for key, value in expected.items() if value is not None}]
    assert shown in result.err


def test_what_is_not_set_is_not_invented(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    play(script, make_connector(tags=None, connectionVariables=None), name="Cats")

    assert update(script, capsys, "--name", "Cats").code == 0
    assert script.bodies == [
        {
            "id": CONNECTOR,
            "organisationId": ORGANISATION,
            "name": "Cats",
            "protocol": "http",
            "public": False,
            "baseUrl": "https://pets.example.com",
            "tags": {},
            "authSchemeConfigIds": [CONFIG],
        }
    ]


@pytest.mark.parametrize(
    "options",
    [
        ("--name", "Pets"),
        ("--public", "--base-url", "https://pets.example.com"),
        ("--tag", "team:pets"),
        ("--remove-tag", "nobody", "--remove-tag", "team:dogs"),
        ("--variable", "region=eu"),
        ("--remove-variable", "zone"),
    ],
)
def test_nothing_is_sent_if_nothing_differs(
    options: tuple[str, ...], script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    play(script)

    result = update(script, capsys, *options)

    assert (result.code, result.last) == (0, "connector update: unchanged: the connector has all of this already")
    assert script.request_lines == [GET]


@pytest.mark.parametrize(
    ("options", "tags"),
    [
        (("--tag", "team:dogs"), {"team": ["pets", "cats", "dogs"], "empty": []}),
        (("--tag", "url:https://x"), {**FULL["tags"], "url": ["https://x"]}),
        (("--remove-tag", "team:pets"), {"team": ["cats"], "empty": []}),
        (("--remove-tag", "team", "--remove-tag", "empty"), {}),
        (("--remove-tag", "team", "--tag", "team:dogs"), {"team": ["dogs"], "empty": []}),
    ],
)
def test_tags_alone_are_replaced_by_their_own_request(
    options: tuple[str, ...], tags: Any, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    play(script)

    assert update(script, capsys, *options).code == 0
    assert script.request_lines == [GET, TAGS]
    assert {**script.bodies[0]["tags"]} == tags


def test_tags_go_with_the_other_fields(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    tags = {"team": ["pets"], "empty": []}
    play(script, name="Cats", tags=tags)

    assert update(script, capsys, "--name", "Cats", "--remove-tag", "team:cats").code == 0
    assert script.request_lines == [GET, PUT]
    assert script.bodies[0]["tags"] == tags


def test_categories_are_replaced_and_not_compared(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    play(script)

    result = update(script, capsys, "--category", "erp", "--category", "HR", "--category", "ERP")

    assert (result.code, result.last) == (0, "connector update: accepted: the server answered 204")
    assert script.request_lines == [KNOWN, CATEGORIES]
    assert script.bodies == [{"categories": ["ERP", "HR"]}]
    assert "  categories  (not known) → ERP, HR\n" in result.err
    assert "the platform doesn't say which categories a connector has" in result.out
    assert update(script, capsys, "--no-categories").code == 0
    assert script.bodies[1:] == [{"categories": []}]


@pytest.mark.parametrize("command", ["update", "list"])
def test_an_unknown_category_lists_the_known(command: str, script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    play(script)
    where = ("--url", script.server.url, "--insecure-loopback")

    result = (
        update(script, capsys, "--category", "Acounting")
        if command == "update"
        else run(capsys, "connectors", "--category", "Acounting", *where)
    )

    message = "there is no category `Acounting`; did you mean `Accounting`? expected one of `Development & IT`, `ERP`"
    assert result.code == 2
    assert message in result.out + result.err
    assert script.request_lines == [KNOWN]


def test_connectors_are_listed_by_tag_category_and_protocol(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    listed = f"GET {PREFIX}/o/{ORGANISATION}/connectors?"
    secret = {"credential": {"type": "string", "data": {"value": "pa55word"}}}
    connector = make_connector(connections=[{"name": "main", "credentials": {"action": [secret]}}])
    page = [200, {"totalCount": 1, "connectors": [connector]}]
    queries = [
        "protocol=bigquery&tags=team%3Apets%2Cold%3A&categories=ERP&categories=HR&first=100",
        "name=Pets&first=100",
    ]
    script.play({KNOWN: [[200, NAMES]], **{f"{listed}{query}": [page] for query in queries}})
    where = ("--url", script.server.url, "--insecure-loopback")

    filters = ("--tag", "team:pets", "--tag", "old", "--category", "erp", "--category", "HR", "--protocol", "bigquery")
    found = run(capsys, "connectors", *filters, *where)
    as_json = run(capsys, "connectors", "--name", "Pets", "--protocol", "all", "--output-format", "json", *where)

    assert CONNECTOR in found.out
    assert script.request_lines == [KNOWN, *(f"{listed}{query}" for query in queries)]
    assert "pa55word" not in as_json.out
    assert as_json.json["connectors"][0]["connections"][0]["credentials"]["action"][0]["credential"]["data"] == {
        "value": "***"
    }


@pytest.mark.parametrize("tag", ["", ":x", "a,b", "a:b,c"])
def test_a_tag_that_the_api_can_not_search_for_is_refused(
    tag: str, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run(capsys, "connectors", "--tag", tag, "--url", script.server.url, "--insecure-loopback")
    assert result.code == 2
    assert "can't be searched for; expected `KEY` or `KEY:VALUE` without a comma" in result.err
    assert script.request_lines == []


def test_the_first_request_that_is_not_accepted_is_the_last(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    answers: dict[str, list[list[Any]]] = {
        GET: [[200, FULL]],
        KNOWN: [[200, NAMES]],
        PUT: [[200, {**FULL, "name": "Cats"}], [400, {}]],
    }
    script.play({**answers, CATEGORIES: [[502, {}]]})
    options = ("--name", "Cats", "--category", "ERP")

    result = update(script, capsys, *options)

    assert result.code == 4
    assert result.last == (
        f"connector update: unknown: the server answered 502; accepted before: update connector {CONNECTOR}"
    )
    assert script.request_lines == [KNOWN, GET, PUT, CATEGORIES]
    assert result.err.count("  name        Pets → Cats\n") == 1
    again = update(script, capsys, *options)
    assert (again.code, again.last) == (
        1,
        "connector update: rejected: the server answered 400: the request was refused",
    )
    assert script.request_lines[4:] == [KNOWN, GET, PUT]


OWN = {**FULL, "connections": [{"id": "1", "name": "Prod", "variables": [{"name": "region", "value": "us"}]}]}
ALIKE = {**FULL, "connections": [{"id": "1", "name": "Prod", "variables": [{"name": "region", "value": "eu"}]}]}


@pytest.mark.parametrize("option", [("--name", "Cats"), ("--variable", "zone=1")])
def test_variables_of_connections_are_not_overwritten_unless_told(
    option: tuple[str, ...], script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    play(script, OWN)

    result = update(script, capsys, *option)

    assert result.code == 3
    assert result.last.startswith("connector update: not sent: connections have variables of their own (`Prod`): ")
    assert result.last.endswith("expected `--connection-variables send` or `omit`")
    assert script.request_lines == [GET]


@pytest.mark.parametrize(
    ("connector", "options", "variables", "shown"),
    [
        (OWN, ("--connection-variables", "omit"), None, ""),
        (OWN, ("--connection-variables", "send"), {"region": "eu"}, "variable region of connection Prod  us → eu\n"),
        (ALIKE, (), {"region": "eu"}, ""),
        (ALIKE, ("--variable", "region=us"), {"region": "us"}, "variable region of connection Prod  eu → us\n"),
    ],
)
def test_variables_are_sent_if_that_is_harmless_or_told(
    connector: dict[str, Any],
    options: tuple[str, ...],
    variables: dict[str, str] | None,
    shown: str,
    script: Script,
    capsys: pytest.CaptureFixture[str],
) -> None:
    listed = None if variables is None else [{"name": name, "value": value} for name, value in variables.items()]
    play(script, connector, name="Cats", **({} if listed is None else {"connectionVariables": listed}))

    result = update(script, capsys, "--name", "Cats", *options)

    assert result.code == 0
    assert script.bodies[0].get("connectionVariables") == listed
    assert shown in result.err
    assert result.err.count("of connection") == bool(shown)


def test_variables_that_change_are_not_left_out(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    play(script, OWN)
    result = update(script, capsys, "--variable", "region=us", "--connection-variables", "omit")
    assert (result.code, script.request_lines) == (3, [GET])
    assert result.last.endswith("variables are to be changed but not sent; expected `--connection-variables send`")


BROKEN: list[dict[str, Any]] = [
    {"name": None},
    {"baseUrl": 5},
    {"public": "yes"},
    {"organisationId": None},
    {"authSchemeConfigs": [{"schemeType": "none"}]},
    {"authSchemeConfigs": "none"},
    {"tags": {"team": "pets"}},
    {"tags": ["pets"]},
    {"documentationURL": {}},
    {"connectionVariables": [{"name": "region"}]},
    {"connections": [{"name": "Prod", "variables": {}}]},
]


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_what_can_not_be_read_is_not_overwritten(
    broken: dict[str, Any], script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    play(script, {**FULL, **broken})

    result = update(script, capsys, "--image-url", "https://x.example")

    assert result.code == 3
    assert "isn't what its API description says, and sending it back could lose it" in result.last
    assert script.request_lines == [GET]


@pytest.mark.parametrize("key", ["connections", "authSchemeConfigs", "public", "baseUrl", "name"])
def test_what_is_missing_is_not_taken_for_empty(key: str, script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    play(script, {name: value for name, value in FULL.items() if name != key})

    result = update(script, capsys, "--image-url", "https://x.example")

    assert (result.code, script.request_lines) == (3, [GET])
    assert f"the platform's `{key}` of the connector isn't what its API description says" in result.last


def test_a_connector_of_another_protocol_is_refused(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    play(script, {**FULL, "protocol": "bigquery"})
    result = update(script, capsys, "--name", "x")
    assert (result.code, script.request_lines) == (3, [GET])
    assert result.last.endswith("the connector's protocol is `bigquery`; expected `http`")


def test_an_answer_with_other_fields_says_so(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    play(script, tags={"team": ["pets"]})

    result = update(script, capsys, "--name", "Cats")

    assert (result.code, result.last) == (1, "connector update: accepted: the server answered 200")
    assert "the platform has `Pets` as name; expected `Cats`\n" in result.out
    assert 'the platform has `{"team": ["pets"]}` as tags; expected ' in result.out


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--name", " "), "the new name is blank; expected a name"),
        (("--base-url", "/v2"), "`/v2` can't be a base URL; expected `https://…` or `http://…`"),
        (("--base-url", ""), "`` can't be a base URL"),
        (
            ("--connection-variables", "send"),
            "there is nothing to change; expected an option such as `--base-url` or `--from`",
        ),
        (("--tag", "team"), "`team` is not a tag; expected `KEY:VALUE`"),
        (("--remove-tag", "team:"), "`team:` is not a tag; expected `KEY` or `KEY:VALUE`"),
        (("--variable", "region"), "`region` is not a variable; expected `NAME=VALUE`"),
        (("--category", "ERP", "--no-categories"), "`--category` and `--no-categories` exclude each other"),
        (("--from", "missing.yaml"), "the document could not be read"),
        (("--from", "-", "--token-stdin"), "standard input can have the token (`--token-stdin`) or the document"),
    ],
)
def test_options_that_can_not_be_used_are_refused_first(
    options: tuple[str, ...], reason: str, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    result = update(script, capsys, *options)
    assert result.code == 2
    assert reason in result.out + result.err
    assert script.request_lines == []


def test_base_url_and_links_are_taken_from_a_document(
    script: Script, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "new.yaml").write_text(DOCUMENT)
    fields: dict[str, Any] = {
        "baseUrl": "https://{{region}}.example.com",
        "documentationURL": "https://docs.example.com/new",
        "imageURL": "https://img.example.com/new.png",
    }
    play(script, **fields)

    result = update(script, capsys, "--from", "new.yaml")

    assert result.code == 0
    assert script.bodies == [{**SENT_BACK, **fields}]
    assert "has no variable" not in result.out


def test_a_variable_that_the_new_base_url_needs_is_named(
    script: Script, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "new.yaml").write_text(DOCUMENT)
    play(script, {**FULL, "connectionVariables": []})
    note = "the connector has no variable `region`, which the base URL needs; `--variable NAME=VALUE` adds one\n"

    assert note in update(script, capsys, "--from", "new.yaml", "--dry-run").out
    assert note not in update(script, capsys, "--from", "new.yaml", "--variable", "region=eu", "--dry-run").out
    assert note not in update(script, capsys, "--from", "new.yaml", "--base-url", "https://x.y", "--dry-run").out


def test_options_go_before_the_document_and_what_it_lacks_stays(
    script: Script, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = DOCUMENT.replace("https://{region}.example.com", "/v2").replace("externalDocs", "x-docs")
    (tmp_path / "new.yaml").write_text(text)
    fields: dict[str, Any] = {"baseUrl": "https://x.example", "imageURL": "https://img.example.com/new.png"}
    play(script, **fields)

    refused = update(script, capsys, "--from", "new.yaml")
    assert (refused.code, script.request_lines) == (2, [])
    assert refused.last.endswith("the document has the base URL `/v2`, which isn't absolute; expected `--base-url`")
    assert update(script, capsys, "--from", "new.yaml", "--base-url", "https://x.example").code == 0
    assert script.bodies == [{**SENT_BACK, **fields}]


def test_a_document_is_read_with_its_settings_and_overlays(
    script: Script, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "new.yaml").write_text(DOCUMENT.replace("https://{region}.example.com", "/v2"))
    (tmp_path / "preclear.toml").write_text('[adapt]\nbase-url = "https://config.example.com"\n')
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "x", "version": "1"},
        "actions": [{"target": "$.externalDocs", "update": {"url": "https://overlay.example.com"}}],
    }
    (tmp_path / "overlay.json").write_text(json.dumps(overlay))
    play(script)

    update(script, capsys, "--from", "new.yaml", "--adapt", "--overlay-in", "overlay.json")

    assert script.bodies[0]["baseUrl"].startswith("https://config.example.com")
    assert script.bodies[0]["documentationURL"] == "https://overlay.example.com"


def test_a_dry_run_shows_the_request_and_the_changes(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    play(script)

    result = update(script, capsys, "--name", "Cats", "--category", "HR", "--dry-run")
    as_json = update(script, capsys, "--name", "Cats", "--category", "HR", "--dry-run", "--output-format", "json").json

    assert (result.code, result.last) == (0, "connector update: not sent: this is a dry run")
    assert json.dumps({**SENT_BACK, "name": "Cats"}, sort_keys=True) in [
        json.dumps(json.loads(line), sort_keys=True) for line in result.out.splitlines() if line.startswith('{"id"')
    ]
    assert '\n{"categories": ["HR"]}\n' in result.out
    assert "  name        Pets → Cats\n" in result.out
    assert as_json["changes"] == [
        {"field": "name", "old": "Pets", "oldKnown": True, "new": "Cats"},
        {"field": "categories", "old": None, "oldKnown": False, "new": "HR"},
    ]
    assert [request["method"] for request in as_json["requests"]] == ["PUT", "PUT"]
    assert {line.split(" ")[0] for line in script.request_lines} == {"GET"}


def test_a_connector_is_shown_with_everything_but_secrets(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    config = {"id": CONFIG, "schemeType": "api-key", "description": "key", "in": "header", "name": "X-\x1bKey"}
    credential = {"id": "c", "type": "string", "data": {"value": "pa55word", "parts": ["pa55word"]}}
    connection = {
        "id": "01J000000000000000000C0NNX",
        "name": "Prod",
        "variables": [{"name": "region", "value": "us"}],
        "credentials": {"action": [{"id": "x", "authSchemeConfig": config, "credential": credential}]},
    }
    versions = [make_version("2", published="2026-02-03T00:00:00Z", isLatest=True), make_version("3")]
    play(script, {**FULL, "authSchemeConfigs": [config], "connections": [connection], "versions": versions})
    where = ("--url", script.server.url, "--insecure-loopback")

    shown = run(capsys, "connector", "show", CONNECTOR, *where)
    as_json = run(capsys, "connector", "show", CONNECTOR, "--output-format", "json", *where)

    lines = [" ".join(line.split()) for line in shown.out.splitlines()]
    for line in (
        "base URL https://pets.example.com",
        "documentation https://docs.example.com",
        "public yes",
        "tag team: pets, cats",
        "variable region = eu",
        f"api-key {CONFIG} key header X-\\x1bKey",
        "2 published 2026-02-03T00:00:00Z, latest 2026-01-02T03:04:05Z",
        "3 draft 2026-01-02T03:04:05Z",
        "Prod 01J000000000000000000C0NNX region = us action api-key",
    ):
        assert line in lines
    assert "pa55word" not in shown.out + as_json.out
    assert as_json.json["connector"]["tags"] == FULL["tags"]
