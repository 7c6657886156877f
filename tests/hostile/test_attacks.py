"""Documents and repositories that were made to cost time or memory, or to turn the guard off, each as a real process.

They are written by a script beside the checkout, which is not part of the project.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import pace
from tests.import_path import PACKAGES_AND_TESTS

SCRIPT = Path(__file__).parents[3] / "shared" / "field" / "hostile.py"
ROOT = Path(__file__).parents[2]
MEMORY = 120_000_000
MEMORY_PER_BYTE = 64
PROGRAM = """
import sys
from preclear.cli import main
from tests.memory import peak_memory
code = main(sys.argv[1:])
print(f"\\npeak {peak_memory()}", flush=True)
sys.exit(code)
"""

pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="needs ../shared/field/hostile.py")


class Run(NamedTuple):
    """How a process ended, its CPU time in seconds and its peak of memory in bytes."""

    code: int
    output: str
    seconds: float
    memory: int


def run(arguments: list[str], folder: Path) -> Run:
    """Run preclear in `folder`."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PRECLEAR_")}
    environment["PYTHONPATH"] = PACKAGES_AND_TESTS
    command = [sys.executable, "-c", PROGRAM, *arguments]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=_bounded
    ) as process:
        assert process.stdout is not None
        output, _, peak = process.stdout.read().decode("utf-8", "replace").rpartition("\npeak ")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Run(process.returncode, output, usage.ru_utime + usage.ru_stime, int(peak or 0))


def _bounded() -> None:
    """End a process that is far over the bars, so that a fault costs a failed test and not the machine."""
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000, 4_000_000_000))


@pytest.fixture(scope="module")
def attacks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("attacks")
    (folder / SCRIPT.name).write_bytes(SCRIPT.read_bytes())
    subprocess.run([sys.executable, SCRIPT.name], cwd=folder, check=True, timeout=120)
    return folder


def test_every_attack_ends_in_time_and_in_bounded_memory(attacks: Path) -> None:
    targets = sorted(path for path in attacks.iterdir() if path.name != SCRIPT.name)
    wrong: list[str] = []
    for target in targets:
        files = [target] if target.is_file() else [path for path in target.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        done = run(["check", target.name], attacks) if target.is_file() else run(["check"], target)
        if done.code not in (0, 1, 2) or "internal error" in done.output or "Traceback" in done.output:
            wrong.append(f"{target.name}: exit code {done.code}: {done.output[-300:]}")
        if done.seconds > pace.seconds(3 + size / 1e6):
            wrong.append(f"{target.name}: {done.seconds:.1f} s of CPU time for {size / 1e6:.2f} MB")
        if done.memory > MEMORY + MEMORY_PER_BYTE * size:
            wrong.append(f"{target.name}: {done.memory / 1e6:.0f} MB of memory for {size / 1e6:.2f} MB")

    assert len(targets) > 10
    assert wrong == []


def test_memory_is_measured(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n")
    done = run(["check"], tmp_path)

    assert 10_000_000 < done.memory < MEMORY
