"""Worker processes: the same bytes for any number of them, and what a worker does never ends the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from preclear.cli import main
from preclear.project import (
    CheckOptions,
    CheckResults,
    OptionError,
    Project,
    check_paths,
    workers,
)
from preclear.project.notes import InternalFailure
from preclear.project.run import cores, input_checker
from preclear.project.settings import MAX_JOBS
from preclear.project.workers import WorkerPool
from preclear.report.formats.full import format_full
from preclear.report.json_report import format_json
from tests.project.making import BAD, GOOD, SPLIT, CommandLine, run, write_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.project.checker import FileChecker
    from preclear.project.search import Input

FIXTURES = Path(__file__).parents[2] / "fixtures"
SHARED = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.fixture(autouse=True)
def project(folder: Path) -> None:
    write_project(folder)


@pytest.mark.once
@pytest.mark.parametrize(
    "arguments",
    [
        (".",),
        ("apis/models/pet.yaml", "roots/apis/models/pet.yaml", "configured/models/lone.yaml"),
        ("-", "apis", "missing.yaml", "nowhere/*.yaml"),
        (".", "--openapi-only", "--no-ignores", "--show", "info"),
        ("configured", "--limit", "findings=1"),
    ],
    ids=" ".join,
)
def test_the_output_is_the_same_for_any_number(
    capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory, arguments: tuple[str, ...]
) -> None:
    reports = [tmp_path_factory.mktemp("reports") / name for name in ("concise", "json")]

    def check(*jobs: str) -> tuple[CommandLine, list[str]]:
        options = [f"--report={report.name}={report}" for report in reports]
        outcome = run(capsys, "check", "--output-format", "full", *options, *arguments, *jobs, stdin=BAD.encode())
        return outcome, [report.read_text() for report in reports]

    alone = check()

    assert check("--jobs", "2") == alone
    assert check("--jobs", "4") == alone


def test_the_output_is_the_same_with_a_baseline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "baseline", "apis", "bad.yaml", "--show", "info").code == 0
    (folder / "apis" / "new.yaml").write_text(BAD)
    (folder / "bad.yaml").write_text(GOOD)

    alone = run(capsys, "check", "apis", "bad.yaml")

    assert "known finding" in alone.err
    assert "no longer found" in alone.err
    assert run(capsys, "check", "apis", "bad.yaml", "--jobs", "3") == alone


@pytest.mark.once
@pytest.mark.parametrize("jobs", [2, 4])
def test_all_fixtures_have_the_same_report(monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    monkeypatch.chdir(FIXTURES)

    alone, together = check_paths(["rules", "projects"]), check_paths(["rules", "projects"], jobs=jobs)

    assert format_json(together.results) == format_json(alone.results)
    assert "\n".join(format_full(together.results, show_all=True)) == "\n".join(
        format_full(alone.results, show_all=True)
    )
    assert (together.notes, together.failure) == (alone.notes, alone.failure)


@pytest.mark.once
@pytest.mark.skipif(not SHARED.exists(), reason="needs the corpus of real documents, ../shared/corpus")
def test_real_documents_have_the_same_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SHARED)
    paths = ["cafe", "cafe-split", "museum", "docker-engine", "negative", "speakeasy-32"]

    alone, together = check_paths(paths), check_paths(paths, jobs=2)

    assert format_json(together.results) == format_json(alone.results)
    assert "\n".join(format_full(together.results, show_all=True)) == "\n".join(
        format_full(alone.results, show_all=True)
    )


def test_one_job_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)

    assert check_paths(["apis"], jobs=1).checked == 2
    assert check_paths(["good.yaml"], jobs=8).checked == 1


def test_one_job_loads_nothing_for_processes() -> None:
    program = "import sys; from preclear.cli import main; main(['check', 'apis']); print(*sys.modules, file=sys.stderr)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)

    loaded = set(done.stderr.splitlines()[-1].split())
    assert loaded.isdisjoint({"multiprocessing", "concurrent.futures", "subprocess", "preclear.project.workers"})


def test_nothing_is_loaded_from_the_current_folder(folder: Path) -> None:
    """A worker starts with `-c`, for which Python looks into the current folder first unless it is told not to."""
    for name in ("preclear", "pickle", "json", "concurrent", "signal", "encodings", "sitecustomize"):
        (folder / f"{name}.py").write_text("raise SystemExit('loaded from the current folder')\n")

    done = subprocess.run(
        [sys.executable, "-P", "-m", "preclear", "check", "apis", "--jobs", "2", "--output-format", "json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )

    assert "loaded from" not in done.stderr
    assert done.returncode == 1


def replace_program(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let workers run `program` instead."""
    monkeypatch.setattr("preclear.project.workers.pool.WORKER_PROGRAM", program)


