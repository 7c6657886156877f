"""The examples of `docs/programs.md` and CONTRIBUTING.md run, and their lists are complete."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest

import preclear
from tests.emulator.server import emulator
from tests.project.making import GOOD, write_project

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "programs.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"

pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="needs the documentation, which an installed package has not")


def example_with(text: str, page: Path = PAGE) -> str:
    """The one example of a page that has `text` in it."""
    examples = re.findall(r"^ *```python\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    (example,) = (example for example in examples if text in example)
    return dedent(example)


def run_example(folder: Path, example: str) -> list[str]:
    """Run an example in `folder`; the lines that it prints."""
    (folder / "example.py").write_text(example)
    done = subprocess.run([sys.executable, "example.py"], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_the_example_of_a_check_runs(folder: Path) -> None:
    write_project(folder)

    lines = run_example(folder, example_with("check_paths"))

    assert any(line.startswith("apis/models/pet.yaml:1:7: error: ") for line in lines)
    assert lines[-1] == "failed: findings"


def test_the_example_of_a_model_runs(folder: Path) -> None:
    (folder / "pets.yaml").write_text(GOOD)

    assert run_example(folder, example_with("connector.actions")) == ["GET /pets listPets"]


def test_the_example_of_an_adaptation_runs(folder: Path) -> None:
    old = "    delete: {operationId: deletePets, deprecated: true, responses: {'204': {description: gone}}}\n"
    (folder / "pets.yaml").write_text(GOOD.replace("operationId: listPets", "operationId: pets/list") + old)

    assert run_example(folder, example_with("preclear.adapt(")) == [
        "7:20: pets/list -> pets_list; lost: None",
        "0 of 1 errors left",
    ]
    adapted = (folder / "adapted.yaml").read_text()
    assert adapted == GOOD.replace("operationId: listPets", "operationId: pets_list")


def test_the_example_of_an_upload_runs(folder: Path) -> None:
    (folder / "pets.yaml").write_text(GOOD)

    with emulator(folder, seconds=60) as running:
        example = example_with("upload_document(").replace(
            "ConnectionOptions(\n", f"ConnectionOptions(\n        url={running.url!r}, insecure_loopback=True,\n"
        )
        lines = run_example(folder, f"def read_token(): return {running.token!r}\n{example}")

    assert lines[0].startswith("accepted ")


def test_the_example_of_a_change_runs(folder: Path) -> None:
    with emulator(folder, seconds=60) as running:
        example = example_with("ChangeRunner(").replace(
            "ConnectionOptions(\n", f"ConnectionOptions(\n    url={running.url!r}, insecure_loopback=True,\n"
        )
        lines = run_example(folder, f"def read_token(): return {running.token!r}\n{example}")

    assert lines == ["not sent no connector is called `Petshop`; no similar name exists"]


def test_every_public_name_is_explained_once() -> None:
    tables = PAGE.read_text(encoding="utf-8").partition("\n## Names\n")[2]
    first_cells = re.findall(r"^\| (`.*?) \|", tables, re.MULTILINE)
    names = [name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)]

    assert sorted(names) == sorted(preclear.__all__)


RULE_PROGRAM = """
from pathlib import Path
import preclear
from house_rules.shop.short_summary import short_summary as rule

print(rule.name, rule.category, rule.severity)
for finding in preclear.check(Path("pets.yaml"), rules={rule.name: rule}).findings:
    print(f"{finding.span.start.line}:{finding.span.start.column}: {finding.message}")
"""


@pytest.mark.parametrize(
    ("summary", "messages"),
    [("List pets", []), ("Pets", ["8:16: `summary: Pets` of `get /pets` has 4 characters; expected at least 8"])],
)
def test_the_example_of_a_rule_runs(folder: Path, summary: str, messages: list[str]) -> None:
    category = folder / "house_rules" / "shop"
    category.mkdir(parents=True)
    (category / "short_summary.py").write_text(example_with("@rule", CONTRIBUTING))
    (folder / "pets.yaml").write_text(GOOD.replace("summary: List pets", f"summary: {summary}"))

    assert run_example(folder, RULE_PROGRAM) == ["short-summary shop warning", *messages]


def test_the_tree_is_listed() -> None:
    text = CONTRIBUTING.read_text(encoding="utf-8")
    table = text.partition("| folder of `linter/preclear` |")[2].partition("\n\n")[0]
    listed = re.findall(r"`([a-z_/]+)/`", " ".join(row.split("|")[1] for row in table.splitlines()[1:] if "|" in row))
    package = ROOT / "linter" / "preclear"
    folders = {path.parent.relative_to(package).as_posix() for path in package.glob("**/__init__.py")} - {"."}

    assert len(listed) > 10
    assert [name for name in listed if name not in folders] == []
    assert [name for name in folders if "/" not in name and name not in listed] == []


def test_the_layers_are_those_of_the_import_contract() -> None:
    text = CONTRIBUTING.read_text(encoding="utf-8").partition("### Layers")[2]
    shown = text.partition("```\n")[2].partition("```")[0].splitlines()
    with (ROOT / "pyproject.toml").open("rb") as file:
        contract = tomllib.load(file)["tool"]["importlinter"]["contracts"][0]

    assert [*shown, "_lazy | _patterns | _records | _urls"] == contract["layers"]
