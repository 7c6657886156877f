"""Edits of the naming rules: what they do to which node, and that they leave nothing to report."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.engine import check_document
from preclear.source import Edit, Insert, Rename, Set, apply_operations, format_pointer, load_bytes
from tests.rules.checking import OK, RULES, document, operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.connector import Connector
    from preclear.source import EditOperation, Report

NAMING = {
    name: RULES[name]
    for name in (
        "missing-action-name",
        "invalid-action-name",
        "duplicate-action-name",
        "missing-trigger-name",
        "invalid-trigger-name",
        "duplicate-trigger-name",
        "duplicate-operation-id",
        "invalid-definition-name",
    )
}
BODY = {"content": {"application/json": {"schema": {"type": "object"}}}}


def check(value: Mapping[str, Any]) -> tuple[list[tuple[str, Report]], Connector]:
    """The reports of the naming rules about a document, each with its rule, and the connector."""
    reports: list[tuple[str, Report]] = []
    loaded = load_bytes(json.dumps(value).encode(), "openapi.json")
    checked = check_document(loaded, rules=NAMING, observe=lambda kind, report: reports.append((kind.name, report)))
    assert not checked.failed
    assert checked.connector is not None
    return [(name, report) for name, report in reports if name in NAMING], checked.connector


def show(edit_operation: EditOperation) -> str:
    pointer = format_pointer(edit_operation.target.place.pointer)
    if isinstance(edit_operation, Set):
        return f"{pointer} = {edit_operation.value}"
    if isinstance(edit_operation, Insert):
        return f"{pointer}/{edit_operation.key} + {edit_operation.value}"
    return f"{pointer} -> {edit_operation.key}" if isinstance(edit_operation, Rename) else f"{pointer} -"


def edits(rule: str, value: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """The title and the operations of each edit that `rule` proposes."""
    found = [report.edit for name, report in check(value)[0] if name == rule]
    assert all(edit is None or (edit.level, edit.loss) == ("rename", None) for edit in found)
    return [(edit.title, [show(item) for item in edit.operations]) for edit in found if edit is not None]


def hook(name: str | None = None) -> dict[str, Any]:
    return {"requestBody": BODY, "responses": OK, **({} if name is None else {"operationId": name})}


ITEM = {"$ref": "#/components/pathItems/Item"}


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        (
            "missing-action-name",
            document({"/a": {"get": {"responses": OK}}}),
            [("add `operationId: getA`", ["/paths/~1a/get/operationId + getA"])],
        ),
        (
            "missing-action-name",
            document({"/a": {"get": {"operationid": "listA", "responses": OK}}}),
            [("rename the key to `operationId`", ["/paths/~1a/get/operationid -> operationId"])],
        ),
        (
            "missing-action-name",
            document({"/a": {"get": {"operationid": "a/b", "responses": OK}}}),
            [
                (
                    "replace it by `operationId: a_b`",
                    ["/paths/~1a/get/operationid -", "/paths/~1a/get/operationId + a_b"],
                )
            ],
        ),
        ("missing-action-name", document({"/a": {"get": {"operationid": ["a"], "responses": OK}}}), []),
        (
            "missing-action-name",
            document({"/a": ITEM, "/b": ITEM}, components={"pathItems": {"Item": {"get": {"responses": OK}}}}),
            [],
        ),
        (
            "invalid-action-name",
            document({"/a": {"get": operation("pets/list")}}),
            [("rename it to `pets_list`", ["/paths/~1a/get/operationId = pets_list"])],
        ),
        (
            "invalid-action-name",
            document({"/a": ITEM, "/b": ITEM}, components={"pathItems": {"Item": {"get": operation("a.b")}}}),
            [],
        ),
        (
            "duplicate-action-name",
            document({"/a": {"get": operation("x"), "put": operation("x")}, "/b": {"get": operation("x")}}),
            [
                (
                    "rename 3 operations",
                    [
                        "/paths/~1a/get/operationId = getA",
                        "/paths/~1a/put/operationId = putA",
                        "/paths/~1b/get/operationId = getB",
                    ],
                )
            ],
        ),
        (
            "duplicate-action-name",
            document({"/a": {"get": operation("getA"), "put": operation("getA")}}),
            [("rename it to `putA`", ["/paths/~1a/put/operationId = putA"])],
        ),
        (
            "duplicate-action-name",
            document(
                {"/a": ITEM, "/b": ITEM, "/c": {"get": operation("x")}},
                components={"pathItems": {"Item": {"get": operation("x")}}},
            ),
            [("rename it to `getC`", ["/paths/~1c/get/operationId = getC"])],
        ),
        (
            "missing-trigger-name",
            document(webhooks={"a": {"post": hook()}, "b": {"post": hook()}}),
            [("rename 2 operations", ["/webhooks/a/post/operationId + a", "/webhooks/b/post/operationId + b"])],
        ),
        (
            "missing-trigger-name",
            document({"/a": {"get": operation("ordered")}}, webhooks={"ordered": {"post": hook()}}),
            [("add `operationId: postOrdered`", ["/webhooks/ordered/post/operationId + postOrdered"])],
        ),
        (
            "invalid-trigger-name",
            document(webhooks={"a.b": {"post": hook()}, "c": {"post": hook("c/d")}}),
            [
                ("add `operationId: a_b`", ["/webhooks/a.b/post/operationId + a_b"]),
                ("rename it to `c_d`", ["/webhooks/c/post/operationId = c_d"]),
            ],
        ),
        (
            "duplicate-trigger-name",
            document(webhooks={"a": {"post": hook(), "put": hook()}}),
            [
                (
                    "rename 2 operations",
                    ["/webhooks/a/post/operationId + postA", "/webhooks/a/put/operationId + putA"],
                )
            ],
        ),
        (
            "duplicate-operation-id",
            document({"/a": {"get": operation("x")}}, webhooks={"b": {"post": hook("x")}}),
            [("rename it to `postB`", ["/webhooks/b/post/operationId = postB"])],
        ),
        (
            "duplicate-operation-id",
            document({"/a": {"get": operation("x"), "put": operation("x")}}, webhooks={"b": {"post": hook("x")}}),
            [("rename it to `postB`", ["/webhooks/b/post/operationId = postB"])],
        ),
        (
            "duplicate-operation-id",
            document(
                {
                    path: {"get": operation(path[1:], callbacks={"on": {"{$url}": {"post": operation("x")}}})}
                    for path in ("/a", "/b")
                }
            ),
            [
                (
                    "rename 2 operations",
                    [
                        "/paths/~1a/get/callbacks/on/{$url}/post/operationId = postAGetOnUrl",
                        "/paths/~1b/get/callbacks/on/{$url}/post/operationId = postBGetOnUrl",
                    ],
                )
            ],
        ),
        (
            "duplicate-operation-id",
            document({"/a": {"get": operation("x", callbacks={"on": {"{$url}": {"post": operation("x")}}})}}),
            [("rename it to `postOn`", ["/paths/~1a/get/callbacks/on/{$url}/post/operationId = postOn"])],
        ),
        (
            "invalid-definition-name",
            document(components={"schemas": {"a.b": {}, "a_b": {}}}),
            [("rename it to `a_dot_b`", ["/components/schemas/a.b -> a_dot_b"])],
        ),
    ],
)
def test_an_edit_gives_each_its_importable_name(
    rule: str, value: Mapping[str, Any], expected: list[tuple[str, list[str]]]
) -> None:
    assert edits(rule, value) == expected


@pytest.mark.parametrize("rule", sorted(NAMING))
def test_each_naming_rule_says_that_its_edits_rename(rule: str) -> None:
    assert NAMING[rule].fix == "rename"


def test_the_edit_of_some_places_renames_those_and_the_first() -> None:
    paths = {f"/{letter}": {"get": operation("x")} for letter in "abcd"}
    ((_, report),) = check(document(paths))[0]
    assert report.group is not None
    places = report.group.places

    narrowed = report.group.build_report(places[1:2])

    assert [place.pointer[1] for place in places] == ["/b", "/c", "/d"]
    assert isinstance(report.edit, Edit)
    assert isinstance(narrowed.edit, Edit)
    assert [item.target.place.pointer[1] for item in report.edit.operations] == ["/a", "/b", "/c", "/d"]
    assert [item.target.place.pointer[1] for item in narrowed.edit.operations] == ["/a", "/c"]


def test_the_help_proposes_what_the_edit_does() -> None:
    value = document(
        {"/a": {"get": {"responses": OK}, "put": operation("a.b"), "post": operation("x"), "head": operation("x")}},
        webhooks={"a.b": {"post": hook()}},
        components={"schemas": {"a.b": {}}},
    )
    reports = check(value)[0]

    assert len(reports) == 5
    for _, report in reports:
        assert report.edit is not None
        names = {str(getattr(item, "value", getattr(item, "key", None))) for item in report.edit.operations}
        assert set(re.findall(r"`(?:operationId: )?([\w-]+)`", report.help or "")) & names, report


TEXTS = st.sampled_from(["", "a", "A", "a.b", "a_b", "a/b", "A.B", "a_dot_b", "getA", "get_a", "postA", "é", "日"])
FIELDS = st.one_of(st.none(), TEXTS)


def any_operation(key: str, name: str | None, callback: str | None) -> dict[str, Any]:
    """An operation that may have a name under `key`, and a callback with an operation of its own."""
    fields: dict[str, Any] = {"requestBody": BODY, "responses": OK}
    if name is not None:
        fields[key] = name
    if callback is not None:
        fields["callbacks"] = {"on": {"{$url}": {"post": hook(callback)}}}
    return fields


KEYS = st.sampled_from(["operationId", "operationId", "operationid"])
OPERATIONS = st.dictionaries(
    st.sampled_from(["get", "put", "post"]), st.builds(any_operation, KEYS, FIELDS, FIELDS), max_size=3
)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["/", "/a", "/a/", "/{a}", "/a-b", "/a/b", "/aB"]), OPERATIONS, max_size=5),
    st.dictionaries(TEXTS, OPERATIONS, max_size=3),
    st.sets(TEXTS, max_size=6),
)
def test_all_edits_together_leave_nothing_to_report(
    paths: dict[str, Any], webhooks: dict[str, Any], keys: set[str]
) -> None:
    value = document(paths, webhooks=webhooks, components={"schemas": {key: {} for key in sorted(keys)}})
    reports, connector = check(value)
    names = [connector.importable_names.operation_name(item) for item in connector.operations]
    definitions = [connector.importable_names.definition_name(definition) for definition in connector.definitions]
    assert all(report.edit is not None for _, report in reports)
    operations = {show(item): item for _, report in reports if report.edit for item in report.edit.operations}

    edited = apply_operations(value, [*operations.values()])

    assert isinstance(edited, dict)
    reports, connector = check(edited)
    assert reports == []
    assert [item.name.value for item in connector.operations] == names
    assert [definition.name.value for definition in connector.definitions if definition.name.is_present] == definitions[
        : len(keys)
    ]
    assert [connector.importable_names.operation_name(item) for item in connector.operations] == names
