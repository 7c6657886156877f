"""What an import makes of a document: what is created, what is left out, and where the answer says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from preclear.emulator.http.errors import ApiError
from preclear.emulator.importer.importer import ImportOptions, import_document
from preclear.emulator.ulids import UlidGenerator, is_ulid
from preclear.engine import check_document
from preclear.mapping import map_answer, read_answer
from preclear.source import format_pointer, load_bytes, parse_pointer
from tests.emulator.documents import SHOP, small_corpus

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.mapping import MappedAnswer
    from preclear.source import Json

TARGET = ImportOptions("http://127.0.0.1:1/schemas/x", None)


def imported(text: str) -> dict[str, Any]:
    made = import_document(text.encode(), None, TARGET, UlidGenerator())
    return {
        "connector": {**made.connector, "versions": [{"name": made.version_name}]},
        "definitions": made.definitions,
        "actions": made.actions,
        "triggers": made.triggers,
        "messages": made.messages,
    }


def mapped(text: str) -> MappedAnswer:
    checked = check_document(load_bytes(text.encode(), "openapi"), no_ignores=True)
    return map_answer(checked, read_answer(imported(text), 201))


def texts(answer: dict[str, Any]) -> list[str]:
    return [message["text"] for message in answer["messages"]]


def test_what_the_import_can_hold_is_created() -> None:
    answer = imported(SHOP)
    connector, action, trigger = answer["connector"], answer["actions"][0], answer["triggers"][0]

    assert connector["name"] == "Shop"
    assert connector["baseUrl"] == "https://{{region}}.shop.example.com"
    assert connector["connectionVariables"] == [{"name": "region", "value": "eu"}]
    assert connector["documentationURL"] == "https://shop.example.com/docs"
    assert [config["schemeType"] for config in connector["authSchemeConfigs"]] == ["api-key", "oauth2"]
    assert connector["authSchemeConfigs"][1]["defaultScopes"] == ["read"]
    assert connector["versions"] == [{"name": "1.2"}]
    assert (action["name"], action["method"], action["path"]) == ("getOrder", "GET", "/orders/{{ param.id }}")
    assert [parameter["name"] for parameter in action["parameters"]] == ["id", "limit"]
    assert action["parameters"][1]["default"] == 10
    assert [response.get("status") for response in action["responses"]] == [200, None]
    assert action["responses"][0]["definitions"][0]["definition"]["name"] == "Order"
    assert trigger["name"] == "orderPlaced"
    assert "path" not in trigger
    assert [definition["name"] for definition in answer["definitions"]] == ["Order"]
    assert [(definition["type"], definition["name"]) for definition in answer["definitions"][0]["referencedBy"]] == [
        ("action", "getOrder"),
        ("trigger", "orderPlaced"),
    ]


def test_every_resource_without_a_place_is_named_in_a_message() -> None:
    message_texts = texts(imported(SHOP))

    assert "PUT /orders/{id} at #/paths/~1orders~1%7Bid%7D/put wasn't imported: it has no name" in message_texts
    assert any(
        text.startswith("the operation at #/webhooks/order.dropped/post wasn't imported") for text in message_texts
    )
    assert any(text.startswith("#/components/schemas/Order.Line wasn't imported") for text in message_texts)
    assert any(text.startswith("#/components/securitySchemes/digest wasn't imported") for text in message_texts)


def test_an_omission_from_an_action_is_one_of_its_errors() -> None:
    errors = imported(SHOP)["actions"][0]["errors"]

    assert [error["field"] for error in errors if error["severity"] == "error"] == ["/parameters", "/responses"]
    assert "`tags`" in errors[0]["message"]
    assert "`4XX`" in next(error["message"] for error in errors if error["field"] == "/responses")


def test_an_omission_without_a_finding_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preclear.emulator.importer.importer._rules", dict)

    errors = imported(SHOP)["actions"][0]["errors"]
    reason = "it has the type `array`; only scalar types are supported"

    assert [(error["field"], error["message"]) for error in errors] == [
        (
            "/parameters",
            f"query parameter `tags` was left out: {reason}",
        ),
        ("/responses", "response `4XX` was left out: its status isn't an integer"),
    ]


def test_triggers_that_share_a_name_are_left_out() -> None:
    answer = imported(SHOP.replace("order.dropped:\n    post:\n", "b:\n    post:\n      operationId: orderPlaced\n"))

    assert answer["triggers"] == []
    assert sum("another operation has the same name" in text for text in texts(answer)) == 2


ARRAY = "      parameters: [{name: a, in: query, schema: {type: array, items: {type: string}}}]\n"


@pytest.mark.parametrize(
    ("operations", "reason", "cause"),
    [
        (
            f"    get:\n      operationId: list.Pets\n{ARRAY}",
            "its name has a character other than letters, digits, `_`, `-` and `$`",
            "action name `list.Pets` has `.`",
        ),
        (f"    get:\n{ARRAY}", "it has no name", "`get /pets` has no `operationId`"),
        (
            f"    put:\n      operationId: pets\n    get:\n      operationId: pets\n{ARRAY}",
            "another operation has the same name",
            "action name `pets` is used 2 times",
        ),
    ],
    ids=["characters", "no name", "same name"],
)
def test_a_message_names_the_cause_and_what_else_is_wrong_has_its_own(operations: str, reason: str, cause: str) -> None:
    answer = imported(f'openapi: 3.1.0\ninfo: {{title: Pets, version: "1"}}\npaths:\n  /pets:\n{operations}')
    (omission,) = [message for message in answer["messages"] if message["text"].startswith("GET /pets at")]
    array = "query parameter `a` is an array; expected string, number, integer or boolean"
    others = [message["text"] for message in answer["messages"] if array in message.get("detail", ())]

    assert answer["actions"] == []
    assert omission["text"] == f"GET /pets at #/paths/~1pets/get wasn't imported: {reason}"
    assert all(cause in detail for detail in omission["detail"])
    assert others == ["#/paths/~1pets/get/parameters/0/schema/type isn't valid"]


def test_the_content_of_an_omitted_definition_has_its_own_message() -> None:
    schema = "type: object, properties: {a: {$ref: '#/nowhere'}}"
    document = f"{SHOP.partition('components:')[0]}components: {{schemas: {{Pet.Page: {{{schema}}}}}}}\n"
    messages = imported(document)["messages"]
    (omission,) = [message for message in messages if "Pet.Page wasn't imported" in message["text"]]

    assert [detail for detail in omission["detail"] if "nowhere" in detail] == []
    assert any(
        "nowhere" in detail for message in messages for detail in message.get("detail", ()) if message != omission
    )


def test_a_fault_that_a_created_and_an_omitted_action_share_is_reported_once() -> None:
    shared = "      parameters: [{$ref: '#/components/parameters/A'}]\n"
    parts = "components: {parameters: {A: {name: a, in: query, schema: {type: array, items: {}}}}}\n"
    answer = imported(
        'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\npaths:\n  /pets:\n'
        f"    get:\n      operationId: good\n{shared}    put:\n      operationId: not.good\n{shared}{parts}"
    )
    errors = [error["message"] for action in answer["actions"] for error in action["errors"]]
    details = [detail for message in answer["messages"] for detail in message.get("detail", ())]

    assert sum("query parameter `a` is an array" in text for text in (*errors, *details)) == 1


def test_no_message_of_the_emulator_speaks_of_standard_input() -> None:
    answer = imported(f"{SHOP.partition('components:')[0]}components: {{schemas: {{A: {{$ref: other.yaml}}}}}}\n")
    text = str(answer["messages"])

    assert "standard input" not in text
    assert "`$ref: other.yaml` leads to another file, but the document has no folder of its own" in text


def test_two_imports_of_a_document_differ_in_ids_alone() -> None:
    one, two = (re.sub(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", "id", str(imported(SHOP))) for _ in range(2))

    assert one == two


@pytest.mark.parametrize("version", ["default", "latest", "' '", "null", "[]"])
def test_a_first_version_that_can_not_have_the_documents_name_gets_another(version: str) -> None:
    assert imported(SHOP.replace('"1.2"', version))["connector"]["versions"] == [{"name": "0.0.1"}]


def test_every_message_that_names_something_comes_back_to_it() -> None:
    back = mapped(SHOP)

    assert [entry.text for entry in back.mapped_findings if entry.finding.placement == "document"] == []
    places = {format_pointer(entry.finding.pointer) for entry in back.mapped_findings}
    assert {
        "/paths/~1orders~1{id}/put",
        "/paths/~1orders~1{id}/get/parameters",
        "/paths/~1orders~1{id}/get/responses",
        "/webhooks/order.dropped/post",
        "/components/schemas/Order.Line",
        "/components/securitySchemes/digest",
    } <= places


@pytest.mark.skipif(not small_corpus(), reason="needs the corpus of real documents, ../shared/corpus")
@pytest.mark.parametrize("path", [path for path in small_corpus() if path.stat().st_size < 300_000], ids=str)
def test_every_error_of_a_real_document_comes_back_near_its_finding(path: Path) -> None:
    """At the finding's own node, at one above it in the same operation, or in what that refers to."""
    data = path.read_bytes()
    checked = check_document(load_bytes(data, path.name), no_ignores=True)
    made = import_document(data, None, TARGET, UlidGenerator())
    answer: Any = {"connector": {}, "actions": made.actions, "triggers": made.triggers, "messages": made.messages}
    back = map_answer(checked, read_answer(answer, 201))
    ours = {(finding.message, finding.pointer) for finding in checked.findings}
    operations = checked.connector.operations if checked.connector else ()
    lost: list[str] = []
    for entry in back.mapped_findings:
        if entry.finding.rule.name not in ("import-action-error", "import-trigger-error"):
            continue
        wanted = [pointer for message, pointer in ours if message == entry.text]
        at = entry.finding.pointer
        near = any(pointer[: len(at)] == at or at[: len(pointer)] == pointer for pointer in wanted)
        inside = any(operation.node.pointer == at[: len(operation.node.pointer)] for operation in operations)
        if not near and not inside and wanted and at[0] != "components":
            lost.append(f"{format_pointer(at)}: {entry.text}")

    assert lost == []


