"""Running the command line in this process and in one of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, NamedTuple

import pytest

from preclear.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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


def run_with(*arguments: str, cwd: Path | None = None, env: Mapping[str, str]) -> Outcome:
    """Run in this process, in the folder `cwd` if there is one, with no variables of preclear's but those of `env`."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name in [name for name in os.environ if name.startswith("PRECLEAR_")]:
            patch.delenv(name)
        for name, value in env.items():
            patch.setenv(name, value)
        if cwd is not None:
            patch.chdir(cwd)
        code = main(arguments)
    return Outcome(code, out.getvalue(), err.getvalue())


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
