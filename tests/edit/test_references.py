"""References follow what is renamed or moved, in every spelling and of every kind."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from preclear.edit import add_reference_updates
from preclear.source import DEFAULT_LIMITS, Insert, Remove, Rename, Set, edit_document, node_at
from tests.edit.rewriting import place_at, update, value_at
from tests.texts import describe, describe_folder

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source import EditOperation, Json, Place

HEAD = 'openapi: 3.1.0\ninfo: {title: Harbour, version: "1"}\n'


@pytest.mark.parametrize(
    ("pointer", "key", "written", "expected"),
    [
        ("/components/schemas/a.b", "ab", "#/components/schemas/a.b", "#/components/schemas/ab"),
        ("/components/schemas/a.b", "ab", "#/components/schemas/a%2Eb", "#/components/schemas/ab"),
        ("/components/schemas/a.b", "ab", "#/%63omponents/schemas/a.b", "#/%63omponents/schemas/ab"),
        ("/components/schemas/a.b", "ab", "#/components%2Fschemas%2Fa.b", "#/components%2Fschemas%2Fab"),
        (
            "/components/schemas/a.b",
            "ab",
            "openapi.yaml#/components/schemas/a.b",
            "openapi.yaml#/components/schemas/ab",
        ),
        ("/components/schemas/a.b", "ab", "./openapi%2Eyaml#/components/schemas/a.b", None),
        ("/components/schemas/a.b", "a/b~c", "#/components/schemas/a.b", "#/components/schemas/a~1b~0c"),
        ("/components/schemas/a.b", "a b%", "#/components/schemas/a.b", "#/components/schemas/a%20b%25"),
        ("/components/schemas/a.b/properties/x y", "x", "#/components/schemas/a.b/properties/x%20y", None),
        ("/components/schemas/a.b/properties/x y", "é", "#/components/schemas/a.b/properties/x y", None),
        ("/components/schemas/a.b/properties/x y", "é", "#/components/schemas/a.b/properties/x%20y", None),
        ("/components/schemas/a.b", "ab", "#/components/schemas/a.b/properties/x%20y", None),
        ("/components/schemas/c~1d", "cd", "#/components/schemas/c~1d", "#/components/schemas/cd"),
        ("/components/schemas/c~1d", "cd", "#/components/schemas/c%7E1d", "#/components/schemas/cd"),
        ("/paths/~1p~1{id}", "/p/{key}", "#/paths/~1p~1{id}/get/responses/200/content/text~1plain/schema", None),
        ("/paths/~1p~1{id}", "/p/{key}", "#/paths/~1p~1%7Bid%7D/get/responses/200/content/text~1plain/schema", None),
        ("/x-shared/odd.name", "odd", "#/x-shared/odd.name", "#/x-shared/odd"),
    ],
)
def test_a_reference_changes_only_in_the_renamed_part(
    tmp_path: Path, pointer: str, key: str, written: str, expected: str | None
) -> None:
    text = f"""{HEAD}paths:
  /p/{{id}}:
    get: {{responses: {{"200": {{description: "", content: {{text/plain: {{schema: {{type: string}}}}}}}}}}}}
x-shared: {{odd.name: {{type: string}}}}
components:
  schemas:
    a.b: {{properties: {{x y: {{type: string}}}}}}
    c/d: {{type: string}}
    User: {{properties: {{u: {{$ref: '{written}'}}}}}}
"""
    description = describe_folder(tmp_path, {"openapi.yaml": text})
    assert description.faults == []
    target = value_at(description.entry.value, pointer)

    value = update(description, [[Rename(place_at(description.entry, pointer), key)]])["openapi.yaml"]

    reference = value_at(value, "/components/schemas/User/properties/u/$ref")
    assert reference != written
    assert expected in (None, reference)
    old_parts, new_parts = written.replace("%2F", "/").split("/"), str(reference).replace("%2F", "/").split("/")
    assert sum(old != new for old, new in zip(old_parts, new_parts, strict=True)) == 1
    again = describe_folder(tmp_path, {"openapi.yaml": json.dumps(value)})
    assert again.faults == []
    user = next(schema for schema in again.schemas if schema.text("$ref") == reference)
    resolved = again.resolve(user)
    assert resolved is not None
    if written.endswith(pointer.rpartition("/")[2]):
        assert resolved.value == target


def test_a_raw_spelling_stays_raw_and_an_encoded_one_encoded() -> None:
    text = f"""{HEAD}components:
  schemas:
    x y: {{type: string}}
    A: {{$ref: '#/components/schemas/x y'}}
    B: {{$ref: '#/components/schemas/x%20y'}}
