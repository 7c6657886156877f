"""Measure the check of many small documents that share one file.

`python benchmarks/shared_file.py [NUMBER …]`. See benchmarks/README.md for what is measured.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

SCHEMAS = 20  # in the shared file, which has about 11 KB
FIELDS = 10  # of one schema
FOREIGN = """\
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: make test
"""


class Sample(NamedTuple):
    """One run: seconds of CPU time, user and system, of it and its children; and of wall-clock time."""

    cpu: float
    wall: float


def write_documents(folder: Path, number: int, *, is_shared: bool, schemas: int = SCHEMAS) -> None:
    """Write `number` documents. If `is_shared`, their schema is one of `schemas` in a file that they share.

    Otherwise, each document has its schema itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(number):
        text = _format_document(index, "common.yaml#/Schema0" if is_shared else "#/components/schemas/Schema0")
        if not is_shared:
            text += "components:\n  schemas:\n" + _format_schemas(1, 0, "    ")
        (folder / f"api{index}.yaml").write_text(text)
    if is_shared:
        (folder / "common.yaml").write_text(_format_schemas(schemas, 1, ""))


def write_foreign_files(folder: Path, number: int) -> None:
    """Write `number` YAML files that aren't OpenAPI."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(number):
        (folder / f"workflow{index}.yaml").write_text(f"name: test {index}\n{FOREIGN}")


def _format_document(index: int, reference: str) -> str:
    return f"""\
openapi: 3.0.3
info: {{title: API {index}, version: 1.0.0, description: One of many.}}
servers: [{{url: https://api{index}.example.com}}]
paths:
  /items/{{id}}:
    get:
      operationId: getItem{index}
      summary: Get an item
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
                $ref: '{reference}'
"""


def _format_schemas(number: int, step: int, indent: str) -> str:
    """Write schemas, each of which refers to the one `step` further, if there is one."""
    lines: list[str] = []
    for index in range(number):
        lines += [f"Schema{index}:", "  type: object", "  properties:"]
        for field in range(FIELDS):
            lines += [f"    field{field}:", "      type: string", f"      example: value {field}"]
        if step and index + step < number:
            lines += ["    next:", f"      $ref: '#/Schema{index + step}'"]
    return "".join(f"{indent}{line}\n" for line in lines)


def measure(folder: Path, options: list[str]) -> Sample:
    """Check `folder` once."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "preclear", "check", "--fail-on", "never", *options, "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, env=_environment())
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1) or b"file" not in done.stdout + done.stderr:
        sys.exit(f"{folder.name}: preclear ended with {done.returncode}\n{done.stderr.decode()}")
    return Sample(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def _environment() -> dict[str, str]:
    """Return the environment without what makes Python compile every module in every run."""
    unwanted = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def main() -> None:
    """Measure all folders in turn, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="*", type=int, default=[200, 2_000], help="numbers of files")
    parser.add_argument("--runs", type=int, default=3, help="runs of each folder")
    parser.add_argument("--schemas", type=int, default=SCHEMAS, help="schemas in the shared file")
    parser.add_argument("--jobs", help="the value of preclear's own option")
    options = parser.parse_args()
    arguments = [] if options.jobs is None else ["--jobs", options.jobs]
    for number in options.numbers:
        with tempfile.TemporaryDirectory() as name:
            alone, shared, foreign = (Path(name) / kind for kind in ("alone", "shared", "foreign"))
            write_documents(alone, number, is_shared=False)
            write_documents(shared, number, is_shared=True, schemas=options.schemas)
            write_foreign_files(foreign, number)
            write_documents(foreign, 1, is_shared=False)
            folders = {
                "documents without a shared file": alone,
                "documents with one shared file": shared,
                "files that aren't OpenAPI": foreign,
            }
            samples: dict[Path, list[Sample]] = {folder: [] for folder in folders.values()}
            for _ in range(options.runs):
                for folder in folders.values():
                    samples[folder].append(measure(folder, arguments))
        print(f"{number:,} files")
        base = statistics.median(sample.cpu for sample in samples[alone])
        for title, folder in folders.items():
            cpu = statistics.median(sample.cpu for sample in samples[folder])
            wall = statistics.median(sample.wall for sample in samples[folder])
            print(f"  {title:33} {cpu:.3f} s CPU  {cpu / base:.2f}x  {wall:.3f} s wall")


if __name__ == "__main__":
    main()