DIES = """
import os, sys
sys.path[:] = sys.argv[1:]
from preclear.project import checker
from preclear.project.workers import worker
check = checker.FileChecker.summarize
def summarize(self, input):
    if input.display_path.endswith("other.yaml"):
        os.abort()
    return check(self, input)
checker.FileChecker.summarize = summarize
worker.main()
"""
PRINTS = """
import sys
sys.path[:] = sys.argv[1:]
from preclear.project import checker
from preclear.project.workers import worker
check = checker.FileChecker.summarize
def summarize(self, input):
    sys.stdout.write("a rule that prints\\n")  # one write: two workers print at the same time
    sys.stdout.flush()
    assert sys.stdin.read() == ""
    return check(self, input)
checker.FileChecker.summarize = summarize
worker.main()
"""
SLEEPS = "import time; time.sleep(600)"


def test_a_worker_that_dies_is_a_problem_of_its_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_program(monkeypatch, DIES)

    results = check_paths(["apis", "bad.yaml", "good.yaml"], jobs=2)

    (problem,) = results.problems
    assert isinstance(problem, InternalFailure)
    assert problem.text.startswith("internal error in apis/other.yaml: the worker process ended with code -6;")
    assert results.failure == "unchecked"
    assert (results.unchecked, results.checked) == (1, 3)
    assert {finding.path for finding in results.findings} >= {"apis/models/pet.yaml", "bad.yaml"}


def test_a_process_that_can_not_be_started_is_a_problem_of_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)

    results = check_paths(["good.yaml", "bad.yaml"], jobs=2)

    assert [type(problem) for problem in results.problems] == [InternalFailure, InternalFailure]
    assert "in bad.yaml: BlockingIOError" in results.problems[0].text
    assert results.failure == "unchecked"


