"""The code blocks of the pages are accepted by what reads them; `tests/test_readme.py` compares outputs."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml

import preclear
from preclear.cli import commands, main
from preclear.config import RuleRegistry
from preclear.config.reader import read_config
from preclear.engine import all_kinds
from preclear.platform.connection_files.reader import read_connection_file
from preclear.rule import discover_rules
from tests.cli.making import GOOD
from tests.pages.all_pages import (
    COMMANDS,
    DOCS,
    PAGES,
    ROOT,
    USER_PAGES,
    PageBlock,
    PageCommand,
    read_blocks,
    read_commands,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not PAGES, reason="needs the pages, which an installed package has not")

LANGUAGES = {"console", "sh", "text", "toml", "yaml", "json", "python", "groovy", "lua", "elisp"}
OTHER_OPTIONS = {
    "--env": "docker run",
    "--platform": "docker buildx build",
    "--user": "docker run",
    "--filter": "git clone",
    "--unshallow": "git fetch",
    "--bars": "benchmarks/run.py",
    "--before": "benchmarks/run.py",
    "--instructions": "benchmarks/run.py",
    "--markdown": "benchmarks/run.py",
}
"""Options of other programs that the text of the pages names."""

STEP_KEYS = {
    "github": {"run", "uses", "with", "env", "if"},
    "gitlab": {"stage", "image", "script", "artifacts", "rules", "variables", "cache"},
    "azure": {"script", "bash", "task", "publish", "checkout", "condition", "inputs", "artifact", "fetchDepth"},
}


def resolve(arguments: tuple[str, ...]) -> tuple[click.Context, str, list[str]]:
    """Return the context of the group that has the called command, the command's name, and its own arguments."""
    context = click.Context(commands, info_name="preclear")
    rest = list(arguments)
    while True:
        assert isinstance(context.command, click.Group)
        command = context.command.get_command(context, rest[0])
        assert command is not None, f"`{rest[0]}` is no command"
        if not isinstance(command, click.Group):
            return context, rest[0], rest[1:]
        context = click.Context(command, info_name=rest.pop(0), parent=context)


def walk(context: click.Context) -> Iterator[click.Context]:
    """Yield a context for each command, groups included."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            assert command is not None
            yield from walk(click.Context(command, info_name=name, parent=context))


def options_of(context: click.Context) -> set[str]:
    """Return the names of a command's options."""
    return {name for parameter in context.command.params for name in (*parameter.opts, *parameter.secondary_opts)}


CONTEXTS = list(walk(click.Context(commands, info_name="preclear")))
OPTIONS = {name for context in CONTEXTS for name in options_of(context)}


def inline_code() -> list[tuple[str, str]]:
    """Return the code in the prose of the README and the pages under `docs`, each with the name of its page."""
    texts = [(page, re.sub(r"^ *```.*?^ *```", "", page.read_text("utf-8"), flags=re.M | re.S)) for page in USER_PAGES]
    return [(page.name, " ".join(code.split())) for page, text in texts for code in re.findall(r"`([^`]+)`", text)]


def test_every_block_has_a_language_that_is_tested() -> None:
    assert [
        str(block) for block in read_blocks() if DOCS in block.page.parents and block.block.language not in LANGUAGES
    ] == []


@pytest.mark.parametrize("command", read_commands(), ids=str)
def test_every_command_has_options_that_exist_with_values_that_they_take(command: PageCommand) -> None:
    group, name, arguments = resolve(command.arguments)
    called = group.command.get_command(group, name) if isinstance(group.command, click.Group) else None
    assert called is not None

    called.make_context(name, arguments, parent=group)  # raises for an option or a value that it doesn't know


def test_commands_of_all_kinds_of_blocks_are_found() -> None:
    found = {(command.source.page.name, command.source.block.language) for command in read_commands()}

    assert {("README.md", "console"), ("docker.md", "sh"), ("jenkins.md", "groovy")} <= found
    editors = Counter(c.source.block.language for c in read_commands() if c.source.page.name == "editors.md")
    assert editors == {"json": 3, "lua": 3, "toml": 1, "elisp": 1}
    assert {("github.md", "yaml"), ("gitlab.md", "yaml"), ("azure.md", "yaml"), ("fleet.md", "text")} <= found
    connection = next(command for command in read_commands() if command.source.page.name == "connections.md")
    assert connection.arguments[:2] == ("connection", "create")


def test_every_option_in_the_text_exists() -> None:
    unknown = [
        (page, code)
        for page, code in inline_code()
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", code)
        if option not in OPTIONS and option not in OTHER_OPTIONS
    ]

    assert unknown == []


def test_every_option_of_a_command_in_the_text_is_one_of_that_command() -> None:
    unknown: list[tuple[str, str]] = []
    seen = 0
    for page, code in inline_code():
        words = code.removeprefix("preclear ").split()
        if words[:1] == [] or words[0] not in COMMANDS or not any(word.startswith("--") for word in words):
            continue
        group, name, rest = resolve(tuple(words))
        context = next(item for item in CONTEXTS if item.command_path == f"{group.command_path} {name}")
        seen += 1
        unknown += [(page, word) for word in rest if word.startswith("--") and word not in options_of(context)]

    assert unknown == []
    assert seen > 10


