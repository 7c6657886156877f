"""The GitHub Action: its inputs, what the docs say of them, and its scripts, run as a runner does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.cli.making import BAD, GOOD

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SCRIPTS = {step["id"]: step for step in STEPS if "run" in step}
PAGE = (ROOT / "docs" / "ci" / "github.md").read_text(encoding="utf-8")

_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")


class StepResult(NamedTuple):
    """What a step left behind."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


def run_step(name: str, folder: Path, action: Path = ROOT, /, **values: str) -> StepResult:
    """Run the script of a step in `folder`; variables without a value are those of an action without inputs."""
    files = folder.parent / "runner"
    files.mkdir(exist_ok=True)
    output, summary, script = (files / file for file in ("output", "summary", "script.sh"))
    output.write_text("")
    summary.write_text("")
    script.write_text(SCRIPTS[name]["run"])
    defaults = {f"inputs.{name}": spec["default"] for name, spec in ACTION["inputs"].items()}
    env = {
        variable: values.get(variable, _EXPRESSION.sub(lambda match: defaults.get(match[1], ""), text))
        for variable, text in SCRIPTS[name]["env"].items()
    }
    completed = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(files),
            "LANG": "C.UTF-8",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(action),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_WORKSPACE": str(folder),
            "RUNNER_TEMP": str(files),
            **env,
        },
    )
    outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
    return StepResult(completed.returncode, completed.stdout + completed.stderr, outputs, summary.read_text())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A checkout with a good document and a bad one."""
    folder = tmp_path / "checkout"
    (folder / "apis").mkdir(parents=True)
    (folder / "apis" / "good.yaml").write_text(GOOD)
    (folder / "bad one.yaml").write_text(BAD)
    return folder


def check(folder: Path, **values: str) -> StepResult:
    """Run the check with a program that is this preclear."""
    program = folder.parent / "preclear"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m preclear "$@"\n')
    program.chmod(0o755)
    return run_step("check", folder, PROGRAM=str(program), FOLDER=str(folder.parent), **values)


def arguments_of(folder: Path, **values: str) -> list[str]:
    """Return the arguments that the check gives to preclear."""
    program = folder.parent / "arguments"
    program.write_text("#!/bin/sh\nprintf '%s\\0' \"$@\"\n")
    program.chmod(0o755)
    result = run_step("check", folder, PROGRAM=str(program), **values)
    assert result.code == 0
    return result.log.split("\0")[:-1]


def test_no_expression_is_a_part_of_a_script() -> None:
    assert [name for name, step in SCRIPTS.items() if "${{" in step["run"]] == []


def test_every_input_is_used_and_documented() -> None:
    used = set(re.findall(r"\binputs\.([a-z-]+)", yaml.safe_dump(STEPS)))
    section = PAGE.split("\n## The action\n")[1].split("\n## ")[0]
    documented = re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)

    assert documented == [*ACTION["inputs"]]
    assert used | {"upload-sarif"} == set(documented)
    assert all(spec["description"] for spec in ACTION["inputs"].values())


def test_every_output_is_one_of_the_check_and_documented() -> None:
    script = SCRIPTS["check"]["run"]

    for name, spec in ACTION["outputs"].items():
        assert spec["value"] == f"${{{{ steps.check.outputs.{name} }}}}"
        assert f'echo "{name}=' in script
        assert f"`{name}`" in PAGE


def test_actions_of_others_are_pinned_by_commit() -> None:
    lines = re.findall(r"^ +uses: (.*)$", (ROOT / "action.yml").read_text(encoding="utf-8"), re.MULTILINE)

    assert len(lines) == 2
    assert all(re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in lines)


def test_the_example_of_the_docs_uses_inputs_that_exist() -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    (workflow,) = (yaml.safe_load(block) for block in blocks if "OWNER/preclear@COMMIT" in block)
    (step,) = (step for step in workflow["jobs"]["preclear"]["steps"] if step["uses"] == "OWNER/preclear@COMMIT")

    assert step["with"].keys() <= ACTION["inputs"].keys()


def test_without_inputs_the_repository_is_checked(repository: Path) -> None:
    result = check(repository)

    assert result.code == 1
    assert result.outputs == {"exit-code": "1"}
    assert "::error file=bad one.yaml,line=7," in result.log
    assert result.summary.startswith("## preclear: ")


def test_what_has_no_findings_passes(repository: Path) -> None:
    result = check(repository, PATHS="apis/*.yaml")

    assert result.code == 0, result.log
    assert result.outputs == {"exit-code": "0"}


@pytest.mark.parametrize(
    ("paths", "arguments"),
    [
        ("", []),
        (" \n\n", []),
        ("apis/good.yaml  *.yaml", ["apis/good.yaml", "*.yaml"]),
        ("  apis/good.yaml\r\n\n  bad one.yaml \n", ["apis/good.yaml", "bad one.yaml"]),
        ("bad one.yaml\n", ["bad one.yaml"]),
        ("apis/*.yaml\n--fix", ["apis/*.yaml", "--fix"]),
    ],
)
def test_paths_are_lines_or_the_words_of_one_line(repository: Path, paths: str, arguments: list[str]) -> None:
    assert arguments_of(repository, PATHS=paths) == ["check", "--", *arguments]


def test_inputs_become_options(repository: Path) -> None:
    arguments = arguments_of(
        repository,
        CONFIG="a b.toml",
        FAIL_ON="warning",
        FORMAT="concise",
        SINCE="main...",
        REPORTS="\n json=a.json\njunit=b c.xml \n",
    )

    options = ["--config=a b.toml", "--fail-on=warning", "--output-format=concise", "--since=main..."]
    assert arguments == ["check", *options, "--report=json=a.json", "--report=junit=b c.xml", "--"]


def test_a_format_replaces_the_annotations(repository: Path) -> None:
    result = check(repository, FORMAT="concise")

    assert result.code == 1
    assert re.search(r"^bad one\.yaml:7:\d+: error: ", result.log, re.MULTILINE)
    assert "::error" not in result.log
    assert result.summary == ""


def test_reports_and_the_sarif_log_are_written_even_if_the_check_fails(repository: Path) -> None:
    result = check(repository, PATHS="bad one.yaml\n", REPORTS="json=preclear.json", UPLOAD_SARIF="true")

    log = repository.parent / "preclear.sarif"
    assert result.outputs == {"exit-code": "1", "sarif": str(log)}
    results = json.loads(log.read_text())["runs"][0]["results"]
    assert len(results) == len(json.loads((repository / "preclear.json").read_text())["findings"]) > 0


def test_the_log_is_uploaded_also_if_the_check_fails() -> None:
    (upload,) = (step for step in STEPS if "upload-sarif" in step.get("uses", ""))

    assert upload["if"] == "${{ always() && steps.check.outputs.sarif != '' }}"
    assert upload["with"]["sarif_file"] == "${{ steps.check.outputs.sarif }}"


@pytest.mark.parametrize("inputs", [{"UPLOAD_SARIF": "yes"}, {"UPLOAD_SARIF": ""}, {"REPORTS": "html"}])
def test_an_input_that_means_nothing_is_an_error(repository: Path, inputs: dict[str, str]) -> None:
    result = check(repository, **inputs)

    assert result.code == 2
    assert result.outputs == {"exit-code": "2"}
    assert re.fullmatch(r"::error title=preclear::[^\n]*; expected [^\n]*\n", result.log)


HOSTILE = (
    "$(touch x)",
    "`touch x`",
    "; touch x",
    "a\ntouch x",
    '"; touch x; "',
    "'; touch x; '",
    "json=$(touch x)",
    "a[$(touch x)]=b",
)
INPUTS = ("PATHS", "CONFIG", "FAIL_ON", "FORMAT", "SINCE", "REPORTS", "UPLOAD_SARIF")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_input_runs_a_command(repository: Path, text: str) -> None:
    program = repository.parent / "preclear"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)

    before = sorted(repository.parent.rglob("*"))
    for name in INPUTS:
        run_step("check", repository, **{"PROGRAM": str(program), name: text})

    created = {path.name for path in repository.parent.rglob("*")} - {path.name for path in before}
    assert created <= {"runner", "output", "summary", "script.sh"}


@pytest.mark.parametrize("name", INPUTS)
def test_no_input_forges_a_line_or_an_option(repository: Path, name: str) -> None:
    result = check(repository, **{name: "--fix\n::error::forged"})

    assert result.code == 2
    assert result.outputs == {"exit-code": "2"}
    assert not re.search(r"^::error::", result.log, re.MULTILINE)
    assert (repository / "bad one.yaml").read_text() == BAD


def install(folder: Path, action: Path = ROOT, /, **values: str) -> StepResult:
    """Install with an interpreter that prints what pip is called with; the action's checkout is at `action`."""
    python = folder.parent / "python"
    python.write_text(
        f"""#!/bin/sh
"{sys.executable}" "$1" -c 'import venv' || exit 1  # an interpreter that imports from the folder finds the other venv
mkdir -p "$4/bin"
printf '%s\\n' '#!/bin/sh' 'echo "$@"' >"$4/bin/python"
chmod +x "$4/bin/python"
"""
    )
    python.chmod(0o755)
    return run_step("install", folder, action, PYTHON=str(python), **values)


