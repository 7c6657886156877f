"""The commands of the README and of the pages under `docs` do what these say they do."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.making import BAD, GOOD
from tests.emulator.server import emulator
from tests.pages.all_pages import USER_PAGES, read_blocks

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
UPLOAD = ROOT / "docs" / "upload.md"
CONNECTIONS = ROOT / "docs" / "connections.md"


def runs() -> list[tuple[str, str]]:
    """Every `$ preclear …` of the pages with the output that they show; `...` on a line stands for any lines."""
    found: list[tuple[str, str]] = []
    for source in read_blocks("console"):
        for run in re.split(r"^\$ ", source.block.text, flags=re.MULTILINE)[1:]:
            command, _, output = run.partition("\n")
            if command.startswith("preclear "):
                found.append((command, output))
    return found


@pytest.mark.skipif(not README.exists(), reason="needs the README, which an installed package has not")
@pytest.mark.parametrize(("command", "output"), runs())
def test_shows_what_the_command_prints(tmp_path: Path, command: str, output: str) -> None:
    shutil.copytree(ROOT / "fixtures" / "projects", tmp_path / "fixtures" / "projects")  # some commands write files
    completed = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )

    pattern = ".*?".join(re.escape(part) for part in re.split(r"^\.\.\.\n", output, flags=re.MULTILINE))
    assert re.fullmatch(pattern, completed.stdout, re.DOTALL), completed.stdout


def test_shows_commands_at_all() -> None:
    assert len(runs()) > 2


def section(title: str, page: Path = README) -> str:
    """The text under a heading, up to the next."""
    found = re.search(rf"^#+ {title}\n(.*?)(?=^#|\Z)", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def steps() -> list[str]:
    """The commands that it gives for CI, in their order."""
    (block,) = re.findall(r"^```yaml\n(.*?)^```", section("In CI"), re.MULTILINE | re.DOTALL)
    return [step["run"] for step in yaml.safe_load(block)]


FAULTLESS = {
    "apis/pets/openapi.yaml": GOOD.replace("  /pets:\n", "  /pet: {$ref: parts/pet.yaml#/pet}\n  /pets:\n"),
    "apis/pets/parts/pet.yaml": "pet: {get: {operationId: pet, responses: {'200': {description: A pet}}}}\n",
    "apis/owners.yaml": GOOD,
    "apis/compose.yaml": "services: {web: {image: pets}}\n",
}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, 0),
        ({"apis/owners.yaml": BAD}, 1),
        ({"apis/pets/parts/pet.yaml": "pet: {get: {operationId: pet, responses: 5}}\n"}, 1),
        ({"apis/owners.yaml": "", "apis/pets/openapi.yaml": ""}, 2),
    ],
    ids=["faultless, in several files", "faulty", "a faulty part", "no document"],
)
def test_the_lines_for_ci_pass_what_is_faultless_and_nothing_else(
    tmp_path: Path, changed: dict[str, str], code: int
) -> None:
    for name, text in {**FAULTLESS, **changed}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    install, *checks = steps()
    script = f'preclear() {{ "{sys.executable}" -m preclear "$@"; }}\n' + "\n".join(checks)

    completed = subprocess.run(["bash", "-ec", script], cwd=tmp_path, capture_output=True, text=True, timeout=60)

    assert install == "pip install 'git+URL@COMMIT'"
    assert completed.returncode == code, completed.stdout + completed.stderr


def test_nothing_is_installed_from_where_it_is_not() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in USER_PAGES)
    (hook,) = re.findall(r"^```yaml\n(.*?)^```", section("In pre-commit"), re.MULTILINE | re.DOTALL)
    (repository,) = yaml.safe_load(hook)["repos"]

    assert "`pip install 'git+URL@COMMIT'`" in section("Try it")
    assert (repository["repo"], repository["rev"]) == ("URL", "COMMIT")
    assert [item["id"] for item in repository["hooks"]] == ["preclear"]
    assert set(re.findall(r"\bpip install (?:-e )?('[^']+'|[^\s`&]+)", text)) == {
        ".",
        "'git+URL@COMMIT'",
        "'preclear @ git+URL@COMMIT'",
        "'preclear[emulator] @ git+URL@COMMIT'",
        "'.[test]'",
    }
    assert re.findall(r"@?v\d+\.\d+", text) == []


def test_the_two_commands_install_into_a_virtual_environment() -> None:
    environment = "python3 -m venv .venv && . .venv/bin/activate && "
    commands = re.findall(rf"^\$ {re.escape(environment)}(.*)$", section("Try it"), re.MULTILINE)

    assert commands == [
        "pip install . && preclear check fixtures/projects/petshop/openapi.yaml",
        "pip install -e '.[test]' && pytest",
    ]


def test_an_upload_without_an_account_goes_as_it_says(tmp_path: Path) -> None:
    text = section("Without an account", UPLOAD)
    starting, going = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert starting == "PRECLEAR_TOKEN=only-for-this-machine preclear emulate\n"

    with emulator(tmp_path, seconds=60) as running:
        script = going.replace("http://127.0.0.1:8321/api/connect/v1", running.url)
        script = script.replace("only-for-this-machine", running.token)
        assert script.count(running.url) == script.count(running.token) == 1
        completed = subprocess.run(
            ["bash", "-c", f'preclear() {{ "{sys.executable}" -m preclear "$@"; }}\n{script}'],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )

    dry, real, connectors = re.split(r"^upload: .*\n", completed.stdout, flags=re.MULTILINE)
    assert "Petshop" in dry
    assert re.findall(r"^upload: .*", completed.stdout, re.MULTILINE)[1] == "upload: accepted: the server answered 201"
    assert "foreseen by `mismatched-parameter-default`" in real
    assert "Petshop" in connectors


def test_a_connection_without_an_account_goes_as_it_says(tmp_path: Path) -> None:
    starting, going = re.findall(
        r"^```sh\n(.*?)^```", section("Without an account", CONNECTIONS), re.MULTILINE | re.DOTALL
    )
    assert starting == "PRECLEAR_TOKEN=only-for-this-machine preclear emulate\n"
    shutil.copytree(ROOT / "fixtures" / "projects", tmp_path / "fixtures" / "projects")

    with emulator(tmp_path, seconds=60) as running:
        script = going.replace("http://127.0.0.1:8321/api/connect/v1", running.url)
        script = script.replace("only-for-this-machine", running.token)
        completed = subprocess.run(
            ["bash", "-c", f'preclear() {{ "{sys.executable}" -m preclear "$@"; }}\n{script}'],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )

    created, listed = completed.stdout.split("\nconnection create: accepted: the server answered 200\n")
    assert "\naction 1    key (api-key), string: credential validated: no errors\n" in f"\n{created}"
    assert "  trial  " in listed
    assert "a-key-for-trials" not in completed.stdout + completed.stderr
