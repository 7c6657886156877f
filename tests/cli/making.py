"""Running the command line in this process and in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from preclear.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest

GOOD = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200": {description: all pets}
"""
BAD = GOOD.replace("operationId: listPets", "$ref: 5\n      operationId: listPets\n      deprecated: maybe")
"""With errors of the structure check."""

NO_OPENAPI = "services: {web: {image: pets}}\n"


class Outcome(NamedTuple):
    """What a run came to."""

    code: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Outcome:
    """Run in this process."""
    code = main(arguments)
    captured = capsys.readouterr()
    return Outcome(code, captured.out, captured.err)


def run_apart(*arguments: str, stdin: bytes = b"", cwd: Path, env: Mapping[str, str] | None = None) -> Outcome:
    """Run in a process of its own, in the folder `cwd`."""
    done = subprocess.run(
        [sys.executable, "-m", "preclear", *arguments],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **(env or {})},
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
