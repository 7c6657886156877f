"""References are found in all documents of the project, whether they are open or not."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from preclear.engine import CancelledCheckError
from preclear.language_server.buffers import OpenFile
from preclear.language_server.checks import ClientFeatures, FoundReferences, OpenFileChecks
from preclear.language_server.positions import PositionEncoder
from preclear.project import CheckOptions
from preclear.source import load_bytes, resolve_links
from tests.language_server.test_diagnostics import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.language_server.editor import Editor

SHARED = "Pet: {type: object, properties: {id: {type: string}}}\nCat: {type: object}\n"


def document(target: str) -> str:
    """A document that refers to `target` in a response."""
    return GOOD.replace("all pets}", f"all pets, content: {{application/json: {{schema: {{$ref: '{target}'}}}}}}}}")


class Workspace:
    """A folder, and the files that are open in an editor."""

    def __init__(self, folder: Path, options: CheckOptions | None = None) -> None:
        self.folder = folder
        self.open: dict[str, str] = {}
        self.encoder = PositionEncoder()
        self.checks = OpenFileChecks(options or CheckOptions(), str(folder), self.encoder, ClientFeatures())

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def find(
        self, name: str, text: str, *, is_void: Callable[[], bool] = lambda: False, declaration: bool = False
    ) -> FoundReferences:
        """Check the open files, and find the references to what is at `text` in one of them."""
        files = [
            OpenFile(path.as_uri(), 1, str(path), resolve_links(path), content.encode())
            for path, content in ((self.folder / other, content) for other, content in sorted(self.open.items()))
        ]
        assert self.checks.check(files, lambda: False) is not None
        file = resolve_links(self.folder / name)
        opened = load_bytes(self.open[name].encode(), name)
        position = self.encoder.position(opened, opened.lines.position(opened.text.index(text)))
        identifier = types.TextDocumentIdentifier((self.folder / name).as_uri())
        params = types.ReferenceParams(types.ReferenceContext(declaration), identifier, position)
        with self.checks.cancel_if(is_void):
            snapshot = self.checks.make_snapshot(file)
            assert snapshot is not None
            return self.checks.find_references(snapshot, file, params)

    def names(self, found: FoundReferences) -> list[str]:
        """The names of the files with references, which `find` has found without a problem."""
        assert found.problems == ()
        start = len(self.folder.as_uri()) + 1
        return [location.uri[start:] for location in found.locations]


@pytest.fixture(name="workspace", params=[True, False], ids=["repository", "folder"])
def make_workspace(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    if request.param:
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    workspace = Workspace(tmp_path)
    workspace.write("models/shared.yaml", SHARED)
    workspace.write("a.yaml", document("models/shared.yaml#/Pet"))
    workspace.write("b.yaml", document("models/shared.yaml#/Pet"))
    workspace.write("apis/parts.yaml", "Dog: {allOf: [{$ref: '../models/shared.yaml#/Pet'}]}\n")
    workspace.write("c.yaml", document("apis/parts.yaml#/Dog"))
    workspace.write("unrelated.yaml", GOOD)
    workspace.open["a.yaml"] = document("models/shared.yaml#/Pet")
    return workspace


def test_uses_in_documents_that_are_not_open(workspace: Workspace) -> None:
    found = workspace.find("a.yaml", "'models/shared.yaml#/Pet'")
    assert workspace.names(found) == ["a.yaml", "apis/parts.yaml", "b.yaml"]

    with_declaration = workspace.find("a.yaml", "'models/shared.yaml#/Pet'", declaration=True)
    assert workspace.names(with_declaration) == ["a.yaml", "apis/parts.yaml", "b.yaml", "models/shared.yaml"]


def test_a_fragment_that_is_open(workspace: Workspace) -> None:
    workspace.open = {"models/shared.yaml": SHARED}
    everywhere = ["a.yaml", "apis/parts.yaml", "b.yaml"]
    assert workspace.names(workspace.find("models/shared.yaml", "Pet")) == everywhere

    workspace.write("d.yaml", document("models/shared.yaml#/Cat"))
    assert workspace.names(workspace.find("models/shared.yaml", "Pet")) == everywhere
    assert workspace.names(workspace.find("models/shared.yaml", "{type: object")) == everywhere
    assert workspace.names(workspace.find("models/shared.yaml", "Cat")) == ["d.yaml"]


def test_a_document_that_another_document_refers_to(workspace: Workspace) -> None:
    base = GOOD.replace("components: {", "components: {schemas: {Own: {type: object}}, ")
    workspace.open = {"base.yaml": base}
    workspace.write("base.yaml", base)
    workspace.write("user.yaml", document("base.yaml#/components/schemas/Own"))
    workspace.write("path.yaml", GOOD[: GOOD.index("paths:")] + "paths: {/x: {$ref: 'base.yaml#/paths/~1pets'}}\n")

    assert workspace.names(workspace.find("base.yaml", "Own")) == ["user.yaml"]
    assert workspace.names(workspace.find("base.yaml", "/pets:")) == ["path.yaml"]
    assert workspace.names(workspace.find("base.yaml", "info")) == []


def test_texts_of_the_editor_count(workspace: Workspace) -> None:
    workspace.open["b.yaml"] = GOOD
    workspace.open["unrelated.yaml"] = document("models/shared.yaml#/Pet")
    workspace.open["apis/parts.yaml"] = "Dog: {type: object}\n"
    workspace.open["new.yaml"] = document("models/shared.yaml#/Pet")

    assert workspace.names(workspace.find("a.yaml", "'models/shared")) == ["a.yaml", "new.yaml", "unrelated.yaml"]

    workspace.open["models/shared.yaml"] = SHARED.replace("Cat:", "Pet2: {$ref: '#/Pet'}\nCat:")
    workspace.write("c.yaml", document("models/shared.yaml#/Pet2"))
    assert workspace.names(workspace.find("a.yaml", "'models/shared")) == [
        *("a.yaml", "models/shared.yaml", "new.yaml", "unrelated.yaml")
    ]


def test_files_that_change_between_two_searches(workspace: Workspace) -> None:
    workspace.find("a.yaml", "'models/shared")
    workspace.write("b.yaml", GOOD)
    workspace.write("unrelated.yaml", document("models/shared.yaml#/Pet"))
    (workspace.folder / "c.yaml").unlink()

    assert workspace.names(workspace.find("a.yaml", "'models/shared")) == ["a.yaml", "unrelated.yaml"]


def test_only_documents_of_the_config_are_searched(workspace: Workspace) -> None:
    workspace.write("preclear.toml", 'documents = ["a.yaml", "c.yaml"]\n')

    assert workspace.names(workspace.find("a.yaml", "'models/shared")) == ["a.yaml", "apis/parts.yaml"]


def test_what_cannot_be_searched_is_said(workspace: Workspace) -> None:
    workspace.write("b.yaml", document("models/shared.yaml#/Pet") + "x: [\n")
    found = workspace.find("a.yaml", "'models/shared")
    assert found.problems == ("b.yaml can't be loaded",)
    assert len(found.locations) == 2

    workspace.write("b.yaml", document("models/shared.yaml#/Pet"))
    workspace.write("models/preclear.toml", "select = 5\n")
    (problem,) = workspace.find("a.yaml", "'models/shared").problems
    assert "models/preclear.toml" in problem


@pytest.mark.parametrize(
    ("limits", "number"), [({"MAX_DOCUMENTS": 1}, 1), ({"MAX_BYTES": 1}, 1), ({"MAX_DOCUMENTS": 0}, 2)]
)
def test_a_search_that_reaches_its_limit_says_so(
    workspace: Workspace, limits: dict[str, int], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in limits.items():
        monkeypatch.setattr(f"preclear.project.session.reference_search.{name}", value)
    found = workspace.find("a.yaml", "'models/shared")

    (problem,) = found.problems
    assert problem.startswith(f"{number} of 2 documents weren't searched: a search ends after ")
    assert len(found.locations) == 3 - number


class Steps:
    """Says at one step that nobody waits any more."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.number = 0

    def is_void(self) -> bool:
        self.number += 1
        return self.number == self.last


