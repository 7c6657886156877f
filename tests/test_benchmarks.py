"""The documents that are measured are documents, and the measuring tells work from failure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from benchmarks.documents import document, write
from benchmarks.run import Cell, File, Sample, Tool, growth, measure, table
from openapi_spec_validator import OpenAPIV30SpecValidator

METHODS = {"get", "post", "patch", "delete"}


def test_the_document_of_100_operations_is_valid_openapi(tmp_path: Path) -> None:
    made = json.loads(write(tmp_path, 100)[1].read_text(encoding="utf-8"))
    assert list(OpenAPIV30SpecValidator(made).iter_errors()) == []


@pytest.mark.parametrize("operations", [1, 4, 5, 13, 100])
def test_a_document_has_as_many_operations_as_were_asked_for(tmp_path: Path, operations: int) -> None:
    made = json.loads(write(tmp_path, operations)[1].read_text(encoding="utf-8"))
    held = [made["paths"][path][method] for path in made["paths"] for method in METHODS & set(made["paths"][path])]
    assert len(held) == operations
    assert len({operation["operationId"] for operation in held}) == operations


def test_yaml_and_json_hold_the_same_and_are_the_same_every_time(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write(tmp_path, 50)]
    assert [path.read_bytes() for path in write(tmp_path, 50)] == first
    assert yaml.safe_load(first[0]) == json.loads(first[1]) == document(50)


def run(folder: Path, code: str, timeout: float = 30) -> tuple[float, float, int | None, bool]:
    return measure((sys.executable, "-c", code), (0, 1), folder, timeout)


def test_a_run_is_measured_by_its_own_cpu_time(tmp_path: Path) -> None:
    idle, *_ = run(tmp_path, "import time; time.sleep(0.3)")
    code = "import time\nwhile time.process_time() < 0.5: pass"
    busy, *_ = run(tmp_path, code)
    assert idle < 0.5 <= busy


def test_a_run_is_measured_by_its_own_memory(tmp_path: Path) -> None:
    # from a small process: on Linux a child's peak is never below what its parent has when it starts
    program = """
import sys; from pathlib import Path; from tests.test_benchmarks import run
_, small, *_ = run(Path(sys.argv[1]), "pass")
_, large, *_ = run(Path(sys.argv[1]), "x = b'x' * 200_000_000")
print(large - small)
"""
    root = Path(__file__).parents[1]
    command = (sys.executable, "-c", program, str(tmp_path))
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=60)
    assert float(ran.stdout) > 100


@pytest.mark.parametrize(
    ("code", "exit_code", "failed"),
    [
        ("raise SystemExit(0)", 0, False),
        ("raise SystemExit(1)", 1, False),
        ("raise SystemExit(3)", 3, True),
        ("raise ValueError", 1, True),
    ],
)
def test_a_tool_that_falls_over_is_no_measurement(tmp_path: Path, code: str, exit_code: int, failed: bool) -> None:
    assert run(tmp_path, code)[2:] == (exit_code, failed)


def test_a_tool_that_takes_too_long_is_stopped_and_said_to_be(tmp_path: Path) -> None:
    sample = measure((sys.executable, "-c", "import time; time.sleep(30)"), (0,), tmp_path, 0.5)
    assert (sample.exit_code, sample.failed) == (None, True)
    (tmp_path / "x.yaml").touch()
    cell = Cell(File(tmp_path / "x.yaml", None), Tool("slow", (), ()), [sample])
    assert any("ran out of time" in line for line in table([cell]))


def test_growth_leaves_the_start_up_out_of_each_further_operation(tmp_path: Path) -> None:
    sample = measure((sys.executable, "-c", ""), (0,), tmp_path, 30)
    tool = Tool("made-up", (), ())
    cells = [Cell(File(tmp_path / "x.yaml", n), tool, [sample._replace(cpu=1 + n / 1000)]) for n in (100, 1000)]
    assert "11.000 (100), 2.000 (1,000); each additional one: 1.000 (100 to 1,000)" in " ".join(growth(cells))


def test_a_ratio_is_what_preclear_takes_of_what_the_other_takes_by_their_medians(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").touch()
    file = File(tmp_path / "x.yaml", None)
    own = [Sample(cpu, 30, 0, failed=False) for cpu in (0.1, 0.2, 9)]
    other = [Sample(cpu, 120, 1, failed=False) for cpu in (0, 0.8, 0.9)]
    rows = list(table([Cell(file, Tool("preclear", (), ()), own), Cell(file, Tool("other", (), ()), other)]))
    assert rows[2].split() == ["preclear", "0.200", "30"]
    assert rows[3].split() == ["other", "0.800", "120", "0.25x", "0.25x"]
