"""What the editor asks while texts change: answers are about the texts as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from tests.language_server.test_diagnostics import GOOD, NAMELESS, SPLIT, codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.language_server.editor import Editor

pytestmark = pytest.mark.asyncio


def place(editor: Editor, name: str, text: str) -> tuple[types.TextDocumentIdentifier, types.Position]:
    """The position of a text in an open file."""
    whole = editor.texts[name]
    return types.TextDocumentIdentifier(editor.uri(name)), editor.position(whole, whole.index(text))


async def find_symbols(editor: Editor, name: str) -> list[str]:
    """The names of all symbols of an open file."""
    params = types.DocumentSymbolParams(types.TextDocumentIdentifier(editor.uri(name)))
    symbols = await editor.client.text_document_document_symbol_async(params)
    return [name for symbol in symbols or () for name in _names(symbol)]


def _names(symbol: types.DocumentSymbol | types.SymbolInformation) -> Sequence[str]:
    children = [] if isinstance(symbol, types.SymbolInformation) else symbol.children or []
    return [symbol.name, *(name for child in children for name in _names(child))]


async def test_hover(editor: Editor) -> None:
    editor.open("openapi.yaml", GOOD)
    hover = await editor.client.text_document_hover_async(types.HoverParams(*place(editor, "openapi.yaml", "listPets")))
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert "listPets" in hover.contents.value


async def test_an_answer_is_about_the_text_of_now(editor: Editor) -> None:
    editor.open("openapi.yaml", GOOD)
    assert "listPets" in await find_symbols(editor, "openapi.yaml")

    start = GOOD.index("listPets")
    for end, text in ((8, "findPets"), (8, "seekPets")):
        editor.replace("openapi.yaml", start, start + end, text)
        assert text in await find_symbols(editor, "openapi.yaml")


async def test_an_answer_brings_the_diagnostics_before_it(editor: Editor) -> None:
    editor.open("openapi.yaml", NAMELESS)
    await find_symbols(editor, "openapi.yaml")
    assert codes(editor.latest("openapi.yaml")) == ["missing-action-name"]
    assert len(editor.published[editor.uri("openapi.yaml")]) == 1


async def test_definition_and_references_over_files(editor: Editor) -> None:
    (editor.folder / "models").mkdir()
    (editor.folder / "models" / "pet.yaml").write_text("type: object\n")
    editor.open("a.yaml", SPLIT)
    definition = await editor.client.text_document_definition_async(
        types.DefinitionParams(*place(editor, "a.yaml", "models/pet.yaml"))
    )
    assert isinstance(definition, list | tuple)
    (location,) = definition
    assert isinstance(location, types.Location)
    assert location.uri == editor.uri("models/pet.yaml")

    editor.open("models/pet.yaml", "type: object\n")
    references = await editor.client.text_document_references_async(
        types.ReferenceParams(
            types.ReferenceContext(include_declaration=False), *place(editor, "models/pet.yaml", "type")
        )
    )
    assert [reference.uri for reference in references or ()] == [editor.uri("a.yaml")]


async def test_requests_about_what_is_not_openapi(editor: Editor) -> None:
    editor.open("compose.yaml", "services: {}\n")
    assert await find_symbols(editor, "compose.yaml") == []
    document, position = place(editor, "compose.yaml", "services")
    assert await editor.client.text_document_hover_async(types.HoverParams(document, position)) is None
    elsewhere = types.TextDocumentIdentifier("untitled:Untitled-1")
    assert await editor.client.text_document_hover_async(types.HoverParams(elsewhere, position)) is None


async def test_many_requests_at_once_while_the_text_changes(editor: Editor) -> None:
    editor.open("openapi.yaml", GOOD)
    uri = editor.uri("openapi.yaml")
    requests = []
    for number in range(20):
        editor.replace("openapi.yaml", len(GOOD), len(GOOD), f"# {number}\n")
        document, position = place(editor, "openapi.yaml", "listPets")
        requests.append(editor.client.text_document_hover_async(types.HoverParams(document, position)))
    answers = [await request for request in requests]

    assert all(answer is not None for answer in answers)
    assert editor.published[uri][-1].version == editor.versions["openapi.yaml"]
