"""A patch that is written as an overlay does what the patch does, and an action what the specification says."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.edit import PatchOperation
from preclear.edit.overlay import OverlayError, apply_overlays, write_overlay
from preclear.source import Format, Json, Place, Pointer, format_pointer, get_child, load, load_bytes, node_at
from tests.edit.overlay.plain_applier import apply_plainly

KEYS = st.sampled_from(["a", "b", "c", "", "0", "-", "it's", 'a"b', "a\\b", "/x~y", "é\n", "$ref", "[*]", "@"])
SCALARS: st.SearchStrategy[Json] = st.sampled_from([None, True, False, 0, 1, 1.5, "", "x", "1", "null", "two\nlines"])
VALUES: st.SearchStrategy[Json] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=10,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


def as_text(value: Json) -> str:
    return json.dumps(value, sort_keys=True)


def nodes(value: Json) -> list[tuple[Pointer, Json]]:
    """All nodes, each with its pointer."""
    found: list[tuple[Pointer, Json]] = [((), value)]
    for pointer, node in found:
        if isinstance(node, dict):
            found += [((*pointer, key), child) for key, child in node.items()]
        elif isinstance(node, list):
            found += [((*pointer, index), child) for index, child in enumerate(node)]
    return found


def containers(value: Json) -> list[tuple[Pointer, Json]]:
    return [(pointer, node) for pointer, node in nodes(value) if isinstance(node, (dict, list))]


def remove(root: Json, pointer: Pointer) -> Json:
    value = get(root, pointer)
    cast("Any", get(root, pointer[:-1])).pop(pointer[-1])
    return value


def put(root: Json, pointer: Pointer, value: Json, *, is_replaced: bool = False) -> Json:
    if not pointer:
        return value
    parent = get(root, pointer[:-1])
    if isinstance(parent, list) and not is_replaced:
        parent.insert(int(pointer[-1]), value)
    else:
        cast("Any", parent)[pointer[-1]] = value
    return root


def get(root: Json, pointer: Pointer) -> Json:
    for part in pointer:
        root = get_child(root, part)
    return root


@st.composite
def patches(draw: st.DrawFn) -> tuple[Json, list[PatchOperation], Json]:
    """A document, a patch, and the result."""
    base = draw(DOCUMENTS)
    root: Json = {**deepcopy(base)}
    patch: list[PatchOperation] = []
    for _ in range(draw(st.integers(1, 6))):
        places = nodes(root)
        inner = places[1:]
        match draw(st.sampled_from(["add", "replace", "remove", "move"])):
            case "add":
                pointer, parent = draw(
                    st.sampled_from([place for place in places if isinstance(place[1], (dict, list))])
                )
                end = len(parent) if isinstance(parent, list) else 0
                key = draw(KEYS) if isinstance(parent, dict) else draw(st.integers(0, end))
                value = draw(VALUES)
                text = format_pointer((*pointer, key))
                if isinstance(parent, list) and key == end and draw(st.booleans()):
                    text = format_pointer((*pointer, "-"))
                root = put(root, (*pointer, key), deepcopy(value))
                patch.append(PatchOperation("add", text, value))
            case "replace":
                pointer, _ = draw(st.sampled_from(places))
                value = draw(VALUES if pointer else DOCUMENTS)
                root = put(root, pointer, deepcopy(value), is_replaced=True)
                patch.append(PatchOperation("replace", format_pointer(pointer), value))
            case "remove" if inner:
                pointer, _ = draw(st.sampled_from(inner))
                remove(root, pointer)
                patch.append(PatchOperation("remove", format_pointer(pointer)))
            case "move" if inner:
                source, _ = draw(st.sampled_from(inner))
                value = remove(root, source)
                pointer, parent = draw(st.sampled_from(containers(root)))
                key = draw(st.integers(0, len(parent))) if isinstance(parent, list) else draw(KEYS)
                root = put(root, (*pointer, key), value)
                target = format_pointer((*pointer, key))
                if target.startswith(f"{format_pointer(source)}/"):  # `move` refuses that, whatever is there afterwards
                    patch.append(PatchOperation("remove", format_pointer(source)))
                    patch.append(PatchOperation("add", target, deepcopy(value)))
                else:
                    patch.append(PatchOperation("move", target, source=format_pointer(source)))
            case _:
                pass
    return base, patch, root


@settings(max_examples=300, deadline=None)
@given(patches(), st.sampled_from(["yaml", "json"]))
def test_an_overlay_does_what_its_patch_does(case: tuple[Json, list[PatchOperation], Json], format: Format) -> None:
    base, patch, expected = case
    before = deepcopy(base)
    text = write_overlay(patch, base, title="T", version="1", format=format)
    document = load_bytes(json.dumps(base).encode(), f"openapi.{format}")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"overlay.{format}"
        path.write_text(text, encoding="utf-8")
        overlay = load(path)
    result = apply_overlays(document, [overlay])

    assert base == before
    assert [fault.report.message for fault in result.faults] == []
    assert as_text(result.value) == as_text(expected)
    assert as_text(apply_plainly(base, overlay.value)) == as_text(expected)
    for pointer, value in nodes(result.value):
        origin = node_at(Place(result, pointer).original)
        assert isinstance(value, (dict, list)) or as_text(origin.value) == as_text(value)


QUERIES = st.sampled_from(
    [
        "$",
        "$.*",
        "$.a",
        "$.a.b",
        "$.a.*",
        "$..a",
        "$..*",
        "$..b[*]",
        "$.a[0]",
        "$..[-1:]",
        "$..[?@.a]",
        "$..[?@ == 1]",
        "$.c",
    ]
)
ACTIONS = st.fixed_dictionaries({"target": QUERIES}, optional={}).flatmap(
    lambda action: st.one_of(
        st.just({**action, "remove": True}),
        st.just({**action, "remove": True}),
        QUERIES.map(lambda query: {**action, "copy": query}),
        VALUES.map(lambda value: {**action, "update": value}),
        st.dictionaries(st.sampled_from("abc"), VALUES, max_size=2).map(lambda value: {**action, "update": value}),
    )
)
NARROW_DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
).map(lambda value: value if isinstance(value, dict) else {"a": value})


@pytest.mark.once
@settings(max_examples=500, deadline=None)
@given(
    NARROW_DOCUMENTS,
    st.lists(ACTIONS, min_size=1, max_size=5, unique_by=lambda action: json.dumps(action, sort_keys=True)),
    st.sampled_from(["yaml", "json"]),
)
def test_actions_do_what_they_do_to_plain_values(base: Json, actions: list[Json], format: Format) -> None:
    overlay = {"overlay": "1.1.0", "info": {"title": "T", "version": "1"}, "actions": actions}
    document = load_bytes(json.dumps(base).encode(), f"openapi.{format}")
    loaded_overlay = load_bytes(json.dumps(overlay).encode(), "overlay.json")
    try:
        expected = apply_plainly(base, overlay)
    except ValueError:
        with pytest.raises(OverlayError):
            apply_overlays(document, [loaded_overlay])
        return

    result = apply_overlays(document, [loaded_overlay])

    assert as_text(result.value) == as_text(expected)
    assert as_text(document.value) == as_text(base)
    for pointer, value in nodes(result.value):
        origin = node_at(Place(result, pointer).original)
        assert isinstance(value, (dict, list)) or as_text(origin.value) == as_text(value)
