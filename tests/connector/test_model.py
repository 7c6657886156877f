"""What the import makes of a document, and where each value comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.source import format_pointer
from tests.texts import connect, words_at

if TYPE_CHECKING:
    from preclear.connector import Value

HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\n'
SHOP = (
    HEAD
    + """\
servers:
  - url: https://{region}.pets.example/{stage}
    variables:
      region: {default: eu}
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: trace, in: header, schema: {type: string, default: none}}
    get:
      operationId: getPet
      summary: Get a pet
      parameters:
        - {name: trace, in: header, schema: {type: boolean}}
        - $ref: '#/components/parameters/Limit'
      responses:
        200: {$ref: '#/components/responses/Pet'}
        default: {description: all else}
    delete:
      parameters: [{$ref: '#/components/parameters/Limit'}]
      requestBody:
        content: {application/json: {schema: {type: object}}}
      responses: {4XX: {description: no}}
webhooks:
  newPet:
    post: {responses: {'204': {description: ok}}}
  gonePet:
    post: {operationId: petIsGone, responses: {}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {$ref: '#/components/schemas/Count'}}
  responses:
    Pet:
      description: a pet
      content:
        application/json: {schema: {$ref: '#/components/schemas/Pet'}}
        text/csv: {schema: {type: string}}
  schemas:
    Count: {type: [integer, 'null'], minimum: 1}
    Pet: {type: object, description: It lives here}
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header}
    user: {type: http, scheme: Basic}
    token: {type: http, scheme: bearer, description: A token}
    login:
      type: oauth2
      flows:
        implicit: {authorizationUrl: 'https://pets.example/a', scopes: {}}
        clientCredentials: {tokenUrl: 'https://pets.example/t', scopes: {read: to read}}
    cert: {type: mutualTLS}
    open: {type: openIdConnect, openIdConnectUrl: 'https://pets.example/o'}
    gone: {$ref: '#/components/securitySchemes/nobody'}
