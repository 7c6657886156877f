"""Whatever an overlay brought leads to its own line; everything else leads to the document's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.edit.overlay import apply_overlays
from preclear.source import Place, node_at
from tests.edit.overlay.texts import applied, document_of, overlay_of

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source import Document, Json, PlacePart, Pointer

ACTIONS = """\
- target: $.info
  update:
    title: Cats
    license:
      name: MIT
- target: $.tags[0]
  remove: true
- target: $.tags
  update:
    - name: birds
- target: $.info.version
  update: "2"
- target: $.paths
  update:
    /cats: {}
- target: $.paths['/cats']
  copy: $.paths['/pets']
- target: $.paths['/cats'].get.tags
  update: birds
"""


def origin(document: Document, *pointer: str | int, part: PlacePart = "value", missing: str | None = None) -> str:
    place = Place(document, pointer, part, missing).original
    text = place.document.excerpt(place.span).partition("\n")[0]
    return f"{place.document.path}:{place.span.start.line}: {text}"


@pytest.mark.parametrize(
    ("pointer", "part", "expected"),
    [
        ((), "value", "openapi.yaml:1: openapi: 3.1.0"),
        (("info",), "key", "openapi.yaml:2: info"),
        (("info", "title"), "value", "overlay.yaml:6: Cats"),
        (("info", "title"), "key", "overlay.yaml:6: title"),
        (("info", "version"), "value", 'overlay.yaml:15: "2"'),
        (("info", "version"), "key", "openapi.yaml:4: version"),
        (("info", "contact", "name"), "value", "openapi.yaml:5: Ann"),
        (("info", "license"), "key", "overlay.yaml:7: license"),
        (("info", "license", "name"), "value", "overlay.yaml:8: MIT"),
        (("tags", 0, "name"), "value", "openapi.yaml:8: dogs"),
        (("tags", 0), "value", "openapi.yaml:8: name: dogs"),
        (("tags", 1, "name"), "value", "overlay.yaml:13: birds"),
        (("paths", "/cats"), "key", "overlay.yaml:18: /cats"),
        (("paths", "/cats", "get"), "key", "openapi.yaml:11: get"),
        (("paths", "/cats", "get", "operationId"), "value", "openapi.yaml:12: listPets"),
        (("paths", "/cats", "get", "tags", 1), "value", "openapi.yaml:13: dogs"),
        (("paths", "/cats", "get", "tags", 2), "value", "overlay.yaml:22: birds"),
        (("paths", "/pets", "get", "responses", "200", "description"), "value", "openapi.yaml:16: fine"),
    ],
)
def test_each_node_leads_to_where_it_was_written(
    tmp_path: Path, pointer: tuple[str | int, ...], part: PlacePart, expected: str
) -> None:
    result = applied(tmp_path, ACTIONS)

    assert result.faults == []
    assert origin(result, *pointer, part=part) == expected


def test_every_node_has_an_existing_origin_with_the_same_value(tmp_path: Path) -> None:
    result = applied(tmp_path, ACTIONS)
    pending: list[tuple[Pointer, Json]] = [((), result.value)]
    count = 0
    while pending:
        pointer, value = pending.pop()
        place = Place(result, pointer).original
        assert place.span.start.line > 0
        if isinstance(value, dict):
            pending += [((*pointer, key), child) for key, child in value.items()]
            count += sum(bool(Place(result, (*pointer, key), "key").original.span) for key in value)
        elif isinstance(value, list):
            pending += [((*pointer, index), child) for index, child in enumerate(value)]
        else:
            assert node_at(place).value == value
    assert count > 30


def test_a_missing_key_is_missing_where_the_mapping_was_written(tmp_path: Path) -> None:
    result = applied(tmp_path, ACTIONS)

    place = Place(result, ("info", "license"), "key", "url").original

    assert (place.document.path, place.pointer, place.missing) == (
        "overlay.yaml",
        ("actions", 0, "update", "license"),
        "url",
    )


def test_overlays_on_top_of_each_other_lead_to_the_last_that_wrote(tmp_path: Path) -> None:
    first = overlay_of(tmp_path, "- {target: $.info, update: {title: One, x-a: 1}}", name="1.yaml")
    second = overlay_of(tmp_path, "- {target: $.info, update: {title: Two}}", name="2.yaml")
    at_once = apply_overlays(document_of(), [first, second])
    in_turn = apply_overlays(apply_overlays(document_of(), [first]), [second])

    for result in (at_once, in_turn):
        assert origin(result, "info", "title") == "2.yaml:4: Two"
        assert origin(result, "info", "x-a") == "1.yaml:4: 1"
        assert origin(result, "info", "version") == 'openapi.yaml:4: "1"'