def test_preclear_is_installed_from_the_action_and_nothing_is_imported_from_the_checkout(repository: Path) -> None:
    (repository / "venv.py").write_text("raise SystemExit('imported from the checkout')\n")
    (repository / "pip.py").write_text("raise SystemExit('imported from the checkout')\n")

    result = install(repository)

    assert result.code == 0, result.log
    assert result.log == f"-I -m pip install --quiet --disable-pip-version-check {ROOT}\n"
    folder = Path(result.outputs["folder"])
    assert folder.parent == repository.parent / "runner"
    assert result.outputs["program"] == f"{folder}/venv/bin/preclear"


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """The checkout of an action that has been released: its project has an address."""
    folder = tmp_path / "action"
    folder.mkdir()
    (folder / "pyproject.toml").write_text('[project.urls]\nHomepage = "https://docs.example"\n')
    return folder


@pytest.mark.parametrize("version", ["0.1.0", "1.2", "1.0.0rc1", "10.20.30.post4"])
def test_a_version_is_installed_from_the_index(repository: Path, released: Path, version: str) -> None:
    result = install(repository, released, VERSION=version)

    assert result.code == 0, result.log
    assert result.log == f"-I -m pip install --quiet --disable-pip-version-check preclear=={version}\n"


VERSION_ERROR = "::error title=preclear::`version` is no exact version; expected one such as `1.2.3`\n"


@pytest.mark.parametrize(
    "version",
    [*HOSTILE, "1", "latest", "v1.2.3", ">=1", "1.2.3 --pre", "1.2.*", "1.2\n--pre", "1.2 @ https://x.example", "٣.٤"],
)
def test_what_is_no_exact_version_is_an_error(repository: Path, released: Path, version: str) -> None:
    before = sorted(repository.parent.rglob("*"))
    result = install(repository, released, VERSION=version)

    assert (result.code, result.log, result.outputs) == (2, VERSION_ERROR, {})
    created = {path.name for path in repository.parent.rglob("*")} - {path.name for path in before}
    assert created <= {"python", "runner", "output", "summary", "script.sh"}


def test_before_the_first_release_a_version_is_an_error(repository: Path) -> None:
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    is_released = not any("//preclear.example" in url for url in urls.values())

    result = install(repository, VERSION="0.1.0")

    assert result.code == (0 if is_released else 2)
    assert is_released or "expected an empty `version`" in result.log