"""
    description = describe(text)
    value = update(description, [[Rename(place_at(description.entry, "/components/schemas/x y"), "é#")]])[
        "openapi.yaml"
    ]

    assert value_at(value, "/components/schemas/A/$ref") == "#/components/schemas/é%23"
    assert value_at(value, "/components/schemas/B/$ref") == "#/components/schemas/%C3%A9%23"


def test_references_over_files_follow_in_all_of_them(tmp_path: Path) -> None:
    description = describe_folder(
        tmp_path,
        {
            "openapi.yaml": f"{HEAD}components:\n  schemas:\n    A: {{$ref: 'parts/b.yaml#/defs/b.c'}}\n",
            "parts/b.yaml": "defs:\n  b.c: {items: {$ref: '#/defs/d.e'}}\n  d.e: {$ref: '../parts/c.yaml#/f.g/items'}\n"
            "  unused: {properties: {u: {$ref: 'b.yaml#/defs/d.e'}}}\n",
            "parts/c.yaml": "f.g: {items: {type: string}}\n",
        },
    )
    parts, last = description.documents[1:]
    value = update(
        description,
        [
            [Rename(place_at(parts, "/defs/b.c"), "bc")],
            [Rename(place_at(parts, "/defs/d.e"), "de")],
            [Rename(place_at(last, "/f.g"), "fg")],
        ],
    )

    assert value_at(value["openapi.yaml"], "/components/schemas/A/$ref") == "parts/b.yaml#/defs/bc"
    assert value["b.yaml"] == {
        "defs": {
            "bc": {"items": {"$ref": "#/defs/de"}},
            "de": {"$ref": "../parts/c.yaml#/fg/items"},
            "unused": {"properties": {"u": {"$ref": "b.yaml#/defs/de"}}},
        }
    }
    assert value["c.yaml"] == {"fg": {"items": {"type": "string"}}}


def test_references_through_an_id_and_dynamic_references_follow() -> None:
    text = f"""{HEAD}components:
  schemas:
    Base: {{$id: https://x.example/base, $defs: {{a.b: {{type: string}}}}, properties: {{p: {{$ref: '#/$defs/a.b'}}}}}}
    Other:
      properties: {{p: {{$ref: 'https://x.example/base#/$defs/a.b'}}, d: {{$dynamicRef: '#/components/schemas/Base'}}}}
"""
    description = describe(text)
    assert description.faults == []
    root = "/components/schemas"
    value = update(
        description,
        [
            [Rename(place_at(description.entry, f"{root}/Base/$defs/a.b"), "ab")],
            [Rename(place_at(description.entry, f"{root}/Base"), "base")],
        ],
    )["openapi.yaml"]

    assert value_at(value, f"{root}/base/properties/p/$ref") == "#/$defs/ab"
    assert value_at(value, f"{root}/Other/properties/p/$ref") == "https://x.example/base#/$defs/ab"
    assert value_at(value, f"{root}/Other/properties/d/$dynamicRef") == "#/components/schemas/base"


def test_references_in_extensions_follow_and_data_stays() -> None:
    reference = "{$ref: '#/components/schemas/a.b'}"
    text = f"""{HEAD}x-more: {{deep: [{reference}]}}
components:
  schemas:
    a.b: {{example: {reference}, default: {reference}, properties: {{default: {reference}}}}}
"""
    description = describe(text)
    value = update(description, [[Rename(place_at(description.entry, "/components/schemas/a.b"), "ab")]])[
        "openapi.yaml"
    ]

    old, new = {"$ref": "#/components/schemas/a.b"}, {"$ref": "#/components/schemas/ab"}
    assert value_at(value, "/x-more/deep/0") == new
    assert value_at(value, "/components/schemas/ab") == {"example": old, "default": old, "properties": {"default": new}}


def test_a_mapping_follows_by_reference_and_by_name() -> None:
    text = f"""{HEAD.replace("3.1.0", "3.2.0")}components:
  schemas:
    Pet:
      discriminator:
        propertyName: kind
        defaultMapping: cat.x
        mapping: {{cat: cat.x, dog: '#/components/schemas/dog.x', cat.x: dog.x, far: https://x.example}}
    cat.x: {{allOf: [{{$ref: '#/components/schemas/Pet'}}]}}
    dog.x: {{allOf: [{{$ref: '#/components/schemas/Pet'}}]}}
"""
    description = describe(text)
    root = "/components/schemas"
    value = update(
        description,
        [
            [Rename(place_at(description.entry, f"{root}/cat.x"), "Cat")],
            [Rename(place_at(description.entry, f"{root}/dog.x"), "Dog")],
        ],
    )["openapi.yaml"]

    assert value_at(value, f"{root}/Pet/discriminator") == {
        "propertyName": "kind",
        "defaultMapping": "Cat",
        "mapping": {"cat": "Cat", "dog": "#/components/schemas/Dog", "cat.x": "Dog", "far": "https://x.example"},
    }


def test_a_value_that_was_a_schema_s_name_stays_the_same() -> None:
    text = f"""{HEAD}components:
  schemas:
    Pet: {{discriminator: {{propertyName: kind}}}}
    Tame: {{allOf: [{{$ref: '#/components/schemas/Pet'}}, {{type: object}}]}}
    cat.x: {{allOf: [{{$ref: '#/components/schemas/Tame'}}]}}
    Use: {{properties: {{p: {{allOf: [{{$ref: '#/components/schemas/cat.x'}}]}}}}}}
    Either:
      discriminator: {{propertyName: kind, mapping: {{d: '#/components/schemas/dog.x'}}}}
      oneOf: [{{$ref: '#/components/schemas/cat.x'}}, {{$ref: '#/components/schemas/dog.x'}}]
    dog.x: {{type: object}}
"""
    description = describe(text)
    root = "/components/schemas"
    groups = [
        [Rename(place_at(description.entry, f"{root}/cat.x"), "Cat")],
        [Rename(place_at(description.entry, f"{root}/dog.x"), "Dog")],
        [Rename(place_at(description.entry, f"{root}/Tame"), "tame")],
    ]
    value = update(description, groups)["openapi.yaml"]

    tame, cat, dog = (f"#{root}/{name}" for name in ("tame", "Cat", "Dog"))
    assert value_at(value, f"{root}/Pet/discriminator/mapping") == {"Tame": tame, "cat.x": cat}
    assert value_at(value, f"{root}/Either/discriminator/mapping") == {"d": dog, "cat.x": cat}
    completed = add_reference_updates(description, groups)
    assert completed[0] is completed[2]  # the new mapping of `Pet` is for both
    assert completed[1] is not completed[0]


def test_the_base_of_subtypes_is_a_value_too() -> None:
    text = f"""{HEAD}components:
  schemas:
    pet.x: {{discriminator: {{propertyName: kind}}}}
    Cat: {{allOf: [{{$ref: '#/components/schemas/pet.x'}}]}}
    lone.x: {{discriminator: {{propertyName: kind}}}}
"""
    description = describe(text)
    root = "/components/schemas"
    value = update(
        description,
        [[Rename(place_at(description.entry, f"{root}/{name}.x"), name)] for name in ("pet", "lone")],
    )["openapi.yaml"]

    assert value_at(value, f"{root}/pet/discriminator/mapping") == {"pet.x": "#/components/schemas/pet"}
    assert value_at(value, f"{root}/lone") == {"discriminator": {"propertyName": "kind"}}


def test_a_new_mapping_leads_into_another_file(tmp_path: Path) -> None:
    description = describe_folder(
        tmp_path,
        {
            "openapi.yaml": f"{HEAD}components:\n  schemas:\n    Pet: {{$ref: 'models/pet.yaml#/Pet'}}\n",
            "models/pet.yaml": "Pet: {discriminator: {propertyName: kind}, oneOf: [{$ref: '../cat s.yaml#/cat.x'}]}\n",
            "cat s.yaml": "cat.x: {type: object}\n",
        },
    )
    cats = description.documents[2]
    value = update(description, [[Rename(place_at(cats, "/cat.x"), "Cat")]])["pet.yaml"]

    assert value_at(value, "/Pet") == {
        "discriminator": {"propertyName": "kind", "mapping": {"cat.x": "../cat%20s.yaml#/Cat"}},
        "oneOf": [{"$ref": "../cat s.yaml#/Cat"}],
    }


def test_a_link_follows_its_operation_and_not_another_one_of_the_same_name() -> None:
    link = "links: {l: {operationId: list}, r: {operationRef: '#/paths/~1a/get'}}"
    text = f"""{HEAD}paths:
  /a: {{get: {{operationId: list, responses: {{"200": {{description: "", {link}}}}}}}}}
  /b: {{get: {{operationId: list, responses: {{}}}}}}
"""
    description = describe(text)
    first, second = (place_at(description.entry, f"/paths/~1{name}/get/operationId") for name in "ab")
    links = "/paths/~1a/get/responses/200/links"

    assert value_at(update(description, [[Set(second, "other")]])["openapi.yaml"], f"{links}/l/operationId") == "list"
    both = update(description, [[Set(first, "first")], [Set(second, "other")]])["openapi.yaml"]
    assert value_at(both, f"{links}/l/operationId") == "first"
    moved = update(description, [[Rename(place_at(description.entry, "/paths/~1a"), "/c/{d}")]])["openapi.yaml"]
    assert value_at(moved, "/paths/~1c~1{d}/get/responses/200/links/r/operationRef") == "#/paths/~1c~1%7Bd%7D/get"


def test_security_requirements_follow_wherever_they_are() -> None:
    head = HEAD.replace("3.1.0", "3.2.0")
    operation = "{responses: {}, security: [{my key: []}, {other: [], my key: []}]}"
    text = f"""{head}security: [{{my key: []}}, {{'#/components/securitySchemes/my%20key': []}}]
paths:
  /a: {{get: {{responses: {{}}, security: [{{my key: []}}], callbacks: {{c: {{'{{$url}}': {{post: {operation}}}}}}}}}}}
webhooks: {{w: {{post: {operation}}}}}
components:
  securitySchemes: {{my key: {{type: http, scheme: basic}}, other: {{type: mutualTLS}}}}
"""
    description = describe(text)
    scheme = place_at(description.entry, "/components/securitySchemes/my key")
    value = update(description, [[Rename(scheme, "my-key")]])["openapi.yaml"]

    both: Json = [{"my-key": []}, {"other": [], "my-key": []}]
    assert value_at(value, "/security") == [{"my-key": []}, {"#/components/securitySchemes/my-key": []}]
    assert value_at(value, "/paths/~1a/get/security") == [{"my-key": []}]
    assert value_at(value, "/paths/~1a/get/callbacks/c/{$url}/post/security") == both
    assert value_at(value, "/webhooks/w/post/security") == both


def test_items_after_a_removed_or_inserted_one_get_another_index() -> None:
    text = f"""{HEAD}components:
  schemas:
    A: {{allOf: [{{type: string}}, {{type: number}}, {{type: object}}]}}
    B: {{properties: {{{", ".join(f"p{i}: {{$ref: '#/components/schemas/A/allOf/{i}'}}" for i in range(3))}}}}}
"""
    description = describe(text)
    items = "/components/schemas/A/allOf"
    groups: list[list[EditOperation]] = [
        [Remove(place_at(description.entry, f"{items}/0"))],
        [Insert(place_at(description.entry, items), 2, {"type": "null"})],
    ]
    value = update(description, groups)["openapi.yaml"]

    assert value_at(value, items) == [{"type": "number"}, {"type": "null"}, {"type": "object"}]
    assert value_at(value, "/components/schemas/B/properties/p1/$ref") == "#/components/schemas/A/allOf/0"
    assert value_at(value, "/components/schemas/B/properties/p2/$ref") == "#/components/schemas/A/allOf/2"


def test_references_in_new_values_follow() -> None:
    reference: Json = {"$ref": "#/components/schemas/a.b"}
    text = f"""{HEAD}security: [{{my key: []}}]
paths: {{/a: {{get: {{responses: {{}}, requestBody: {{content: {{}}}}}}}}}}
components:
  schemas: {{a.b: {{type: string}}, C: {{$ref: '#/components/schemas/a.b'}}, D: {{items: {{type: string}}}}}}
  securitySchemes: {{my key: {{type: http, scheme: basic}}}}
"""
    description = describe(text)

    def place(pointer: str) -> Place:
        return place_at(description.entry, pointer)

    groups: list[list[EditOperation]] = [
        [Rename(place("/components/schemas/a.b"), "ab")],
        [Insert(place("/paths/~1a/get/requestBody/content"), "text/plain", {"schema": reference})],
        [Set(place("/components/schemas/C"), {"allOf": [reference], "example": reference})],
        [Insert(place("/components/schemas/D"), "discriminator", {"propertyName": "k", "mapping": {"x": "a.b"}})],
        [Set(place("/security"), [{}, {"my key": []}]), Rename(place("/components/securitySchemes/my key"), "my-key")],
    ]
    completed = add_reference_updates(description, groups)
    value = update(description, groups)["openapi.yaml"]

    new = {"$ref": "#/components/schemas/ab"}
    assert value_at(value, "/paths/~1a/get/requestBody/content/text~1plain/schema") == new
    assert value_at(value, "/components/schemas/C") == {"allOf": [new], "example": reference}
    assert value_at(value, "/components/schemas/D/discriminator/mapping/x") == "ab"
    assert value_at(value, "/security") == [{}, {"my-key": []}]
    assert completed[0] is completed[2]  # `C` refers to the renamed schema before and after
    assert all(operation in completed[1] and operation in completed[3] for operation in completed[0])
    assert len(completed[0]) < len(completed[1])
    assert completed[4] == [
        Set(place("/security"), [{}, {"my-key": []}]),
        Rename(place("/components/securitySchemes/my key"), "my-key"),
    ]


def test_groups_that_change_one_reference_are_made_together_unless_they_overlap() -> None:
    text = f"""{HEAD}components:
  schemas:
    a.b: {{properties: {{c.d: {{type: string}}}}}}
    E: {{$ref: '#/components/schemas/a.b/properties/c.d'}}
"""
    description = describe(text)
    outer = Rename(place_at(description.entry, "/components/schemas/a.b"), "ab")
    inner = Rename(place_at(description.entry, "/components/schemas/a.b/properties/c.d"), "cd")
    reference = place_at(description.entry, "/components/schemas/E/$ref")

    together = add_reference_updates(description, [[outer], [inner]])
    assert together[0] is together[1]
    assert together[0] == [outer, Set(node_at(reference), "#/components/schemas/ab/properties/cd"), inner]
    replacing = Set(place_at(description.entry, "/components/schemas/a.b/properties"), {"c.d": {"type": "object"}})
    apart = add_reference_updates(description, [[replacing, outer], [inner]])
    assert apart == [
        [replacing, outer, Set(node_at(reference), "#/components/schemas/ab/properties/c.d")],
        [inner, Set(node_at(reference), "#/components/schemas/a.b/properties/cd")],
    ]


def test_a_reference_in_a_removed_node_is_not_updated() -> None:
    text = f"""{HEAD}components:
  schemas: {{a.b: {{type: string}}, C: {{$ref: '#/components/schemas/a.b'}}}}
"""
    description = describe(text)
    groups: list[list[EditOperation]] = [
        [Rename(place_at(description.entry, "/components/schemas/a.b"), "ab")],
        [Remove(place_at(description.entry, "/components/schemas/C"))],
    ]
    completed = add_reference_updates(description, groups)

    assert completed == [[*groups[0], *groups[1]], groups[1]]


def test_groups_without_names_stay_as_they_are() -> None:
    description = describe(f"{HEAD}components: {{schemas: {{A: {{type: string}}}}}}\n")
    group = [Set(place_at(description.entry, "/components/schemas/A/type"), "number")]

    assert add_reference_updates(description, [group, []]) == [group, []]


def test_many_groups_that_require_each_other_take_linear_time() -> None:
    names = [f"s.{i}" for i in range(5000)]
    value = {
        "openapi": "3.1.0",
        "info": {"title": "Harbour", "version": "1"},
        "components": {
            "schemas": {
                "Pet": {"discriminator": {"propertyName": "kind"}},
                **{name: {"allOf": [{"$ref": "#/components/schemas/Pet"}]} for name in names},
            }
        },
    }
    description = describe(json.dumps(value))
    groups = [[Rename(place_at(description.entry, f"/components/schemas/{name}"), name[2:])] for name in names]
    start = time.process_time()
    completed = add_reference_updates(description, groups)
    edited = edit_document(description.entry, completed, DEFAULT_LIMITS)
    seconds = time.process_time() - start

    assert len(edited.applied) == 5000
    mapping = value_at(edited.document.value, "/components/schemas/Pet/discriminator/mapping")
    assert mapping == {name: f"#/components/schemas/{name[2:]}" for name in names}
    assert seconds < 3


def test_many_references_and_renames_take_well_under_a_second() -> None:
    schemas = {f"s.{i}": {"type": "object"} for i in range(1000)}
    users = {f"u{i}": {"$ref": f"#/components/schemas/s.{i % 1000}"} for i in range(20_000)}
    value = {
        "openapi": "3.1.0",
        "info": {"title": "Harbour", "version": "1"},
        "components": {"schemas": {**schemas, "All": {"properties": users}}},
    }
    description = describe(json.dumps(value))
    groups = [[Rename(place_at(description.entry, f"/components/schemas/s.{i}"), f"s{i}")] for i in range(1000)]
    start = time.process_time()
    completed = add_reference_updates(description, groups)
    seconds = time.process_time() - start

    assert all(len(group) == 21 for group in completed)
    assert seconds < 1
