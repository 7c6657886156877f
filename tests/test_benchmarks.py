"""The documents that are measured are documents, and the measuring tells work from failure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from benchmarks.bars import Bars, bars_for
from benchmarks.details import add_details
from benchmarks.documents import document, write
from benchmarks.inputs import Input, generate
from benchmarks.measure import Cell, Sample, measure
from benchmarks.table import Ratio, do_bars_hold, format_growth, format_header, format_markdown, format_row
from benchmarks.tools import BEFORE, OWN, REDOCLY, RUST, SPECTRAL, Tool, environment, find_tools, version_of
from openapi_spec_validator import OpenAPIV30SpecValidator

from preclear.engine import check_document
from preclear.rule import discover_rules
from preclear.source import load_bytes

METHODS = {"get", "post", "patch", "delete"}


@pytest.mark.parametrize("detailed", [False, True])
def test_the_document_of_100_operations_is_valid_openapi(tmp_path: Path, detailed: bool) -> None:
    write(tmp_path / "x.json", 100, detailed=detailed)
    made = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert list(OpenAPIV30SpecValidator(made).iter_errors()) == []


def test_details_have_a_few_wrong_examples_and_nothing_else_that_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "x.json", 70, detailed=True)
    checked = check_document(load_bytes((tmp_path / "x.json").read_bytes(), "x.json"), rules=discover_rules())
    rules = [finding.rule.name for finding in checked.findings if str(finding.severity) != "info"]
    assert set(rules) == {"invalid-example"}


@pytest.mark.parametrize("operations", [1, 4, 5, 13, 100])
def test_a_document_has_as_many_operations_as_were_asked_for(operations: int) -> None:
    made = json.loads(json.dumps(document(operations)))
    content = [made["paths"][path][method] for path in made["paths"] for method in METHODS & set(made["paths"][path])]
    assert len(content) == operations
    assert len({operation["operationId"] for operation in content}) == operations


@pytest.mark.parametrize("detailed", [False, True])
def test_yaml_and_json_hold_the_same_and_are_the_same_every_time(tmp_path: Path, detailed: bool) -> None:
    files = [tmp_path / "x.yaml", tmp_path / "x.json"]
    texts: list[list[bytes]] = []
    for _ in range(2):
        for file in files:
            write(file, 50, detailed=detailed)
        texts.append([file.read_bytes() for file in files])
    assert texts[0] == texts[1]
    made = document(50)
    if detailed:
        add_details(made)
    assert yaml.safe_load(texts[0][0]) == json.loads(texts[0][1]) == made


def test_details_change_no_other_document() -> None:
    before = json.dumps(document(20))
    add_details(document(20))
    assert json.dumps(document(20)) == before


def test_inputs_have_the_sizes_of_their_names_and_the_folder_has_many_files(tmp_path: Path) -> None:
    inputs = {made.name: made for made in generate(tmp_path, [100], 3)}
    kilobytes = {"5-KB": 5, "23-KB": 23, "230-KB": 230, "1-MB": 1000, "4-MB": 4000}
    for name, size in kilobytes.items():
        for suffix in ("yaml", "json"):
            assert 0.7 < inputs[f"{name}.{suffix}"].size / size / 1000 < 1.5, name
    assert inputs["100-operations.yaml"].operations == 100
    assert len(inputs["3 files"].paths) == 3
    assert {bars_for(inputs[f"23-KB.{suffix}"]) for suffix in ("yaml", "json")} == {Bars(0.30, 2.0)}


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
    completed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=60)
    assert float(completed.stdout) > 100


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
    row = [cell(OWN, subject(tmp_path, 10), 0.1), Cell(subject(tmp_path, 10), Tool(REDOCLY, (), ()), [sample])]
    assert "  redocly: ran out of time" in list(format_row(row, has_bars=False))
    assert not do_bars_hold(row)


def subject(folder: Path, size: int, *, suffix: str = "yaml", files: int = 1, operations: int | None = None) -> Input:
    paths = [folder / f"{index}.{suffix}" for index in range(files)]
    for path in paths:
        path.write_bytes(b"x" * (size // files))
    return Input("x", tuple(paths), operations)


def cell(name: str, subject: Input, *cpu: float, memory: float = 40) -> Cell:
    return Cell(subject, Tool(name, (), ()), [Sample(seconds, memory, 0, failed=False) for seconds in cpu])


def test_growth_leaves_the_start_up_out_of_each_further_operation(tmp_path: Path) -> None:
    rows = [[cell("made-up", subject(tmp_path, 10, operations=n), 1 + n / 1000)] for n in (100, 1000)]
    assert "11.000 (100), 2.000 (1,000); each additional one: 1.000 (100 to 1,000)" in " ".join(format_growth(rows))


def test_a_ratio_is_what_preclear_takes_of_what_the_other_takes_by_their_medians(tmp_path: Path) -> None:
    file = subject(tmp_path, 3000)
    row = [cell(OWN, file, 0.1, 0.2, 9, memory=30), cell(REDOCLY, file, 0, 0.8, 0.9, memory=120)]
    assert format_header([OWN, REDOCLY], has_bars=False)[1].split() == ["file", "size", "CPU", "s", "MB", "CPU", "MB"]
    assert list(format_row(row, has_bars=False)) == [f"{'x':<22}    3 KB   0.200    30   0.25   0.25"]


@pytest.mark.parametrize(
    ("size", "suffix", "files", "operations", "bars"),
    [
        (3_000, "yaml", 1, None, Bars(0.30, 2.0)),
        (25_000, "json", 1, None, Bars(0.30, 2.0)),
        (25_001, "yaml", 1, None, Bars(None, None)),
        (200_000, "yaml", 1, None, Bars(0.20, 3.0)),
        (200_000, "json", 1, None, Bars(0.20, 5.0)),
        (900_000, "json", 1, 10_000, Bars(0.30, None)),
        (64_000, "yaml", 64, None, Bars(0.18, None)),
    ],
)
def test_the_bar_depends_on_size_format_operations_and_number_of_files(
    tmp_path: Path, size: int, suffix: str, files: int, operations: int | None, bars: Bars
) -> None:
    assert bars_for(subject(tmp_path, size, suffix=suffix, files=files, operations=operations)) == bars
    assert bars.memory == 0.5


@pytest.mark.parametrize(
    ("redocly", "rust", "memory", "hold"),
    [
        (0.303, 2.003, 40, True),  # to two digits, as they're printed
        (0.31, 2.0, 40, False),
        (0.30, 2.01, 40, False),
        (0.30, 2.0, 41, False),
    ],
)
def test_a_row_says_whether_every_bar_holds(
    tmp_path: Path, redocly: float, rust: float, memory: float, hold: bool
) -> None:
    file = subject(tmp_path, 3_000)
    row = [cell(OWN, file, 1, memory=memory), cell(REDOCLY, file, 1 / redocly, memory=80), cell(RUST, file, 1 / rust)]
    line = next(format_row(row, has_bars=True))
    assert do_bars_hold(row) is hold
    assert line.endswith("  no") is not hold
    assert f"{redocly:.2f} {'<=' if round(redocly, 2) <= 0.30 else '>'} 0.30" in line
    assert f"{rust:.2f} {'<=' if round(rust, 2) <= 2.0 else '>'} 2.00" in line


def test_without_a_figure_no_bar_holds() -> None:
    assert (str(Ratio(None, 0.3)), Ratio(None, 0.3).holds) == ("? > 0.30", False)
    assert (str(Ratio(None)), Ratio(None).holds) == ("?", True)


@pytest.mark.parametrize("has_bars", [False, True])
def test_a_table_of_all_tools_has_at_most_100_columns(tmp_path: Path, has_bars: bool) -> None:
    file = subject(tmp_path, 12_300_000)._replace(name="a-long-name-of-a-document.openapi.yaml")
    names = [OWN, BEFORE, REDOCLY, "openapi-spec-validator", RUST]
    row = [cell(name, file, 123.4 if name == OWN else 1.0, memory=1234) for name in names]
    lines = [*format_header(names, has_bars=has_bars), *format_row(row, has_bars=has_bars)]
    assert all(len(line) <= 100 for line in lines), lines
    assert len({len(line.removesuffix("  no")) for line in lines}) == 1


def test_the_markdown_table_has_before_and_after(tmp_path: Path) -> None:
    file = subject(tmp_path, 3000)
    row = [cell(OWN, file, 0.1), cell(BEFORE, file, 0.2, memory=50), cell(REDOCLY, file, 0.4, memory=100)]
    assert list(format_markdown([row])) == [
        "| document | size | CPU s | MB | Redocly, CPU | Redocly, MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        "| x | 3 KB | 0.20 → 0.10 | 50 → 40 | 0.50 → 0.25 | 0.50 → 0.40 |",
    ]


def test_tools_run_without_configuration_from_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECLEAR_IGNORE", "all")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert not {"PRECLEAR_IGNORE", "PYTHONDONTWRITEBYTECODE"} & set(environment())
    assert {"--isolated", "--select", "all"} <= set(find_tools()[0].command)


def test_the_command_measures_the_users_file_and_fails_without_the_tools_of_the_bars(tmp_path: Path) -> None:
    write(tmp_path / "mine.yaml", 2)
    script = str(Path(__file__).parents[1] / "benchmarks" / "run.py")
    names = ("redocly", "openapi-spec-validator", "openapi-spec-validator-rs")
    only = (
        "--only-files",
        "--sizes",
        "--many",
        "0",
        "--runs",
        "1",
        *(part for name in names for part in ("--skip", name)),
    )
    command = [sys.executable, script, str(tmp_path / "mine.yaml"), *only]
    completed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert (completed.returncode, "mine.yaml" in completed.stdout) == (0, True), completed.stderr
    completed = subprocess.run(
        [*command, "--bars"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert (completed.returncode, "`--bars` needs both" in completed.stderr) == (2, True), completed.stderr


def test_spectral_is_measured_with_its_recommended_rules_if_it_is_named(tmp_path: Path) -> None:
    program = tmp_path / "spectral"
    program.write_text("#!/bin/sh\necho 6.16.3\n")
    program.chmod(0o755)

    (tool,) = [tool for tool in find_tools(spectral=str(program)) if tool.name == SPECTRAL]

    assert SPECTRAL not in {tool.name for tool in find_tools()}
    assert version_of(tool) == "6.16.3"
    rules = Path(tool.command[tool.command.index("--ruleset") + 1])
    assert yaml.safe_load(rules.read_text(encoding="utf-8")) == {"extends": ["spectral:oas"]}
