"""Reading configs in tests, with a few kinds to speak of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from preclear.config import Config, ConfigError, RuleRegistry
from preclear.config.reader import read_config
from preclear.connector import Action
from preclear.rule import rule
from preclear.source import Kind, Position, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path("/repo")


@rule(on=Action, basis="practice", source="a test")
def long_name(
    action: Action,
    *,
    max_length: int = 30,
    ratio: float = 0.5,
    strict: bool = False,
    version: str = "",
    words: tuple[str, ...] = ("a",),
) -> Iterator[Report]:
    if len(action.name.value) > max_length:
        yield Report("too long", action.name)


KINDS: dict[str, Kind] = {
    "long-name": long_name,
    "status-range": Kind(
        name="status-range", category="bodies", severity="error", basis="contract", source="-", doc="A range."
    ),
    "syntax-error": Kind(
        name="syntax-error", category="document", severity="error", basis="openapi", source="-", doc="No.", fatal=True
    ),
}
KNOWN = RuleRegistry(KINDS)


def read(text: str, shown: str = "preclear.toml") -> Config:
    """Read a config that is there."""
    config = read_config(text, shown, FOLDER, KNOWN)
    assert config is not None
    return config


def troubles(text: str, shown: str = "preclear.toml") -> list[tuple[int, int, str]]:
    """Line, column and words of everything that is wrong with a config; 0 and 0 where it has no place."""
    try:
        read_config(text, shown, FOLDER, KNOWN)
    except ConfigError as error:
        starts = [problem.span.start if problem.span is not None else Position(0, 0) for problem in error.problems]
        return [(at.line, at.column, finding.message) for at, finding in zip(starts, error.problems, strict=True)]
    return []
