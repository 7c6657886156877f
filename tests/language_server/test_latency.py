"""How much processor time the server takes from a keystroke to the diagnostics of a large document."""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.language_server.editor import Editor

DOCUMENT = Path(__file__).parents[3] / "shared" / "corpus" / "versori-platform-api" / "platform-api.yaml"

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.once,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
    pytest.mark.skipif(not DOCUMENT.exists(), reason="needs the corpus of real documents, ../shared/corpus"),
]

KEYSTROKES = int(os.environ.get("KEYSTROKES", "15"))


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process has taken, with the processes that it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


async def test_a_keystroke_in_a_large_document(editor: Editor) -> None:
    text = DOCUMENT.read_bytes().decode()
    editor.open(DOCUMENT.name, text)
    await editor.diagnostics(DOCUMENT.name)
    place = text.index("description:", len(text) // 2) + len("description: ")
    seconds: list[float] = []
    for number in range(KEYSTROKES):
        before = processor_seconds(editor.process.pid)
        editor.replace(DOCUMENT.name, place, place, "abcde"[number % 5])
        editor.hurry(DOCUMENT.name)
        await editor.diagnostics(DOCUMENT.name)
        seconds.append(processor_seconds(editor.process.pid) - before)
    print(f"median {statistics.median(seconds):.3f} s, mean {statistics.mean(seconds):.3f} s, max {max(seconds):.3f} s")

    assert statistics.median(seconds) < 0.3  # twice the bound, because other tests run at the same time
