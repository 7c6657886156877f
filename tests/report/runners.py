"""How the runners of pipelines read the output of a step: ports of their grammars, to read reports back.

GitHub's is `ActionCommand` in actions/runner, Azure's is `Command` in microsoft/azure-pipelines-agent. Both ask whether
there is a command of the name that they read. That isn't asked here, because names come and go: whatever has the form
of a command counts as one.
"""

from __future__ import annotations

from typing import NamedTuple

_GITHUB_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_GITHUB_PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
_GITHUB_OLD = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%"))
_AZURE = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%"))


class Command(NamedTuple):
    """A command: its name, its properties by lowercase name, and the text behind it."""

    name: str
    properties: dict[str, str]
    data: str


class StepLog(NamedTuple):
    """What a runner makes of an output: the commands, and the lines that it only logs."""

    commands: list[Command]
    lines: list[str]


class GitHubRunner:
    """Reads lines as the runner of GitHub does. `stop-commands` ends that, until its token is a command."""

    def __init__(self) -> None:
        self._token: str | None = None

    def read(self, output: str) -> StepLog:
        """Read the output of a step. The runner ends lines at CR and LF; here, every line end of Unicode does."""
        log = StepLog([], [])
        for line in output.splitlines():
            command = _read_github_command(line) or _read_old_github_command(line)
            if command is None or not self._is_processed(command):
                log.lines.append(line)
            else:
                log.commands.append(command)
        return log

    def _is_processed(self, command: Command) -> bool:
        if self._token is not None:
            if command.name.lower() != self._token.lower():
                return False
            self._token = None
        elif command.name.lower() == "stop-commands":
            self._token = command.data
        return True


def read_github(output: str) -> StepLog:
    """Read the output of a step as the runner of GitHub does."""
    return GitHubRunner().read(output)


def read_azure(output: str) -> StepLog:
    """Read the output of a step as the agent of Azure Pipelines does."""
    log = StepLog([], [])
    for line in output.splitlines():
        command = _read_bracketed(line, "##vso[", _AZURE)
        if command is None or len([part for part in command.name.split(".") if part]) != 2:
            log.lines.append(line)
        else:
            log.commands.append(command)
    return log


def _read_github_command(line: str) -> Command | None:
    """Read `::name key=value,key=value::data`."""
    message = line.lstrip()
    end = message.find("::", 2)
    if not message.startswith("::") or end < 0:
        return None
    name, space, properties = message[2:end].partition(" ")
    values = _read_properties(properties.strip(), ",", _GITHUB_PROPERTY) if space and name else {}
    return Command(name, values, _decode(message[end + 2 :], _GITHUB_DATA))


def _read_old_github_command(line: str) -> Command | None:
    """Read `##[name key=value;key=value]data`."""
    return _read_bracketed(line, "##[", _GITHUB_OLD)


def _read_bracketed(line: str, prefix: str, escapes: tuple[tuple[str, str], ...]) -> Command | None:
    start = line.find(prefix)
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, space, properties = line[start + len(prefix) : end].partition(" ")
    values = _read_properties(properties, ";", escapes) if space and name else {}
    return Command(name, values, _decode(line[end + 1 :], escapes))


def _read_properties(text: str, separator: str, escapes: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Read properties. Empty ones are dropped, and so is every `=` at the start of a value."""
    properties: dict[str, str] = {}
    for part in filter(None, text.split(separator)):
        name, _, value = part.lstrip("=").partition("=")
        value = value.lstrip("=")
        if name and value:
            properties[name.lower()] = _decode(value, escapes)
    return properties


def _decode(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for escaped, character in escapes:
        text = text.replace(escaped, character)
    return text