def test_a_search_that_nobody_waits_for(workspace: Workspace) -> None:
    everything = workspace.names(workspace.find("a.yaml", "'models/shared"))
    for last in range(1, 100):
        try:
            found = workspace.find("a.yaml", "'models/shared", is_void=Steps(last).is_void)
        except CancelledCheckError:
            continue
        assert workspace.names(found) == everything
        assert last > 8  # before that, it was cancelled at each of its steps
        return
    pytest.fail("each search was cancelled")


@pytest.mark.asyncio
async def test_an_editor_gets_references_and_what_is_missing(editor: Editor) -> None:
    (editor.folder / "models").mkdir()
    (editor.folder / "models/shared.yaml").write_text(SHARED)
    (editor.folder / "b.yaml").write_text(document("models/shared.yaml#/Pet"))
    (editor.folder / "broken.yaml").write_text(document("models/shared.yaml#/Pet") + "x: [\n")
    editor.open("a.yaml", document("models/shared.yaml#/Pet"))
    text = editor.texts["a.yaml"]
    position = editor.position(text, text.index("'models/shared"))
    params = types.ReferenceParams(
        types.ReferenceContext(include_declaration=False), types.TextDocumentIdentifier(editor.uri("a.yaml")), position
    )

    found = await editor.client.text_document_references_async(params)
    assert [location.uri for location in found or ()] == [editor.uri("a.yaml"), editor.uri("b.yaml")]
    await editor.wait(lambda: editor.messages)
    assert editor.messages == ["preclear: some references may be missing: broken.yaml can't be loaded"]
    assert editor.uri("b.yaml") not in editor.published
