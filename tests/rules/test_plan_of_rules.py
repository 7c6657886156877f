"""Which resources of the plan each finding of the built-in rules is counted against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.engine import check
from preclear.engine.plan import make_plan
from preclear.rule import discover_rules

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.engine.plan import Plan

RULES = discover_rules()

SHIPS = """\
openapi: 3.1.0
info: {title: Harbour, version: "1"}
servers: [{url: https://api.example.com}]
paths:
  /ships/{id}:
    SERVERS
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: tag, in: query, schema: {type: array, items: {type: string}}}
      - {name: X-Way, in: header, schema: {type: object}}
    get:
      operationId: getShip
      servers: [{url: https://api.example.com}]
      parameters:
        - {name: tag, in: query, schema: {type: string}}
        - {$ref: "#/components/parameters/Way"}
      responses: {"200": {description: Done}}
    put:
      operationId: putShip
      parameters:
        - {name: tag, in: query, schema: {type: string}}
        - {$ref: "#/components/parameters/Way"}
      responses: {"204": {description: Done}}
  /ways:
    parameters: [{$ref: "#/components/parameters/Ways"}]
    get:
      operationId: listWays
      parameters: [{name: ways, in: query, schema: {type: string}}]
      responses: {"200": {description: Done}}
components:
  parameters:
    Way: {name: x-way, in: header, schema: {type: string}}
    Ways: {name: ways, in: query, schema: {type: object}}
"""

LOGIN = """\
openapi: 3.1.0
info: {title: Ferry, version: "1"}
servers: [{url: https://api.example.com}]
paths: {}
components:
  securitySchemes:
    machine:
      type: oauth2
      flows:
        implicit: {authorizationUrl: https://id.example.com/a, scopes: {}}
        clientCredentials: {tokenUrl: https://id.example.com/token, scopes: {}}
        authorizationCode: {tokenUrl: https://id.example.com/token, scopes: {}}
"""


def planned(folder: Path, text: str) -> Plan:
    (folder / "openapi.yaml").write_text(text, encoding="utf-8")
    made = make_plan(check(folder / "openapi.yaml", rules=RULES))
    assert made is not None
    return made


def statuses(folder: Path, text: str) -> dict[str, str]:
    return {action.resource.name.value: action.status for action in planned(folder, text).actions}


def test_a_parameter_that_every_operation_replaces_stands_in_no_way(tmp_path: Path) -> None:
    plain = SHIPS.replace("    SERVERS\n", "")
    ok = {"getShip": "ok", "putShip": "ok", "listWays": "ok"}

    assert statuses(tmp_path, plain) == ok
    assert [finding.severity for finding in planned(tmp_path, plain).other_findings] == []
    assert statuses(tmp_path, plain.replace("x-way", "x-ways")) == ok | {"getShip": "blocked", "putShip": "blocked"}


def test_a_fault_of_openapi_in_a_replaced_parameter_is_about_nothing_that_is_imported(tmp_path: Path) -> None:
    text = SHIPS.replace("    SERVERS\n", "").replace("array, items: {type: string}", "objekt")

    assert set(statuses(tmp_path, text).values()) == {"ok"}
    assert [finding.rule.name for finding in planned(tmp_path, text).other_findings] == ["invalid-schema"]


def test_servers_of_a_path_degrade_the_actions_that_have_none_of_their_own(tmp_path: Path) -> None:
    text = SHIPS.replace("SERVERS", "servers: [{url: https://ships.example.com}]")

    assert statuses(tmp_path, text) == {"getShip": "ok", "putShip": "degraded", "listWays": "ok"}


def test_a_flow_that_is_left_out_degrades_no_other(tmp_path: Path) -> None:
    made = planned(tmp_path, LOGIN)

    assert [config.status for config in made.auth_scheme_configs] == ["ok", "blocked"]
    assert [finding.rule.name for finding in made.other_findings] == ["unsupported-oauth2-flow"]


def test_a_path_item_in_two_halves_is_one(tmp_path: Path) -> None:
    made = planned(
        tmp_path,
        'openapi: 3.0.3\ninfo: {title: Harbour, version: "1"}\nservers: [{url: https://api.example.com}]\npaths:\n'
        '  /ships/{id}:\n    $ref: "#/x-items/Ship"\n'
        "    parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n"
        '    put: {operationId: putShip, responses: {"204": {description: Done}}}\n'
        "x-items:\n  Ship:\n    servers: [{url: https://ships.example.com}]\n"
        '    get: {operationId: getShip, responses: {"200": {description: Done}}}\n'
        '    put: {operationId: oldPut, responses: {"204": {description: Done}, 4XX: {description: No}}}\n',
    )
    found = {action.resource.name.value: {finding.rule.name for finding in action.findings} for action in made.actions}

    assert {action.resource.template.imported_path for action in made.actions} == {"/ships/{{ param.id }}"}
    assert found.keys() == {"getShip", "putShip"}
    assert "server-override" in found["getShip"]
    assert found["putShip"] >= {"server-override", "conflicting-path-item"}
    assert "status-range" not in {rule for rules in found.values() for rule in rules}
    assert {action.status for action in made.actions} == {"degraded"}


def test_a_dead_reference_behind_a_path_item_is_about_its_operations(tmp_path: Path) -> None:
    text = (
        'openapi: 3.1.0\ninfo: {title: Harbour, version: "1"}\nservers: [{url: https://api.example.com}]\npaths:\n'
        '  /ships:\n    $ref: "#/components/pathItems/Ships"\n'
        '    get: {operationId: listShips, responses: {"200": {description: Done}}}\n'
        'components: {pathItems: {Ships: {$ref: "#/components/pathItems/Gone"}}}\n'
    )

    assert statuses(tmp_path, text) == {"listShips": "blocked"}