@pytest.mark.skipif(not small_corpus(), reason="needs the corpus of real documents, ../shared/corpus")
@pytest.mark.parametrize("path", [path for path in small_corpus() if path.stat().st_size < 300_000], ids=str)
def test_every_field_leads_to_something_of_its_resource(path: Path) -> None:
    """Or to what an object of it lacks; in a parameter and in a definition it may go on into the schema."""
    made: Any = import_document(path.read_bytes(), None, TARGET, UlidGenerator())
    astray = [
        f"{resource['name']} {error['field']}"
        for resource in (*made.actions, *made.triggers)
        for error in resource["errors"]
        if not leads(resource, parse_pointer(error["field"]))
    ]

    assert astray == []


def leads(value: Json, parts: tuple[str, ...]) -> bool:
    for index, part in enumerate(parts):
        if isinstance(value, list):
            if not (part.isdecimal() and int(part) < len(value)):
                return False
            value = value[int(part)]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            inside = parts[0] == "parameters" and index >= 2
            return inside or "definition" in parts[:index] or (isinstance(value, dict) and index == len(parts) - 1)
    return True


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("a: [", 400, "line 1"),
        ("swagger: '2.0'\npaths: {}\n", 400, "2.0"),
        ("openapi: 3.1.0\ninfo: {version: '1'}\npaths: {}\n", 400, "info.title"),
    ],
)
def test_a_document_that_nothing_can_be_made_of_is_refused(text: str, status: int, words: str) -> None:
    with pytest.raises(ApiError) as caught:
        import_document(text.encode(), None, TARGET, UlidGenerator())

    assert caught.value.status == status
    assert words in str(caught.value.body)


