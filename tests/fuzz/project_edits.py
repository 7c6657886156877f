"""Edit several files of a project in an editor: `python -m tests.fuzz.project_edits`, from the repository's root.

Files are opened, edited, saved, closed, written and deleted by others, configs and a repository come and go. After each
step, the diagnostics of all files have to be those of a fresh check of a folder that has the open texts in its files.
The same seed makes the same steps; without one, the seed is the day's date. Exit code 1 if diagnostics differ.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from preclear.config import ConfigError
from preclear.engine import BaselineError
from preclear.project import BrokenConfig, CheckOptions, CheckResults, CheckSession, OptionError, Project
from tests.fuzz.edits import RandomEditor, change_folder
from tests.language_server.editor import Editor
from tests.language_server.expected import expected_diagnostics, simplify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\nservers: [{url: https://pets.example.com}]\n'
FILES = {
    "openapi.yaml": f"""\
{_HEAD}paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{{$ref: shared/parameters.yaml#/limit}}]
      responses:
        "200": {{description: pets, content: {{application/json: {{schema: {{$ref: shared/pet.yaml}}}}}}}}
  /owners: {{$ref: shared/owners.yaml}}
""",
    "apis/one/openapi.yaml": f"""\
{_HEAD}paths:
  /pets/{{id}}:
    delete:
      responses: {{"204": {{description: gone}}}}
    put:
      operationId: putPet
      requestBody: {{content: {{application/json: {{schema: {{$ref: ../../shared/pet.yaml}}}}}}}}
      responses: {{"200": {{description: changed}}}}
""",
    "apis/two.json": """\
{"openapi": "3.0.3", "info": {"title": "Two", "version": "1"}, "servers": [{"url": "/two"}], "paths": {"/two": {
  "get": {"operationId": "two", "responses": {"200": {"description": "two", "content": {"application/json": {
    "schema": {"$ref": "../shared/pet.yaml#/properties/tag"}}}}}}}}}
""",
    "shared/pet.yaml": """\
type: object
properties:
  name: {type: string}
  tag: {type: objekt}
  owner: {$ref: owner.yaml}
""",
    "shared/owner.yaml": "type: object\nproperties:\n  pets: {type: array, items: {$ref: pet.yaml}}\n",
    "shared/parameters.yaml": "limit: {name: limit, in: query, schema: {type: array, items: {type: string}}}\n",
    "shared/owners.yaml": "get:\n  operationId: list owners\n  responses: {'200': {description: owners}}\n",
    "notes.yaml": "todo: [write a document]\n",
}
_IGNORES = '[[ignores]]\npaths = ["shared/*"]\nrules = ["missing-action-name", "no-such"]\nreason = "known"\n'
CONFIGS = {
    "preclear.toml": (
        *("", 'ignore = ["missing-action-name"]\n', 'select = ["contract"]\n', 'exclude = ["shared"]\n'),
        *('documents = ["openapi.yaml", "no.yaml"]\n', _IGNORES, _IGNORES.replace(', "no-such"', "")),
        *("ignore = [\n", 'select = ["no-such"]\n', 'extends = "apis/preclear.toml"\n'),
    ),
    "apis/preclear.toml": (
        'ignore = ["basis:practice"]\n',
        'show = "error"\n',
        'extends = "../preclear.toml"\n',
        "x = 1\n",
    ),
    "pyproject.toml": ('[tool.preclear]\nignore = ["missing-action-name"]\n', '[tool.other]\nx = "y"\n', "[tool"),
    ".gitignore": ("shared/\n", "apis/two.json\n", "!!\n"),
    ".preclear-baseline.json": ("{", "[]"),
}
"""Texts of the files that decide about findings."""


class Difference(NamedTuple):
    """A step after which the diagnostics of a file were wrong: its number and text, the file, both diagnostics."""

    number: int
    step: str
    file: str
    diagnostics: list[tuple[Any, ...]]
    expected: list[tuple[Any, ...]]


class ProjectEditor:
    """Makes steps in a project: on the disk, in `editor.folder`, and in the editor."""

    def __init__(self, seed: int, editor: Editor) -> None:
        self._random = random.Random(seed)
        self._editor = editor
        self._edits: dict[str, RandomEditor] = {}
        for name in FILES:
            self._write(name, FILES[name])

    def step(self) -> str:
        """Make a step; return what it was."""
        steps: Sequence[tuple[int, Callable[[], str]]] = [
            (70, self._edit),
            (8, self._save),
            (8, self._open),
            (5, self._close),
            (3, self._write_file),
            (2, self._delete_file),
            (3, self._change_config),
            (1, self._change_repository),
            (1, self._write_baseline),
        ]
        (make_step,) = self._random.choices([step for _, step in steps], [weight for weight, _ in steps])
        return make_step()

    def _edit(self) -> str:
        if not self._editor.texts:
            return self._open()
        name = self._random.choice(sorted(self._editor.texts))
        edit = self._edits[name].next_edit(self._editor.texts[name])
        self._editor.replace(name, *edit)
        self._editor.hurry(name)
        return f"edit {name}: {edit}"

    def _save(self) -> str:
        if not self._editor.texts:
            return self._open()
        name = self._random.choice(sorted(self._editor.texts))
        self._write(name, self._editor.texts[name])
        self._editor.hurry(name)
        return f"save {name}"

    def _open(self) -> str:
        closed = sorted(FILES.keys() - self._editor.texts.keys())
        if not closed:
            return self._edit()
        name = self._random.choice(closed)
        file = self._editor.folder / name
        text = file.read_bytes().decode() if file.exists() else FILES[name]
        self._editor.open(name, text, "json" if name.endswith(".json") else "yaml")
        self._edits[name] = RandomEditor(self._random.getrandbits(32), text)
        return f"open {name}"

    def _close(self) -> str:
        if len(self._editor.texts) < 2:
            return self._open()
        name = self._random.choice(sorted(self._editor.texts))
        self._editor.close(name)
        return f"close {name}"

    def _write_file(self) -> str:
        name = self._random.choice(sorted(FILES))
        self._write(name, FILES[name].replace("type: ", self._random.choice(["type: ", "typ: ", "tüpe: "])))
        self._editor.report_file_changes(name)
        return f"write {name}"

    def _delete_file(self) -> str:
        name = self._random.choice(sorted(FILES))
        (self._editor.folder / name).unlink(missing_ok=True)
        self._editor.report_file_changes(name)
        return f"delete {name}"

    def _change_config(self) -> str:
        name = self._random.choice(sorted(CONFIGS))
        text = self._random.choice([*CONFIGS[name], None, None])
        if text is None:
            (self._editor.folder / name).unlink(missing_ok=True)
        else:
            self._write(name, text)
        self._editor.report_file_changes(name)
        return f"write {name}: {text!r}"

    def _change_repository(self) -> str:
        repository = self._editor.folder / self._random.choice(["", "apis"]) / ".git"
        if repository.exists():
            repository.rmdir()
        else:
            repository.mkdir()
        self._editor.report_file_changes("openapi.yaml")
        return f"repository {repository}"

    def _write_baseline(self) -> str:
        with change_folder(self._editor.folder), contextlib.suppress(BaselineError, ConfigError, OptionError):
            Project().update_baseline(["openapi.yaml"])
        self._editor.report_file_changes(".preclear-baseline.json")
        return "baseline"

    def _write(self, name: str, text: str) -> None:
        file = self._editor.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8", "replace"))


class FreshCheck:
    """Checks a copy of the project in `folder`, each time as if for the first time."""

    def __init__(self, folder: Path, editor: Editor) -> None:
        self._folder = folder
        self._editor = editor
        self._documents: set[str] = set()

    def check(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return what the diagnostics have to be, by file. Those of a config are None each."""
        if self._folder.exists():
            shutil.rmtree(self._folder)
        shutil.copytree(self._editor.folder, self._folder)
        for name, text in self._editor.texts.items():
            file = self._folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8", "replace"))
        if not self._editor.texts:
            return {}
        files = {os.path.realpath(self._folder / name) for name in self._editor.texts}
        self._documents &= files
        session = CheckSession(CheckOptions(openapi_only=True).for_programs())
        try:
            with change_folder(self._folder):
                results = session.check(sorted(self._editor.texts), {}, documents=self._documents)
                self._documents |= session.documents & files
                return dict(self._read(results))
        except (BaselineError, ConfigError):
            return {}

    def _read(self, results: CheckResults) -> Sequence[tuple[str, list[tuple[Any, ...]]]]:
        entries = [
            (name, expected_diagnostics(results, Path(os.path.realpath(self._folder / name)), self._editor))
            for name in (*FILES, *CONFIGS)
        ]
        broken = [problem.error for problem in results.problems if isinstance(problem, BrokenConfig)]
        entries += [(Path(error.display_path).as_posix(), [(None,) for _ in error.problems]) for error in broken]
        return entries


async def compare_steps(seed: int, count: int, folder: Path) -> Difference | None:
    """Make `count` steps in a server of its own; return the first one with wrong diagnostics."""
    here = folder / "here" / "project"
    here.mkdir(parents=True)
    editor = Editor(here)
    steps, fresh = ProjectEditor(seed, editor), FreshCheck(folder / "there" / "project", editor)
    await editor.start()
    try:
        for number in range(count):
            step = steps.step()
            await editor.settle()
            expected = fresh.check()
            for name in (*FILES, *CONFIGS):
                diagnostics = _simplify(name, editor)
                if diagnostics != expected.get(name, []):
                    return Difference(number, step, name, diagnostics, expected.get(name, []))
            if number % 500 == 499:
                print(f"{number + 1:,} steps", flush=True)
    finally:
        if editor.exit_code is None:
            await editor.stop()
    return None


def _simplify(name: str, editor: Editor) -> list[tuple[Any, ...]]:
    diagnostics = editor.latest(name)
    return [(None,) if diagnostic.code is None else simplify([diagnostic])[0] for diagnostic in diagnostics]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.project_edits")
    parser.add_argument("--seed", type=int, default=int(date.today().strftime("%Y%m%d")))
    parser.add_argument("--steps", type=int, default=2_000)
    options = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        difference = asyncio.run(compare_steps(options.seed, options.steps, Path(folder).resolve()))
    print(f"seed {options.seed}: {options.steps:,} steps in {time.monotonic() - start:.0f} s")
    if difference is None:
        return 0
    number, step, file, diagnostics, expected = difference
    print(f"wrong diagnostics of {file} after step {number}, {step}:")
    print(f"  only sent: {[entry for entry in diagnostics if entry not in expected][:5]}")
    print(f"  not sent: {[entry for entry in expected if entry not in diagnostics][:5]}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
