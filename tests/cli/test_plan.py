"""`preclear plan`: what the import makes of a document, against what a person reads in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.making import BAD, GOOD, run

if TYPE_CHECKING:
    from pathlib import Path

PETS = """\
openapi: 3.1.0
info: {title: Pet Store, version: "1", x-logo: {url: https://example.com/logo.png}}
servers:
  - url: https://{region}.example.com/v1
    variables: {region: {default: eu}}
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
    get:
      operationId: GETPET
      summary: One pet
      parameters:
        - {name: lang, in: query, schema: {type: string, default: en}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        default: {description: not ok}
    put:
      operationId: putPet
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: {"204": {description: done}}
webhooks:
  newPet:
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: {"200": {description: ok}}
components:
  schemas:
    Pet: {type: object, description: A pet, properties: {name: {type: strin}}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://example.com/authorize
          tokenUrl: https://example.com/token
          scopes: {read: Read pets}
"""


def place(pointer: str, line: int, column: int, end: int) -> dict[str, Any]:
    return {
        "path": "pets.yaml",
        "pointer": pointer,
        "start": {"line": line, "column": column},
        "end": {"line": line, "column": end},
    }


def planned(folder: Path, capsys: pytest.CaptureFixture[str], text: str, *options: str) -> dict[str, Any]:
    (folder / "pets.yaml").write_text(text)
    plan: dict[str, Any] = json.loads(run(capsys, "plan", "--output-format", "json", *options, "pets.yaml").out)
    return plan


def test_json_has_every_resource_with_the_fields_of_the_import(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = planned(folder, capsys, PETS)
    fingerprints = {finding["rule"]: finding["fingerprint"] for finding in plan.pop("findings")}
    shouting, no_type = fingerprints["shouting-name"], fingerprints["invalid-schema"]
    pet = {"name": "Pet", "accept": ["application/json"]}
    identity = {"name": "id", "in": "path", "required": True, "type": "integer"}

    assert plan == {
        "version": 1,
        "path": "pets.yaml",
        "connector": {
            "name": "Pet Store",
            "baseUrl": "https://{{region}}.example.com/v1",
            "imageURL": "https://example.com/logo.png",
            "connectionVariables": [{"name": "region", "value": "eu"}],
            "status": "ok",
            "place": place("/openapi", 1, 1, 8),
            "findings": [],
        },
        "authSchemeConfigs": [
            {
                "schemeType": "api-key",
                "description": "key",
                "name": "X-Key",
                "in": "header",
                "status": "ok",
                "place": place("/components/securitySchemes/key", 31, 5, 8),
                "findings": [],
            },
            {
                "schemeType": "oauth2",
                "description": "login",
                "authorizeUrl": "https://example.com/authorize",
                "tokenUrl": "https://example.com/token",
                "scopes": [{"name": "read", "description": "Read pets"}],
                "defaultScopes": [],
                "grant": {"grantType": "authorization_code"},
                "status": "ok",
                "place": place("/components/securitySchemes/login/flows/authorizationCode", 35, 9, 26),
                "findings": [],
            },
        ],
        "actions": [
            {
                "type": "http",
                "name": "GETPET",
                "summary": "One pet",
                "method": "GET",
                "path": "/pets/{{ param.id }}",
                "parameters": [
                    {"name": "lang", "in": "query", "required": False, "type": "string", "default": "en"},
                    identity,
                ],
                "responses": [{"status": 200, "definitions": [pet]}, {"definitions": []}],
                "status": "degraded",
                "place": place("/paths/~1pets~1{id}/get", 10, 5, 8),
                "findings": [shouting],
            },
            {
                "type": "http",
                "name": "putPet",
                "method": "PUT",
                "path": "/pets/{{ param.id }}",
                "parameters": [identity],
                "requestBody": {"required": True, "definitions": [pet]},
                "responses": [{"status": 204, "definitions": []}],
                "status": "ok",
                "place": place("/paths/~1pets~1{id}/put", 18, 5, 8),
                "findings": [],
            },
        ],
        "triggers": [
            {
                "type": "http",
                "name": "newPet",
                "method": "POST",
                "parameters": [],
                "requestBody": {"required": False, "definitions": [pet]},
                "responses": [{"status": 200, "definitions": []}],
                "status": "ok",
                "place": place("/webhooks/newPet/post", 24, 5, 9),
                "findings": [],
            }
        ],
        "definitions": [
            {
                "name": "Pet",
                "accept": ["application/json"],
                "description": "A pet",
                "schema": "/components/schemas/Pet",
                "status": "blocked",
                "place": place("/components/schemas/Pet", 29, 5, 8),
                "findings": [no_type],
            }
        ],
        "others": [],
    }


def test_what_is_required_and_missing_is_null(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = GOOD.replace("title: Pets, ", "").replace("servers: [{url: https://pets.example.com}]\n", "")
    plan = planned(folder, capsys, text.replace("operationId: listPets", "parameters: [{in: query, schema: {}}]"))

    assert (plan["connector"]["name"], plan["connector"]["baseUrl"]) == (None, None)
    assert plan["actions"][0]["name"] is None
    assert plan["actions"][0]["parameters"] == [{"name": None, "in": "query", "required": False, "type": None}]


def test_without_a_scheme_there_is_one_config_of_type_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configs = planned(folder, capsys, GOOD)["authSchemeConfigs"]

    assert [(config["schemeType"], config["status"]) for config in configs] == [("none", "ok")]


def test_the_table_says_what_becomes_of_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pets.yaml").write_text(PETS)

    outcome = run(capsys, "plan", "pets.yaml")

    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "Connector",
        "  status      ok",
        "  name        Pet Store",
        "  base URL    https://{{region}}.example.com/v1",
        "  variable    region = eu",
        "",
        "Auth scheme configs",
        "  STATUS  TYPE     SCHEME  DETAILS",
        "  ok      api-key  key     header X-Key",
        "  ok      oauth2   login   authorization_code, 1 scope",
        "",
        "Actions",
        "  STATUS    NAME    METHOD  PATH                  PARTS",
        "  degraded  GETPET  GET     /pets/{{ param.id }}  2 parameters, 2 responses",
        "      pets.yaml:11:20: warning: action name `GETPET` is in capital letters [shouting-name]",
        "  ok        putPet  PUT     /pets/{{ param.id }}  1 parameter, body, 1 response",
        "",
        "Triggers",
        "  STATUS  NAME    METHOD  PARTS",
        "  ok      newPet  POST    body, 1 response",
        "",
        "Definitions",
        "  STATUS   NAME  ACCEPT            USED",
        "  blocked  Pet   application/json  3 uses",
        next(line for line in outcome.out.splitlines() if line.endswith("[invalid-schema]")),
        "",
        (
            "2 actions (1 ok, 1 degraded), 1 trigger (1 ok), 1 definition (1 blocked) "
            "and 2 auth scheme configs (2 ok); connector ok."
        ),
    ]


SHARED = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /a:
    parameters: [{$ref: "#/components/parameters/Shared"}]
    get: {operationId: getA, responses: {"200": {description: ok}}}
    put: {operationId: putA, responses: {"200": {$ref: "#/components/responses/Ok"}}}
  /b:
    get: {operationId: getB, responses: {"200": {$ref: "#/components/responses/Ok"}}}
components:
  parameters:
    Shared: {name: q, in: query, schema: {type: string}}
    Unused: {name: u, in: query, schema: {type: string}}
  responses:
    Ok: {description: ok, content: {application/json: {schema: {type: object}}}}
  securitySchemes:
    login:
      type: oauth2
      flows:
        password: {tokenUrl: "https://example.com", scopes: {}}
        clientCredentials: {tokenUrl: "https://example.com", scopes: {}}
"""


@pytest.mark.parametrize(
    ("written", "broken", "blocked"),
    [
        ("Shared: {name: q,", "Shared: {wrong: 1, name: q,", {"getA", "putA"}),
        ("Unused: {name: u,", "Unused: {wrong: 1, name: u,", {"others"}),
        ("Ok: {description: ok,", "Ok: {wrong: 1, description: ok,", {"putA", "getB"}),
        ("application/json: {schema", "application/json: {wrong: 1, schema", {"putA", "getB"}),
        ("{schema: {type: object}}", "{schema: {type: objekt}}", {"Ok", "putA", "getB"}),
        ("get: {operationId: getB,", "get: {wrong: 1, operationId: getB,", {"getB"}),
        ("  /a:\n", "  /a:\n    wrong: 1\n", {"getA", "putA"}),
        ("info: {", "info: {wrong: 1, ", {"connector"}),
        ("openapi: 3.1.0\n", "openapi: 3.1.0\nwrong: 1\n", {"connector"}),
        ("password: {", "password: {wrong: 1, ", {"login (password)"}),
        ("type: oauth2\n", "type: oauth2\n      wrong: 1\n", {"login (password)", "login (clientCredentials)"}),
    ],
)
def test_an_error_blocks_what_it_is_about_and_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str], written: str, broken: str, blocked: set[str]
) -> None:
    assert SHARED.count(written) == 1
    plan = planned(folder, capsys, SHARED.replace(written, broken))

    entries = [*plan["actions"], *plan["triggers"], *plan["definitions"]]
    found = {entry["name"] for entry in entries if entry["status"] == "blocked"}
    found |= {config["description"] for config in plan["authSchemeConfigs"] if config["status"] == "blocked"}
    found |= {"connector"} if plan["connector"]["status"] == "blocked" else set()
    found |= {"others"} if plan["others"] else set()
    assert found == blocked


DEAD = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /a:
    get: {operationId: one, USE}
  /b:
    get: {operationId: two, responses: {"200": {description: ok}}}
components:
  SECTION: {P: HOLDER, Q: {$ref: '#/components/SECTION/P'}}
"""


@pytest.mark.parametrize(
    ("section", "use"),
    [
        ("parameters", "parameters: [{$ref: REF}], responses: {'200': {description: ok}}"),
        ("requestBodies", "requestBody: {$ref: REF}, responses: {'200': {description: ok}}"),
        ("responses", "responses: {'200': {$ref: REF}}"),
        ("schemas", "responses: {'200': {description: a, content: {a/b: {schema: {$ref: REF}}}}}"),
        ("schemas", "parameters: [{name: q, in: query, schema: {$ref: REF}}], responses: {'200': {description: ok}}"),
        (
            "schemas",
            (
                "parameters: [{name: q, in: query, schema: {allOf: [{type: string}, {$ref: REF}]}}], "
                "responses: {'200': {description: ok}}"
            ),
        ),
        ("schemas", "requestBody: {content: {a/b: {schema: {$ref: REF}}}}, responses: {'200': {description: ok}}"),
    ],
)
@pytest.mark.parametrize("name", ["P", "Q"])
@pytest.mark.parametrize(
    ("holder", "rule", "status"),
    [
        ("{$ref: '#/components/SECTION/None'}", "unresolved-reference", "blocked"),
        ("{$ref: '#/components/SECTION/P'}", "reference-loop", "blocked"),
        ("{$ref: 'missing.yaml'}", "unresolved-reference", "blocked"),
        ("{$ref: '#/components/securitySchemes/K'}", "reference-to-wrong-kind", "blocked"),
        ("{$ref: 'https://example.com/x'}", "remote-reference", "degraded"),
    ],
)
def test_what_a_dead_reference_in_a_component_is_for_is_blocked_by_its_finding(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    section: str,
    use: str,
    name: str,
    holder: str,
    rule: str,
    status: str,
) -> None:
    text = DEAD.replace("USE", use.replace("REF", f"'#/components/SECTION/{name}'")).replace("HOLDER", holder)
    text += "  securitySchemes: {K: {type: apiKey, in: header, name: X-K}}\n"

    plan = planned(folder, capsys, text.replace("SECTION", section))

    one, two = plan["actions"]
    rules = {finding["fingerprint"]: finding["rule"] for finding in plan["findings"]}
    about = {rules[finding] for finding in one["findings"]}
    assert (one["status"], rule in about) == (status, True)
    assert two["status"] == "ok"


def test_a_schema_that_is_a_part_of_itself_blocks_what_is_made_of_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use = "responses: {'200': {description: a, content: {a/b: {schema: {$ref: '#/components/schemas/Q'}}}}}"
    holder = "{allOf: [{$ref: '#/components/schemas/P'}]}"
    text = DEAD.replace("USE", use).replace("HOLDER", holder).replace("SECTION", "schemas")

    plan = planned(folder, capsys, text)

    assert [action["status"] for action in plan["actions"]] == ["blocked", "ok"]


def test_an_error_that_is_reported_once_blocks_everything_that_it_is_about(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = "content: {$ref: '#/x-content'}"
    paths = "".join(
        f"  /{name}: {{get: {{operationId: {name}, responses: {{'404': {{{response}}}}}}}}}\n"
        for name, response in (
            ("a", f"description: gone, {content}"),
            ("b", "description: gone"),
            ("c", f"description: gone, {content}"),
        )
    )
    plan = planned(folder, capsys, GOOD[: GOOD.index("  /pets")] + paths + "x-content: {a/b: {}}\n")

    assert {action["name"]: action["status"] for action in plan["actions"]} == {
        "a": "blocked",
        "b": "ok",
        "c": "blocked",
    }
    first, _, second = (action["findings"] for action in plan["actions"])
    assert first == second
    assert len(first) == 1


def test_a_plan_leaves_no_finding_out_however_many_there_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = "".join(
        f"  /p{n}: {{get: {{operationId: A{n}, responses: {{'200': {{description: ok}}}}}}}}\n" for n in range(300)
    )
    plan = planned(folder, capsys, GOOD[: GOOD.index("  /pets")] + paths)

    assert {action["status"] for action in plan["actions"]} == {"degraded"}


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        (GOOD, (), 0),
        (BAD, (), 1),
        (BAD, ("--fail-on", "never"), 0),
        (PETS, ("--fail-on", "warning"), 1),
        ("openapi: [", (), 1),
        ("openapi: 2.0\n", (), 1),
        ("", (), 2),
        (GOOD, ("--limit", "nodes=3"), 2),
    ],
)
def test_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, options: tuple[str, ...], expected: int
) -> None:
    (folder / "pets.yaml").write_text(text)

    assert run(capsys, "plan", *options, "pets.yaml").code == expected
    assert run(capsys, "plan", "--output-format", "json", *options, "pets.yaml").code == expected


def test_a_document_that_cannot_be_read_has_findings_and_no_plan(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = planned(folder, capsys, "openapi: [")
    outcome = run(capsys, "plan", "pets.yaml")

    assert plan["connector"] is None
    assert plan["others"] == [finding["fingerprint"] for finding in plan["findings"]] != []
    assert "error[syntax-error]" in outcome.out
    assert outcome.err == "preclear: there is no plan: the import creates nothing from this document\n"


def test_a_default_that_json_has_no_word_for_is_written_as_its_text(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = planned(
        folder, capsys, PETS.replace("{type: string, default: en}", "{type: number, default: [.inf, .nan, 1.5]}")
    )

    assert plan["actions"][0]["parameters"][0]["default"] == [".inf", ".nan", 1.5]


def test_no_row_of_the_table_is_wider_than_the_page_or_acts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = "x" * 300
    text = (
        PETS.replace("Pet Store", f'"\\e[31m{long}"').replace("GETPET", long).replace("/pets/{id}", f"/{long}/{{id}}")
    )
    (folder / "pets.yaml").write_text(text)

    rows = [line for line in run(capsys, "plan", "pets.yaml").out.splitlines() if not line.startswith("      ")]

    assert "\\x1b[31mxxx" in rows[2]
    assert not any("\x1b" in row for row in rows)
    assert max(map(len, rows)) <= 120


FERRY = """\
openapi: 3.1.0
info: {title: Ferry, version: "1"}
servers: [{url: https://ferry.example.com}]
security: [{crew: []}]
paths:
  /routes:
    get:
      operationId: listRoutes
      responses:
        "200": {description: All routes}
        4XX: {description: Not these}
        5xx: {description: Not now}
        default: {description: Whatever else}
components:
  securitySchemes:
    crew: {type: http, scheme: Bearer, description: For those on board}
    machine:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: https://id.example.com/token, scopes: {}}
        password: {tokenUrl: https://id.example.com/token, scopes: {}}
        authorizationCode: {tokenUrl: https://id.example.com/token, scopes: {}}
"""


def test_a_status_that_is_no_integer_keeps_its_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (action,) = planned(folder, capsys, FERRY)["actions"]
    table = run(capsys, "plan", "pets.yaml").out

    assert [response.get("status", "none") for response in action["responses"]] == [200, "4XX", "5xx", "none"]
    assert "4 responses (including 4XX, 5xx)" in table


def test_a_config_is_named_by_its_scheme_and_says_what_is_imported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crew, *flows = planned(folder, capsys, FERRY)["authSchemeConfigs"]
    rows = [line.split(None, 3) for line in run(capsys, "plan", "pets.yaml").out.splitlines() if "  ok " in line[:9]]

    assert (crew["schemeType"], crew["name"], crew["in"]) == ("api-key", "Authorization", "header")
    assert [(flow["grant"]["grantType"], flow["authorizeUrl"]) for flow in flows] == [
        ("client_credentials", ""),
        ("password", ""),
        ("authorization_code", None),
    ]
    assert ["ok", "api-key", "crew", "header Authorization: Bearer …"] in [[*map(str.strip, row)] for row in rows]
