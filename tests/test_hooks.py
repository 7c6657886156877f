"""The pre-commit hook: which files it takes, and what it says of those that are no OpenAPI documents."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from identify import identify

from tests.cli.making import BAD, GOOD, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MANIFEST = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"
HOOK, ALL_HOOK, FIX_HOOK = yaml.safe_load(MANIFEST.read_text())

OTHERS = {
    "docker-compose.yml": 'services:\n  web: {image: "pets:1"}\n',
    "values.json": '{"rows": [1, 2]}\n',
    "workflow.yaml": "on: push\njobs: {test: {runs-on: ubuntu-latest, steps: [{run: pytest}]}}\n",
    "chart/templates/service.yaml": "kind: Service\nmetadata:\n  name: {{ .Values.name }}\n{{- if .a }}\n{{- end }}\n",
    "chart/templates/list.yaml": "items:\n{{- range .Values.items }}\n\t- {{ . }}\n{{- end }}\n",
    "schemas/pet.yaml": "Pet: {type: objekt, properties: {a: {$ref: 'nowhere.yaml'}}}\n",
    "several.yml": "kind: Service\n---\nkind: Deployment\n",
    "empty.yaml": "",
    "comments.yml": "# to do\n",
    "list.json": "[1, 2]\n",
    "text.yaml": "this file speaks of openapi: it is none\n",
    "broken.json": '{"a": ',
    "mkdocs.yml": "site_name: !ENV NAME\nplugins: [search]\n",
    "asyncapi.yaml": 'asyncapi: 3.0.0\ninfo: {title: Pets, version: "1"}\n',
}
"""Files that the hook is given in real repositories, and that are nothing to it."""


def taken(folder: Path, paths: Iterable[str], hook: dict[str, Any] = HOOK) -> list[str]:
    """Those of the files that pre-commit gives to the hook: by `files`, `exclude` and `types_or`, as it does it."""
    options: list[str] = []
    for path in sorted(paths):
        tags = identify.tags_from_path(str(folder / path))
        if re.search(hook["files"], path) and not re.search(hook["exclude"], path) and tags & {*hook["types_or"]}:
            options.append(path)
    return options


def lay_out(folder: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return taken(folder, files)


def run_hook(folder: Path, paths: Iterable[str], hook: Sequence[str] = ()) -> Outcome:
    """Run the manifest's own `entry`, or `hook`, on the files."""
    program, *arguments = hook or shlex.split(HOOK["entry"])
    assert program == "preclear"
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments, *paths], cwd=folder, capture_output=True, text=True, timeout=60
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    "path",
    [
        "openapi.yaml",
        "openapi.yml",
        "openapi.json",
        "OPENAPI.YAML",
        "apis/pets/v1.json",
        "apis/package.v1.yaml",
        "package/api.yaml",
        "github/api.json",
        "a.b.c.yml",
        "docs/my api.yaml",
    ],
)
def test_takes_what_can_be_a_document(tmp_path: Path, path: str) -> None:
    text = '{"openapi": "3.1.0"}' if path.endswith("json") else GOOD

    assert lay_out(tmp_path, {path: text}) == [path]


@pytest.mark.parametrize(
    "path",
    [
        "package.json",
        "package-lock.json",
        "web/package.json",
        "tsconfig.json",
        "tsconfig.build.json",
        "composer.json",
        ".eslintrc.json",
        ".pre-commit-config.yaml",
        "web/.prettierrc.yaml",
        ".github/workflows/test.yml",
        ".github/dependabot.yml",
        ".circleci/config.yml",
        ".vscode/settings.json",
        "openapi.yaml.txt",
        "openapi.py",
        "yaml",
        "README.md",
        "openapi.jsonl",
        "openapi.json5",
        "mypy.toml",
        "preclear.toml.bak",
    ],
)
def test_leaves_alone_what_can_be_none(tmp_path: Path, path: str) -> None:
    assert lay_out(tmp_path, {path: "{}\n"}) == []


def test_says_nothing_of_files_that_are_no_documents(tmp_path: Path) -> None:
    paths = lay_out(tmp_path, OTHERS)
    assert paths == sorted(OTHERS)

    outcome = run_hook(tmp_path, paths)

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == f"preclear: skipped {len(OTHERS)} files that aren't OpenAPI documents\n"


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_says_nothing_of_one_file_that_is_no_document(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from preclear.cli import main

    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path, {name: OTHERS[name]})

    code = main([*shlex.split(HOOK["entry"])[1:], name])

    assert (code, capsys.readouterr().out) == (0, "")


def test_finds_the_fault_of_a_document_among_others(tmp_path: Path) -> None:
    paths = lay_out(tmp_path, {**OTHERS, "good.yaml": GOOD, "apis/bad.yaml": BAD})

    outcome = run_hook(tmp_path, ["--output-format", "concise", *paths])

    assert outcome.code == 1
    assert {line.partition(":")[0] for line in outcome.out.splitlines() if ": error: " in line} == {"apis/bad.yaml"}


