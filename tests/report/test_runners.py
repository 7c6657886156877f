"""The ports of the runners' grammars read what the runners are known to read."""

from __future__ import annotations

import pytest

from tests.report.runners import Command, read_azure, read_github


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("::error::a", Command("error", {}, "a")),
        ("  \t::error::a", Command("error", {}, "a")),
        ("::error file=a.yaml,line=1::b%0Ac", Command("error", {"file": "a.yaml", "line": "1"}, "b\nc")),
        ("::error FILE=a%3Ab%2Cc::", Command("error", {"file": "a:b,c"}, "")),
        ("::error file==a,,title=,x::", Command("error", {"file": "a"}, "")),
        ("::error  file=a ::b::c", Command("error", {"file": "a"}, "b::c")),
        ("::error::%250A", Command("error", {}, "%0A")),
        ("::error::a%3Ab", Command("error", {}, "a%3Ab")),
        ("a ##[add-path]/b", Command("add-path", {}, "/b")),
        ("##[error a=1%3B;b=2]c%5D", Command("error", {"a": "1;", "b": "2"}, "c]")),
        ("a ::error::b", None),
        ("::error:b", None),
        ("##[error", None),
    ],
)
def test_reads_lines_as_the_runner_of_github_does(line: str, expected: Command | None) -> None:
    log = read_github(line)

    assert (log.commands, log.lines) == (([expected], []) if expected else ([], [line]))


def test_commands_stop_until_the_token() -> None:
    log = read_github("::stop-commands::go\n::error::a\n::go::\n::error::b\n")

    assert [command.name for command in log.commands] == ["stop-commands", "go", "error"]
    assert log.lines == ["::error::a"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("##vso[task.logissue type=error]a", Command("task.logissue", {"type": "error"}, "a")),
        ("a ##vso[task.complete]", Command("task.complete", {}, "")),
        ("##vso[a.b c=1%3B2;D=%5D]e%AZP253B", Command("a.b", {"c": "1;2", "d": "]"}, "e%3B")),
        ("##vso[task]a", None),
        ("##vso[task.logissue", None),
        ("##[error]a", None),
    ],
)
def test_reads_lines_as_the_agent_of_azure_does(line: str, expected: Command | None) -> None:
    log = read_azure(line)

    assert (log.commands, log.lines) == (([expected], []) if expected else ([], [line]))
