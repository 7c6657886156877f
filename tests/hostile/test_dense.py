"""Documents of nothing but empty objects: what `check` and `plan` take of memory is in proportion to their bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
MEMORY, MEMORY_PER_BYTE = 82, 64
"""Of the 120 MB that are promised, a process takes 45 before it checks anything. Half of the others are left for
documents that could be twice as large.
"""

# Runs command lines without their output, one after another; prints their exit codes, and the megabytes that they took.
CHILD = """
import gc, json, os, sys
real = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
from preclear.cli import main
from tests.memory import peak_memory
codes = []
for command in COMMANDS:
    codes.append(main([*command.split(), sys.argv[1]]))
    sys.stdout.flush()
    gc.collect()  # what a process of its own would leave to the system
os.write(real, json.dumps([codes, peak_memory() / 1024**2]).encode())
os._exit(0)
"""
COMMANDS = ("check --output-format full --report json=report.json", "plan", "plan --output-format json")
"""All formats. What the process takes at its peak is at least what each of them takes alone."""


@dataclass(frozen=True)
class Dense:
    """What a document has besides its head, by the number of its parts, and how many parts it has in the test."""

    make: Callable[[int], dict[str, Any]]
    parts: int

    @property
    def text(self) -> str:
        """The document."""
        head = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "servers": [{"url": "https://a.example"}]}
        return json.dumps({**head, "paths": {}, **self.make(self.parts)})


def _get(**fields: Any) -> dict[str, Any]:
    return {"paths": {"/a": {"get": {"responses": {"200": {"description": "d"}}, **fields}}}}


METHODS = ("get", "put", "post", "patch", "head")
DENSE: dict[str, Dense] = {
    "parameters": Dense(lambda n: _get(parameters=[{}] * n), 40_000),
    "parameters-with-schemas": Dense(lambda n: _get(parameters=[{"schema": {}}] * n), 15_000),
    "operations": Dense(lambda n: {"paths": {f"/{{{i}}}": {"get": {}} for i in range(n)}}, 10_000),
    "paths-without-slash": Dense(lambda n: {"paths": {f"p{i}": {"get": {}} for i in range(n)}}, 10_000),
    "methods": Dense(lambda n: {"paths": {f"/{i}": {key: {} for key in METHODS} for i in range(n)}}, 2_500),
    "responses": Dense(lambda n: _get(responses={f"{i}": {} for i in range(n)}), 20_000),
    "media-types": Dense(
        lambda n: _get(responses={"200": {"description": "d", "content": {f"a/{i}": {} for i in range(n)}}}), 20_000
    ),
    "definitions": Dense(lambda n: {"components": {"schemas": {f"A{i}": {} for i in range(n)}}}, 30_000),
    "dead-references": Dense(lambda n: {"components": {"schemas": {f"A{i}": {"$ref": ""} for i in range(n)}}}, 15_000),
    "parts-of-all-of": Dense(lambda n: {"components": {"schemas": {"A": {"allOf": [{}] * n}}}}, 60_000),
    "servers": Dense(lambda n: {"servers": [{}] * n}, 50_000),
}


@pytest.mark.parametrize("name", DENSE)
def test_a_dense_document_takes_memory_in_proportion(tmp_path: Path, name: str) -> None:
    text = DENSE[name].text
    file = tmp_path / "a.json"
    file.write_text(text)

    done = subprocess.run(
        [sys.executable, "-c", CHILD.replace("COMMANDS", repr(COMMANDS)), str(file)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=180,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    codes, memory = json.loads(done.stdout)
    assert set(codes) <= {0, 1}
    assert (tmp_path / "report.json").stat().st_size > 0
    assert memory < MEMORY + MEMORY_PER_BYTE * len(text) / 1e6
