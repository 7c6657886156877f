"""What goes with operations that are left out, and what stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from preclear.connector import build_connector
from preclear.edit import prune, select_operations
from preclear.source import Insert, format_pointer
from tests.edit.rewriting import apply_groups, value_at
from tests.texts import describe

if TYPE_CHECKING:
    from preclear.edit import Pruning
    from preclear.openapi import ApiDescription
    from preclear.source import Json, Node

HEAD = 'openapi: 3.1.0\ninfo: {title: Harbour, version: "1"}\n'
OK = 'responses: {"200": {description: ""}}'


def prune_text(text: str, *exclude: str) -> tuple[Pruning, ApiDescription]:
    """What goes with the operations of an OpenAPI document that a pattern excludes, and the description of the rest."""
    description = describe(text)
    connector = build_connector(description)
    selection = select_operations(connector, [], exclude)
    pruning = prune(connector, [operation for operation, _ in selection.left_out])
    replaced = {operation.target.place.pointer for operation in pruning.operations if not isinstance(operation, Insert)}
    for operation in pruning.operations:
        pointer = operation.target.place.pointer
        assert replaced.isdisjoint(pointer[:length] for length in range(len(pointer)))
    (value,) = apply_groups(description, [pruning.operations]).values()
    return pruning, describe(json.dumps(value))


def pointers(node: Node) -> list[str]:
    """The pointers of the operations and components of a document."""
    root = node.mapping
    found = [f"{path} {method}" for path, item in entries(root.get("paths")) for method, _ in entries(item)]
    found += [f"{section}/{name}" for section, part in entries(root.get("components")) for name, _ in entries(part)]
    return found


def entries(value: Json) -> list[tuple[str, Json]]:
    return list(value.items()) if isinstance(value, dict) else []


def reference(name: str, section: str = "schemas") -> str:
    return f"{{$ref: '#/components/{section}/{name}'}}"


def test_components_go_with_their_last_user() -> None:
    content = f"content: {{application/json: {{schema: {reference('Pet')}}}}}"
    text = f"""{HEAD}paths:
  /a:
    get: {{parameters: [{reference("limit", "parameters")}], {OK}}}
    post: {{requestBody: {{{content}}}, {OK}}}
  /b: {{get: {{responses: {{"404": {reference("missing", "responses")}}}}}}}
components:
  schemas: {{Pet: {{items: {reference("Tag")}}}, Tag: {{type: string}}, Error: {{type: object}}, Lone: {{}}}}
  parameters: {{limit: {{name: limit, in: query, schema: {{type: string}}}}}}
  responses: {{missing: {{description: "", content: {{text/plain: {{schema: {reference("Error")}}}}}}}}}
"""
    pruning, rest = prune_text(text, "method:post")
    assert pointers(rest.root) == [
        *("/a get", "/b get", "schemas/Error", "parameters/limit", "responses/missing"),
    ]
    assert [(part.kind, format_pointer(part.node.pointer)) for part in pruning.parts] == [
        ("operation", "/paths/~1a/post"),
        ("component", "/components/schemas/Pet"),
        ("component", "/components/schemas/Tag"),
        ("component", "/components/schemas/Lone"),
    ]
    assert [part.reason for part in pruning.parts[1:]] == ["nothing that is left refers to it"] * 3

    _, rest = prune_text(text, "path:/b")
    assert pointers(rest.root) == ["/a get", "/a post", "schemas/Pet", "schemas/Tag", "parameters/limit"]
    pruning, rest = prune_text(text, "path:/**")
    assert rest.root.value == {"openapi": "3.1.0", "info": {"title": "Harbour", "version": "1"}, "paths": {}}
    assert "/components" in [format_pointer(operation.target.place.pointer) for operation in pruning.operations]


def test_a_path_item_goes_with_its_last_operation() -> None:
    text = f"""{HEAD}paths:
  /a: {{parameters: [], get: {{{OK}}}, delete: {{{OK}}}}}
  /b: {{parameters: []}}
  x-c: {{get: 1}}
webhooks: {{w: {{post: {{{OK}}}}}}}
"""
    pruning, rest = prune_text(text, "path:/a", "path:w")

    assert value_at(rest.root.value, "/paths") == {"x-c": {"get": 1}}
    assert value_at(rest.root.value, "/webhooks") == {}
    assert [part.kind for part in pruning.parts].count("operation") == 3


def test_a_path_item_that_paths_share_stays_for_the_others() -> None:
    text = f"""{HEAD}paths:
  /a: {reference("shared", "pathItems")}
  /b: {reference("shared", "pathItems")}
  /c: {{$ref: '#/components/pathItems/other', put: {{{OK}}}}}
components:
  pathItems:
    shared: {{parameters: [], get: {{operationId: g, {OK}}}, put: {{operationId: p, {OK}}}}}
    other: {{get: {{tags: [out], {OK}}}}}
"""
    description = describe(text)
    connector = build_connector(description)
    left_out = [operation for operation in connector.actions if operation.label in ("get /a", "get /c")]
    (value,) = apply_groups(description, [prune(connector, left_out).operations]).values()
    actions = build_connector(describe(json.dumps(value))).actions

    assert [action.label for action in actions] == ["put /a", "get /b", "put /b", "put /c"]
    assert value_at(value, "/paths/~1b") == {"$ref": "#/components/pathItems/shared"}


def test_subtypes_and_mappings_stay_with_their_base() -> None:
    text = f"""{HEAD}paths:
  /a: {{get: {{responses: {{"200": {{description: "", content: {{x/y: {{schema: {reference("Pet")}}}}}}}}}}}}}
  /b: {{get: {{{OK}}}}}
