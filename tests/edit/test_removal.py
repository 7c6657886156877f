"""Parts of a document are removed without leaving references that lead nowhere."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from preclear.edit import Removals
from preclear.source import Node
from tests.edit.corpus import corpus_documents, describe_edited, describe_file
from tests.edit.rewriting import apply_groups, place_at, value_at
from tests.texts import describe

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.openapi import ApiDescription
    from preclear.source import Json

HEAD = 'openapi: 3.1.0\ninfo: {title: Harbour, version: "1"}\n'


def remove(text: str, *targets: str) -> Json:
    """The value of an OpenAPI document without the nodes at these pointers and what goes with them."""
    description = describe(text)
    assert description.faults == []
    operations = Removals(description).complete([place_at(description.entry, target) for target in targets])
    replaced = [operation.target.place.pointer for operation in operations]
    assert not any(pointer[:length] in replaced for pointer in replaced for length in range(len(pointer)))
    (value,) = apply_groups(description, [operations]).values()
    assert describe(json.dumps(value)).faults == []
    return value


def test_a_schema_becomes_one_for_any_value_or_goes() -> None:
    ref = "{$ref: '#/components/schemas/Gone'}"
    text = f"""{HEAD}components:
  schemas:
    Gone: {{type: object}}
    Alias: {ref}
    A:
      properties: {{p: {ref}, q: {{items: {ref}}}}}
      allOf: [{ref}, {{type: object}}]
      oneOf: [{ref}]
      prefixItems: [{ref}, {{type: string}}]
      not: {ref}
      discriminator: {{propertyName: k, mapping: {{x: Gone, y: Alias, z: '#/components/schemas/Gone'}}}}
"""
    assert value_at(remove(text, "/components/schemas/Gone"), "/components/schemas") == {
        "Alias": {},
        "A": {
            "properties": {"p": {}, "q": {"items": {}}},
            "allOf": [{"type": "object"}],
            "prefixItems": [{}, {"type": "string"}],
            "discriminator": {"propertyName": "k", "mapping": {"y": "Alias"}},
        },
    }


def test_objects_go_with_what_they_refer_to() -> None:
    def ref(section: str) -> str:
        return f"{{$ref: '#/components/{section}/gone'}}"

    text = f"""{HEAD}paths:
  /a:
    post:
      parameters: [{ref("parameters")}]
      requestBody: {ref("requestBodies")}
      callbacks: {{c: {ref("callbacks")}}}
      responses:
        "200":
          description: ""
          headers: {{h: {ref("headers")}}}
          links: {{l: {ref("links")}, m: {{operationId: b}}}}
        "404": {ref("responses")}
    get: {{responses: {{"404": {ref("responses")}, x-y: 1}}}}
  /b: {{get: {{operationId: b, responses: {{}}}}, parameters: []}}
  /c: {ref("pathItems")}
components:
  parameters: {{gone: {{name: g, in: query, schema: {{}}}}}}
  requestBodies: {{gone: {{content: {{}}}}}}
  callbacks: {{gone: {{}}}}
  headers: {{gone: {{schema: {{}}}}}}
  links: {{gone: {{operationId: b}}}}
  responses: {{gone: {{description: ""}}}}
  pathItems: {{gone: {{get: {{responses: {{}}}}}}}}
"""
    sections = ("parameters", "requestBodies", "callbacks", "headers", "links", "responses", "pathItems")
    value = remove(text, *(f"/components/{section}/gone" for section in sections))
    assert value_at(value, "/paths") == {
        "/a": {
            "post": {
                "callbacks": {},
                "responses": {"200": {"description": "", "headers": {}, "links": {"m": {"operationId": "b"}}}},
            },
            "get": {"responses": {"404": {"description": ""}, "x-y": 1}},
        },
        "/b": {"get": {"operationId": "b", "responses": {}}, "parameters": []},
    }
    value = remove(text, "/paths/~1b/get")
    assert value_at(value, "/paths/~1a/post/responses/200/links") == {}
    assert value_at(value, "/components/links") == {}
    assert list(json.loads(json.dumps(value))["paths"]) == ["/a", "/c"]


def test_what_is_within_a_replaced_schema_goes_with_it() -> None:
    text = f"""{HEAD}components:
  schemas:
    Gone: {{}}
    A: {{$ref: '#/components/schemas/Gone', properties: {{p: {{$ref: '#/components/schemas/Gone'}}}}}}
"""
    assert value_at(remove(text, "/components/schemas/Gone"), "/components/schemas") == {"A": {}}


def test_alternatives_go_with_their_security_scheme() -> None:
    text = f"""{HEAD}security: [{{gone: []}}]
paths:
  /a: {{get: {{security: [{{other: []}}, {{other: [], gone: []}}], responses: {{}}}}}}
components: {{securitySchemes: {{gone: {{type: http, scheme: basic}}, other: {{type: mutualTLS}}}}}}
"""
    value = remove(text, "/components/securitySchemes/gone")

    assert value_at(value, "/paths/~1a/get/security") == [{"other": []}]
    assert isinstance(value, dict)
    assert "security" not in value


@pytest.mark.skipif(not corpus_documents(), reason="needs the corpus of real documents, ../shared/corpus")
@pytest.mark.parametrize("path", corpus_documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_no_reference_dangles_without_a_random_part_of_a_real_document(path: Path, tmp_path: Path) -> None:
    description = describe_file(path)

    operations = Removals(description).complete(random_parts(description))
    rest = describe_edited(description, [operations], tmp_path)

    old_messages = {fault.report.message for fault in description.faults}
    faults = [fault for fault in rest.faults if fault.kind.name != "external-reference"]  # that one has a count
    assert [fault.report.message for fault in faults if fault.report.message not in old_messages] == []


def random_parts(description: ApiDescription) -> list[Node]:
    """About a fifth of the components and operations."""
    root = Node(description.entry, (), description.entry.value)
    groups = (node for key in ("components", "paths") if (top := root.get(key)) for _, node in top.entries())
    parts = [node for group in groups for name, node in group.entries() if name not in ("parameters", "$ref")]
    return [node for node in parts if sha256(repr(node.pointer).encode()).digest()[0] < 50]
