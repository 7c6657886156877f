"""Schemas that refer to each other: cycles, shared parts, other spellings of the same, and what it costs."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest

from preclear.mapping import compare_plans, make_document_snapshot
from preclear.mapping.plan_changes import schema_walk
from tests.mapping.plan_changes.comparing import BASE, compare_texts, see
from tests.texts import connect

if TYPE_CHECKING:
    from tests.mapping.plan_changes.comparing import Seen

HEAD = """\
openapi: {version}
info: {{title: Pets, version: "1"}}
servers: [{{url: https://pets.example.com}}]
paths:
  /pets:
    get:
      operationId: listPets
      responses: {{"200": {{description: a, content: {{a/json: {{schema: {{$ref: "#/components/schemas/Pet"}}}}}}}}}}
    post:
      operationId: addPet
      requestBody: {{content: {{a/json: {{schema: {{$ref: "#/components/schemas/Pet"}}}}}}}}
      responses: {{"200": {{description: a}}}}
components:
  schemas:
"""


def document(schemas: str, version: str = "3.1.0") -> str:
    return HEAD.format(version=version) + schemas


def changes(old: str, new: str, version: str = "3.1.0", new_version: str | None = None) -> list[Seen]:
    return [
        see(change)
        for change in compare_texts(document(old, version), document(new, new_version or version)).changes
        if not change.code.startswith("added-definition")
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "{type: object, properties: {a: {type: string}}}",
            "{allOf: [{type: object}, {properties: {a: {type: string}}}]}",
        ),
        ("{type: [string, 'null']}", "{type: ['null', string]}"),
        ("{type: [string, 'null']}", "{anyOf: [{type: string}, {type: 'null'}]}"),
        ("{oneOf: [{type: string}]}", "{type: string}"),
        ("{const: 1}", "{enum: [1]}"),
        ("{enum: [1, 2]}", "{enum: [2, 1]}"),
        ("{required: [a, b]}", "{required: [b, a]}"),
        ("{anyOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: integer}, {type: string}]}"),
        ("{type: object, additionalProperties: true}", "{type: object}"),
        ("{type: string, title: A, example: a}", "{type: string, examples: [b], x-a: 1}"),
        ("{type: string}", "{$ref: '#/components/schemas/Name'}\n    Name: {type: string}"),
    ],
)
def test_another_way_to_write_the_same_is_no_change(old: str, new: str) -> None:
    old, new = f"    Pet: {old}\n", f"    Pet: {new}\n"

    assert changes(old, new) == []
    assert [seen for seen in changes(new, old) if seen.code != "removed-definition"] == []


def test_nullable_is_a_type_of_openapi_3_1() -> None:
    old, new = "    Pet: {type: string, nullable: true}\n", "    Pet: {type: [string, 'null']}\n"

    assert changes(old, new, "3.0.3", "3.1.0") == []
    assert [seen.message for seen in changes(old, "    Pet: {type: string}\n", "3.0.3")] == [
        "the schema can no longer be null"
    ]


def test_a_cycle_is_walked_once() -> None:
    old = "    Pet: {properties: {next: {$ref: '#/components/schemas/Owner'}}}\n"
    old += "    Owner: {properties: {pets: {items: {$ref: '#/components/schemas/Pet'}}, name: {type: string}}}\n"

    (change,) = compare_texts(document(old), document(old.replace("type: string", "type: integer"))).changes

    assert change.message == "property `name` is now of type integer; was of type string"
    assert (change.resource.name, change.used_by, change.user_count) == ("Owner", ("listPets", "addPet"), 2)


def test_a_difference_of_a_shared_base_is_one_change_with_all_its_users() -> None:
    parts = "".join(
        f"    P{number}: {{allOf: [{{$ref: '#/components/schemas/Base'}}], properties: {{p{number}: {{}}}}}}\n"
        for number in range(20)
    )
    variants = ", ".join(f"{{$ref: '#/components/schemas/P{number}'}}" for number in range(20))
    old = f"    Pet: {{oneOf: [{variants}]}}\n    Base: {{required: [a], properties: {{a: {{type: string}}}}}}\n{parts}"

    (change,) = compare_texts(document(old), document(old.replace("required: [a], ", ""))).changes

    assert (change.resource.name, change.message) == ("Base", "property `a` is now optional")
    assert (change.used_by, change.is_breaking) == (("listPets", "addPet"), True)


@pytest.mark.parametrize(
    ("flag", "breaking"), [("", True), ("readOnly: true, ", False), ("writeOnly: true, ", True)], ids=str
)
def test_what_is_not_sent_breaks_nobody_who_sends(flag: str, breaking: bool) -> None:
    old = f"    Pet: {{properties: {{a: {{{flag}enum: [x, y]}}}}}}\n"

    (seen,) = changes(old, old.replace("[x, y]", "[x]"))

    assert (seen.code, seen.breaking) == ("removed-enum-value", breaking)


def test_a_dead_reference_is_no_change() -> None:
    old = "    Pet: {properties: {a: {$ref: '#/components/schemas/None'}, b: {type: string}}}\n"

    assert changes(old, old.replace("b: {type: string}", "b: {type: integer}"))[0].code == "changed-type"
    assert changes(old, old.replace("schemas/None", "schemas/Nothing")) == []


def test_definitions_that_are_alike_are_not_paired() -> None:
    old, new = "    Pet: {}\n    A: {type: string}\n    B: {type: string}\n", "    Pet: {}\n    C: {type: string}\n"

    assert [seen.code for seen in changes(old, new)] == ["removed-definition", "removed-definition"]


def test_a_recursive_definition_can_be_renamed() -> None:
    old = "    Pet: {}\n    Node: {properties: {next: {$ref: '#/components/schemas/Node'}}}\n"

    found = changes(old, old.replace("Node", "Item"))

    assert [seen.message for seen in found] == ["definition `Node` is now called `Item`"]


def test_too_many_pairs_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_walk, "MAX_PAIRS", 3)
    old = "    Pet: {properties: {a: {type: string}, b: {type: string}, c: {type: string}, d: {type: string}}}\n"

    result = compare_texts(document(old), document(old.replace("d: {type: string}", "d: {type: integer}")))

    assert not result.is_complete


def chain(size: int, type_name: str) -> str:
    names = "".join(
        f"    P{number}:\n      properties:\n        a: {{type: {type_name}}}\n"
        f"        next: {{$ref: '#/components/schemas/P{number + 1}'}}\n"
        for number in range(size)
    )
    return document(f"    Pet: {{$ref: '#/components/schemas/P0'}}\n{names}    P{size}: {{}}\n")


@pytest.mark.once
def test_twice_as_many_schemas_take_twice_as_long() -> None:
    def seconds(size: int) -> float:
        old, new = (make_document_snapshot(connect(chain(size, name))) for name in ("string", "integer"))
        start = process_time()
        assert len(compare_plans(old, new, connect(BASE).place).changes) == size
        return process_time() - start

    seconds(100)
    assert min(seconds(600) for _ in range(3)) < 3 * min(seconds(300) for _ in range(3))


def test_users_of_a_long_chain_are_known() -> None:
    (*_, change) = compare_texts(chain(500, "string"), chain(500, "integer")).changes

    assert change.used_by == ("listPets", "addPet")