def test_what_references_multiply_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preclear.emulator.importer.importer.MAX_ANSWER_BYTES", 500_000)
    operation = "{get: {operationId: a%d, responses: {'200': {description: d}}, parameters: [%s]}}"
    many = ", ".join("{$ref: '#/components/parameters/P'}" for _ in range(50))
    paths = "".join(f"  /p{number}: {operation % (number, many)}\n" for number in range(50))
    shared = "components: {parameters: {P: {name: p, in: query, schema: {type: string}}}}\n"

    with pytest.raises(ApiError) as caught:
        imported(f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}{shared}")

    assert caught.value.body["code"] == "too_large"


def test_ulids_are_ulids_and_grow() -> None:
    ulids = UlidGenerator()
    made = [ulids.generate() for _ in range(3_000)]

    assert all(map(is_ulid, made))
    assert made == sorted(set(made))


def test_media_types_that_differ_in_a_parameter_are_a_warning_and_equal_ones_an_error() -> None:
    text = SHOP.replace(
        'content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}\n        "4XX"',
        "content: {application/json: {schema: {type: object}}, application/json;stream=watch: {schema: {type: string}},"
        ' application/json;charset=utf-8: {schema: {type: string}}}}\n        "4XX"',
    )
    errors = {error["message"]: error["severity"] for error in imported(text)["actions"][0]["errors"]}

    assert [severity for message, severity in errors.items() if "stream=watch` was left out" in message] == ["warning"]
    assert [severity for message, severity in errors.items() if "charset" in message] == ["error"]
