"""What the editor asks while texts change: answers are about the texts as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types

from preclear.project import CheckOptions, fix_paths
from tests.language_server.test_diagnostics import GOOD, NAMELESS, SPLIT, codes

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

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
    requests: list[Coroutine[Any, Any, types.Hover | None]] = []
    for number in range(20):
        editor.replace("openapi.yaml", len(GOOD), len(GOOD), f"# {number}\n")
        document, position = place(editor, "openapi.yaml", "listPets")
        requests.append(editor.client.text_document_hover_async(types.HoverParams(document, position)))
    answers = [await request for request in requests]

    assert all(answer is not None for answer in answers)
    assert editor.published[uri][-1].version == editor.versions["openapi.yaml"]


async def test_code_actions_and_the_edit_that_fixes_all(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    text = NAMELESS.replace("security: [{key: []}]\n", "").replace('version: "1"', "version: 1.0")
    (editor.folder / "openapi.yaml").write_text(text)
    editor.open("openapi.yaml", text)
    diagnostics = await editor.diagnostics("openapi.yaml")
    document = types.TextDocumentIdentifier(editor.uri("openapi.yaml"))
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    context = types.CodeActionContext(diagnostics)
    answer = await editor.client.text_document_code_action_async(types.CodeActionParams(document, whole, context))
    actions = {action.kind: action for action in answer or () if isinstance(action, types.CodeAction)}
    assert actions["quickfix"].edit is not None

    fix_all = await editor.client.code_action_resolve_async(actions["source.preclear.renameAll"])
    assert fix_all.edit is not None
    ((uri, version, edits),) = list_edits(fix_all.edit)
    assert (uri, version) == (document.uri, editor.versions["openapi.yaml"])
    for edit in reversed(edits):
        assert edit.range.start.line < edit.range.end.line or edit.new_text.endswith("\n")
        lines = editor.texts["openapi.yaml"].split("\n")
        lines[edit.range.start.line : edit.range.end.line] = edit.new_text.removesuffix("\n").split("\n")
        editor.replace_all("openapi.yaml", "\n".join(lines))

    monkeypatch.chdir(editor.folder)
    fix_paths(["openapi.yaml"], CheckOptions(), "rename")
    assert editor.texts["openapi.yaml"] == (editor.folder / "openapi.yaml").read_text()
    assert codes(await editor.diagnostics("openapi.yaml")) == []


def list_edits(edit: types.WorkspaceEdit) -> list[tuple[str, int | None, Sequence[types.TextEdit]]]:
    """The edits of each file, which replace whole lines."""
    found: list[tuple[str, int | None, Sequence[types.TextEdit]]] = []
    for change in edit.document_changes or ():
        assert isinstance(change, types.TextDocumentEdit)
        edits = [each for each in change.edits if isinstance(each, types.TextEdit)]
        found.append((change.text_document.uri, change.text_document.version, edits))
    return found
