"""The pages that people read, and what is in them."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from itertools import dropwhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import yaml
from tools.markdown_pages import find_blocks

from preclear.cli import commands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.markdown_pages import CodeBlock

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
RULES = DOCS / "rules"
_OTHER_PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md", "changelog.d/README.md")

USER_PAGES = [page for page in [README, *sorted(DOCS.rglob("*.md"))] if page.exists() and RULES not in page.parents]
"""The README and the pages under `docs` but those of rules, which `tests/test_docs.py` tests."""

PAGES = USER_PAGES + [page for name in _OTHER_PAGES if (page := ROOT / name).exists() and page != README]
"""All pages that people read, again without those of rules; none in an installed package."""

YamlValue: TypeAlias = "str | int | bool | list[YamlValue] | dict[str, YamlValue] | None"

_SCRIPT_KEYS = {"run", "script", "bash", "before_script"}
_OPERATORS = {"&&", "||", "|", ";", "&"}


class PageBlock(NamedTuple):
    """A code block and its page."""

    page: Path
    block: CodeBlock

    def __str__(self) -> str:
        return f"{name_of(self.page)}:{self.block.line}"


class PageCommand(NamedTuple):
    """A call of preclear in a code block: the arguments after the program's name."""

    source: PageBlock
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.source} {' '.join(self.arguments)}"


def name_of(page: Path) -> str:
    """Return the path of a page in the repository."""
    return page.relative_to(ROOT).as_posix()


def read_blocks(*languages: str) -> list[PageBlock]:
    """Return the code blocks of all pages in one of the languages, or in any if there are none."""
    blocks = (PageBlock(page, block) for page in PAGES for block in find_blocks(page.read_text(encoding="utf-8")))
    return [block for block in blocks if not languages or block.block.language in languages]


def read_commands() -> list[PageCommand]:
    """Return the calls of preclear in all code blocks: shells, sessions, pipelines, workflows, settings of editors."""
    return [
        PageCommand(source, arguments)
        for source in read_blocks("sh", "console", "text", "yaml", "groovy", "json", "lua", "elisp", "toml")
        for script in _scripts(source.block)
        for line in script.splitlines()
        for arguments in _calls(line)
    ]


def _scripts(block: CodeBlock) -> Iterator[str]:
    match block.language:
        case "sh":
            yield block.text
        case "yaml":
            yield from _yaml_scripts(yaml.safe_load(block.text))
        case "groovy":
            yield from re.findall(r"\bsh '''(.*?)'''", block.text, re.DOTALL)
        case "json":
            yield from _editor_scripts(json.loads(block.text))
        case "lua":
            for command in re.findall(r"\bcmd = \{([^}]*)\}", block.text):
                yield " ".join(re.findall(r"'([^']*)'", command))
        case "elisp":
            for command in re.findall(r" \. \((.*?)\)", block.text):
                yield " ".join(re.findall(r'"([^"]*)"', command))
        case "toml":
            for server in tomllib.loads(block.text).get("language-server", {}).values():
                yield " ".join([server["command"], *server["args"]])
        case _:
            yield "\n".join(re.findall(r"^\$ (.*)$", block.text, re.MULTILINE))


def _editor_scripts(settings: dict[str, Any]) -> Iterator[str]:
    """Yield the commands of language servers in the settings of VS Code, coc.nvim or Sublime Text."""
    if "glspc.server.command" in settings:
        yield " ".join([settings["glspc.server.command"], *settings["glspc.server.commandArguments"]])
    for server in {**settings.get("languageserver", {}), **settings.get("clients", {})}.values():
        words = server["command"] if isinstance(server["command"], list) else [server["command"]]
        yield " ".join([*words, *server.get("args", [])])


def _yaml_scripts(value: YamlValue) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _yaml_scripts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            lines = item if isinstance(item, list) else [item]
            yield from (line for line in lines if key in _SCRIPT_KEYS and isinstance(line, str))
            yield from _yaml_scripts(item)


def _calls(line: str) -> Iterator[tuple[str, ...]]:
    """Yield the arguments of each call of preclear in a line of a script, also of one in a container."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    command: list[str] = []
    for token in [*lexer, ";"]:
        if token not in _OPERATORS:
            command.append(token)
            continue
        words = [word for index, word in enumerate(command) if not _is_redirection(command, index)]
        words = [*dropwhile(re.compile(r"\w+=").match, words)]
        starts = [index for index, word in enumerate(words[:-1]) if Path(word).name == "preclear"]
        calls = [index for index in starts if index == 0 or words[index + 1] in COMMANDS]
        if calls:
            yield tuple(words[calls[0] + 1 :])
        command = []


def _is_redirection(command: list[str], index: int) -> bool:
    """Whether a word is a part of a redirection such as `2> file`: the sign, the file, or the number before it."""
    is_sign = [re.fullmatch(r"[<>]+&?", word) is not None for word in command]
    is_number = command[index].isdigit() and is_sign[index + 1 : index + 2] == [True]
    return is_sign[index] or (index > 0 and is_sign[index - 1]) or is_number


COMMANDS = frozenset(commands.list_commands(commands.make_context("preclear", [], resilient_parsing=True)))
