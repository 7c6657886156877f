"""The workflows of this repository: what they may do, what they run, and that a release is checked before it's out."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".github" / "workflows"
PATHS = sorted(FOLDER.glob("*.yml"))
WORKFLOWS: dict[str, dict[Any, Any]] = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in PATHS}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RELEASE: dict[str, dict[str, Any]] = WORKFLOWS["release"]["jobs"]

_PINNED = re.compile(r"[\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def find_steps(**jobs: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each step with the name of its job."""
    for name, job in jobs.items():
        for step in job["steps"]:
            yield name, step


STEPS = [(name, step) for workflow in WORKFLOWS.values() for name, step in find_steps(**workflow["jobs"])]


def needs(name: str) -> set[str]:
    """Return the names of all jobs of the release that come before a job."""
    direct = RELEASE[name].get("needs", [])
    before = {direct} if isinstance(direct, str) else {*direct}
    return before.union(*(needs(job) for job in before))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_actions_of_others_are_pinned_by_commit(path: Path) -> None:
    lines = re.findall(r"^ +-? *uses: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)

    others = [line for line in lines if not line.startswith("./")]
    assert others
    assert [line for line in others if not _PINNED.fullmatch(line)] == []


def test_an_action_has_one_version_everywhere() -> None:
    files = [*PATHS, ROOT / "action.yml"]
    lines = {line for path in files for line in re.findall(r"uses: (\S+@\S+)", path.read_text(encoding="utf-8"))}

    assert len({line.partition("@")[0] for line in lines}) == len(lines)


def test_the_docs_show_the_versions_of_actions_that_are_used_here() -> None:
    files = [*PATHS, ROOT / "action.yml"]
    pinned = re.compile(r"uses: (\S+)@\S+ # (v\d+)\.")
    used = dict(match for path in files for match in pinned.findall(path.read_text(encoding="utf-8")))
    page = (ROOT / "docs" / "ci" / "github.md").read_text(encoding="utf-8")
    shown = [match for match in re.findall(r"uses: (\S+)@(v\d+)\n", page) if match[0] in used]

    assert {action for action, _ in shown} >= {"actions/checkout", "actions/setup-python", "actions/upload-artifact"}
    assert [f"{action}@{version}" for action, version in shown if version != used[action]] == []


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
def test_a_job_has_only_the_permissions_that_it_names(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert isinstance(job["permissions"], dict), name
        assert job["timeout-minutes"] <= 60


def test_no_checkout_keeps_the_token() -> None:
    checkouts = [step for _, step in STEPS if step.get("uses", "").startswith("actions/checkout@")]

    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_no_expression_is_a_part_of_a_script() -> None:
    assert [step["run"] for _, step in STEPS if "${{" in step.get("run", "")] == []


def test_only_jobs_after_all_checks_may_publish() -> None:
    writing = {name for name, job in RELEASE.items() if "write" in job["permissions"].values()}

    assert writing == {"publish", "github-release", "deploy-site", "image"}
    for name in writing:
        assert {"check", "pure", "compiled", "try", "collect"} <= needs(name)
    assert RELEASE["publish"]["if"] == "github.event_name == 'push' && github.ref_type == 'tag'"
    assert all("publish" in needs(name) for name in writing - {"publish"})


def test_publishing_is_trusted_and_attested_and_runs_nothing_else() -> None:
    job = RELEASE["publish"]

    assert job["environment"] == "release"
    assert job["permissions"] == {"id-token": "write"}
    download, publish = job["steps"]
    assert download["uses"].startswith("actions/download-artifact@")
    assert publish["uses"].startswith("pypa/gh-action-pypi-publish@")
    assert publish["with"] == {"packages-dir": "dist/", "attestations": True}


def test_a_release_is_checked_before_and_after_its_files_are_built() -> None:
    commands = {name: step["run"] for name, step in find_steps(**RELEASE) if "tools/release.py" in step.get("run", "")}

    assert commands == {
        "check": 'python tools/release.py "$GITHUB_REF_NAME"',
        "collect": 'python tools/release.py "$GITHUB_REF_NAME" --dist dist >notes.md',
    }


def test_the_site_of_a_release_is_built_strict_and_deployed_only_where_somebody_wants_it() -> None:
    site, deployment = RELEASE["site"], RELEASE["deploy-site"]

    *_, install, build, upload = site["steps"]
    assert install["run"] == "python -m pip install '.[test]'"
    assert build["run"] == "bash .ci/docs site"
    assert upload["uses"].startswith("actions/upload-pages-artifact@")
    assert upload["with"] == {"path": "site"}
    assert "site" in needs("deploy-site")
    assert deployment["if"] == "vars.PAGES == 'true'"
    assert deployment["environment"] == "github-pages"
    assert deployment["permissions"] == {"id-token": "write", "pages": "write"}
    assert len(deployment["steps"]) == 1


def test_files_and_extras_and_groups_that_scripts_name_exist() -> None:
    scripts = [step["run"] for _, step in STEPS if "run" in step]
    scripts.append(str(PYPROJECT["tool"]["cibuildwheel"]["test-command"]).replace("{project}/", ""))
    words = [word for script in scripts for word in shlex.split(script, comments=True)]
    paths = [word for word in words if re.fullmatch(r"(\.ci|tools|fixtures|examples)/[\w./-]+", word)]
    extras = {extra for word in words for found in re.findall(r"preclear\[(.*)\]", word) for extra in found.split(",")}
    groups = {words[index + 1] for index, word in enumerate(words) if word == "--group"}

    assert {".ci/run", "tools/release.py", "tools/smoke.py"} <= {*paths}
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert extras <= PYPROJECT["project"]["optional-dependencies"].keys()
    assert groups <= PYPROJECT["dependency-groups"].keys()


def test_wheels_are_compiled_for_the_python_versions_of_the_classifiers() -> None:
    prefix = "Programming Language :: Python :: 3."
    versions = [name.removeprefix(prefix) for name in PYPROJECT["project"]["classifiers"] if name.startswith(prefix)]

    assert PYPROJECT["tool"]["cibuildwheel"]["build"] == " ".join(f"cp3{version}-*" for version in versions)
    assert PYPROJECT["tool"]["cibuildwheel"]["environment"] == {"PRECLEAR_COMPILED": "1"}


def test_the_action_of_this_repository_gets_inputs_that_it_has() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (step,) = (step for _, step in STEPS if step.get("uses") == "./")

    assert step["with"].keys() <= action["inputs"].keys()
    assert (ROOT / step["with"]["paths"]).is_dir()


@pytest.mark.skipif(shutil.which("zizmor") is None, reason="needs zizmor, of the development tools")
def test_zizmor_finds_nothing() -> None:
    completed = subprocess.run(
        ["zizmor", "--offline", "--quiet", str(ROOT)], capture_output=True, text=True, timeout=60
    )

    assert completed.returncode == 0, completed.stdout + completed.stderr


@pytest.mark.skipif(shutil.which("check-jsonschema") is None, reason="needs check-jsonschema, of the development tools")
@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("github-workflows", PATHS),
        ("github-actions", [ROOT / "action.yml"]),
        ("dependabot", [ROOT / ".github" / "dependabot.yml"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_are_valid_by_their_schemas(schema: str, paths: list[Path]) -> None:
    command = ["check-jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, paths)]

    completed = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert completed.returncode == 0, completed.stdout + completed.stderr