def test_what_a_rule_prints_or_reads_does_not_get_between(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    replace_program(monkeypatch, PRINTS)

    results = check_paths(["apis"], jobs=2)

    assert format_json(results.results) == format_json(check_paths(["apis"]).results)
    out, err = capfd.readouterr()
    assert out == ""
    assert err == "a rule that prints\n" * 3


def test_no_worker_is_left_when_a_run_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_program(monkeypatch, SLEEPS)
    started: list[subprocess.Popen[bytes]] = []

    class NotedProcess(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", NotedProcess)
    main_thread = threading.main_thread().ident

    def interrupt() -> None:
        while len(started) < 2:
            time.sleep(0.01)
        signal.pthread_kill(main_thread or 0, signal.SIGINT)

    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell starts jobs in the background without it
    try:
        threading.Thread(target=interrupt).start()

        assert main(["check", "apis", "--jobs", "2"]) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    assert [process.returncode for process in started] == [-signal.SIGKILL, -signal.SIGKILL]


def test_results_come_in_the_order_of_the_files_however_long_each_takes(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    many = "".join(f"  /p{n}:\n    get: {{operationId: p{n}}}\n" for n in range(2_000))
    (folder / "a.yaml").write_text(GOOD + many)
    for number in range(30):
        (folder / f"b{number:02}.yaml").write_text(SPLIT)
    order: list[str] = []
    receive = WorkerPool.results

    def noting(self: WorkerPool, inputs: list[Input]) -> Iterator[object]:
        for input, result in zip(inputs, receive(self, inputs), strict=True):
            order.append(input.display_path)
            yield result

    monkeypatch.setattr(WorkerPool, "results", noting)

    results: CheckResults = check_paths(["a.yaml", "b*.yaml"], jobs=3)

    assert order == sorted(order)
    assert len(order) == results.total == 33


@pytest.mark.parametrize("jobs", [0, -1, MAX_JOBS + 1])
def test_there_is_one_job_at_least_and_there_are_not_too_many(capsys: pytest.CaptureFixture[str], jobs: int) -> None:
    with pytest.raises(OptionError, match=rf"`jobs` is .*; expected a number from 1 to {MAX_JOBS}"):
        check_paths(["good.yaml"], jobs=jobs)
    assert run(capsys, "check", "good.yaml", "--jobs", str(jobs)).code == 2


def test_the_number_can_come_from_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRECLEAR_JOBS", "nosuch")

    outcome = run(capsys, "check", "good.yaml")

    assert outcome.code == 2
    assert "--jobs" in outcome.err
    assert "nosuch" in outcome.err


def test_no_config_sets_the_number(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "preclear.toml").write_text("jobs = 4\n")

    assert "a config can't set `jobs`; use `--jobs` or PRECLEAR_JOBS" in run(capsys, "check").err


class StartedError(Exception):
    """A worker process was started."""


def refuse_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the start of a worker fail in a way that nothing catches."""

    class Refused:
        def __init__(self, *_: object, **__: object) -> None:
            raise StartedError

    monkeypatch.setattr(workers, "WorkerPool", Refused)


@pytest.fixture
def many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of as many files as workers are started for, as if they took long and there were two processors."""
    names = [f"many{number:02}.yaml" for number in range(input_checker.MIN_FILES)]
    for number, name in enumerate(names):
        (folder / name).write_text(BAD if number % 2 else SPLIT.replace("models", "apis/models"))
    monkeypatch.setattr(input_checker, "WARM_UP", 0.0)
    monkeypatch.setattr(input_checker, "MIN_SECONDS", 0.0)
    monkeypatch.setattr(cores, "count_usable_cores", lambda: 2)
    return names


def check_by_default(names: list[str]) -> CheckResults:
    return Project(CheckOptions(jobs=None)).check(names)


def test_a_long_run_starts_workers_by_default(many: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_processes(monkeypatch)

    with pytest.raises(StartedError):
        check_by_default(many)


@pytest.mark.parametrize("reason", ["few files", "one processor", "short", "small files"])
def test_no_workers_are_started_if_that_does_not_pay(
    many: list[str], monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    refuse_processes(monkeypatch)
    if reason == "few files":
        many.pop()
    elif reason == "one processor":
        monkeypatch.setattr(cores, "count_usable_cores", lambda: 1)
    elif reason == "short":
        monkeypatch.setattr(input_checker, "WARM_UP", 600.0)
    else:
        monkeypatch.setattr(input_checker, "MIN_SECONDS", 600.0)

    assert check_by_default(many).checked == len(many)


def test_the_output_is_the_same_by_default(
    many: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[int] = []
    original = WorkerPool.__init__

    def note(self: WorkerPool, options: CheckOptions, checker: FileChecker, jobs: int) -> None:
        started.append(jobs)
        original(self, options, checker, jobs)

    monkeypatch.setattr(WorkerPool, "__init__", note)
    arguments = ("check", *many, "missing.yaml", "broken.yaml", "--output-format", "json", "--limit", "findings=1")

    by_default = run(capsys, *arguments)

    assert started == [2]
    assert by_default == run(capsys, *arguments, "--jobs", "1")
    assert started == [2]


@pytest.mark.parametrize(
    ("quota", "count"), [("max 100000", 4), ("200000 100000", 2), ("150000 100000", 2), ("1000 100000", 1), ("x", 4)]
)
def test_the_quota_of_a_container_counts(folder: Path, monkeypatch: pytest.MonkeyPatch, quota: str, count: int) -> None:
    (folder / "cpu.max").write_text(f"{quota}\n")
    monkeypatch.setattr(cores, "_CGROUP_QUOTA", folder / "cpu.max")

    def list_processors(_: int) -> set[int]:
        return {0, 1, 2, 5}

    monkeypatch.setattr(os, "sched_getaffinity", list_processors, raising=False)

    assert cores.count_usable_cores() == count
