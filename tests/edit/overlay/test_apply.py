"""Actions change a document as the Overlay Specification says, 1.0 and 1.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.edit.overlay import apply_overlays
from preclear.source import get_child, load_bytes
from tests.edit.overlay.texts import PETS, applied, document_of, errors_of, overlay_of

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source import Document, Json


def at(document: Document, *pointer: str | int) -> Json:
    value = document.value
    for part in pointer:
        value = get_child(value, part)
    return value


def test_a_mapping_is_merged_and_keeps_what_the_update_does_not_have(tmp_path: Path) -> None:
    result = applied(tmp_path, "- {target: $.info, update: {title: Cats, contact: {url: u}, license: {name: MIT}}}")

    assert result.faults == []
    assert at(result, "info") == {
        "title": "Cats",
        "version": "1",
        "contact": {"name": "Ann", "url": "u"},
        "license": {"name": "MIT"},
    }


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("{name: birds}", [{"name": "cats"}, {"name": "dogs"}, {"name": "birds"}]),
        ("[{name: birds}, {name: fish}]", [{"name": "cats"}, {"name": "dogs"}, {"name": "birds"}, {"name": "fish"}]),
        ("birds", [{"name": "cats"}, {"name": "dogs"}, "birds"]),
        ("[]", [{"name": "cats"}, {"name": "dogs"}]),
    ],
)
def test_a_list_takes_items_at_its_end(tmp_path: Path, update: str, expected: list[Json]) -> None:
    result = applied(tmp_path, f"- {{target: $.tags, update: {update}}}")

    assert result.faults == []
    assert at(result, "tags") == expected


def test_lists_within_an_update_are_concatenated(tmp_path: Path) -> None:
    result = applied(tmp_path, "- {target: $, update: {tags: [{name: birds}]}}")

    assert at(result, "tags") == [{"name": "cats"}, {"name": "dogs"}, {"name": "birds"}]


@pytest.mark.parametrize("value", ["5", "text", "null", "true"])
def test_a_scalar_replaces_a_scalar_in_1_1(tmp_path: Path, value: str) -> None:
    result = applied(tmp_path, f"- {{target: $.info.title, update: {value}}}")

    assert result.faults == []
    assert at(result, "info", "title") == {"5": 5, "text": "text", "null": None, "true": True}[value]


def test_1_0_has_no_target_that_is_a_scalar_but_removes_one(tmp_path: Path) -> None:
    errors = errors_of(tmp_path, "- {target: $.info.title, update: Cats}", version="1.0.0")
    removed = applied(tmp_path, "- {target: $.info.title, remove: true}", version="1.0.3")

    assert [message for _, _, message in errors] == [
        "Overlay 1.0 can update mappings and lists only, but `$.info.title` selects a string"
    ]
    assert removed.faults == []
    assert at(removed, "info") == {"version": "1", "contact": {"name": "Ann"}}


def test_every_node_that_a_target_selects_is_changed(tmp_path: Path) -> None:
    result = applied(tmp_path, "- {target: '$.paths.*.get', update: {deprecated: true}}")

    assert at(result, "paths", "/pets", "get", "deprecated") is True
    assert at(result, "paths", "/pets/{id}", "get", "deprecated") is True


def test_a_node_that_is_selected_twice_is_changed_once(tmp_path: Path) -> None:
    result = applied(tmp_path, "- {target: \"$['tags', 'tags']\", update: [x]}")

    assert at(result, "tags") == [{"name": "cats"}, {"name": "dogs"}, "x"]


REMOVALS: list[tuple[str, Json]] = [
    ("$.tags[?@.name == 'cats']", [{"name": "dogs"}]),
    ("$.tags[0, 1]", []),
    ("$.tags[*]", []),
    ("$.tags[0].name", [{}, {"name": "dogs"}]),
    ("$.tags[0, 1]..*", [{}, {}]),
    ("$.tags[-1:]", [{"name": "cats"}]),
    ("$['tags'][0, 'x', 0]", [{"name": "dogs"}]),
]


@pytest.mark.parametrize(("target", "expected"), REMOVALS)
def test_all_selected_nodes_are_removed_and_no_other(tmp_path: Path, target: str, expected: Json) -> None:
    result = applied(tmp_path, f'- {{target: "{target}", remove: true}}')

    assert result.faults == []
    assert at(result, "tags") == expected


def test_a_node_and_one_within_it_are_removed_at_once(tmp_path: Path) -> None:
    result = applied(tmp_path, "- {target: '$.tags..*', remove: true}")

    assert at(result, "tags") == []


def test_items_before_and_within_a_removed_one_are_the_right_ones(tmp_path: Path) -> None:
    result = applied(tmp_path, "- {target: '$.tags[0, 1][?@ == \"dogs\"]', remove: true}")
    both = applied(
        tmp_path, "- {target: '$.a[0, 1][\"x\", 0]', remove: true}", document="a: [[1, 2], {x: 1, y: 2}, [3]]\n"
    )

    assert at(result, "tags") == [{"name": "cats"}, {}]
    assert at(both, "a") == [[2], {"y": 2}, [3]]


def test_an_action_sees_what_the_one_before_it_did(tmp_path: Path) -> None:
    result = applied(
        tmp_path,
        """\
        - {target: $.tags, remove: true}
        - {target: $, update: {tags: [{name: birds}]}}
        - {target: '$.tags[0]', update: {description: "of all kinds"}}
        - {target: '$.tags', update: {name: fish}}
        """,
    )

    assert result.faults == []
    assert at(result, "tags") == [{"name": "birds", "description": "of all kinds"}, {"name": "fish"}]


def test_overlays_are_applied_in_their_order(tmp_path: Path) -> None:
    first = overlay_of(tmp_path, "- {target: $.info, update: {title: One, x-a: 1}}", name="1.yaml")
    second = overlay_of(tmp_path, '- {target: \'$.info["x-a", "title"]\', update: Two}', name="2.yaml")

    assert at(apply_overlays(document_of(), [first, second]), "info", "title") == "Two"
    assert at(apply_overlays(document_of(), [second, first]), "info", "title") == "One"


def test_a_copy_merges_a_value_of_the_document(tmp_path: Path) -> None:
    result = applied(
        tmp_path,
        """\
        - {target: "$.paths['/pets/{id}']", copy: "$.paths['/pets']"}
        - {target: $.tags, copy: "$.tags[0]"}
        - {target: $.tags, copy: $.tags}
        - {target: $.info.title, copy: $.info.version}
        """,
    )

    assert result.faults == []
    assert at(result, "paths", "/pets/{id}", "get") == {
        "operationId": "listPets",
        "x-internal": True,
        "tags": ["cats", "dogs"],
        "responses": {"200": {"description": "fine"}},
    }
    assert at(result, "tags") == [{"name": name} for name in ("cats", "dogs", "cats", "cats", "dogs", "cats")]
    assert at(result, "info", "title") == "1"


def test_a_copy_and_what_it_comes_from_change_independently(tmp_path: Path) -> None:
    result = applied(
        tmp_path,
        """\
        - {target: $, update: {a: {b: {c: [1]}}, copy: {}}}
        - {target: $.a.b, update: {d: 1}}
        - {target: $.copy, copy: $.a}
        - {target: $.copy.b.c, update: 2}
        - {target: $.a.b.c, update: 3}
        - {target: $.a.b.d, remove: true}
        """,
    )

    assert result.faults == []
    assert at(result, "copy") == {"b": {"c": [1, 2], "d": 1}}
    assert at(result, "a") == {"b": {"c": [1, 3]}}


def test_a_document_can_be_copied_into_itself(tmp_path: Path) -> None:
    result = applied(tmp_path, "- {target: $, update: {c: {}}}\n- {target: $.c, copy: $}", document="a: {b: 1}\n")

    assert result.value == {"a": {"b": 1}, "c": {"a": {"b": 1}, "c": {}}}


def test_neither_document_nor_overlay_changes(tmp_path: Path) -> None:
    document, overlay = document_of(), overlay_of(tmp_path, "- {target: $.info, update: {contact: {url: u}}}")
    before = document.value, document.data, overlay.value

    first = apply_overlays(document, [overlay])
    second = apply_overlays(document, [overlay])

    assert (document.value, document.data, overlay.value) == before == (document_of().value, PETS.encode(), before[2])
    assert first.value == second.value != document.value


def test_all_else_in_the_text_stays_as_it_was(tmp_path: Path) -> None:
    result = applied(tmp_path, "- {target: $.info, update: {title: Cats}}")

    assert result.text == PETS.replace("title: Pets", "title: Cats")
    assert (result.path, result.format) == ("openapi.yaml", "yaml")


def test_a_json_document_stays_json() -> None:
    document = load_bytes(b'{"openapi": "3.1.0", "info": {"title": "Pets"}}\n', "openapi.json")

    result = apply_overlays(document, [])

    assert (result.data, result.format, result.value) == (document.data, "json", document.value)
    assert result.is_loaded


def test_a_document_in_json_takes_an_overlay_in_yaml(tmp_path: Path) -> None:
    document = load_bytes(b'{"openapi": "3.1.0", "info": {"title": "Pets"}}\n', "openapi.json")

    result = apply_overlays(document, [overlay_of(tmp_path, "- {target: $.info, update: {version: '2'}}")])

    assert result.format == "json"
    assert result.value == {"openapi": "3.1.0", "info": {"title": "Pets", "version": "2"}}
