"""The plan compared with an answer, field by field: what is a difference, what isn't, and what isn't known."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from preclear.engine import check_document
from preclear.mapping import DIFFERENCES, describe_compared, describe_unknown, map_answer, read_answer
from preclear.source import format_pointer, load_bytes
from tests.emulator.documents import SHOP
from tests.fuzz.answers import make_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.mapping import MappedAnswer

CLINIC = """\
openapi: 3.0.3
info: {title: Clinic, version: "1", x-logo: {url: https://clinic.example.com/logo.png}}
servers: [{url: "https://{region}.clinic.example.com/v1/", variables: {region: {default: eu}}}]
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      summary: "Get a pet  "
      description: "LONG"
      parameters:
        - {name: petId, in: path, required: true, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer, default: 10}}
        - {name: X-Trace, in: header, schema: {type: string, default: null, nullable: true}}
        - {name: either, in: query, schema: {oneOf: [{type: string}, {type: integer}]}}
      responses:
        "200":
          description: a pet
          content:
            application/json: {schema: {$ref: "#/components/schemas/Pet"}}
            text/csv: {schema: {type: string}}
        default: {description: a fault, content: {application/json: {schema: {type: object}}}}
    put:
      operationId: putPet
      summary: Put a pet
      parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
      requestBody:
        content:
          application/json: {schema: {$ref: "#/components/schemas/Pet"}}
          application/merge-patch+json: {schema: {$ref: "#/components/schemas/Pet"}}
      responses: {"204": {description: done}}
components:
  schemas:
    Pet:
      type: object
      required: [id, name]
      properties:
        id: {type: integer, minimum: 0, exclusiveMinimum: true}
        name: {type: string, nullable: true, example: Rex}
        owner: {$ref: "#/components/schemas/Owner"}
    Owner: {description: who owns it, allOf: [{type: object}, {required: [id]}]}
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header}
    machine:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: "https://clinic.example.com/token", scopes: {read: "", write: ""}}}
