"""Tens of thousands of findings in one line, all of them shown: the whole process, from the file to the output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pace import is_linear

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
FEW = 12_000

# Runs the command on a file in a format; prints the seconds of CPU time and the bytes of memory of the whole process.
CHILD = """
import sys, time
from preclear.cli import main
from tests.memory import peak_memory
main(["check", sys.argv[1], "--isolated", "--all", "--output-format", sys.argv[2]])
print(time.process_time(), peak_memory(), file=sys.stderr)
"""


def minified(file: Path, count: int) -> Path:
    """A minified document in which `count` operations have no name."""
    operation = {"summary": "Show it", "responses": {"200": {"description": "ok"}}}
    root = {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": {f"/p{number}": {"get": operation} for number in range(count)},
    }
    file.write_text(json.dumps(root, separators=(",", ":")))
    return file


def shown(file: Path, output_format: str) -> tuple[str, float, int]:
    """What is shown of a document, and the seconds and the bytes that it took."""
    command = [sys.executable, "-c", CHILD, str(file), output_format]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180)
    seconds, memory = done.stderr.split()[-2:]
    return done.stdout, float(seconds), int(memory)


@pytest.mark.parametrize("output_format", ["full", "json"])
def test_twice_the_findings_of_a_minified_document_take_about_twice_the_time(
    tmp_path: Path, output_format: str
) -> None:
    files = {count: minified(tmp_path / f"{count}.json", count) for count in (FEW, 2 * FEW)}
    memory: dict[int, int] = {}

    def measure(count: int) -> float:
        text, seconds, memory[count] = shown(files[count], output_format)
        assert text.count("missing-action-name") >= count
        return seconds

    assert is_linear(measure, FEW)
    assert memory[2 * FEW] - memory[FEW] < 64 * (files[2 * FEW].stat().st_size - files[FEW].stat().st_size)
