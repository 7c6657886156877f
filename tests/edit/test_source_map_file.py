"""The source map of an adapted document: every node of it leads to the place that it comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from preclear.edit import AdaptOptions, adapt_document, write_source_map
from preclear.source import Node, Place, load, load_bytes, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Pointer

PETSHOP = Path(__file__).parents[2] / "fixtures" / "projects" / "petshop" / "openapi.yaml"


def pointers_of(node: Node) -> Iterator[Pointer]:
    yield node.pointer
    for child in (*(child for _, child in node.entries()), *node.items()):
        yield from pointers_of(child)


def test_every_node_leads_to_its_origin() -> None:
    adaptation = adapt_document(load(PETSHOP, "openapi.yaml"), AdaptOptions())
    document = adaptation.document

    source_map = json.loads(write_source_map(adaptation))
    pointers = list(pointers_of(Node(document, (), document.value)))

    assert len(pointers) > 50
    for pointer in pointers:
        original = Place(document, pointer).original
        is_new, path, origin = look_up(source_map, pointer)
        assert is_new or (path, origin) == (original.document.path, tuple(map(str, original.pointer)))


def look_up(source_map: Any, pointer: Pointer) -> tuple[bool, str, tuple[str, ...]]:
    """Look a pointer up as a reader of the map does: whether it's new, else its file and the pointer there."""
    moved = {parse_pointer(part["pointer"]): part for part in source_map["moved"]}
    added = {parse_pointer(part["pointer"]) for part in source_map["added"]}
    for length in range(len(pointer), -1, -1):
        head = tuple(map(str, pointer[:length]))
        if head in added:
            return True, "", ()
        if head in moved:
            part = moved[head]
            return False, part["path"], (*parse_pointer(part["origin"]), *map(str, pointer[length:]))
    return False, source_map["entry"], tuple(map(str, pointer))


def test_new_parts_are_listed_with_the_nearest_old_one() -> None:
    text = (
        'openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths:\n  /a:\n    get: {responses: {200: {description: b}}}\n'
    )
    document = load_bytes(text.encode(), "a.yaml")

    source_map = json.loads(write_source_map(adapt_document(document, AdaptOptions(base_url="https://x.example"))))

    assert source_map == {
        "version": 1,
        "entry": "a.yaml",
        "moved": [],
        "added": [
            {"pointer": "/servers", "path": "a.yaml", "origin": ""},
            {"pointer": "/paths/~1a/get/operationId", "path": "a.yaml", "origin": "/paths/~1a/get"},
        ],
    }