components:
  schemas:
    Pet: {{discriminator: {{propertyName: k, mapping: {{m: Mapped}}}}}}
    Tame: {{allOf: [{reference("Pet")}]}}
    Cat: {{allOf: [{{allOf: [{reference("Tame")}]}}], properties: {{p: {reference("Paw")}}}}}
    Mapped: {{type: object}}
    Paw: {{type: string}}
    Order: {{properties: {{pet: {{allOf: [{reference("Pet")}]}}}}}}
    Plain: {{type: object}}
    Sub: {{allOf: [{reference("Plain")}]}}
"""
    _, rest = prune_text(text, "path:/b")

    names = ("Pet", "Tame", "Cat", "Mapped", "Paw")
    assert pointers(rest.root) == ["/a get", *(f"schemas/{name}" for name in names)]


def test_security_schemes_and_tags_go_with_their_last_operation() -> None:
    text = f"""{HEAD}security: [{{root: []}}]
tags: [{{name: top}}, {{name: in, parent: top}}, {{name: out}}, {{name: free}}]
paths:
  /a: {{get: {{tags: [in], security: [{{kept: []}}], {OK}}}}}
  /b: {{get: {{tags: [in, out, top], security: [{{kept: []}}, {{gone: []}}], {OK}}}}}
components:
  securitySchemes:
    root: &s {{type: http, scheme: basic}}
    kept: *s
    gone: *s
    unused: *s
"""
    pruning, rest = prune_text(text, "path:/b")

    assert pointers(rest.root)[1:] == ["securitySchemes/root", "securitySchemes/kept", "securitySchemes/unused"]
    assert value_at(rest.root.value, "/tags") == [{"name": "top"}, {"name": "in", "parent": "top"}, {"name": "free"}]
    assert [(part.kind, part.reason) for part in pruning.parts[2:]] == [
        ("component", "no operation that is left needs it"),
        ("tag", "no operation that is left has it"),
    ]


def test_links_to_an_operation_that_goes_go_too() -> None:
    text = f"""{HEAD}paths:
  /a:
    get:
      responses:
        "200":
          description: ""
          links:
            id: {{operationId: gone}}
            ref: {{operationRef: '#/paths/~1b/get'}}
            shared: {reference("toGone", "links")}
            stays: {{operationId: stays}}
            twice: {{operationId: twice}}
  /b:
    get: {{operationId: gone, {OK}}}
    put: {{operationId: twice, {OK}}}
  /c: {{get: {{operationId: stays, {OK}}}, put: {{operationId: twice, {OK}}}}}
components: {{links: {{toGone: {{operationId: gone}}}}}}
"""
    pruning, rest = prune_text(text, "path:/b")

    assert rest.faults == []
    links = value_at(rest.root.value, "/paths/~1a/get/responses/200/links")
    assert links == {"stays": {"operationId": "stays"}, "twice": {"operationId": "twice"}}
    assert "components" not in rest.root.mapping
    assert [part.kind for part in pruning.parts].count("link") == 4


def test_the_target_of_a_reference_into_an_operation_that_goes_becomes_a_component() -> None:
    inner = "'#/paths/~1a~1{id}/get/responses/200/content/x~1y/schema/properties/deep%20one'"
    text = f"""{HEAD}paths:
  /a/{{id}}:
    get:
      parameters: [{{name: id, in: path, required: true, schema: {reference("Id")}}}]
      responses:
        "200":
          description: ""
          content:
            x/y: {{schema: {{properties: {{deep one: {{items: {reference("Id")}}}, self: {{$ref: {inner}}}}}}}}}
  /b/{{id}}:
    get:
      parameters: [{{$ref: '#/paths/~1a~1{{id}}/get/parameters/0'}}]
      responses:
        "200":
          description: ""
          content:
            x/y: {{schema: {{$ref: '#/paths/~1a~1{{id}}/get/responses/200/content/x~1y/schema'}}}}
            x/z: {{schema: {{items: {{$ref: {inner}}}}}}}
components: {{schemas: {{Id: {{type: string}}, Unused: {{}}}}}}
"""
    _, rest = prune_text(text, "path:/a/*")

    assert rest.faults == []
    name = "a_id_get_200_x_y"
    operation = value_at(rest.root.value, "/paths/~1b~1{id}/get")
    assert value_at(operation, "/parameters") == [{"$ref": "#/components/parameters/a_id_get_0"}]
    content = value_at(operation, "/responses/200/content")
    assert content == {
        "x/y": {"schema": {"$ref": f"#/components/schemas/{name}"}},
        "x/z": {"schema": {"items": {"$ref": f"#/components/schemas/{name}_deep_one"}}},
    }
    assert value_at(rest.root.value, "/components/schemas") == {
        "Id": {"type": "string"},
        name: {
            "properties": {
                "deep one": {"items": {"$ref": "#/components/schemas/Id"}},
                "self": {"$ref": f"#/components/schemas/{name}_deep_one"},
            }
        },
        f"{name}_deep_one": {"items": {"$ref": "#/components/schemas/Id"}},
    }


def test_nothing_goes_if_no_operation_is_left_out() -> None:
    pruning, _ = prune_text(f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{Lone: {{}}}}}}\n")

    assert pruning == ([], [])