def test_every_environment_variable_in_the_pages_is_read() -> None:
    envvars = {str(parameter.envvar) for context in CONTEXTS for parameter in context.command.params}
    sources = [
        *(ROOT / "linter").rglob("*.py"),
        *(path for path in (ROOT / "tests").rglob("*.py") if path.parent.name != "pages"),
    ]
    texts = "".join(path.read_text(encoding="utf-8") for path in sources)
    named = {name for page in PAGES for name in re.findall(r"\bPRECLEAR_[A-Z_]+", page.read_text(encoding="utf-8"))}

    assert len(named) > 10
    assert [name for name in sorted(named) if name not in envvars and f'"{name}"' not in texts] == []


def test_the_table_of_commands_has_each() -> None:
    table = (DOCS / "commands.md").read_text(encoding="utf-8").partition("\n## Commands\n")[2].partition("\n## ")[0]

    assert set(re.findall(r"`preclear ([a-z]+)", table)) == COMMANDS


CONFIGS = [block for block in read_blocks("toml") if block.page.name not in ("editors.md", "programs.md")]


def test_the_entry_point_of_a_rule_pack_is_in_the_group_that_is_searched() -> None:
    (block,) = [block for block in read_blocks("toml") if block.page.name == "programs.md"]

    assert tomllib.loads(block.block.text)["project"]["entry-points"] == {"preclear.rules": {"house": "house_rules"}}


@pytest.mark.parametrize("block", CONFIGS, ids=str)
def test_every_config_is_accepted(block: PageBlock) -> None:
    config = read_config(block.block.text, "preclear.toml", ROOT, RuleRegistry(all_kinds(discover_rules())))

    assert config is not None


@pytest.mark.parametrize("block", [block for block in read_blocks("yaml") if block.page.parent.name == "ci"], ids=str)
def test_every_step_of_a_pipeline_has_keys_that_its_vendor_knows(block: PageBlock) -> None:
    vendor, text = block.page.stem, block.block.text
    value: Any = yaml.safe_load(text)
    if "\njobs:\n" in text:
        value = value["jobs"]["preclear"]["steps"]
    elif vendor != "gitlab" and not text.startswith("- "):
        value = value["steps"]
    steps: list[dict[str, Any]] = [*value.values()] if vendor == "gitlab" else value

    assert steps
    assert {key for step in steps for key in step} <= STEP_KEYS[vendor]


PIPELINES = [
    (block, {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}[block.page.stem])
    for block in read_blocks("yaml")
    if block.page.parent.name == "ci"
    and (block.page.stem == "gitlab" or (block.page.stem == "github" and "\njobs:\n" in block.block.text))
]


@pytest.mark.skipif(shutil.which("check-jsonschema") is None, reason="needs check-jsonschema, of the development tools")
@pytest.mark.parametrize(("block", "schema"), PIPELINES, ids=[str(block) for block, _ in PIPELINES])
def test_every_whole_pipeline_is_valid_by_the_schema_of_its_vendor(
    tmp_path: Path, block: PageBlock, schema: str
) -> None:
    (tmp_path / "pipeline.yml").write_text(block.block.text)
    command = ["check-jsonschema", "--builtin-schema", schema, str(tmp_path / "pipeline.yml")]

    completed = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert completed.returncode == 0, completed.stdout + completed.stderr


def test_the_overlay_is_applied_completely(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = [block for block in read_blocks("yaml") if block.page.name == "overlays.md"]
    (tmp_path / "overlay.yaml").write_text(block.block.text)
    text = GOOD.replace("operationId: listPets", "operationId: pets\n      x-internal: false")
    (tmp_path / "openapi.yaml").write_text(f"{text}  /internal:\n    x-internal: true\n")

    code = main(
        ["check", str(tmp_path / "openapi.yaml"), "--overlay-in", str(tmp_path / "overlay.yaml"), "--select", "overlay"]
    )

    assert (code, capsys.readouterr().out) == (0, "No findings in 2 files.\n")


def test_the_connection_file_is_accepted(tmp_path: Path) -> None:
    (block,) = [block for block in read_blocks("yaml") if block.page.name == "connections.md"]
    path = tmp_path / "petshop.connection.yaml"
    path.write_text(block.block.text)

    assert read_connection_file(path).name == "production"


@pytest.mark.parametrize("block", read_blocks("python"), ids=str)
def test_every_name_that_python_code_imports_exists(block: PageBlock) -> None:
    nodes = list(ast.walk(ast.parse(block.block.text)))

    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            module = import_module(node.module)
            assert [name.name for name in node.names if not hasattr(module, name.name)] == []
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "preclear":
            assert node.attr in preclear.__all__


@pytest.mark.parametrize("script", ["run.py", "fragments.py"])
def test_the_options_of_benchmarks_exist(script: str) -> None:
    completed = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / script), "--help"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    used = {
        option
        for line in re.findall(rf"python benchmarks/{script} ([^`#\n]*)", text)
        for option in re.findall(r"--[a-z-]+", line)
    }

    assert used
    assert [option for option in sorted(used) if option not in completed.stdout] == []
