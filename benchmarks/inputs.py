"""What is measured: generated documents of several sizes, a folder of documents, and the user's files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.documents import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
SUFFIXES = ("yaml", "json")
SMALL = ("5-KB", 2)
DETAILED = (("23-KB", 3), ("230-KB", 58), ("1-MB", 250), ("4-MB", 1000))
"""Names of documents with details, and their numbers of operations. As JSON they're larger by a quarter."""
MANY_SIZES = 8  # the documents of a folder have 1 to this many operations with details, which is 15 to 40 KB


class Input(NamedTuple):
    """What one run of a tool reads: one or more files. Only a document made to have `operations` has a number there."""

    name: str
    paths: tuple[Path, ...]
    operations: int | None = None

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(path.stat().st_size for path in self.paths)

    @property
    def suffix(self) -> str:
        """The suffix of the first file, with its dot."""
        return self.paths[0].suffix


def generate(folder: Path, sizes: Sequence[int], many: int, *, by_size: bool = True) -> list[Input]:
    """Write documents by size, with numbers of operations, and a folder of `many`, and return them.

    A separate process writes, so that this one stays small: a child process starts with its parent's memory, and Linux
    counts that as the child's peak.
    """
    inputs = _list(folder, sizes, many, by_size=by_size)
    arguments = [str(folder), str(many), str(int(by_size)), *map(str, sizes)]
    command = [sys.executable, "-c", "from benchmarks.inputs import main; main()", *arguments]
    subprocess.run(command, cwd=ROOT, timeout=600, check=True)
    return inputs


def _list(folder: Path, sizes: Sequence[int], many: int, *, by_size: bool) -> list[Input]:
    inputs: list[Input] = []
    for suffix in SUFFIXES:
        names = [SMALL[0], *(name for name, _ in DETAILED)] if by_size else []
        inputs += [Input(f"{name}.{suffix}", (folder / f"{name}.{suffix}",)) for name in names]
        lean = [(f"{number}-operations.{suffix}", number) for number in sizes]
        inputs += [Input(name, (folder / name,), number) for name, number in lean]
    if many:
        files = tuple(folder / "many" / f"api{index:03}.yaml" for index in range(many))
        inputs.append(Input(f"{many} files", files))
    return inputs


def _contents(sizes: Sequence[int], *, by_size: bool) -> Iterator[tuple[str, int, bool]]:
    """Yield name, number of operations, and whether there are details."""
    if by_size:
        yield (*SMALL, False)
        yield from ((name, operations, True) for name, operations in DETAILED)
    yield from ((f"{number}-operations", number, False) for number in sizes)


def main() -> None:
    """Write the documents, in the process that `generate` starts."""
    folder, many, by_size, *sizes = sys.argv[1:]
    for name, operations, detailed in _contents([int(size) for size in sizes], by_size=by_size == "1"):
        for suffix in SUFFIXES:
            write(Path(folder) / f"{name}.{suffix}", operations, detailed=detailed)
    (Path(folder) / "many").mkdir()
    for index in range(int(many)):
        write(Path(folder) / "many" / f"api{index:03}.yaml", 1 + index % MANY_SIZES, detailed=True)
