"""Importable names: valid, unique, and made of nothing but what they name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.connector import ImportableNames
from tests.texts import connect, describe_folder

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from preclear.connector import Connector

OPERATION_NAME = re.compile(r"[a-zA-Z0-9_\-$]+")
DEFINITION_NAME = re.compile(r"[a-zA-Z0-9_\-]+")


def connector_of(
    paths: dict[str, Any] | None = None, webhooks: dict[str, Any] | None = None, **components: Any
) -> Connector:
    head = {"openapi": "3.2.0", "info": {"title": "T", "version": "1"}}
    return connect(json.dumps({**head, "paths": paths or {}, "webhooks": webhooks or {}, "components": components}))


def operation_names(connector: Connector) -> dict[str, str]:
    return {operation.label: connector.importable_names.operation_name(operation) for operation in connector.operations}


def named(**ids: Any) -> dict[str, Any]:
    """Operations by method, each with an operationId; without one for None."""
    return {method: {} if value is None else {"operationId": value} for method, value in ids.items()}


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        ({"/a": named(get="list$All-1")}, ["list$All-1"]),
        ({"/a": named(get="actions/list")}, ["actions_list"]),
        ({"/a": named(get=" été. x! ")}, ["ete_x"]),
        ({"/a": named(get="$.list")}, ["list"]),
        ({"/a": named(get="日本")}, ["getA"]),
        ({"/a": named(get="")}, ["getA"]),
        ({"/a": named(get="x" * 150 + ".")}, ["x" * 150]),
        ({"/pets/{petId}/toys": named(get=None)}, ["getPetsByPetIdToys"]),
        ({"/pets/{pet-id}": named(get=None)}, ["getPetsByPetId"]),
        ({"/": named(get=None, post=None)}, ["getRoot", "postRoot"]),
        ({"/a": named(get="x"), "/b": named(post="x", put="y")}, ["getA", "postB", "y"]),
        ({"/a": named(get="getA", put="getA")}, ["getA", "putA"]),
        ({"/a": named(put="getA"), "/a/": named(get="getA"), "/{a": named(get="getA")}, ["putA", "getA", "getByA"]),
        ({"/a": named(get="a.b", put="a_b")}, ["a_dot_b", "a_b"]),
        ({"/a": named(get="a.b", put="a/b")}, ["a_dot_b", "a_slash_b"]),
        ({"/a": named(get="a.b", put="A_B")}, ["a_dot_b", "A_B"]),
        ({"/a": named(get="a.b", put="A.B")}, ["a_b_getA", "A_B_putA"]),
        ({"/a": named(get="a b", put="a_b", post="A_space_B")}, ["a_b_getA", "a_b", "A_space_B"]),
        ({"/a": named(get=None, put="getA")}, ["get_a", "getA"]),
        ({"/a": named(get=None), "/a/": named(get=None)}, ["getA", "getASlash"]),
        ({"/a-b": named(get=None), "/a_b": named(get=None)}, ["getADashB", "getAUnderscoreB"]),
        ({"/aB": named(get=None), "/a/b": named(get=None)}, ["get_aB", "get_a_b"]),
        ({"/{id}": named(get=None), "/{Id}": named(get=None)}, ["getById_08b00588", "getById_237f174a"]),
        ({"/a": {"get": {"operationid": "listA"}, "put": {"operation_id": "a/b"}}}, ["listA", "a_b"]),
        ({"/a": {"get": {"operationid": "x"}, "put": {"operationId": "x"}}}, ["x_getA", "x"]),
        ({"/a": {"get": {"operationid": "x"}, "put": {"operationid": "x"}}}, ["getA", "putA"]),
    ],
)  # fmt: skip
def test_names_of_actions(paths: dict[str, Any], names: list[str]) -> None:
    assert [*operation_names(connector_of(paths)).values()] == names


def test_the_names_of_an_additional_operation_and_a_usual_one_differ() -> None:
    item: dict[str, Any] = {"additionalOperations": {"GET": {}, "Purge It": {}}, "get": {}}
    connector = connector_of({"/a": item})
    names = [connector.importable_names.operation_name(operation) for operation in connector.operations]

    assert len(set(names)) == 3
    assert "purgeitA" in names


@pytest.mark.parametrize(
    ("webhooks", "names"),
    [
        ({"newPet": named(post=None)}, ["newPet"]),
        ({"new.pet": named(post=None)}, ["new_pet"]),
        ({"newPet": named(post=None, put=None)}, ["postNewPet", "putNewPet"]),
        ({"newPet": named(post=None, put="gone")}, ["newPet", "gone"]),
        ({"a": named(post="newPet"), "newPet": named(post=None)}, ["newPet", "postNewPet"]),
        ({"a": named(post="x"), "b": named(post="x")}, ["postA", "postB"]),
        ({"a": named(post="listPets"), "listPets": named(post=None)}, ["postA", "postListPets"]),
        ({"a.b": named(post=None), "a_b": named(post=None)}, ["a_dot_b", "a_b"]),
    ],
)
def test_names_of_triggers(webhooks: dict[str, Any], names: list[str]) -> None:
    connector = connector_of({"/pets": named(get="listPets")}, webhooks)

    assert [*operation_names(connector).values()] == ["listPets", *names]


def test_an_action_keeps_its_operation_id_then_a_trigger_and_a_callback_last() -> None:
    def callbacks(*ids: str) -> dict[str, Any]:
        return {"callbacks": {f"on{n}": {"{$url}": named(post=value)} for n, value in enumerate(ids)}}

    paths = {"/a": {"get": {"operationId": "a", **callbacks("a", "b", "c", "c", "a.b")}}}
    connector = connector_of(paths, {"w": named(post="a"), "v": named(post="b")})
    names = connector.importable_names

    assert operation_names(connector) == {"get /a": "a", "post w": "postW", "post v": "b"}
    assert [names.operation_name(operation) for operation in connector.callback_operations] == [
        "postOn0",
        "postOn1",
        "postOn2",
        "postOn3",
        "a.b",
    ]


def test_a_name_that_is_made_up_is_no_callbacks() -> None:
    paths = {"/a": {"get": {"callbacks": {"on": {"{$url}": named(post="getA")}}}}}

    assert operation_names(connector_of(paths)) == {"get /a": "get_a"}


def test_operations_of_a_shared_path_item_have_names_of_their_own() -> None:
    item = {"$ref": "#/components/pathItems/Item"}
    connector = connector_of({"/a": item, "/b": item, "/c": named(get="y")}, pathItems={"Item": named(get="x")})
    shared, _, alone = connector.operations

    assert operation_names(connector) == {"get /a": "getA", "get /b": "getB", "get /c": "y"}
    assert connector.importable_names.is_shared(shared)
    assert not connector.importable_names.is_shared(alone)


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        (["Pet", "pet"], ["Pet", "pet"]),
        (["Shop.Pet"], ["Shop_Pet"]),
        (["Shop.Pet", "Shop_Pet"], ["Shop_dot_Pet", "Shop_Pet"]),
        (["Shop.Pet", "shop_pet"], ["Shop_dot_Pet", "shop_pet"]),
        (["Shop.Pet", "Shop/Pet", "Shop$Pet"], ["Shop_dot_Pet", "Shop_slash_Pet", "Shop_dollar_Pet"]),
        (["a.b", "a_b", "a_dot_b"], ["a_b_2e7336dc", "a_b", "a_dot_b"]),
        (
            ["日本", "", "Définition", "Définition."],
            ["u65e5_u672c", "Definition_e3b0c442", "D_u00e9_finition", "D_u00e9_finition_dot"],
        ),
        (["cafe.", "café"], ["cafe_dot", "caf_u00e9"]),
    ],
)
def test_names_of_definitions(keys: list[str], names: list[str]) -> None:
    connector = connector_of(schemas={key: {} for key in keys})

    assert [connector.importable_names.definition_name(definition) for definition in connector.definitions] == names


def test_a_schema_of_another_file_has_its_name_in_the_bundle(tmp_path: Path) -> None:
    from preclear.connector import build_connector

    body = "{content: {application/json: {schema: {$ref: 'other.yaml#/Shop.Pet'}}}, description: D}"
    text = (
        f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{get: {{responses: {{'200': {body}}}}}}}}}\n"
    )
    connector = build_connector(describe_folder(tmp_path, {"openapi.yaml": text, "other.yaml": "Shop.Pet: {}\n"}))

    assert [connector.importable_names.definition_name(definition) for definition in connector.definitions] == [
        "Shop_Pet"
    ]


def inline_names(connector: Connector) -> dict[str, str]:
    return {"/".join(map(str, definition.node.pointer)): definition.name.value for definition in connector.definitions}


def test_inline_definitions_are_named_by_what_tells_them_apart() -> None:
    content: dict[str, Any] = {"application/json": {"schema": {}}, "text/csv": {"schema": {}}}
    response = {"responses": {"200": {"description": "D", "content": content}}}
    one: dict[str, Any] = {"responses": {"200": {"description": "D", "content": {"application/json": {"schema": {}}}}}}
    paths = {"/a": {"get": {"operationId": "list", **response}}, "/b": {"get": {"operationId": "same", **one}},
             "/c": {"get": {"operationId": "same", **one}}, "/d": {"get": {"operationId": "x", **one}}}  # fmt: skip
    connector = connector_of(paths, schemas={"x.200": {}, "X_200": {}})

    assert [definition.name.value for definition in connector.definitions if not definition.name.is_present] == [
        "list_200_application_json",
        "list_200_text_csv",
        "b_get_200_application_json",
        "c_get_200_application_json",
        "x_200_application_json",
    ]
    reordered = connector_of(dict(reversed(paths.items())), schemas={"x.200": {}, "X_200": {}})
    assert inline_names(reordered) == inline_names(connector)


TEXTS = st.sampled_from(
    ["", "a", "A", "a.b", "a_b", "a b", "a-b", "A.B", "a_dot_b", "getA", "get_a", "é", "日", "$", "a$b"]
)
PATHS = st.sampled_from(["/", "/a", "/A", "/a/", "/{a}", "/a-b", "/a_b", "/a/b", "/aB", "/b", "/b/{c}", "/b/{c-d}"])


def any_operation(key: str, name: str | None) -> dict[str, Any]:
    return {} if name is None else {key: name}


KEYS = st.sampled_from(["operationId", "operationId", "operationid"])
OPERATIONS = st.dictionaries(
    st.sampled_from(["get", "put", "post"]), st.builds(any_operation, KEYS, st.one_of(st.none(), TEXTS)), max_size=3
)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(PATHS, OPERATIONS, max_size=6),
    st.dictionaries(TEXTS, OPERATIONS, max_size=3),
    st.sets(TEXTS, max_size=8),
    st.randoms(use_true_random=False),
)
def test_names_are_valid_and_unique_and_know_no_order(
    paths: dict[str, Any], webhooks: dict[str, Any], keys: set[str], chance: random.Random
) -> None:
    def shuffled(entries: dict[str, Any]) -> dict[str, Any]:
        return {key: entries[key] for key in chance.sample(list(entries), len(entries))}

    schemas: dict[str, Any] = {key: {} for key in sorted(keys)}
    connector = connector_of(paths, webhooks, schemas=schemas)
    other = connector_of(shuffled(paths), shuffled(webhooks), schemas=shuffled(schemas))
    unrelated = {"/unrelated/path": named(get=None, put="unrelated.operation", post="unrelatedOperation")}
    more = connector_of({**unrelated, **paths}, {"unrelatedHook": named(post=None), **webhooks}, schemas=schemas)

    names = operation_names(connector)
    kept = [
        operation.name.value for operation in connector.operations if operation.name.value == names[operation.label]
    ]
    assert all(OPERATION_NAME.fullmatch(name) for name in names.values())
    assert len(set(names.values())) == len(names)
    made = [name.lower() for name in names.values() if name not in kept]
    assert len({*made, *(name.lower() for name in kept)}) == len(made) + len({name.lower() for name in kept})
    assert operation_names(other) == names
    assert operation_names(more).items() >= names.items()
    definitions = {
        definition.name.value: connector.importable_names.definition_name(definition)
        for definition in connector.definitions
    }
    assert all(DEFINITION_NAME.fullmatch(name) for name in definitions.values())
    assert len(set(definitions.values())) == len(definitions)
    assert {
        definition.name.value: other.importable_names.definition_name(definition) for definition in other.definitions
    } == definitions


def test_the_names_are_chosen_once_and_only_when_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ImportableNames] = []
    original = ImportableNames.__init__

    def count(self: ImportableNames, *arguments: Any) -> None:
        made.append(self)
        original(self, *arguments)

    monkeypatch.setattr(ImportableNames, "__init__", count)
    connector = connector_of({"/a": named(get=None)})
    assert made == []

    assert connector.importable_names is connector.importable_names
    assert len(made) == 1
