"""Tests of the language server talk to real processes of it, each in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from tests.language_server.editor import Editor

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path


@pytest_asyncio.fixture
async def editor(tmp_path: Path) -> AsyncGenerator[Editor]:
    """An editor whose server is running."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    editor = Editor(folder)
    await editor.start()
    yield editor
    if editor.exit_code is None:
        await editor.stop()
