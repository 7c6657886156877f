"""Which files the editor's addresses name."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from preclear.language_server.file_uris import FileUris, find_path
from preclear.source import Document
from tests.language_server.test_diagnostics import NAMELESS, codes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.language_server.editor import Editor

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs paths of POSIX")


@POSIX
@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///api/pets.yaml", "/api/pets.yaml"),
        ("FILE:///api/pets.yaml", "/api/pets.yaml"),
        ("file:/api/pets.yaml", "/api/pets.yaml"),
        ("file://localhost/api/pets.yaml", "/api/pets.yaml"),
        ("file:///api/pets.yaml?raw#L5", "/api/pets.yaml"),
        ("file:///api/p%20e%3Bt%3A%23%3F%25.yaml", "/api/p e;t:#?%.yaml"),
        ("file:///api/pets;v=1.yaml", "/api/pets;v=1.yaml"),
        ("file:///api/%2525.yaml", "/api/%25.yaml"),
        ("file:///api/a%0Ab.yaml", "/api/a\nb.yaml"),
        ("file:///api/é%C3%A9.yaml", "/api/éé.yaml"),
        ("file:///api/%FF.yaml", "/api/\udcff.yaml"),
        ("file:///c:/pets.yaml", "/c:/pets.yaml"),
        ("file:///api/%00.yaml", None),
        ("file:///api/\ud800.yaml", None),
        ("file://server/api/pets.yaml", None),
        ("file://[x/pets.yaml", None),
        ("file:pets.yaml", None),
        ("untitled:Untitled-1", None),
        ("vscode-remote://ssh/api/pets.yaml", None),
        ("/api/pets.yaml", None),
        ("", None),
    ],
)
def test_paths(uri: str, path: str | None) -> None:
    assert find_path(uri) == path


@POSIX
@pytest.mark.parametrize("name", ["pets.yaml", "p e;t:#?%.yaml", "%25.yaml", "a\nb.yaml", "é.yaml", "\udcff.yaml"])
def test_an_address_leads_back(name: str, tmp_path: Path) -> None:
    document = Document(name, tmp_path / name, b"", "")
    uri = FileUris({}).find(document)
    assert uri is not None
    assert find_path(uri) == os.fspath(tmp_path / name)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "uri", ["file://[x/pets.yaml", "file:///a%00.yaml", "file:///\ud800.yaml", "file://x/pets.yaml"]
)
async def test_an_impossible_address_disturbs_nothing(uri: str, editor: Editor) -> None:
    editor.send_open(uri, NAMELESS)
    editor.open("pets.yaml", NAMELESS)
    assert codes(await editor.diagnostics("pets.yaml")) == ["missing-action-name"]
    assert uri not in editor.published


@POSIX
@pytest.mark.asyncio
async def test_a_name_with_a_semicolon(editor: Editor) -> None:
    uri = editor.uri("pets.yaml").replace("pets", "pets;v=1")
    editor.send_open(uri, NAMELESS)
    await editor.wait(lambda: uri in editor.published)
    assert codes(editor.published[uri][-1].diagnostics) == ["missing-action-name"]
