"""Diagnostics of open files: they appear, change and go with the texts, and are those of the command line."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from preclear.project import CheckOptions, Project
from tests.language_server.editor import Editor
from tests.language_server.expected import expected_diagnostics, simplify

if TYPE_CHECKING:
    from collections.abc import Sequence

GOOD = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
security: [{key: []}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
paths:
  /pets:
    get:
      operationId: listPets
      summary: List pets
      responses:
        "200": {description: all pets}
"""
NAMELESS = GOOD.replace("      operationId: listPets\n", "")
SPLIT = GOOD.replace("all pets}", "all pets, content: {application/json: {schema: {$ref: 'models/pet.yaml'}}}}")
PET = "type: objekt\n"

pytestmark = pytest.mark.asyncio


def codes(diagnostics: Sequence[types.Diagnostic]) -> list[object]:
    """Return the rules of the errors and warnings."""
    return [
        diagnostic.code for diagnostic in diagnostics if diagnostic.severity != types.DiagnosticSeverity.Information
    ]


async def test_diagnostics_appear_change_and_go(editor: Editor) -> None:
    editor.open("openapi.yaml", NAMELESS)
    (diagnostic,) = await editor.diagnostics("openapi.yaml")
    assert diagnostic.code == "missing-action-name"
    assert diagnostic.source == "preclear"
    assert diagnostic.severity == types.DiagnosticSeverity.Error
    assert diagnostic.code_description == types.CodeDescription(
        "https://preclear.example/docs/rules/missing-action-name"
    )
    assert "help: " in diagnostic.message
    assert isinstance(diagnostic.data, str)
    assert diagnostic.range.start == types.Position(7, 4)

    start = NAMELESS.index("      summary")
    editor.replace("openapi.yaml", start, start, "      operationId: list pets\n")
    assert codes(await editor.diagnostics("openapi.yaml")) == ["invalid-action-name"]

    start = editor.texts["openapi.yaml"].index("list pets")
    editor.replace("openapi.yaml", start, start + len("list pets"), "listPets")
    assert codes(await editor.diagnostics("openapi.yaml")) == []


async def test_the_file_on_disk_is_not_the_buffer(editor: Editor) -> None:
    (editor.folder / "openapi.yaml").write_text(GOOD)
    editor.open("openapi.yaml", NAMELESS)
    assert codes(await editor.diagnostics("openapi.yaml")) == ["missing-action-name"]
    assert (editor.folder / "openapi.yaml").read_text() == GOOD

    editor.close("openapi.yaml")
    await editor.wait(lambda: editor.latest("openapi.yaml") == [])
    assert editor.published[editor.uri("openapi.yaml")][-1].version is None


async def test_a_fragment_is_checked_in_all_its_documents(editor: Editor) -> None:
    (editor.folder / "models").mkdir()
    (editor.folder / "models" / "pet.yaml").write_text(PET)
    (editor.folder / "a.yaml").write_text(SPLIT)
    (editor.folder / "b.yaml").write_text(SPLIT.replace("      operationId: listPets\n", ""))
    editor.open("models/pet.yaml", PET)

    assert "invalid-schema" in codes(await editor.diagnostics("models/pet.yaml"))
    await editor.wait(lambda: codes(editor.latest("b.yaml")) == ["missing-action-name"])
    assert codes(editor.latest("a.yaml")) == []

    editor.replace_all("models/pet.yaml", "type: object\n")
    assert codes(await editor.diagnostics("models/pet.yaml")) == []

    editor.close("models/pet.yaml")
    await editor.wait(lambda: editor.latest("b.yaml") == [])
    assert editor.latest("a.yaml") == []


async def test_two_open_files_of_one_document(editor: Editor) -> None:
    (editor.folder / "models").mkdir()
    (editor.folder / "models" / "pet.yaml").write_text("type: object\n")
    editor.open("a.yaml", SPLIT)
    assert codes(await editor.diagnostics("a.yaml")) == []

    editor.open("models/pet.yaml", PET)
    assert "invalid-schema" in codes(await editor.diagnostics("models/pet.yaml"))

    editor.replace_all("a.yaml", GOOD)
    assert codes(await editor.diagnostics("a.yaml")) == []
    assert codes(editor.latest("models/pet.yaml")) == []


async def test_a_file_that_exists_only_in_the_editor(editor: Editor) -> None:
    editor.open("a.yaml", SPLIT)
    assert "unresolved-reference" in codes(await editor.diagnostics("a.yaml"))

    editor.open("models/pet.yaml", PET)
    assert "invalid-schema" in codes(await editor.diagnostics("models/pet.yaml"))
    assert codes(editor.latest("a.yaml")) == []


async def test_a_file_that_is_deleted(editor: Editor) -> None:
    pet = editor.folder / "pet.yaml"
    pet.write_text("type: object\n")
    editor.open("a.yaml", SPLIT.replace("models/", ""))
    assert codes(await editor.diagnostics("a.yaml")) == []

    pet.unlink()
    editor.report_file_changes("pet.yaml")
    await editor.wait(lambda: "unresolved-reference" in codes(editor.latest("a.yaml")))

    pet.write_text("type: object\n")
    editor.report_file_changes("pet.yaml")
    await editor.wait(lambda: codes(editor.latest("a.yaml")) == [])


