"""A patch written as an overlay: valid, readable, and any conforming tool makes the same of it."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

import pytest
import yaml
from jsonschema import Draft202012Validator

from preclear.edit import PatchOperation
from preclear.edit.overlay import apply_overlays, write_overlay
from preclear.edit.overlay.normalized_path import format_normalized_path
from tests.edit.overlay.plain_applier import apply_plainly
from tests.edit.overlay.texts import document_of, faults_of, overlay_with_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from preclear.source import Json, Pointer

apply_overlay: Callable[[Any, Any], Any] = import_module("oas_patch.overlay").apply_overlay
SCHEMA: Any = yaml.safe_load(files("oas_patch").joinpath("schema/overlay_schema_1.1.0.yml").read_text(encoding="utf-8"))
VALIDATOR: Any = Draft202012Validator(SCHEMA)

BASE: Json = {
    "info": {"title": "Pets"},
    "paths": {"/pets": {"get": {"tags": ["a", "b"], "parameters": [{"name": "ids", "schema": {"type": "array"}}]}}},
    "components": {"schemas": {"a b": {"type": "object", "required": ["x"]}, "C": {"items": [[1], [2]]}}},
}


def operation(
    op: Literal["replace", "add", "remove", "move"], pointer: str, value: Json = None, source: str | None = None
) -> PatchOperation:
    return PatchOperation(op, pointer, value, source)


def written(patch: list[PatchOperation], base: Json = BASE, **options: Any) -> dict[str, Any]:
    """The overlay, which conforms to the official schema."""
    text = write_overlay(patch, base, title="T", version="1", **options)
    overlay: dict[str, Any] = json.loads(text) if options.get("format") == "json" else yaml.safe_load(text)
    assert list(VALIDATOR.iter_errors(overlay)) == []
    return overlay


CASES: dict[str, tuple[PatchOperation, list[dict[str, Json]]]] = {
    "a scalar is set through its parent": (
        operation("replace", "/info/title", "Cats"),
        [{"target": "$['info']", "update": {"title": "Cats"}}],
    ),
    "a list is replaced, not extended": (
        operation("replace", "/paths/~1pets/get/tags", ["c"]),
        [
            {"target": "$['paths']['/pets']['get']['tags']", "remove": True},
            {"target": "$['paths']['/pets']['get']", "update": {"tags": ["c"]}},
        ],
    ),
    "a mapping becomes a scalar": (
        operation("replace", "/info", "none"),
        [{"target": "$['info']", "remove": True}, {"target": "$", "update": {"info": "none"}}],
    ),
    "a mapping in a list is changed in place": (
        operation(
            "replace", "/paths/~1pets/get/parameters/0", {"name": "ids", "schema": {"type": "string"}, "in": "q"}
        ),
        [
            {"target": "$['paths']['/pets']['get']['parameters'][0]['schema']", "remove": True},
            {
                "target": "$['paths']['/pets']['get']['parameters'][0]",
                "update": {"schema": {"type": "string"}, "in": "q"},
            },
        ],
    ),
    "a scalar in a list is replaced itself": (
        operation("replace", "/paths/~1pets/get/tags/1", "c"),
        [{"target": "$['paths']['/pets']['get']['tags'][1]", "update": "c"}],
    ),
    "an item is appended as a list": (
        operation("add", "/paths/~1pets/get/tags/-", ["c"]),
        [{"target": "$['paths']['/pets']['get']['tags']", "update": [["c"]]}],
    ),
    "an item between others means a new list": (
        operation("add", "/paths/~1pets/get/tags/1", "c"),
        [
            {"target": "$['paths']['/pets']['get']['tags']", "remove": True},
            {"target": "$['paths']['/pets']['get']", "update": {"tags": ["a", "c", "b"]}},
        ],
    ),
    "a list in a list means a new outer list": (
        operation("replace", "/components/schemas/C/items/0", [3]),
        [
            {"target": "$['components']['schemas']['C']['items']", "remove": True},
            {"target": "$['components']['schemas']['C']", "update": {"items": [[3], [2]]}},
        ],
    ),
    "a removal": (operation("remove", "/info/title"), [{"target": "$['info']['title']", "remove": True}]),
    "a rename is a copy": (
        operation("move", "/components/schemas/A_B", source="/components/schemas/a b"),
        [
            {"target": "$['components']['schemas']", "update": {"A_B": {}}},
            {"target": "$['components']['schemas']['A_B']", "copy": "$['components']['schemas']['a b']"},
            {"target": "$['components']['schemas']['a b']", "remove": True},
        ],
    ),
    "a scalar is renamed by value": (
        operation("move", "/info/name", source="/info/title"),
        [{"target": "$['info']['title']", "remove": True}, {"target": "$['info']", "update": {"name": "Pets"}}],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_operation_becomes_these_actions(name: str) -> None:
    patch, actions = CASES[name]

    assert written([patch])["actions"] == actions


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("format", ["yaml", "json"])
def test_an_independent_tool_makes_the_same_of_it(name: str, format: str) -> None:
    patch, _ = CASES[name]
    overlay = written([patch], format=format)
    expected = apply_plainly(BASE, overlay)

    if name == "a scalar in a list is replaced itself":
        with pytest.raises((AttributeError, TypeError)):  # the tool only knows mappings in lists
            apply_overlay(json.loads(json.dumps(BASE)), overlay)
    else:
        assert apply_overlay(json.loads(json.dumps(BASE)), overlay) == expected
    assert expected != BASE


def test_operations_on_one_mapping_become_one_action() -> None:
    patch = [
        operation("replace", "/info/title", "Cats"),
        operation("add", "/info/version", "1"),
        operation("replace", "/info/title", "Dogs"),
        operation("add", "/info/contact", {}),
    ]

    overlay = written(patch, descriptions=["name it", "number it", "name it again", "name it again"])

    assert overlay["actions"] == [
        {"target": "$['info']", "description": "name it; number it", "update": {"title": "Cats", "version": "1"}},
        {"target": "$['info']", "description": "name it again", "update": {"title": "Dogs", "contact": {}}},
    ]


def test_removals_of_items_are_in_the_order_of_the_patch() -> None:
    patch = [operation("remove", "/paths/~1pets/get/tags/0"), operation("remove", "/paths/~1pets/get/tags/0")]

    overlay = written(patch)

    assert [action.get("description") for action in overlay["actions"]] == [None, "the same again (2)"]
    assert apply_plainly(BASE, overlay)["paths"]["/pets"]["get"]["tags"] == []


def test_a_patch_without_operations_is_a_valid_overlay_that_changes_nothing() -> None:
    assert apply_plainly(BASE, written([])) == BASE


def test_the_overlay_says_what_it_is_for() -> None:
    overlay = written([], extends="openapi.yaml")

    assert list(overlay) == ["overlay", "info", "extends", "actions"]
    assert overlay["info"] == {"title": "T", "version": "1"}
    assert overlay["extends"] == "openapi.yaml"


@pytest.mark.parametrize(
    ("patch", "error"),
    [
        (operation("remove", ""), ValueError),
        (operation("replace", "", [1]), ValueError),
        (operation("replace", "info", 1), ValueError),
        (operation("replace", "/nothing", 1), LookupError),
        (operation("remove", "/info/nothing"), LookupError),
        (operation("add", "/info/title/x", 1), LookupError),
        (operation("add", "/paths/~1pets/get/tags/7", 1), LookupError),
        (operation("add", "/paths/~1pets/get/tags/x", 1), LookupError),
        (operation("move", "/info/a/b", source="/info"), ValueError),
        (operation("move", "/info/title", source="/info"), ValueError),
    ],
)
def test_an_operation_that_makes_no_sense_raises(patch: PatchOperation, error: type[Exception]) -> None:
    with pytest.raises(error):
        write_overlay([patch], BASE, title="T", version="1")


@pytest.mark.parametrize(
    ("pointer", "path"),
    [
        ((), "$"),
        (("paths", "/pets/{id}", 0), "$['paths']['/pets/{id}'][0]"),
        (("it's", 'a "b"', "c\\d"), "$['it\\'s']['a \"b\"']['c\\\\d']"),
        (("\b\f\n\r\t\x0b\x1f\x7f é",), "$['\\b\\f\\n\\r\\t\\u000b\\u001f\x7f é']"),
        (("",), "$['']"),
    ],
)
def test_normalized_paths(pointer: Pointer, path: str) -> None:
    assert format_normalized_path(pointer) == path


def test_a_written_overlay_is_read_without_a_finding(tmp_path: Path) -> None:
    patch = [
        operation("move", "/paths/~1it's", source="/paths/~1pets"),
        operation("replace", "/paths/~1it's/get/operationId", "cats"),
    ]
    document = document_of()
    text = write_overlay(patch, document.value, title="T", version="1", extends="openapi.yaml")

    overlay = overlay_with_text(tmp_path, text)
    result = apply_overlays(document, [overlay])

    assert faults_of(result) == []
    assert isinstance(result.value, dict)
    assert isinstance(result.value["paths"], dict)
    assert list(result.value["paths"]) == ["/pets/{id}", "/it's"]