"""
)


def where(value: Value[str]) -> tuple[str, str | None]:
    return format_pointer(value.place.pointer), value.place.missing


def test_every_operation_is_an_action_with_its_values_at_their_places() -> None:
    get, delete = connect(SHOP).actions

    assert (get.name.value, words_at(get.name.place)) == ("getPet", "getPet")
    assert (get.method.value, words_at(get.method.place)) == ("GET", "get")
    assert (get.path.value, words_at(get.path.place)) == ("/pets/{id}", "/pets/{id}")
    assert get.template.imported_path == "/pets/{{ param.id }}"
    assert get.label == "get /pets/{id}"
    assert (delete.name.value, delete.name.is_present) == ("", False)
    assert where(delete.name) == ("/paths/~1pets~1{id}/delete", "operationId")
    assert words_at(delete.name.place) == "delete"


def test_parameters_of_the_path_item_are_merged_unless_replaced() -> None:
    get, delete = connect(SHOP).actions

    assert [parameter.label for parameter in get.parameters] == [
        "header parameter `trace`",
        "query parameter `limit`",
        "path parameter `id`",
    ]
    assert get.parameters[0].type.value == "boolean"
    assert [parameter.name.value for parameter in delete.parameters] == ["limit", "id", "trace"]
    assert delete.parameters[2].default.value == "none"


def test_a_shared_parameter_is_one_object_that_knows_its_users() -> None:
    connector = connect(SHOP)
    get, delete = connector.actions

    assert get.parameters[1] is delete.parameters[0]
    assert get.parameters[1].used_by == [get, delete]
    assert len(connector.parameters) == 4


def test_a_type_is_found_through_references_and_beside_null() -> None:
    limit = connect(SHOP).actions[0].parameters[1]

    assert limit.type.value == "integer"
    assert words_at(limit.type.place) == "integer"
    assert limit.types.ref_place is not None
    assert words_at(limit.types.ref_place) == "'#/components/schemas/Count'"


def test_responses_have_numbers_where_the_import_can_hold_them() -> None:
    get, delete = connect(SHOP).actions

    assert [(response.status.value, response.status_code) for response in get.responses] == [
        ("200", 200),
        ("default", None),
    ]
    assert [(response.status.value, response.status_code) for response in delete.responses] == [("4XX", None)]
    assert words_at(delete.responses[0].status.place) == "4XX"


def test_definitions_come_from_components_and_from_bodies() -> None:
    connector = connect(SHOP)

    assert [
        (definition.name.value, definition.name.is_present, definition.accept) for definition in connector.definitions
    ] == [
        ("Count", True, []),
        ("Pet", True, ["application/json"]),
        ("Pet_text_csv", False, ["text/csv"]),
        ("delete_pets_id_request", False, ["application/json"]),
    ]
    assert connector.definitions[1].description.value == "It lives here"
    assert connector.definitions[1].used_by == [connector.actions[0]]


def test_webhooks_are_triggers_named_after_their_operation_or_their_key() -> None:
    first, second = connect(SHOP).triggers

    assert (first.name.value, first.name.is_present, words_at(first.name.place)) == ("newPet", False, "newPet")
    assert (second.name.value, second.name.is_present, words_at(second.name.place)) == ("petIsGone", True, "petIsGone")
    assert not connect(SHOP.replace("3.1.0", "3.0.3")).triggers


def test_the_base_url_is_the_first_server_with_connection_variables() -> None:
    connector = connect(SHOP)

    assert connector.base_url.value == "https://{{region}}.pets.example/{{stage}}"
    assert words_at(connector.base_url.place) == "https://{region}.pets.example/{stage}"
    assert [(variable.name.value, variable.default.value) for variable in connector.connection_variables] == [
        ("region", "eu")
    ]
    assert connector.servers[0].placeholders == ("region", "stage")


def test_what_is_missing_has_the_place_where_it_should_be() -> None:
    connector = connect("openapi: 3.1.0\ninfo: {}\npaths: {}\n")

    assert where(connector.name) == ("/info", "title")
    assert words_at(connector.name.place) == "info"
    assert where(connector.base_url) == ("", "servers")
    assert not connector.base_url


def test_security_schemes_become_configs_one_for_each_flow() -> None:
    configs = list(connect(SHOP).auth_scheme_configs)

    assert [(config.scheme_type, config.description) for config in configs] == [
        ("api-key", "key"),
        ("basic-auth", "user"),
        ("api-key", "A token"),
        ("oauth2", "login"),
        ("certificate", "cert"),
        (None, "open"),
    ]
    assert (configs[0].name, configs[0].location) == ("X-Key", "header")
    flows = [config.flow for config in configs if config.flow is not None]
    assert [flow.grant for flow in flows] == ["client_credentials"]
    assert [scope.name for scope in flows[0].scopes] == ["read"]


def test_a_flow_without_a_grant_is_shown_only_where_no_other_has_one() -> None:
    token, page = "tokenUrl: 'https://pets.example/t'", "authorizationUrl: 'https://pets.example/a'"
    implicit, password = f"implicit: {{{page}, scopes: {{}}}}", f"password: {{{token}, scopes: {{}}}}"
    code = f"authorizationCode: {{{page}, {token}, scopes: {{}}}}"

    def made(*flows: str) -> list[tuple[str, str | None]]:
        scheme = f"{{type: oauth2, flows: {{{', '.join(flows)}}}}}"
        configs = connect(f"{HEAD}components: {{securitySchemes: {{login: {scheme}}}}}\n").auth_scheme_configs
        return [(config.description, config.flow.grant if config.flow else None) for config in configs]

    assert made(implicit) == [("login", None)]
    assert made(implicit, password) == [("login", "password")]
    assert made(implicit, password, code) == [
        ("login (password)", "password"),
        ("login (authorizationCode)", "authorization_code"),
    ]
    assert made() == [("login", None)]


@pytest.mark.parametrize(("written", "name"), [("true", "true"), ("false", "false"), ("12", "12"), ("'True'", "True")])
def test_a_name_that_is_no_text_is_written_as_json_writes_it(written: str, name: str) -> None:
    operation = f"{{operationId: {written}, requestBody: {{content: {{a/b: {{schema: {{}}}}}}}}, responses: {{}}}}"
    connector = connect(f"{HEAD}paths: {{/a: {{post: {operation}}}}}\n")

    assert connector.actions[0].name.value == name
    assert [definition.name.value for definition in connector.definitions] == [f"{name}_request"]


def test_a_scope_that_is_neither_text_nor_number_is_none() -> None:
    (action,) = connect(HEAD + "paths: {/a: {get: {security: [{a: [read, true, null, [], {}]}]}}}\n").actions

    assert [scope for scope, _ in action.security[0].scopes] == ["read", "true"]


def test_path_items_behind_a_reference_are_followed() -> None:
    connector = connect(
        HEAD + "paths: {/a: {$ref: '#/components/pathItems/A'}, /b: {$ref: '#/components/pathItems/A'}}\n"
        "components: {pathItems: {A: {get: {operationId: getIt, responses: {'200': {description: ok}}}}}}\n"
    )

    assert [action.label for action in connector.actions] == ["get /a", "get /b"]
    assert {words_at(action.name.place) for action in connector.actions} == {"getIt"}


@pytest.mark.parametrize(
    "broken",
    [
        "get: 5",
        "get: null",
        "get: []",
        "get: {parameters: 5, responses: 7, requestBody: [], security: x}",
        "get: {parameters: [5, null, {name: {}, in: []}], responses: {200: null, 201: 3}}",
        "get: {requestBody: {content: {application/json: 5, text/csv: {schema: 7}}}}",
        "parameters: {a: b}",
    ],
)
def test_a_broken_operation_never_hides_the_next_one(broken: str) -> None:
    connector = connect(HEAD + "paths:\n  /a: {" + broken + ", post: {operationId: next}}\n  /b:\n  x-c: {get: {}}\n")

    assert [action.name.value for action in connector.actions if action.method.value == "POST"] == ["next"]


def test_query_and_additional_operations_are_operations_of_3_2_alone() -> None:
    text = HEAD + "paths: {/a: {query: {operationId: q}, additionalOperations: {COPY: {operationId: c}}}}\n"

    assert not connect(text).actions
    assert [(action.method.value, action.name.value) for action in connect(text.replace("3.1.0", "3.2.0")).actions] == [
        ("QUERY", "q"),
        ("COPY", "c"),
    ]


SPLIT = """\
paths:
  /piers/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    $ref: '#/components/pathItems/Pier'
    delete: {operationId: dropPier}
    put: {operationId: ownPut}
  /docks: {$ref: '#/components/pathItems/Alias', post: {operationId: addDock}}