async def test_a_file_that_is_not_openapi_has_no_diagnostics(editor: Editor) -> None:
    editor.open("compose.yaml", "services: [\n")
    assert codes(await editor.diagnostics("compose.yaml")) == []

    editor.open("notes.txt", "openapi: 3.1.0\n", "plaintext")
    editor.open("openapi.yaml", GOOD)
    await editor.diagnostics("openapi.yaml")
    assert editor.uri("notes.txt") not in editor.published
    assert editor.messages == []


async def test_a_document_that_is_broken_while_it_is_edited(editor: Editor) -> None:
    editor.open("openapi.yaml", GOOD)
    assert codes(await editor.diagnostics("openapi.yaml")) == []

    editor.replace("openapi.yaml", 0, len("openapi"), "x: [")
    assert codes(await editor.diagnostics("openapi.yaml")) == ["syntax-error"]

    editor.replace_all("openapi.yaml", "a: 1\n")
    assert codes(await editor.diagnostics("openapi.yaml")) == ["not-openapi"]

    editor.replace_all("openapi.yaml", GOOD)
    assert codes(await editor.diagnostics("openapi.yaml")) == []


async def test_quick_changes_are_checked_once(editor: Editor) -> None:
    editor.open("openapi.yaml", GOOD)
    await editor.diagnostics("openapi.yaml")
    editor.process.send_signal(signal.SIGSTOP)  # on a busy machine, they needn't reach it within its delay
    for _ in range(20):
        editor.replace("openapi.yaml", len(GOOD), len(GOOD), "#")
    editor.process.send_signal(signal.SIGCONT)
    await editor.diagnostics("openapi.yaml")
    await asyncio.sleep(0.4)

    assert [published.version for published in editor.published[editor.uri("openapi.yaml")]] == [1, 21]


@pytest.mark.parametrize("encoding", list(types.PositionEncodingKind))
async def test_columns_in_all_encodings(tmp_path: Path, encoding: types.PositionEncodingKind) -> None:
    editor = Editor(tmp_path, encoding)
    await editor.start()
    line = 'paths: {/pets: {get: {summary: "🐶 é 犬", operationId: "🐶 犬", responses: {"200": {description: ok}}}}}\n'
    text = GOOD[: GOOD.index("paths:")] + line
    editor.open("openapi.yaml", text)
    (diagnostic,) = await editor.diagnostics("openapi.yaml")
    assert editor.capabilities.position_encoding == encoding
    assert diagnostic.code == "invalid-action-name"
    assert diagnostic.range == types.Range(
        editor.position(text, text.index('"🐶 犬"')), editor.position(text, text.index(", responses"))
    )

    start = text.index("🐶 犬")
    editor.replace("openapi.yaml", start, start + 3, "list")
    assert codes(await editor.diagnostics("openapi.yaml")) == []
    await editor.stop()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
async def test_lines_end_as_the_protocol_says(editor: Editor, line_end: str) -> None:
    strange = 'x-a: "\u2028 \x85 \u2029"\n'
    text = (strange + NAMELESS).replace("\n", line_end)
    editor.open("openapi.yaml", text)
    diagnostics = await editor.diagnostics("openapi.yaml")
    assert [(diagnostic.code, diagnostic.range.start.line) for diagnostic in diagnostics] == [
        ("missing-action-name", 8)
    ]

    start = text.index("      summary")
    editor.replace("openapi.yaml", start, start, "      operationId: listPets" + line_end)
    assert codes(await editor.diagnostics("openapi.yaml")) == []


async def test_positions_past_the_end_are_the_end(editor: Editor) -> None:
    editor.open("openapi.yaml", "openapi: 3.1.0")
    await editor.diagnostics("openapi.yaml")
    past = types.Position(99, 99)
    rest = GOOD[len("openapi: 3.1.0") :]
    editor.texts["openapi.yaml"] += rest
    editor.send_changes(
        "openapi.yaml", [types.TextDocumentContentChangePartial(types.Range(types.Position(0, 999), past), rest)]
    )
    assert codes(await editor.diagnostics("openapi.yaml")) == []


async def test_a_broken_config_is_reported_in_its_file(editor: Editor) -> None:
    config = editor.folder / "preclear.toml"
    config.write_text('# é\nselect = ["no-such-rule"]\n')
    editor.open("openapi.yaml", NAMELESS)
    assert codes(await editor.diagnostics("openapi.yaml")) == []
    await editor.wait(lambda: editor.latest("preclear.toml"))
    (problem,) = editor.latest("preclear.toml")
    assert "no-such-rule" in problem.message
    assert problem.range.start.line == 1

    config.write_text('ignore = ["missing-action-name"]\n')
    editor.report_file_changes("preclear.toml")
    await editor.wait(lambda: editor.latest("preclear.toml") == [])
    assert codes(editor.latest("openapi.yaml")) == []

    config.unlink()
    editor.save("openapi.yaml")
    await editor.wait(lambda: codes(editor.latest("openapi.yaml")) == ["missing-action-name"])
    assert editor.messages == []


