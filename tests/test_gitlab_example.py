"""The example for GitLab CI is a valid job, the docs show it, and its script writes the reports that it names."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.making import BAD, GOOD

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "gitlab-ci.yml"
JOB: dict[str, Any] = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["preclear"]


def run_script(folder: Path) -> int:
    """Run the job's script in `folder` as GitLab does, with this preclear as the installed one."""
    install, *checks = JOB["script"]
    assert install == "pip install 'git+URL@COMMIT'"
    script = f'preclear() {{ "{sys.executable}" -P -m preclear "$@"; }}\n' + "\n".join(checks)
    return subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=folder, timeout=60).returncode


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (BAD, 1)], ids=["good", "bad"])
def test_its_script_writes_the_reports_that_it_names(tmp_path: Path, text: str, code: int) -> None:
    (tmp_path / "openapi.yaml").write_text(text)

    assert run_script(tmp_path) == code

    reports = JOB["artifacts"]["reports"]
    quality = json.loads((tmp_path / reports["codequality"]).read_text())
    assert {issue["location"]["path"] for issue in quality} == {"openapi.yaml"}
    assert any(issue["severity"] == "major" for issue in quality) == (code == 1)
    suites = re.search(r'<testsuites [^>]*\btests="\d+" failures="(\d+)"', (tmp_path / reports["junit"]).read_text())
    assert suites is not None
    assert (suites[1] != "0") == (code == 1)
    assert [(tmp_path / path).read_text()[:15] for path in JOB["artifacts"]["paths"]] == ["<!doctype html>"]


def test_reports_are_kept_if_the_job_fails_and_merge_requests_link_the_page() -> None:
    assert JOB["artifacts"]["when"] == "always"
    assert JOB["artifacts"]["expose_as"] == "preclear"


def test_it_runs_where_gitlab_compares_reports() -> None:
    conditions = [rule["if"] for rule in JOB["rules"]]

    assert conditions == ['$CI_PIPELINE_SOURCE == "merge_request_event"', "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"]


def test_the_docs_show_it() -> None:
    section = (ROOT / "docs" / "ci" / "gitlab.md").read_text(encoding="utf-8").split("\n## ")[0]
    (block,) = re.findall(r"^```yaml\n(.*?)^```", section, re.MULTILINE | re.DOTALL)

    assert EXAMPLE.read_text(encoding="utf-8").endswith(f"\n{block}")
    assert "(../../examples/gitlab-ci.yml)" in section


@pytest.mark.skipif(shutil.which("check-jsonschema") is None, reason="needs check-jsonschema, of the development tools")
def test_it_is_valid_by_the_schema_of_gitlab() -> None:
    command = ["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", str(EXAMPLE)]

    completed = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert completed.returncode == 0, completed.stdout + completed.stderr