components:
  pathItems:
    Pier:
      servers: [{url: 'https://piers.example'}]
      get: {operationId: getPier, parameters: [{name: id, in: query, schema: {type: string}}]}
      put: {operationId: otherPut}
    Alias: {$ref: '#/components/pathItems/Dock', parameters: [{name: way, in: query, schema: {type: string}}]}
    Dock: {parameters: [{name: deep, in: query, schema: {type: string}}], get: {operationId: getDock}}
"""


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_what_stands_beside_the_reference_of_a_path_item_and_behind_it_is_one_path_item(version: str) -> None:
    actions = {action.name.value: action for action in connect(HEAD.replace("3.1.0", version) + SPLIT).actions}

    assert list(actions) == ["getPier", "ownPut", "dropPier", "getDock", "addDock"]
    assert {
        name: [(parameter.location.value, parameter.name.value) for parameter in actions[name].parameters]
        for name in actions
    } == {
        "getPier": [("query", "id"), ("path", "id")],
        "ownPut": [("path", "id")],
        "dropPier": [("path", "id")],
        "getDock": [("query", "way")],
        "addDock": [("query", "way")],
    }
    servers = actions["dropPier"].path_item_field("servers")
    assert servers is not None
    assert format_pointer(servers.pointer) == "/components/pathItems/Pier/servers"
    assert format_pointer(actions["dropPier"].path_item.pointer) == "/paths/~1piers~1{id}"
    assert format_pointer(actions["getDock"].path_item.pointer) == "/components/pathItems/Dock"


def test_path_items_that_lead_in_a_circle_end() -> None:
    connector = connect(
        HEAD + "paths:\n  /a: {$ref: '#/paths/~1b', get: {operationId: getA}}\n"
        "  /b: {$ref: '#/paths/~1a', put: {operationId: putB}}\n  /c: {$ref: '#/components/schemas/C', get: {}}\n"
        "components: {schemas: {C: {post: {}}}}\n"
    )

    assert [action.label for action in connector.actions] == ["get /a", "put /b", "get /c"]


@pytest.mark.parametrize(
    ("own", "shared", "names"),
    [
        ("{name: X-Trace, in: header, schema: {type: string}}", "name: x-trace, in: header", ["X-Trace"]),
        ("{name: Trace, in: query, schema: {type: string}}", "name: trace, in: query", ["Trace", "trace"]),
        ("{$ref: '#/components/parameters/Trace'}", "name: X-TRACE, in: header", ["x-trace"]),
    ],
)
def test_a_parameter_that_every_operation_replaces_is_none_of_the_connector(
    own: str, shared: str, names: list[str]
) -> None:
    connector = connect(
        f"{HEAD}paths:\n  /a:\n    parameters: [{{{shared}, schema: {{type: array}}}}]\n"
        f"    get: {{parameters: [{own}]}}\n"
        "components: {parameters: {Trace: {name: x-trace, in: header, schema: {type: string}}}}\n"
    )

    assert [parameter.name.value for parameter in connector.parameters] == names
    assert [parameter.name.value for parameter in connector.actions[0].parameters] == names
    assert all(parameter.used_by for parameter in connector.parameters)