async def test_an_unused_ignore_is_shown_in_the_config(editor: Editor) -> None:
    (editor.folder / "preclear.toml").write_text(
        '[[ignores]]\npaths = ["openapi.yaml"]\nrules = ["missing-action-name"]\nreason = "known"\n'
    )
    editor.open("openapi.yaml", GOOD)
    await editor.wait(lambda: editor.latest("preclear.toml"))
    (diagnostic,) = editor.latest("preclear.toml")
    assert diagnostic.code == "unused-suppression"
    assert [*(diagnostic.tags or ())] == [types.DiagnosticTag.Unnecessary]


async def test_a_broken_baseline_is_a_message_once(editor: Editor) -> None:
    (editor.folder / ".preclear-baseline.json").write_text("{")
    editor.open("openapi.yaml", NAMELESS)
    assert codes(await editor.diagnostics("openapi.yaml")) == []
    await editor.wait(lambda: editor.messages)
    (message,) = editor.messages
    assert ".preclear-baseline.json" in message

    editor.replace("openapi.yaml", 0, 0, "# x\n")
    await editor.diagnostics("openapi.yaml")
    assert len(editor.messages) == 1


async def test_known_findings_of_the_baseline_are_not_reported(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    (editor.folder / "openapi.yaml").write_text(NAMELESS)
    monkeypatch.chdir(editor.folder)
    Project().update_baseline(["openapi.yaml"])
    editor.open("openapi.yaml", NAMELESS)
    assert codes(await editor.diagnostics("openapi.yaml")) == []


async def test_a_file_with_very_many_findings(editor: Editor) -> None:
    paths = "".join(f"  /p{number}: {{get: {{responses: {{}}, x: {number}}}}}\n" for number in range(1_500))
    editor.open("openapi.yaml", GOOD[: GOOD.index("  /pets")] + paths)
    diagnostics = await editor.diagnostics("openapi.yaml")
    assert len(diagnostics) == 1_001
    assert diagnostics[-1].message.startswith("3,501 more findings in this file")
    assert all(diagnostic.severity == types.DiagnosticSeverity.Error for diagnostic in diagnostics[:-1])


@pytest.mark.parametrize("name", ["openapi.yaml", "apis/openapi.yaml"])
async def test_findings_are_those_of_the_command_line(
    editor: Editor, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = NAMELESS.replace("all pets}", "all pets, content: {text/plain: {schema: {type: objekt}}}}")
    file = editor.folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    monkeypatch.chdir(editor.folder)
    results = Project(CheckOptions()).check([name])
    editor.open(name, text)

    diagnostics = await editor.diagnostics(name)
    assert simplify(diagnostics) == expected_diagnostics(results, Path(os.path.realpath(file)), editor)
    assert len(diagnostics) > 1


async def test_a_document_that_is_nested_deeply(editor: Editor) -> None:
    editor.open("openapi.yaml", f"{NAMELESS}x-deep: {'[' * 90}{']' * 90}\n")
    assert codes(await editor.diagnostics("openapi.yaml")) == ["missing-action-name"]

    editor.replace_all("openapi.yaml", f"{NAMELESS}x-deep: {'[' * 50_000}\n")
    assert codes(await editor.diagnostics("openapi.yaml")) == ["exceeded-limit"]


async def test_the_deepest_documents_that_an_option_allows(editor: Editor) -> None:
    await editor.stop()
    deep = Editor(editor.folder)
    await deep.start("--limit", "depth=500")
    schema = "{type: object, properties: {a: " * 160 + "{type: string}" + "}}" * 160
    deep.open("openapi.yaml", NAMELESS.replace("components: {", f"components: {{schemas: {{Deep: {schema}}}, "))
    assert "missing-action-name" in codes(await deep.diagnostics("openapi.yaml"))
    assert await deep.stop() == 0


async def test_a_folder_that_is_renamed_and_deleted(editor: Editor) -> None:
    (editor.folder / "old").mkdir()
    (editor.folder / "old" / "pet.yaml").write_text("type: object\n")
    editor.open("a.yaml", SPLIT)
    assert "unresolved-reference" in codes(await editor.diagnostics("a.yaml"))

    (editor.folder / "old").rename(editor.folder / "models")
    renames = [types.FileRename(editor.uri("old"), editor.uri("models"))]
    editor.client.workspace_did_rename_files(types.RenameFilesParams(renames))
    await editor.wait(lambda: codes(editor.latest("a.yaml")) == [])

    (editor.folder / "models" / "pet.yaml").unlink()
    (editor.folder / "models").rmdir()
    editor.client.workspace_did_delete_files(types.DeleteFilesParams([types.FileDelete(editor.uri("models"))]))
    await editor.wait(lambda: "unresolved-reference" in codes(editor.latest("a.yaml")))

    workspace = editor.capabilities.workspace
    operations = None if workspace is None else workspace.file_operations
    assert operations is not None
    assert operations.did_create == operations.did_rename == operations.did_delete
    assert operations.did_delete is not None
