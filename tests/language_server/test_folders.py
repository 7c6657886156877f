"""What happens on the disk while files are open."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.language_server.test_diagnostics import GOOD, NAMELESS, codes

if TYPE_CHECKING:
    from tests.language_server.editor import Editor

pytestmark = pytest.mark.asyncio

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs a folder that can be removed while it's used")


@pytest.mark.parametrize(
    "name", ["[id].yaml", pytest.param("*.yaml", marks=POSIX), pytest.param("a?b.yaml", marks=POSIX)]
)
async def test_a_new_file_whose_name_looks_like_a_pattern(name: str, editor: Editor) -> None:
    (editor.folder / "other.yaml").write_text(NAMELESS)
    editor.open(name, NAMELESS)
    assert codes(await editor.diagnostics(name)) == ["missing-action-name"]
    assert [uri for uri, published in editor.published.items() if published[-1].diagnostics] == [editor.uri(name)]
    assert editor.messages == []


@POSIX
async def test_the_folder_is_replaced(editor: Editor) -> None:
    """A checkout of another branch, and back: the same path is another folder."""
    (editor.folder / "preclear.toml").write_text('ignore = ["missing-action-name"]\n')
    editor.open("openapi.yaml", NAMELESS)
    assert codes(await editor.diagnostics("openapi.yaml")) == []

    shutil.rmtree(editor.folder)
    editor.replace_all("openapi.yaml", f"{NAMELESS}# 2\n")
    assert codes(await editor.diagnostics("openapi.yaml")) == []
    assert editor.messages == [f"preclear: `{editor.folder}` can't be entered: No such file or directory"]

    editor.folder.mkdir()
    editor.replace_all("openapi.yaml", f"{NAMELESS}# 3\n")
    assert codes(await editor.diagnostics("openapi.yaml")) == ["missing-action-name"]

    (editor.folder / "preclear.toml").write_text('ignore = ["missing-action-name"]\n')
    editor.replace_all("openapi.yaml", f"{NAMELESS}# 4\n")
    assert codes(await editor.diagnostics("openapi.yaml")) == []


@POSIX
async def test_a_link_leads_to_another_folder(editor: Editor) -> None:
    for version in ("v1", "v2"):
        (editor.folder / version).mkdir()
        (editor.folder / version / "openapi.yaml").write_text(GOOD)
    link = editor.folder / "current"
    link.symlink_to("v1")
    editor.open("current/openapi.yaml", NAMELESS)
    assert codes(await editor.diagnostics("current/openapi.yaml")) == ["missing-action-name"]

    link.unlink()
    link.symlink_to("v2")
    published = editor.published[editor.uri("current/openapi.yaml")]
    count = len(published)
    editor.hurry("current/openapi.yaml")
    await editor.wait(lambda: len(published) > count)
    assert codes(editor.latest("current/openapi.yaml")) == ["missing-action-name"]