def test_is_content_with_good_documents(tmp_path: Path) -> None:
    outcome = run_hook(tmp_path, lay_out(tmp_path, {**OTHERS, "good.yaml": GOOD}))

    assert outcome.code == 0
    assert " in 1 file." in outcome.out
    assert "error" not in outcome.out


def test_a_fragment_is_checked_with_the_document_that_uses_it(tmp_path: Path) -> None:
    document = f"{GOOD}components: {{schemas: {{Pet: {{$ref: 'schemas/pet.yaml#/Pet'}}}}}}\n"
    fragment = OTHERS["schemas/pet.yaml"]

    alone = run_hook(tmp_path, lay_out(tmp_path, {"schemas/pet.yaml": fragment}))
    beside = run_hook(tmp_path, lay_out(tmp_path, {"openapi.yaml": document, "schemas/pet.yaml": fragment}))
    changed = run_hook(tmp_path, ["schemas/pet.yaml"])

    assert (alone.code, alone.out) == (0, "")
    assert beside.code == changed.code == 1
    assert beside.out == changed.out
    assert " --> schemas/pet.yaml:1:" in beside.out
    assert changed.err == "preclear: checked openapi.yaml, which refers to schemas/pet.yaml\n"


CONFIGS = {"preclear.toml": 'documents = ["apis/*.yaml"]\n', "apis/bad.yaml": BAD, "other.yaml": BAD}


@pytest.mark.parametrize("name", ["preclear.toml", "pyproject.toml", "a/preclear.toml"])
def test_a_changed_config_has_its_documents_checked(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    text = (
        CONFIGS["preclear.toml"] if name.endswith("preclear.toml") else f"[tool.preclear]\n{CONFIGS['preclear.toml']}"
    )
    lay_out(folder.parent, {"apis/bad.yaml": BAD, "other.yaml": BAD})
    paths = lay_out(tmp_path, {name: text})
    assert paths == taken(tmp_path, [name], ALL_HOOK) == [name]
    assert taken(tmp_path, [name], FIX_HOOK) == []

    outcome = run_hook(tmp_path, ["--output-format", "concise", *paths])

    assert outcome.code == 1
    prefix = name.rpartition("/")[0]
    expected = f"{prefix}/apis/bad.yaml" if prefix else "apis/bad.yaml"
    assert {line.partition(":")[0] for line in outcome.out.splitlines() if ": error: " in line} == {expected}


def test_a_pyproject_without_a_table_for_preclear_is_skipped(tmp_path: Path) -> None:
    paths = lay_out(tmp_path, {"pyproject.toml": "[project]\nname = 'x'\n"})

    outcome = run_hook(tmp_path, paths)

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == "preclear: skipped 1 file that isn't an OpenAPI document\n"


def test_the_hook_for_all_documents_checks_those_of_the_config(tmp_path: Path) -> None:
    lay_out(tmp_path, CONFIGS)

    outcome = run_hook(tmp_path, ["--output-format", "concise"], hook=shlex.split(ALL_HOOK["entry"]))

    assert outcome.code == 1
    assert {line.partition(":")[0] for line in outcome.out.splitlines() if ": error: " in line} == {"apis/bad.yaml"}


def test_the_hook_for_all_documents_runs_when_something_changes_that_they_depend_on(tmp_path: Path) -> None:
    assert ALL_HOOK["pass_filenames"] is False
    others = {".preclear-baseline.json": "{}", "apis/.preclear-baseline.json": "{}"}
    lay_out(tmp_path, {**CONFIGS, **others, ".eslintrc.json": "{}", "package.json": "{}"})

    for name in (*CONFIGS, *others):
        assert taken(tmp_path, [name], ALL_HOOK) == [name]
    for name in (".eslintrc.json", "package.json"):
        assert taken(tmp_path, [name], ALL_HOOK) == []


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("old.yaml", 'swagger: "2.0"\ninfo: {title: Pets, version: "1"}\npaths: {}\n', "not-openapi"),
        ("old.json", '{"swagger": "2.0", "info": {}, "paths": {}}', "not-openapi"),
        ("broken.yaml", "openapi: 3.1.0\npaths: {", "syntax-error"),
        ("broken.json", '{"openapi": "3.1.0",', "syntax-error"),
        (
            "template.yaml",
            "openapi: 3.1.0\ninfo:\n  title: {{ .Values.title }}\n  {{- if .Values.a }}\n",
            "syntax-error",
        ),
        ("number.yaml", "openapi: 3\n", "unsupported-openapi-version"),
    ],
)
def test_does_not_pass_over_what_is_meant_as_a_document(tmp_path: Path, name: str, text: str, rule: str) -> None:
    outcome = run_hook(tmp_path, lay_out(tmp_path, {name: text}))

    assert outcome.code == 1
    assert f"error[{rule}]" in outcome.out


