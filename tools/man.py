"""Write the manual pages in `man/`: `python tools/man.py`; with `--check`, only list the pages that are out of date.

Each command has a page, made from what its `--help` shows: groups of options, environment variables, exit codes,
examples. Pages have no date, so that they are the same whenever they are made.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from preclear import __version__
from preclear._urls import DOCUMENTATION
from preclear.cli import commands
from preclear.cli.command_group import CommandGroup
from preclear.cli.option_groups import OWN_GROUP, group_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PAGES = Path(__file__).resolve().parents[1] / "man"

_EXIT_CODES = "Exit codes: "
_CODE_GLYPHS = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti", '"': "\\(dq"}
_PROSE_GLYPHS = {"\\": "\\e", "^": "\\(ha", "~": "\\(ti"}
_OPTION = re.compile(r"(?<![\w-])--?[A-Za-z][\w-]*")
_SPECIAL = re.compile(rf"`([^`]+)`|({_OPTION.pattern})")


class CommandPath(NamedTuple):
    """A command with the context that its usage is made in."""

    command: click.Command
    context: click.Context

    @property
    def page(self) -> str:
        """The name of the page, such as `preclear-version-create`."""
        return self.context.command_path.replace(" ", "-")


def pages() -> dict[str, str]:
    """Return the text of every page by its file name."""
    return {f"{path.page}.1": _page_text(_lines(path)) for path in _walk(commands, None, "preclear")}


def escape_code(text: str) -> str:
    """Escape text that people type, so that every character is shown as it is, and can be copied."""
    return _escape(text, _CODE_GLYPHS)


def escape_prose(text: str) -> str:
    """Escape a sentence. What is between backticks, and each option, is bold."""
    parts: list[str] = []
    end = 0
    for match in _SPECIAL.finditer(text):
        parts += (_escape(text[end : match.start()], _PROSE_GLYPHS), _bold(match[1] or match[2]))
        end = match.end()
    return "".join((*parts, _escape(text[end:], _PROSE_GLYPHS)))


def text_line(text: str) -> str:
    """Protect an escaped line that would be a request, because it begins with a point or an apostrophe."""
    return f"\\&{text}" if text.startswith((".", "'")) else text


def stale(texts: Mapping[str, str]) -> list[str]:
    """Return the names of the files that differ, are missing, or are left over."""
    files = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*")}
    return sorted(name for name in files.keys() | texts.keys() if files.get(name) != texts.get(name))


def _walk(command: click.Command, parent: click.Context | None, name: str) -> Iterator[CommandPath]:
    context = click.Context(command, info_name=name, parent=parent)
    yield CommandPath(command, context)
    if isinstance(command, click.Group):
        for child_name in command.list_commands(context):
            if (child := command.get_command(context, child_name)) is not None:
                yield from _walk(child, context, child_name)


def _page_text(lines: Iterable[str]) -> str:
    """Join lines. No paragraph is started below a heading, which starts one itself."""
    joined = "".join(f"{line}\n" for line in lines)
    return re.sub(r"^(\.S[HS] .*\n)\.PP\n", r"\1", joined, flags=re.MULTILINE)


def _lines(path: CommandPath) -> Iterator[str]:
    command, context = path
    paragraphs = re.split(r"\n\s*\n", (command.help or "").split("\f")[0].strip())
    yield f'.TH "{escape_code(path.page.upper())}" 1 "" "preclear {escape_code(__version__)}" "User Commands"'
    yield ".SH NAME"
    yield f"{escape_code(path.page)} \\- {escape_prose(_first_line(path).rstrip('.'))}"
    yield ".SH SYNOPSIS"
    yield " ".join((_bold(context.command_path), *map(escape_code, command.collect_usage_pieces(context))))
    yield ".SH DESCRIPTION"
    yield from _paragraphs(paragraphs)
    yield from _commands(path)
    yield from _options(path)
    yield from _environment(path)
    yield from _exit_status(path)
    yield from _examples(command)
    yield from _see_also(path)


def _commands(path: CommandPath) -> Iterator[str]:
    if isinstance(path.command, CommandGroup):
        yield ".SH COMMANDS"
        for title, lines in path.command.sections.items():
            yield f".SS {escape_prose(title)}"
            for name, line in lines.items():
                yield from _item(_bold(name), line)


def _options(path: CommandPath) -> Iterator[str]:
    visible = [each for each in path.command.get_params(path.context) if isinstance(each, click.Option)]
    yield ".SH OPTIONS"
    for title, options in group_options(visible).items():
        if title != OWN_GROUP:
            yield f".SS {escape_prose(title)}"
        for option in options:
            names, text = option.get_help_record(path.context) or ("", "")
            yield from _item(_option_names(names), text)


def _environment(path: CommandPath) -> Iterator[str]:
    variables = {
        parameter.envvar: parameter.opts[0]
        for parameter in path.command.get_params(path.context)
        if isinstance(parameter, click.Option) and isinstance(parameter.envvar, str) and not parameter.hidden
    }
    epilog = path.command.epilog or ""
    text = "" if epilog.startswith(_EXIT_CODES) else epilog
    if variables or text:
        yield ".SH ENVIRONMENT"
        yield from _paragraphs([text] if text else [])
        for variable, option in variables.items():
            yield from _item(_bold(variable), f"Sets {option}.")


def _exit_status(path: CommandPath) -> Iterator[str]:
    epilog = path.command.epilog or ""
    is_check = any("--fail-on" in parameter.opts for parameter in path.command.params)
    if not epilog.startswith(_EXIT_CODES) and is_check:
        epilog = commands.epilog or ""
    yield ".SH EXIT STATUS"
    if epilog.startswith(_EXIT_CODES):
        yield from _paragraphs([epilog])
    else:
        yield f"0 if the command succeeds, 2 if it can't. See {_reference('preclear')}."


def _examples(command: click.Command) -> Iterator[str]:
    examples: Iterable[tuple[str, str]] = getattr(command, "examples", ())
    if examples:
        yield ".SH EXAMPLES"
    for example, purpose in examples:
        yield from _paragraphs([f"{purpose[:1].upper()}{purpose[1:]}:"])
        yield from (".RS 4", ".nf", text_line(escape_code(example)), ".fi", ".RE")


def _see_also(path: CommandPath) -> Iterator[str]:
    names: list[str] = []
    if path.context.parent is not None:
        names.append(path.context.parent.command_path.replace(" ", "-"))
    if isinstance(path.command, click.Group):
        names += (f"{path.page}-{name}" for name in path.command.list_commands(path.context))
    yield ".SH SEE ALSO"
    yield from ",\n".join(_reference(name) for name in names).split("\n")
    yield from _paragraphs([DOCUMENTATION])


def _first_line(path: CommandPath) -> str:
    """The line that the help of the parent has for the command."""
    parent = path.context.parent
    if parent is not None and isinstance(parent.command, CommandGroup):
        lines = {name: line for section in parent.command.sections.values() for name, line in section.items()}
        return lines[path.context.info_name or ""]
    return (path.command.help or "").split("\n", 1)[0]


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield ".PP"
        yield text_line(escape_prose(" ".join(text.split())))


def _item(tag: str, text: str) -> Iterator[str]:
    yield from (".TP", tag, text_line(escape_prose(" ".join(text.split()))))


def _option_names(names: str) -> str:
    end = max(match.end() for match in _OPTION.finditer(names))
    switches = _OPTION.sub(lambda match: _bold(match[0]), names[:end])
    metavar = names[end:].strip()
    return f"{switches} \\fI{escape_code(metavar)}\\fR" if metavar else switches


def _reference(page: str) -> str:
    return f"{_bold(page)}(1)"


def _bold(text: str) -> str:
    return f"\\fB{escape_code(text)}\\fR"


def _escape(text: str, glyphs: Mapping[str, str]) -> str:
    return "".join(
        glyphs.get(character, character if character.isascii() else f"\\[u{ord(character):04X}]") for character in text
    )


def main(arguments: list[str]) -> int:
    """Write the pages. With `--check`, return 1 if one is out of date."""
    texts = pages()
    outdated = stale(texts)
    if arguments == ["--check"]:
        for name in outdated:
            sys.stderr.write(f"man/{name} is out of date: run `python tools/man.py`\n")
        return 1 if outdated else 0
    if arguments:
        sys.stderr.write("usage: python tools/man.py [--check]\n")
        return 2
    PAGES.mkdir(exist_ok=True)
    for name in outdated:
        if name in texts:
            (PAGES / name).write_text(texts[name], encoding="utf-8")
        else:
            (PAGES / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
