"""The tools that are measured: how they're found, and the command line of each."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

OWN = "preclear"
BEFORE = "before"
REDOCLY = "redocly"
SPECTRAL = "spectral"
RUST = "openapi-spec-validator-rs"
PYTHON = "openapi-spec-validator"
CHECK = ("check", "--isolated", "--select", "all")
SPECTRAL_RULES = Path(__file__).with_name("spectral.yaml")


class Tool(NamedTuple):
    """A tool: its command before and `after` the files' paths, and the exit codes of a run that worked."""

    name: str
    command: tuple[str, ...]
    version: tuple[str, ...]
    after: tuple[str, ...] = ()
    works: tuple[int, ...] = (0, 1)


def find_tools(
    *, redocly: str | None = None, spectral: str | None = None, own: str | None = None, before: str | None = None
) -> list[Tool]:
    """Return preclear and the other tools that are installed, preclear first.

    Each of the arguments is a command. `own` and `before` are preclear programs; by default, the one of this Python.

    Raises SystemExit if a command can't be run.
    """
    python = sys.executable
    tools = [_preclear(OWN, (_find(own),) if own else _installed_preclear())]
    if before:
        tools.append(_preclear(BEFORE, (_find(before),)))
    if redocly or shutil.which("redocly"):
        path = _find(redocly or "redocly")
        tools.append(Tool(REDOCLY, (path, "lint", "--extends=recommended"), (path, "--version")))
    if spectral:
        path = _find(spectral)
        tools.append(Tool(SPECTRAL, (path, "lint", "--ruleset", str(SPECTRAL_RULES)), (path, "--version")))
    validator = (python, "-m", "openapi_spec_validator")
    if subprocess.run([*validator, "--version"], capture_output=True, timeout=60, check=False).returncode == 0:
        tools.append(Tool(PYTHON, validator, (*validator, "--version")))
    if found := shutil.which(RUST, path=os.pathsep.join((str(Path(python).parent), os.environ.get("PATH", "")))):
        tools.append(Tool(RUST, (found,), (found, "--version")))
    return tools


def _preclear(name: str, program: tuple[str, ...]) -> Tool:
    return Tool(name, (*program, *CHECK), (*program, "--version"), ("--fail-on", "never"), works=(0,))


def _installed_preclear() -> tuple[str, ...]:
    """Return the program beside this Python, which users run, or else the module."""
    program = Path(sys.executable).with_name("preclear")
    return (str(program),) if program.is_file() else (sys.executable, "-m", "preclear")


def _find(command: str) -> str:
    """Return the absolute path of a command."""
    if path := shutil.which(command):
        return str(Path(path).absolute())
    raise SystemExit(f"`{command}` is not a command that can be run")


def environment() -> dict[str, str]:
    """Return this process's variables without those that configure a tool or Python, and without telemetry."""
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    absolute = os.pathsep.join(str(Path(path).absolute()) for path in paths if path)
    configuring = ("PRECLEAR_", "REDOCLY_", "PYTHON", "NODE_")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(configuring)}
    return {**plain, "PYTHONPATH": absolute, "PYTHONHASHSEED": "0", "REDOCLY_TELEMETRY": "off", "NO_COLOR": "1"}


def version_of(tool: Tool) -> str:
    """Return a tool's version: the first number with dots that it prints, or an empty text."""
    run = subprocess.run(tool.version, capture_output=True, text=True, env=environment(), timeout=60, check=False)
    found = re.search(r"\b\d+\.\d+(\.\d+)*\S*", run.stdout) if run.returncode == 0 else None
    return found[0] if found else ""
