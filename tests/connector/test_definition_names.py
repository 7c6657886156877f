"""A schema that no one named has a name that is made of its own place, and `given` says that it is made up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from preclear.engine import check_document
from preclear.mapping import map_answer, read_answer
from preclear.rule import discover_rules
from preclear.source import format_pointer, load_bytes
from tests.texts import connect

if TYPE_CHECKING:
    from preclear.source import Json

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\n"
BODY = "{type: object, properties: {a.b: {type: array, items: {type: string}}}}"
RESPONSE = f"{{description: f, content: {{application/json: {{schema: {BODY}}}}}}}"
REFERENCES = {
    "into another operation": ("#/paths/~1first/get/responses/200/content/application~1json/schema", "first_200"),
    "into a request body": ("#/paths/~1first/post/requestBody/content/application~1json/schema", "post_first_request"),
    "into a response": ("#/components/responses/R/content/application~1json/schema", "R"),
    "into the properties of a component": ("#/components/schemas/S/properties/a.b", "S_a_b"),
    "into the items of a property": ("#/components/schemas/S/properties/a.b/items", "S_items"),
    "into an extension": ("#/x-schemas/a.b", "a_b"),
}


def document(reference: str, *, first: bool) -> str:
    content = f"{{application/json: {{schema: {{$ref: '{reference}'}}}}}}"
    uses = f"  /uses: {{get: {{operationId: uses, responses: {{'200': {{description: f, content: {content}}}}}}}}}\n"
    body = f"{{content: {{application/json: {{schema: {BODY}}}}}}}"
    post = f"{{requestBody: {body}, responses: {{'204': {{description: f}}}}}}"
    other = f"  /first: {{get: {{operationId: first, responses: {{'200': {RESPONSE}}}}}, post: {post}}}\n"
    paths = uses + other if first else other + uses
    components = f"components: {{responses: {{R: {RESPONSE}}}, schemas: {{S: {BODY}}}}}\n"
    return f"{HEAD}paths:\n{paths}{components}x-schemas: {{a.b: {{type: object}}}}\n"


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("reference", "name"), REFERENCES.values(), ids=REFERENCES)
def test_the_name_is_made_of_the_place_in_the_imports_characters(reference: str, name: str, first: bool) -> None:
    definitions = connect(document(reference, first=first)).definitions

    (made,) = [definition for definition in definitions if "uses" in {use.name.value for use in definition.used_by}]
    assert (made.name.value, made.name.is_present) == (name, False)
    assert re.fullmatch(r"[a-zA-Z0-9_\-]+", made.name.value)
    assert len({definition.name.value for definition in definitions}) == len(definitions)


@pytest.mark.parametrize(("reference", "name"), REFERENCES.values(), ids=REFERENCES)
def test_a_reference_to_what_has_no_name_is_reported(reference: str, name: str) -> None:
    checked = check_document(
        load_bytes(document(reference, first=False).encode(), "openapi.yaml"), rules=discover_rules()
    )

    (finding,) = [item for item in checked.findings if item.rule.name == "unnamed-definition"]
    places = {format_pointer(place.pointer) for place in finding.places}
    assert "/paths/~1uses/get/responses/200/content/application~1json/schema/$ref" in places


@pytest.mark.parametrize(("reference", "name"), REFERENCES.values(), ids=REFERENCES)
def test_nothing_is_missing_where_the_import_made_another_name(reference: str, name: str) -> None:
    checked = check_document(
        load_bytes(document(reference, first=False).encode(), "openapi.yaml"), rules=discover_rules()
    )
    assert checked.connector is not None
    answer: Json = {
        "connector": {"id": "1", "name": "T"},
        "actions": [
            {"name": action.name.value, "method": action.method.value, "path": action.path.value}
            for action in checked.connector.actions
            if action.name
        ],
        "triggers": [],
        "messages": [],
        "definitions": [
            {"name": item.name.value if item.name.is_present else f"made{number}"}
            for number, item in enumerate(checked.connector.definitions)
        ],
    }

    found = [finding.rule.name for finding in map_answer(checked, read_answer(answer, 201)).findings]

    assert [item for item in found if "definition" in item] == []
    assert found.count("import-missing-resource") == sum(not action.name for action in checked.connector.actions)
    assert "import-unexpected-resource" not in found
