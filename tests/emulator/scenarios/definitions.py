"""Scenarios of definitions and schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.emulator.scenarios.conversation import NOBODY

if TYPE_CHECKING:
    from tests.emulator.scenarios.conversation import Conversation


def definition_body(name: str, schema: str) -> dict[str, Any]:
    content = {"contentType": "application/schema+json", "content": schema}
    return {"name": name, "accept": ["application/json"], "schema": content}


def list_definitions(at: Conversation) -> None:
    url = f"{at.version_url}/definitions"
    page = at.get(url)
    names = [definition["name"] for definition in page["definitions"]]

    assert {"Pet", "Owner", "Unused"} < set(names)
    assert at.get(f"{url}?name=pet&first=1")["definitions"][0]["name"] == "Pet"
    pet = page["definitions"][names.index("Pet")]
    referring = {(reference["type"], reference["name"]) for reference in pet["referencedBy"]}
    assert {("action", "createPet"), ("definition", "Owner")} <= referring
    assert pet["description"] == "An animal"


def create_definitions(at: Conversation) -> None:
    url = f"{at.version_url}/definitions"
    pet = at.get(f"{url}/Pet")
    first = definition_body("First", '{"properties": {"b": {"$ref": "#/$defs/Second"}}}')
    second = definition_body("Second", f'{{"allOf": [{{"$ref": "#/$defs/First"}}, {{"$ref": "{pet["url"]}"}}]}}')
    made = at.send("POST", url, 201, {"definitions": [first, second]})["definitions"]
    schema = at.get(made[1]["url"])

    assert [definition["name"] for definition in made] == ["First", "Second"]
    assert [part["$ref"] for part in schema["allOf"]] == [made[0]["url"], pet["url"]]
    assert [reference["name"] for reference in made[0]["referencedBy"]] == ["Second"]
    at.send("POST", url, 400, {"definitions": [first]})
    problem = at.send(
        "POST", url, 400, {"definitions": [definition_body("a b", "{"), definition_body("C", "[]"), {"name": "D"}]}
    )
    fields = [field["field"] for field in problem["fields"]]
    assert {"definitions[0].name", "definitions[0].schema.content", "definitions[1].schema.content"} <= set(fields)
    yaml_body = definition_body("Yaml", "type: object")
    yaml_body["schema"]["contentType"] = "application/schema+yaml; charset=utf-8"
    assert at.send("POST", url, 201, {"definitions": [yaml_body]})["definitions"][0]["name"] == "Yaml"


def delete_definitions(at: Conversation) -> None:
    url = f"{at.version_url}/definitions"
    unused = at.get(f"{url}/Unused")
    assert at.send("DELETE", url, 412, {"names": ["Pet"]})["definition"]["name"] == "Pet"
    at.send("DELETE", url, 204, {"ids": [unused["id"]]})
    at.send("DELETE", url, 400, {"ids": [unused["id"]]})
    at.send("DELETE", url, 400, {"all": True, "names": ["Pet"]})
    at.send("DELETE", url, 400, {})
    at.send("DELETE", url, 412, {"all": True})
    for action in ("listPets", "createPet"):
        at.send("DELETE", f"{at.version_url}/actions/{action}", 204)
    at.send("DELETE", url, 204, {"all": True})
    assert at.get(url)["totalCount"] == 0


def get_definition(at: Conversation) -> None:
    assert at.get(f"{at.version_url}/definitions/Owner")["accept"] == []
    at.get(f"{at.version_url}/definitions/Nobody", 404)


def update_definition(at: Conversation) -> None:
    url = f"{at.version_url}/definitions"
    owner = at.get(f"{url}/Owner")
    body = {"id": owner["id"], "name": "Keeper", "accept": ["application/json"], "description": "Keeps pets"}
    updated = at.send("PUT", f"{url}/Owner", 200, body)

    assert updated["url"].endswith("/Keeper.json")
    assert at.get(at.get(f"{url}/Pet")["url"])["properties"]["owner"]["$ref"] == updated["url"]
    schema = {"contentType": "application/schema+json", "content": '{"type": "string"}'}
    at.send("PUT", f"{url}/Keeper", 200, {**body, "schema": schema})
    assert at.get(updated["url"])["type"] == "string"
    at.send("PUT", f"{url}/Keeper", 400, {**body, "name": "Pet"})
    at.send("PUT", f"{url}/Keeper", 400, {**body, "id": NOBODY})


def delete_definition(at: Conversation) -> None:
    url = f"{at.version_url}/definitions"
    refusal = at.send("DELETE", f"{url}/Pet", 412)
    assert {reference["name"] for reference in refusal["definition"]["referencedBy"]} >= {"createPet", "Owner"}
    at.send("DELETE", f"{url}/Pet?force=true", 204)
    action = at.get(f"{at.version_url}/actions/createPet")
    assert action["requestBody"]["definitions"] == []
    assert [error["field"] for error in action["errors"]] == ["/requestBody/definitions"]
    problems = at.send("POST", f"{at.version_url}/publish", 400)["fields"]
    assert {problem["field"].partition("[")[0] for problem in problems} == {"actions", "definitions"}
    at.send("DELETE", f"{url}/Unused", 204)


def get_raw_schema(at: Conversation) -> None:
    definition = at.get(f"{at.version_url}/definitions/Pet")
    schema = at.get(definition["url"])
    assert schema["properties"]["name"]["type"] == ["string", "null"]
    assert at.get(definition["url"].replace("Pet.json", f"{definition['id']}.json")) == schema
    at.get(definition["url"].replace("Pet.json", "Pet.xml"), 404)
    at.get(definition["url"].replace("Pet.json", "Nobody.json"), 404)
