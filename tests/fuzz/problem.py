"""What can go wrong with an input, and how it is noted."""

from __future__ import annotations

import traceback
from typing import NamedTuple

from tests.hostile.runner import command_in, control_in

SECONDS = 3.0
"""CPU time for an input of next to no size."""


class Problem(NamedTuple):
    """Something that no input may bring about. Problems with one `sort` and `cause` are one."""

    sort: str
    cause: str
    detail: str = ""


class Tried(NamedTuple):
    """The result of one input."""

    problems: tuple[Problem, ...]
    findings: int
    loaded: bool
    seconds: float


def raised(error: Exception) -> Problem:
    """The problem of an exception that nothing caught."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    cause = f"{type(error).__name__} in {frame.name} ({frame.filename.rpartition('/')[2]}:{frame.lineno})"
    return Problem("traceback", cause, "".join(traceback.format_exception(error)))


def acting(lines: list[str]) -> list[Problem]:
    """Lines of output that a pipeline's runner or a terminal would obey."""
    commands = [Problem("command", "a line is a workflow command", line) for line in lines if command_in(line)]
    return commands + [Problem("control", "a raw control character", ascii(line)) for line in lines if control_in(line)]