@pytest.mark.parametrize("hook", [HOOK, ALL_HOOK, FIX_HOOK], ids=lambda hook: hook["id"])
def test_the_manifest_says_what_pre_commit_needs(hook: dict[str, Any]) -> None:
    assert hook["language"] == "python"
    assert {"yaml", "json"} <= {*hook["types_or"]} <= identify.ALL_TAGS
    project = tomllib.loads((MANIFEST.parent / "pyproject.toml").read_text())["project"]
    assert hook["entry"].split()[0] in project["scripts"]


def test_the_hook_that_fixes_takes_the_same_files_but_for_configs() -> None:
    own = ("id", "name", "description", "entry", "files", "types_or")

    assert FIX_HOOK["id"] == "preclear-fix"
    assert FIX_HOOK["entry"] == HOOK["entry"].replace("check", "check --fix")
    assert {key: FIX_HOOK[key] for key in FIX_HOOK if key not in own} == {
        key: HOOK[key] for key in HOOK if key not in own
    }
    assert HOOK["files"].startswith(FIX_HOOK["files"] + "|")
    assert HOOK["types_or"] == [*FIX_HOOK["types_or"], "toml"]


def test_the_documented_exclude_leaves_out_templates_and_keeps_documents() -> None:
    page = (MANIFEST.parent / "docs" / "pre-commit.md").read_text()
    patterns = [yaml.safe_load(match)["exclude"] for match in re.findall(r"exclude: .*", page)]

    assert len(patterns) == 2
    templates, swagger = (re.compile(pattern) for pattern in patterns)
    assert templates.search("charts/pets/templates/openapi.yaml")
    assert templates.search("deploy/templates/config.json")
    assert swagger.search("legacy/swagger.json")
    assert swagger.search("apis/v1/swagger.yaml")
    for pattern in (templates, swagger):
        assert not pattern.search("apis/openapi.yaml")


def test_the_hook_that_fixes_writes_and_fails_for_what_is_left(tmp_path: Path) -> None:
    text = GOOD.replace("responses:", "parameters: [{name: id, in: path}]\n      responses:").replace(
        "/pets:", "/pets/{id}:"
    )
    paths = lay_out(tmp_path, {"pets.yaml": text.replace("in: path", "in: path, schema: {type: string}")})

    outcome = run_hook(tmp_path, [*FIX_HOOK["args"], *paths], hook=shlex.split(FIX_HOOK["entry"]))

    assert outcome.code == 0
    assert "Fixed 1 finding in 1 file:" in outcome.out
    assert "required: true" in (tmp_path / "pets.yaml").read_text()


HOSTILE = ["--baseline=known.json", "--root=x.json", "--config=c.yaml", "-o.yaml", "-.json", "--isolated/--all.yaml"]


@pytest.mark.parametrize("arguments", [HOOK["args"], [], ["--output-format", "full"], ["--fail-on=error", "--"]])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_looks_like_an_option_is_none(tmp_path: Path, name: str, arguments: list[str]) -> None:
    """Whether the file names follow `--`, as in the manifest, or `args` of somebody's own that forget it."""
    lay_out(tmp_path, {"pets.yaml": BAD, name: BAD})
    known = run_hook(tmp_path, ["baseline", "--baseline", "known.json", "pets.yaml"], hook=["preclear"])
    assert known.code == 0

    outcome = run_hook(tmp_path, [*arguments, "pets.yaml", name])

    assert outcome.code == 1
    assert f" --> {name}:" in outcome.out
    assert " --> pets.yaml:" in outcome.out
    message = f"`{name}` is the name of a file and is read as a PATH, not as an option"
    assert (message in outcome.err) is ("--" not in arguments)


def test_an_option_is_one_where_no_file_is_called_so(tmp_path: Path) -> None:
    lay_out(tmp_path, {"pets.yaml": BAD})
    run_hook(tmp_path, ["baseline", "--baseline", "known.json", "pets.yaml"], hook=["preclear"])

    assert run_hook(tmp_path, ["--baseline=known.json", "pets.yaml"]).code == 0


@pytest.mark.parametrize("command", ["plan", "bundle", "upload", "map"])
def test_every_command_takes_such_a_name_for_a_path(tmp_path: Path, command: str) -> None:
    lay_out(tmp_path, {"--root=x.json": "{", "--x.json": "{}"})

    outcome = run_hook(tmp_path, [command, "--root=x.json", *(["--x.json"] if command == "map" else [])], ["preclear"])

    assert "`--root=x.json` is the name of a file and is read as a PATH" in outcome.err
    assert "there is no option" not in outcome.err
