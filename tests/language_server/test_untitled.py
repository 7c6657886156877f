"""Texts that were never saved are checked as files in the folder that the editor has opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from preclear.language_server.untitled import choose_path
from tests.language_server.test_diagnostics import GOOD, NAMELESS, PET, SPLIT, codes
from tests.language_server.test_requests import find_symbols, list_edits, place

if TYPE_CHECKING:
    from pathlib import Path

    from tests.language_server.editor import Editor

NAME = "untitled:Untitled-1"


@pytest.mark.parametrize(
    ("uri", "language", "name"),
    [
        ("untitled:Untitled-1", "yaml", "Untitled-1.yaml"),
        ("untitled:Untitled-1", "json", "Untitled-1.json"),
        ("untitled:Untitled-1", "jsonc", "Untitled-1.json"),
        ("untitled:Untitled-1", "markdown", None),
        ("untitled:taken", "yaml", "taken-3.yaml"),
        ("untitled:pets.yaml?query#part", "yaml", "pets.yaml"),
        ("untitled:", "yaml", "Untitled.yaml"),
        ("untitled:../../secret", "yaml", "secret.yaml"),
        ("untitled:..%2F..%2F.secret%00", "yaml", "secret.yaml"),
        ("untitled:..", "yaml", "Untitled.yaml"),
        ("git:/openapi.yaml", "yaml", None),
        ("file:///openapi.yaml", "yaml", None),
    ],
)
def test_where_a_text_is_checked(
    uri: str, language: str, name: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken.yaml").touch()
    expected = None if name is None else str(tmp_path / name)

    assert choose_path(uri, language, [str(tmp_path / "taken-2.yaml")]) == expected


def test_a_text_with_a_path_is_a_new_file_there(tmp_path: Path) -> None:
    path = tmp_path / "apis" / "new file.yaml"

    assert choose_path(path.as_uri().replace("file://", "untitled:"), "yaml", []) == str(path)


def open_untitled(editor: Editor, text: str, language: str = "yaml") -> None:
    editor.texts[NAME], editor.versions[NAME] = text, 1
    item = types.TextDocumentItem(NAME, language, 1, text)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))


@pytest.mark.asyncio
async def test_a_new_text_is_checked_and_answered(editor: Editor) -> None:
    (editor.folder / "preclear.toml").write_text('ignore = ["missing-action-summary"]\n')
    (editor.folder / "models").mkdir()
    (editor.folder / "models" / "pet.yaml").write_text(PET)
    open_untitled(editor, NAMELESS.replace("      summary: List pets\n", ""))
    assert codes(await editor.diagnostics(NAME)) == ["missing-action-name"]

    editor.replace_all(NAME, SPLIT)
    assert codes(await editor.diagnostics(NAME)) == []
    assert "invalid-schema" in codes(editor.latest("models/pet.yaml"))
    assert "listPets" in await find_symbols(editor, NAME)
    hover = await editor.client.text_document_hover_async(types.HoverParams(*place(editor, NAME, "listPets")))
    assert hover is not None

    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(NAME)))
    await editor.wait(lambda: editor.latest("models/pet.yaml") == [])
    assert sorted(path.name for path in editor.folder.iterdir()) == ["models", "preclear.toml"]


@pytest.mark.asyncio
async def test_the_fixes_of_a_new_text_are_edits_of_it(editor: Editor) -> None:
    open_untitled(editor, GOOD.replace('version: "1"', "version: 1.0"))
    diagnostics = await editor.diagnostics(NAME)
    document, whole = types.TextDocumentIdentifier(NAME), types.Range(types.Position(0, 0), types.Position(99, 0))
    context = types.CodeActionContext(diagnostics)
    answer = await editor.client.text_document_code_action_async(types.CodeActionParams(document, whole, context))
    actions = {action.kind: action for action in answer or () if isinstance(action, types.CodeAction)}
    assert actions["quickfix"].edit is not None
    assert list_edits(actions["quickfix"].edit)[0][0] == NAME

    fix_all = await editor.client.code_action_resolve_async(actions["source.fixAll.preclear"])
    assert fix_all.edit is not None
    ((uri, version, _),) = list_edits(fix_all.edit)
    assert (uri, version) == (NAME, 1)


@pytest.mark.asyncio
async def test_new_texts_in_other_languages_are_nobody_s_business(editor: Editor) -> None:
    open_untitled(editor, NAMELESS, "plaintext")
    editor.open("openapi.yaml", GOOD)
    await editor.diagnostics("openapi.yaml")
    assert NAME not in editor.published