""".replace("LONG", "long " * 100)
PET: Any = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Pet",
    "type": "object",
    "required": ["name", "id"],
    "properties": {
        "owner": {"$ref": "#/$defs/Owner"},
        "name": {"type": ["null", "string"], "examples": ["Rex"]},
        "id": {"type": "integer", "exclusiveMinimum": 0.0},
    },
}


def answer_of(text: str) -> dict[str, Any]:
    answer = make_answer(text.encode())
    assert answer is not None
    return answer


def compare(text: str, answer: dict[str, Any], **options: Any) -> MappedAnswer:
    checked = check_document(load_bytes(text.encode(), "openapi.yaml"), no_ignores=True)
    return map_answer(checked, read_answer(answer, 201), **options)


def differences(mapped: MappedAnswer) -> list[tuple[str, str, str, str]]:
    """Rule, severity, place and message of every difference."""
    return [
        (
            finding.rule.name,
            finding.severity,
            format_pointer(finding.pointer) + (f"?{finding.place.missing}" if finding.place.missing else ""),
            finding.message,
        )
        for finding in mapped.findings
        if finding.rule.name in DIFFERENCES
    ]


def test_an_answer_without_parameters_bodies_responses_and_schemes_is_not_as_planned() -> None:
    answer = answer_of(CLINIC)
    for action in answer["actions"]:
        action["parameters"] = []
        action.pop("requestBody", None)
        action["responses"] = action["responses"][:1]
    answer["connector"] |= {"baseUrl": "https://other.example.com", "authSchemeConfigs": []}

    mapped = compare(CLINIC, answer)

    found = differences(mapped)
    assert sum("parameter `" in message for *_, message in found) == 5
    assert sum("request body of" in message for *_, message in found) == 1
    assert sum("response `" in message for *_, message in found) == 1
    assert sum("auth scheme `" in message for *_, message in found) == 2
    message = (
        "base URL of the connector is `https://other.example.com` on the platform; expected "
        "`https://{{region}}.clinic.example.com/v1/`"
    )
    assert ("import-changed-field", "error", "/servers/0/url", message) in found
    assert len(found) == 10
    assert describe_compared(mapped.comparison) == (
        "not the connector itself, 0 of 2 auth schemes, 0 of 2 actions, 4 definitions"
    )


def set_value(*keys: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(answer: dict[str, Any]) -> None:
        holder: Any = answer
        for key in keys[:-1]:
            holder = holder[key]
        holder[keys[-1]] = value

    return change


def reverse_everything(answer: dict[str, Any]) -> None:
    parts: list[Any] = [answer]
    while parts:
        part = parts.pop()
        children = [*part.values()] if hasattr(part, "values") else part
        parts += [child for child in children if hasattr(child, "clear")]
        if children is part:
            part.reverse()


def rename_made_up_definitions(answer: dict[str, Any]) -> None:
    names: dict[str, str] = {}
    for number, definition in enumerate(answer["definitions"]):
        if definition["name"] not in ("Pet", "Owner"):
            names[definition["name"]] = definition["name"] = f"schema{number}"
    for action in answer["actions"]:
        for holder in (action.get("requestBody"), *action["responses"]):
            for item in holder["definitions"] if holder else ():
                name = item["definition"]["name"]
                item["definition"]["name"] = names.get(name, name)
                item["definition"]["id"] = "1"


FAITHFUL: dict[str, Callable[[dict[str, Any]], None]] = {
    "as it is": lambda _: None,
    "another order": reverse_everything,
    "made-up names": rename_made_up_definitions,
    "no authorizeUrl": set_value("connector", "authSchemeConfigs", 1, "authorizeUrl", value=""),
    "another place for variables": set_value(
        "connector", "baseUrl", value="https://{{ .conn.region }}.clinic.example.com/v1"
    ),
    "OpenAPI's path": set_value("actions", 0, "path", value="/pets/{petId}"),
    "a float": set_value("actions", 0, "parameters", 1, "default", value=10.0),
    "a null default": set_value("actions", 0, "parameters", 0, "default", value=None),
    "another case of a header": set_value("actions", 0, "parameters", 2, "name", value="x-trace"),
    "a trimmed text": set_value("actions", 0, "summary", value="Get a pet"),
    "a truncated text": set_value("actions", 0, "description", value=f"{'long ' * 50}…"),
    "a definition once for two media types": lambda answer: answer["actions"][1]["requestBody"].update(
        definitions=answer["actions"][1]["requestBody"]["definitions"][:1]
    ),
    "one of several types": set_value("actions", 0, "parameters", 3, "type", value="integer"),
    "a made-up description": set_value("connector", "authSchemeConfigs", 0, "description", value="API key"),
    "nothing but names": lambda answer: answer.update(
        {key: [{"name": item["name"]} for item in answer[key]] for key in ("actions", "definitions")}
    ),
}


@pytest.mark.parametrize("change", FAITHFUL.values(), ids=FAITHFUL)
def test_what_a_faithful_import_does_is_no_difference(change: Callable[[dict[str, Any]], None]) -> None:
    answer = answer_of(CLINIC)
    change(answer)

    assert differences(compare(CLINIC, answer)) == []


def test_what_the_answer_does_not_say_is_not_known() -> None:
    answer = answer_of(CLINIC)
    for action in answer["actions"]:
        del action["parameters"], action["summary"]
    del answer["connector"]["imageURL"], answer["connector"]["connectionVariables"]

    mapped = compare(CLINIC, answer, schemas={"Pet": PET})

    assert differences(mapped) == []
    assert describe_unknown(mapped.comparison) == (
        "1 connection variable, 1 image URL, 5 parameters, 3 schemas, 2 summaries"
    )
    assert describe_compared(mapped.comparison) == "the connector, 2 auth schemes, 2 actions, 4 definitions, 1 schema"


def test_a_key_that_others_have_is_known_to_be_missing() -> None:
    answer = answer_of(CLINIC)
    del answer["actions"][1]["summary"]

    assert differences(compare(CLINIC, answer)) == [
        (
            "import-changed-field",
            "warning",
            "/paths/~1pets~1{petId}/put/summary",
            "summary of action `putPet` isn't set on the platform; expected `Put a pet`",
        )
    ]


@pytest.mark.parametrize("is_new_version", [True, None])
def test_a_new_version_does_not_change_the_connector(is_new_version: bool | None) -> None:
    answer = answer_of(CLINIC)
    answer["connector"] |= {"baseUrl": "https://other.example.com", "authSchemeConfigs": []}
    answer["connector"]["versions"] = [{"name": "1"}, {"name": "2"}]
    answer["actions"][0]["method"] = "POST"

    found = differences(compare(CLINIC, answer, is_new_version=is_new_version))

    assert [severity for _, severity, place, _ in found if not place.startswith("/paths")] == ["warning"] * 3
    assert all(
        message.endswith("; the import of a new version doesn't change it")
        for _, _, place, message in found
        if not place.startswith("/paths")
    )
    assert [severity for _, severity, place, _ in found if place.startswith("/paths")] == ["error"]
    assert "error" in [
        severity for _, severity, *_ in differences(compare(CLINIC, answer, is_new_version=False)) if "/servers" in _[0]
    ]


def test_a_part_that_an_import_cannot_hold_is_missing_and_foreseen() -> None:
    from preclear.rule import discover_rules

    checked = check_document(load_bytes(SHOP.encode(), "shop.yaml"), rules=discover_rules())
    mapped = map_answer(checked, read_answer(answer_of(SHOP), 201))

    entries = [entry for entry in mapped.mapped_findings if entry.finding.rule.name == "import-missing-resource"]
    assert [entry.finding.message.partition(" isn't")[0] for entry in entries] == [
        "query parameter `tags` of action `getOrder`",
        "response `4XX` of action `getOrder`",
        "action `put /orders/{id}`",
        "trigger `order.dropped`",
        "definition `Order.Line`",
    ]
    assert all(entry.foreseen_by for entry in entries)


def change_pet(change: Callable[[Any], None]) -> dict[str, Any]:
    pet = copy.deepcopy(PET)
    change(pet)
    return {"Pet": pet}


SCHEMAS: dict[str, tuple[Callable[[Any], None], str | None]] = {
    "as planned": (lambda _: None, None),
    "a URL": (
        lambda pet: pet["properties"]["owner"].update({"$ref": "https://platform.example.com/1/Owner.yaml"}),
        None,
    ),
    "what a reference leads to": (
        lambda pet: pet["properties"].update(
            owner={"description": "who owns it", "allOf": [{"required": ["id"]}, {"type": "object"}]}
        ),
        None,
    ),
    "another type": (lambda pet: pet["properties"]["id"].update(type="string"), "/properties/id/type"),
    "no null": (lambda pet: pet["properties"]["name"].update(type="string"), "/properties/name/type"),
    "no property": (lambda pet: pet["properties"].pop("name"), "/properties/name"),
    "one more property": (lambda pet: pet["properties"].update(age={}), "/properties?age"),
    "one more keyword": (lambda pet: pet.update(maxProperties=4), "?maxProperties"),
    "another reference": (
        lambda pet: pet["properties"]["owner"].update({"$ref": "#/$defs/Pet"}),
        "/properties/owner/$ref",
    ),
    "an inclusive bound": (
        lambda pet: pet["properties"].update(id={"type": "integer", "minimum": 0}),
        "/properties/id/minimum",
    ),
}


@pytest.mark.parametrize("in_answer", [False, True])
@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_compared_by_what_it_means(name: str, in_answer: bool) -> None:
    change, place = SCHEMAS[name]
    answer, schemas = answer_of(CLINIC), change_pet(change)
    if in_answer:
        pet = next(definition for definition in answer["definitions"] if definition["name"] == "Pet")
        pet["schema"] = {"contentType": "application/schema+json", "content": json.dumps(schemas["Pet"])}

    mapped = compare(CLINIC, answer, schemas=None if in_answer else schemas)

    expected = [] if place is None else [f"/components/schemas/Pet{place}"]
    assert [found for _, _, found, _ in differences(mapped)] == expected
    assert mapped.comparison.compared["schema"].resource_count == 1


def test_a_huge_value_is_cut_and_a_mapping_quoted_as_json() -> None:
    answer = answer_of(CLINIC)
    answer["actions"][0]["parameters"][1]["default"] = {"a": ["x" * 100_000] * 100}

    ((_, _, _, message),) = differences(compare(CLINIC, answer))

    assert message == (
        'default of query parameter `limit` of action `getPet` is `{"a": ["…"]}` on the platform; expected `10`'
    )


def test_the_comparison_ends_when_the_time_is_up() -> None:
    answer = answer_of(CLINIC)
    answer["definitions"] += [{"name": f"D{number}", "accept": []} for number in range(1_000)]

    mapped = compare(CLINIC, answer, is_time_up=lambda: True)

    assert not mapped.is_compared


def test_deep_and_repeated_members_are_compared_in_bounded_time() -> None:
    deep: Any = {"type": "string"}
    for level in range(40):
        deep = {"oneOf": [deep, {"type": "integer", "title": f"t{level}"}, {"type": "boolean", "title": f"u{level}"}]}
    other = copy.deepcopy(deep)
    holder = other
    for _ in range(40):
        holder["oneOf"].reverse()
        holder = holder["oneOf"][2]
    holder["type"] = "null"
    text = CLINIC.replace("{description: who owns it, allOf: [{type: object}, {required: [id]}]}", json.dumps(deep))

    mapped = compare(text, answer_of(text), schemas={"Owner": other})

    assert len(differences(mapped)) == 1


def test_a_version_that_the_emulator_adds_keeps_the_connectors_fields() -> None:
    """As `upload --connector` does: the answer has the connector as it was before."""
    first, second = answer_of(CLINIC), CLINIC.replace("clinic.example.com/v1/", "clinic.example.com/v2/")
    answer = answer_of(second)
    answer["connector"] = first["connector"]
    answer["connector"]["versions"] = [{"name": "1"}]

    found = differences(compare(second, answer, is_new_version=True))

    assert [(rule, severity, place) for rule, severity, place, _ in found] == [
        ("import-changed-field", "warning", "/servers/0/url")
    ]
