"""Edit a real document in an editor: `python -m tests.fuzz.edits`, from the repository's root.

After each edit, the diagnostics that the language server sends have to be those of a fresh check of the same text in a
file. The same seed makes the same edits of the same document; without one, the seed is the day's date. Exit code 1 if
diagnostics differ, or if the server ends.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from preclear.project import CheckOptions, Project
from tests.fuzz.mutants import TEXTS
from tests.language_server.editor import Editor
from tests.language_server.expected import expected_diagnostics, simplify

if TYPE_CHECKING:
    from collections.abc import Generator

SEED = 20_261_127
DOCUMENT = Path(__file__).parents[3] / "shared" / "corpus" / "versori-platform-api" / "platform-api.yaml"
FIXTURE = Path(__file__).parents[2] / "fixtures" / "projects" / "petshop" / "openapi.yaml"

_MAX_GROWTH = 50_000  # characters by which edits may make a text longer
_MAX_UNDO = 20  # edits between a text and the valid one that it returns to


class TextEdit(NamedTuple):
    """An edit of a text: `new` in place of the characters from `start` up to `end`."""

    start: int
    end: int
    new: str


class Difference(NamedTuple):
    """An edit after which the diagnostics were wrong: its number, and both lists of diagnostics."""

    number: int
    edit: TextEdit
    diagnostics: list[tuple[Any, ...]]
    expected: list[tuple[Any, ...]]


class RandomEditor:
    """Makes edits of a text, most of them small, and undoes them after some time so that the text stays a document."""

    def __init__(self, seed: int, text: str) -> None:
        self._random = random.Random(seed)
        self._first = text
        self._undo: list[TextEdit] = []
        self._limit = 1

    def next_edit(self, text: str) -> TextEdit:
        """Return the next edit of `text`."""
        if len(self._undo) >= self._limit or len(text) > len(self._first) + _MAX_GROWTH:
            edit = self._undo.pop()
            if not self._undo:
                self._limit = self._random.randint(1, _MAX_UNDO)
            else:
                self._limit = len(self._undo)
            return edit
        edit = _avoid_line_ends(self._make_edit(text), text)
        self._undo.append(_avoid_line_ends(_invert(edit, text), text[: edit.start] + edit.new + text[edit.end :]))
        return edit

    def _make_edit(self, text: str) -> TextEdit:
        choose = self._random
        offset = choose.randint(0, len(text))
        line_start = text.rfind("\n", 0, offset) + 1
        line_end = text.find("\n", offset) + 1 or len(text)
        line = text[line_start:line_end]
        match choose.randrange(9):
            case 0:
                return TextEdit(offset, offset, choose.choice(TEXTS))
            case 1:
                return TextEdit(offset, min(len(text), offset + choose.randint(1, 40)), "")
            case 2:
                return TextEdit(offset, min(len(text), offset + choose.randint(0, 8)), choose.choice(TEXTS))
            case 3:
                return TextEdit(line_end, line_end, line)
            case 4:
                return TextEdit(line_start, line_end, "")
            case 5:
                next_end = text.find("\n", line_end) + 1 or len(text)
                return TextEdit(line_start, next_end, text[line_end:next_end] + line)
            case 6:
                quote = text.find(choose.choice("\"':{}[]&*#-"), offset)
                return TextEdit(max(quote, 0), max(quote, 0) + 1, "")
            case 7:
                return TextEdit(line_start, line_start, " " * choose.randint(1, 4))
            case _:
                character = choose.choice(["🐶", "é", "犬", "a", "\u2028", "\x85", "\r", "\r\n", "\0", "/", "$"])
                return TextEdit(offset, offset, character)


def _avoid_line_ends(edit: TextEdit, text: str) -> TextEdit:
    """Return an edit that doesn't begin or end between CR and LF, where an editor has no position."""

    def move(offset: int) -> int:
        return offset + 1 if text[offset - 1 : offset + 1] == "\r\n" else offset

    return edit._replace(start=move(edit.start), end=move(edit.end))


def _invert(edit: TextEdit, text: str) -> TextEdit:
    return TextEdit(edit.start, edit.start + len(edit.new), text[edit.start : edit.end])


async def compare_edits(document: Path, seed: int, count: int, folder: Path) -> Difference | None:
    """Make `count` edits of a document in a server of its own; return the first one with wrong diagnostics."""
    here, there = folder / "here", folder / "there"
    here.mkdir()
    there.mkdir()
    text, name = document.read_bytes().decode(), document.name
    edits = RandomEditor(seed, text)
    editor = Editor(here)
    await editor.start()
    try:
        editor.open(name, text)
        await editor.diagnostics(name)
        for number in range(count):
            edit = edits.next_edit(editor.texts[name])
            editor.replace(name, *edit)
            editor.hurry(name)
            diagnostics = simplify(await editor.diagnostics(name))
            expected = _check(there / name, editor)
            if diagnostics[:1_000] != expected[:1_000]:
                return Difference(number, edit, diagnostics, expected)
            if number % 500 == 499:
                print(f"{number + 1:,} edits", flush=True)
    finally:
        if editor.exit_code is None:
            await editor.stop()
    return None


def _check(file: Path, editor: Editor) -> list[tuple[Any, ...]]:
    file.write_bytes(editor.texts[file.name].encode("utf-8", "replace"))
    with change_folder(file.parent):
        results = Project(CheckOptions().for_programs()).check([file.name])
    return expected_diagnostics(results, Path(os.path.realpath(file)), editor)


@contextlib.contextmanager
def change_folder(folder: Path) -> Generator[None]:
    """Work in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.edits")
    parser.add_argument("--seed", type=int, default=int(date.today().strftime("%Y%m%d")))
    parser.add_argument("--edits", type=int, default=5_000)
    parser.add_argument("--document", type=Path, default=DOCUMENT if DOCUMENT.exists() else FIXTURE)
    options = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        difference = asyncio.run(
            compare_edits(options.document.resolve(), options.seed, options.edits, Path(folder).resolve())
        )
    seconds = time.monotonic() - start
    print(f"{options.document.name}, seed {options.seed}: {options.edits:,} edits in {seconds:.0f} s")
    if difference is None:
        return 0
    number, edit, diagnostics, expected = difference
    print(f"wrong diagnostics after edit {number}, {edit!r}:")
    print(f"  only sent: {[entry for entry in diagnostics if entry not in expected][:5]}")
    print(f"  not sent: {[entry for entry in expected if entry not in diagnostics][:5]}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
