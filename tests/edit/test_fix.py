"""Rounds of fixes: over several documents, with edits that overlap, contradict each other or never end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from preclear.connector import Action, Connector
from preclear.edit import (
    MAX_ROUNDS,
    CollectedReport,
    FixableDocument,
    Fixes,
    FixOptions,
    fix_documents,
)
from preclear.engine import check_document
from preclear.rule import rule
from preclear.source import DEFAULT_LIMITS, Edit, Node, Place, Rename, Report, Set, load_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.rule import Rule
    from preclear.source import Document, EditLevel, Kind

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}   # about
servers: [{url: https://pets.example.com}]
paths:
  /pets:
    get:
      operationId: listPets
      x-number: 1   # a number
      responses:
        "200": {description: all pets}
"""


def fix(texts: dict[str, str], *rules: Rule[Any], level: EditLevel = "safe") -> tuple[Fixes, dict[str, str], int]:
    """Fix documents that are in memory. Return the fixes, the new texts and the number of checks."""
    count = 0

    def check(new: Mapping[str, bytes]) -> list[FixableDocument]:
        nonlocal count
        count += 1
        documents: list[FixableDocument] = []
        for name, text in texts.items():
            reports: list[CollectedReport] = []

            def observe(kind: Kind, report: Report, reports: list[CollectedReport] = reports) -> None:
                reports.append(CollectedReport(kind, report))

            document = load_bytes(new.get(name, text.encode()), name, file=Path(f"/nowhere/{name}"))
            result = check_document(document, rules={item.name: item for item in rules}, observe=observe)
            description = None if result.connector is None else result.connector.api
            documents.append(FixableDocument(document, description, reports, is_complete=True))
        return documents

    def identify(document: Document) -> str:
        return document.path

    fixes, data = fix_documents(check, FixOptions(level, DEFAULT_LIMITS, identify))
    return fixes, {**texts, **{name: text.decode() for name, text in data.items()}}, count


def set_number(action: Action, number: int) -> Edit:
    return Edit("safe", "change it", (Set(Place(action.node.document, (*action.node.pointer, "x-number")), number),))


def number_of(action: Action) -> object:
    return action.node.mapping.get("x-number")


@rule(on=Action, basis="practice", source="a test", fix="safe")
def below_three(action: Action) -> Iterator[Report]:
    """A number is below three; the edit adds one."""
    number = number_of(action)
    if isinstance(number, int) and number < 3:
        yield Report("`x-number` is low", action.node, edit=set_number(action, number + 1))


@rule(on=Action, basis="practice", source="a test", fix="safe")
def any_number(action: Action) -> Iterator[Report]:
    """There is a number; the edit adds one, for ever."""
    number = number_of(action)
    if isinstance(number, int):
        yield Report("`x-number` is there", action.node, edit=set_number(action, number + 1))


@rule(on=Action, basis="practice", source="a test", fix="safe")
def odd_number(action: Action) -> Iterator[Report]:
    """A number is odd; the edit makes it 2."""
    number = number_of(action)
    if isinstance(number, int) and number % 2:
        yield Report("`x-number` is odd", action.node, edit=set_number(action, 2))


@rule(on=Action, basis="practice", source="a test", fix="safe")
def even_number(action: Action) -> Iterator[Report]:
    """A number is even; the edit makes it 1."""
    number = number_of(action)
    if isinstance(number, int) and number % 2 == 0:
        yield Report("`x-number` is even", action.node, edit=set_number(action, 1))


@rule(on=Connector, basis="practice", source="a test", fix="safe")
def short_title(connector: Connector) -> Iterator[Report]:
    """The title is short."""
    document = connector.place.document
    place = Place(document, ("info", "title"))
    if isinstance(document.value, dict) and document.value.get("info") == {"title": "Pets", "version": "1"}:
        yield Report("`title` is short", place, edit=Edit("safe", "say more", (Set(place, "All pets"),)))


def test_no_edit_takes_one_check() -> None:
    fixes, texts, checks = fix({"a.yaml": DOCUMENT})

    assert (fixes, texts, checks) == (Fixes(), {"a.yaml": DOCUMENT}, 1)


def test_edits_that_follow_from_others_are_made_in_later_rounds() -> None:
    fixes, texts, checks = fix({"a.yaml": DOCUMENT}, below_three, short_title)

    assert texts["a.yaml"] == DOCUMENT.replace("number: 1 ", "number: 3 ").replace("title: Pets", "title: All pets")
    assert [finding.rule.name for finding in fixes.fixed] == ["short-title", "below-three", "below-three"]
    assert checks == 3
    assert fixes.is_complete


def test_overlapping_edits_are_made_one_after_the_other() -> None:
    fixes, texts, _ = fix({"a.yaml": DOCUMENT}, below_three, odd_number)

    assert "x-number: 3 " in texts["a.yaml"]
    assert fixes.is_complete


def test_edits_without_an_end_stop_after_the_last_round() -> None:
    fixes, texts, checks = fix({"a.yaml": DOCUMENT}, any_number)

    assert texts["a.yaml"] == DOCUMENT.replace("x-number: 1 ", f"x-number: {1 + MAX_ROUNDS} ")
    assert checks == MAX_ROUNDS + 1
    assert not fixes.is_complete
    assert len(fixes.unfixed) == 1


def test_edits_that_undo_each_other_stop_and_are_named() -> None:
    fixes, texts, checks = fix({"a.yaml": DOCUMENT}, odd_number, even_number)

    assert texts["a.yaml"] == DOCUMENT.replace("x-number: 1 ", "x-number: 2 ")
    assert [unfixed.reason for unfixed in fixes.unfixed] == ["edits contradict each other"]
    assert checks <= 3


def test_the_new_text_and_the_old_one_are_in_the_fixes() -> None:
    fixes, texts, _ = fix({"a.yaml": DOCUMENT}, short_title)

    (file,) = fixes.files
    assert (file.key, file.path, file.files) == ("a.yaml", "a.yaml", (Path("/nowhere/a.yaml"),))
    assert (file.old_text, file.new_text) == (DOCUMENT, texts["a.yaml"])
    assert (file.old_data, file.new_data) == (DOCUMENT.encode(), texts["a.yaml"].encode())


@rule(on=Connector, basis="practice", source="a test", fix="rename")
def other_schema_names(connector: Connector) -> Iterator[Report]:
    """Schemas have names in small letters."""
    document = connector.place.document
    components = Node(document, (), document.value).get("components")
    schemas = components and components.get("schemas")
    for key in schemas.mapping if schemas else ():
        if not key.isupper():
            place = Place(document, ("components", "schemas", key), "key")
            yield Report(f"`{key}` is quiet", place, edit=Edit("rename", "rename it", (Rename(place, key.upper()),)))


USED = (
    DOCUMENT
    + """\
components:
  schemas:
    pet: {type: object, properties: {owner: {$ref: '#/components/schemas/person'}}}   # a pet
    person: {type: object}
"""
)


@pytest.mark.parametrize("level", ["safe", "rename"])
def test_the_level_decides(level: EditLevel) -> None:
    fixes, texts, _ = fix({"a.yaml": USED}, other_schema_names, short_title, level=level)

    expected = USED.replace("title: Pets", "title: All pets")
    if level == "rename":
        expected = expected.replace("pet: {", "PET: {").replace("person", "PERSON")
    assert texts["a.yaml"] == expected
    assert {finding.level for finding in fixes.fixed} == ({"safe"} if level == "safe" else {"safe", "rename"})
