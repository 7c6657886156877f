"""The functions with which `.ci/run` runs jobs in the background: a job that fails anywhere fails the run."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

SCRIPT = (Path(__file__).parents[1] / ".ci" / "run").read_text(encoding="utf-8")
FUNCTIONS = "\n".join(
    found[0]
    for found in re.finditer(r"^(?:job|finish|stop_background)\(\) \{.*?^\}$", SCRIPT, re.MULTILINE | re.DOTALL)
)


def run(folder: Path, jobs: str, *finished: str) -> subprocess.CompletedProcess[str]:
    """Run `jobs` in the background, and wait for those that are `finished`, as the script does."""
    waits = "".join(f"finish {name}\n" for name in finished)
    script = f"""\
set -euo pipefail
work={folder}
{FUNCTIONS}
mkdir "$work/jobs"
set -m
({jobs}) &
background=$!
set +m
trap stop_background EXIT
{waits}echo "all finished"
"""
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60)


def test_the_functions_are_those_of_the_script() -> None:
    assert re.findall(r"^(\w+)\(\)", FUNCTIONS, re.MULTILINE) == ["stop_background", "job", "finish"]


def test_the_output_of_a_job_is_shown_where_it_is_finished(tmp_path: Path) -> None:
    result = run(tmp_path, "job one echo first; job two echo second", "two", "one")

    assert (result.returncode, result.stdout) == (0, "second\nfirst\nall finished\n")


@pytest.mark.parametrize("command", ["false", "false; echo went on", "true | false", "echo $UNSET"])
def test_a_failure_anywhere_in_a_job_fails_the_run_after_its_output(tmp_path: Path, command: str) -> None:
    result = run(tmp_path, f"steps() {{ echo output; {command}; }}; job steps steps; job next true", "next", "steps")

    assert result.returncode == 1
    assert result.stdout.startswith("output\n")
    assert result.stdout.endswith("failed: steps\n")
    assert "went on" not in result.stdout


def test_a_job_that_never_ran_fails_the_run(tmp_path: Path) -> None:
    result = run(tmp_path, "job one true", "one", "other")

    assert (result.returncode, result.stdout) == (1, "other was never run\n")


def test_jobs_end_with_the_run(tmp_path: Path) -> None:
    result = run(tmp_path, f"job one false; job two sleep 50; touch {tmp_path}/later", "one")

    assert result.returncode == 1
    assert not (tmp_path / "later").exists()
