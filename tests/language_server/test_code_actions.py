"""Code actions: fixes, suppressions, and all fixes at once, as the command line makes them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from preclear.cli import main
from preclear.language_server.features.code_actions import FIX_ALL_KIND, RENAME_ALL_KIND, code_actions, fix_all
from preclear.language_server.features.workspace_edits import EditSupport
from preclear.project import CheckOptions
from preclear.source import load_bytes
from tests.language_server.making import Editor, make_editor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.language_server.features.code_actions import FixLevel

API = """\
openapi: 3.1.0
info: {title: "\U0001f43e", version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets/{id}:
    get:
      operationId: get pet
      summary: "Get a \U0001f436"
      parameters: [{name: id, in: path, schema: {$ref: parts.yaml#/Id}}]
      responses:
        "200": {description: all, links: {again: {operationId: get pet}}}
"""
PARTS = """\
Id: {type: string}
"""
FILES = {"api.yaml": API, "parts.yaml": PARTS}
SUPPORT = EditSupport(has_document_changes=False, versions={})
ANYWHERE = types.Range(types.Position(0, 0), types.Position(1_000, 0))
NO_CONTEXT = types.CodeActionContext(diagnostics=[])


@pytest.fixture(name="editor")
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    monkeypatch.chdir(tmp_path)
    return make_editor(tmp_path, FILES, ["api.yaml"])


def at(editor: Editor, text: str) -> types.Range:
    position = editor.at("api.yaml", text)
    return types.Range(position, position)


def find(editor: Editor, range: types.Range, context: types.CodeActionContext = NO_CONTEXT) -> list[types.CodeAction]:
    return code_actions(editor.snapshot, editor.file("api.yaml"), range, context, SUPPORT)


def apply(editor: Editor, edit: types.WorkspaceEdit | None, folder: Path | None = None) -> dict[str, str]:
    """The new text of each file that an edit changes."""
    assert edit is not None
    assert edit.changes is not None
    encoder, texts = editor.snapshot.encoder, dict[str, str]()
    for uri, text_edits in edit.changes.items():
        name = uri.removeprefix((folder or editor.folder).as_uri() + "/")
        document = editor.read(name)
        text = document.text
        ranges = [
            (encoder.offset(document, item.range.start), encoder.offset(document, item.range.end), item.new_text)
            for item in text_edits
        ]
        for start, end, new_text in sorted(ranges, reverse=True):
            text = text[:start] + new_text + text[end:]
        texts[name] = text
    return texts


def titles(actions: Iterable[types.CodeAction]) -> list[str]:
    return [action.title for action in actions]


def test_a_fix_is_that_of_the_finding(editor: Editor) -> None:
    actions = find(editor, at(editor, "name: id"))

    assert titles(actions) == [
        "Add `required: true`",
        "Suppress `optional-path-parameter` here",
        "Fix everything that has a safe fix",
        "Fix everything, and change names where it's needed",
    ]
    assert [action.kind for action in actions][:2] == [types.CodeActionKind.QuickFix] * 2
    assert [action.is_preferred for action in actions[:2]] == [True, None]
    assert (
        "{name: id, in: path, schema: {$ref: parts.yaml#/Id}, required: true}"
        in apply(editor, actions[0].edit)["api.yaml"]
    )
    suppressed = apply(editor, actions[1].edit)["api.yaml"]
    assert "#/Id}}]  # preclear: ignore[optional-path-parameter] TODO: say why\n" in suppressed


def test_a_rename_takes_its_references_along_and_is_not_preferred(editor: Editor) -> None:
    action = find(editor, at(editor, "get pet"))[0]

    assert action.title == "Rename it to `get_pet`"
    assert action.is_preferred is None
    assert apply(editor, action.edit) == {"api.yaml": API.replace("get pet", "get_pet")}


def test_an_edit_names_the_version_of_the_text_if_the_client_supports_it(editor: Editor) -> None:
    support = EditSupport(has_document_changes=True, versions={editor.file("api.yaml"): 7})
    range = at(editor, "get pet")

    edit = code_actions(editor.snapshot, editor.file("api.yaml"), range, NO_CONTEXT, support)[0].edit

    assert edit is not None
    assert edit.changes is None
    assert edit.document_changes is not None
    (change,) = edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == 7
    assert change.text_document.uri == (editor.folder / "api.yaml").as_uri()


def test_an_action_has_the_diagnostics_that_it_is_about(editor: Editor) -> None:
    finding = next(item for item in editor.snapshot.results.findings if item.rule.name == "invalid-action-name")
    range = editor.snapshot.encoder.range(finding.document, finding.span)
    other = types.Diagnostic(range, "another", code="other")
    own = types.Diagnostic(range, finding.message, code=finding.rule.name)

    actions = find(editor, range, types.CodeActionContext(diagnostics=[other, own]))

    fixes = [action for action in actions if action.kind == types.CodeActionKind.QuickFix]
    assert [action.diagnostics for action in fixes] == [[own]] * 2


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["quickfix"], {"quickfix"}),
        (["source.fixAll"], {FIX_ALL_KIND}),
        (["source.fixAll.preclear"], {FIX_ALL_KIND}),
        (["source.fixAll.other"], set[str]()),
        (["source"], {FIX_ALL_KIND, RENAME_ALL_KIND}),
        (["refactor", "source.fix"], set[str]()),
        ([], set[str]()),
        (None, {"quickfix", FIX_ALL_KIND, RENAME_ALL_KIND}),
    ],
)
def test_only_the_requested_kinds_are_returned(editor: Editor, only: list[str] | None, kinds: set[str]) -> None:
    context = types.CodeActionContext(diagnostics=[], only=only)

    found = find(editor, at(editor, "get pet"), context)

    assert {str(getattr(action.kind, "value", action.kind)) for action in found} == kinds


def test_nothing_can_be_done_where_nothing_is_found(editor: Editor) -> None:
    assert titles(find(editor, at(editor, "paths"), types.CodeActionContext([], only=["quickfix"]))) == []


def test_a_text_that_cannot_be_read_has_no_actions(tmp_path: Path) -> None:
    editor = make_editor(tmp_path, {"api.yaml": "openapi: [\n"}, ["api.yaml"])

    assert find(editor, ANYWHERE) == []


def test_an_edit_that_says_less_is_not_made_in_the_file(tmp_path: Path) -> None:
    api = (
        API.replace('"200"', "4XX").replace("get pet", "getPet").replace("path, schema", "path, required: true, schema")
    )
    editor = make_editor(tmp_path, {**FILES, "api.yaml": api}, ["api.yaml"])

    actions = find(editor, at(editor, "4XX"))

    assert titles(actions) == ["Suppress `status-range` here"]


def test_all_fixes_are_those_of_unsaved_texts(editor: Editor) -> None:
    path = editor.file("api.yaml")
    unsaved = API.replace("/pets", "/cats")
    texts = {path: unsaved.encode()}

    edit = fix_all(editor.snapshot, path, "safe", CheckOptions(), texts, SUPPORT)

    assert edit is not None
    assert edit.changes is not None
    (text_edits,) = edit.changes.values()
    (text_edit,) = text_edits
    assert text_edit.range == types.Range(types.Position(8, 0), types.Position(9, 0))
    assert text_edit.new_text.endswith("required: true}]\n")
    assert (editor.folder / "api.yaml").read_text(encoding="utf-8") == API
    fixed = unsaved.replace("#/Id}}", "#/Id}, required: true}")
    texts = {path: fixed.encode()}
    assert fix_all(editor.snapshot, path, "safe", CheckOptions(), texts, SUPPORT) is None


RULES = Path(__file__).parents[2] / "fixtures" / "rules"
FIXABLE = sorted({path for path in RULES.glob("*/bad*") if path.suffix not in (".carets", ".out")})


@pytest.mark.parametrize("level", ["safe", "rename"])
@pytest.mark.parametrize("path", FIXABLE[::3], ids=lambda path: f"{path.parent.name}-{path.name}")
def test_all_fixes_are_those_of_the_command_line(
    path: Path, level: FixLevel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(path.parent, tmp_path / "rule")
    folder = tmp_path / "rule"
    monkeypatch.chdir(folder)
    editor = make_editor(folder, {}, [path.name])
    edit = fix_all(editor.snapshot, editor.file(path.name), level, CheckOptions(), {}, SUPPORT)
    texts = {} if edit is None else apply(editor, edit)
    before = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    main(["check", path.name, "--fix", *(["--unsafe-fixes"] if level == "rename" else [])])

    for name, data in before.items():
        after = (folder / name).read_bytes()
        assert (texts[name] == load_bytes(after, name).text) if name in texts else after == data


@pytest.mark.parametrize("has_data", [True, False])
def test_a_fix_is_of_its_own_finding(has_data: bool, tmp_path: Path) -> None:
    url = "https://user:secret@pets.example.com/"
    editor = make_editor(tmp_path, {**FILES, "api.yaml": API.replace("https://pets.example.com", url)}, ["api.yaml"])
    findings = [finding for finding in editor.snapshot.results.findings if finding.rule.name == "unsafe-base-url"]
    diagnostics = [
        types.Diagnostic(
            editor.snapshot.encoder.range(finding.document, finding.span),
            finding.message,
            code=finding.rule.name,
            data=finding.fingerprint if has_data else None,
        )
        for finding in findings
    ]
    (fix,) = [
        action
        for action in find(editor, at(editor, url), types.CodeActionContext(diagnostics))
        if action.title.startswith("Write")
    ]
    (fixable,) = [number for number, finding in enumerate(findings) if finding.edit and finding.edit.level == "safe"]
    assert len(findings) == 2
    assert fix.diagnostics == ([diagnostics[fixable]] if has_data else diagnostics)
