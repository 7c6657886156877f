"""Projects for tests: folders with documents, configs and faults, and what the command line says of them."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, NamedTuple

from preclear.cli import main
from tests.cli.making import GOOD as FAULTLESS
from tests.cli.making import NO_OPENAPI

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

GOOD = FAULTLESS.replace("listPets\n", "listPets\n      summary: List pets\n")
BAD = GOOD.replace("operationId: listPets", "$ref: 5\n      operationId: listPets\n      deprecated: maybe")
"""With errors of the structure check."""

SPLIT = GOOD + "components: {schemas: {Pet: {$ref: 'models/pet.yaml'}}}\n"


class CommandLine(NamedTuple):
    """What a run of the command line came to."""

    code: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *arguments: str, stdin: bytes | None = None) -> CommandLine:
    """Run the command line in this process."""
    with_stdin = sys.stdin
    if stdin is not None:
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin))
    try:
        code = main(arguments)
    finally:
        sys.stdin = with_stdin
    captured = capsys.readouterr()
    return CommandLine(code, captured.out, captured.err)


def write_project(folder: Path) -> None:
    """Documents in several files, under several configs, with faults of every sort that a run reports."""
    files = {
        "good.yaml": GOOD,
        "bad.yaml": BAD,
        "compose.yaml": NO_OPENAPI,
        "broken.yaml": "openapi: [",
        "empty.yaml": "",
        "deep.yaml": f"openapi: 3.1.0\nx-a: {'[' * 200}\n",
        "apis/pets.yaml": SPLIT,
        "apis/other.yaml": SPLIT.replace("/pets", "/others"),
        "apis/models/pet.yaml": "type: objekt\n",
        "configured/preclear.toml": 'documents = ["pets.yaml", "x*.yaml"]\nfail-on = "info"\n'
        '[[ignores]]\nrules = ["missing-base-url"]\nreason = "behind a gateway"\n'
        '[[ignores]]\npaths = ["pets.yaml"]\nrules = ["invalid-schema", "unused-server"]\nreason = "known"\n',
        "configured/pets.yaml": SPLIT,
        "configured/models/pet.yaml": "type: objekt\n",
        "configured/models/lone.yaml": "type: object\n",
        "broken-config/preclear.toml": "select = 5\nnosuch = 1\n",
        "broken-config/a.yaml": GOOD,
        "broken-config/b.yaml": GOOD,
        "roots/preclear.toml": 'documents = ["apis/*.yaml"]\nselect = ["openapi"]\n',
        "roots/apis/a.yaml": SPLIT,
        "roots/apis/b.yaml": "openapi: [",
        "roots/apis/models/pet.yaml": "type: objekt # preclear: ignore[invalid-schema] the server reads it\n",
        "roots/note.yaml": "a: 1\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
