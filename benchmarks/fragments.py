"""Measure the check of one changed fragment in a repository of many documents.

`python benchmarks/fragments.py [NUMBER …]`. See benchmarks/README.md for what is measured.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

OPERATIONS = 12  # in one document, which has about 8 KB
SHARED_BY = 10  # documents that share a fragment
CONFIG = 'documents = ["apis/*/openapi.yaml"]\n'


class Case(NamedTuple):
    """A command line to measure: its name, its arguments, and whether it needs a config."""

    name: str
    arguments: tuple[str, ...]
    has_config: bool = False


class Sample(NamedTuple):
    """One run: seconds of CPU time, user and system, of it and its children; and of wall-clock time."""

    cpu: float
    wall: float


CASES = (
    Case("the document alone", ("apis/api7/openapi.yaml",)),
    Case("a changed document", ("--openapi-only", "--", "apis/api7/openapi.yaml")),
    Case("a changed document, config", ("--openapi-only", "--", "apis/api7/openapi.yaml"), has_config=True),
    Case("a changed fragment", ("--openapi-only", "--", "apis/api7/models/item.yaml")),
    Case("a changed fragment, config", ("--openapi-only", "--", "apis/api7/models/item.yaml"), has_config=True),
)


def write_repository(folder: Path, number: int) -> None:
    """Write `number` documents, each with a fragment of its own and one that ten of them share, and commit them."""
    for index in range(number):
        api = folder / "apis" / f"api{index}"
        (api / "models").mkdir(parents=True)
        (api / "openapi.yaml").write_text(_format_document(index))
        shared = f"../../../shared/owner{index // SHARED_BY}"
        (api / "models" / "item.yaml").write_text(_format_fragment("Item", shared))
    (folder / "shared").mkdir()
    for index in range((number - 1) // SHARED_BY + 1):
        (folder / "shared" / f"owner{index}.yaml").write_text(_format_fragment("Owner", None))
    (folder / ".gitignore").write_text("build/\n")
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
    for command in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "x")):
        subprocess.run(["git", *identity, *command], cwd=folder, check=True)


def _format_document(index: int) -> str:
    operations = "".join(
        f"""\
  /items{number}/{{id}}:
    get:
      operationId: getItem{number}
      summary: Get item {number}
      description: Returns the item with this id, if there is one.
      parameters:
        - name: id
          in: path
          required: true
          schema: {{type: string}}
      responses:
        "200":
          description: The item.
          content:
            application/json:
              schema:
                $ref: 'models/item.yaml#/Item'
        "404":
          description: There is no such item.
"""
        for number in range(OPERATIONS)
    )
    return f"""\
openapi: 3.0.3
info: {{title: API {index}, version: 1.0.0, description: One of many.}}
servers: [{{url: https://api{index}.example.com}}]
paths:
{operations}"""


def _format_fragment(name: str, other: str | None) -> str:
    description = "      description: The field with this number.\n"
    fields = "".join(f"    field{index}:\n      type: string\n{description}" for index in range(60))
    reference = "" if other is None else f"    owner:\n      $ref: '{other}.yaml#/Owner'\n"
    return f"{name}:\n  type: object\n  properties:\n{fields}{reference}"


def measure(case: Case, folder: Path) -> Sample:
    """Run preclear once."""
    config = folder / "preclear.toml"
    if case.has_config:
        config.write_text(CONFIG)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "preclear", "check", "--root", ".", *case.arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    config.unlink(missing_ok=True)
    if done.returncode not in (0, 1) or b"file" not in done.stdout:
        sys.exit(f"{case.name}: preclear ended with {done.returncode}\n{done.stderr.decode()}")
    return Sample(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def main() -> None:
    """Measure all cases in turn, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="*", type=int, default=[200, 2_000], help="numbers of documents")
    parser.add_argument("--runs", type=int, default=9, help="runs of each case")
    options = parser.parse_args()
    for number in options.numbers:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_repository(folder, number)
            samples: dict[Case, list[Sample]] = {case: [] for case in CASES}
            for _ in range(options.runs):
                for case in CASES:
                    samples[case].append(measure(case, folder))
        print(f"{number:,} documents")
        alone = statistics.median(sample.cpu for sample in samples[CASES[0]])
        for case in CASES:
            cpu = statistics.median(sample.cpu for sample in samples[case])
            wall = statistics.median(sample.wall for sample in samples[case])
            print(f"  {case.name:30} {cpu:.3f} s CPU  {cpu / alone:.2f}x  {wall:.3f} s wall")


if __name__ == "__main__":
    main()
