"""What is wrong with a config, at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from preclear.source import Span


class ConfigProblem(NamedTuple):
    """One fault: where it stands, if that is known, and what it is, in words."""

    span: Span | None
    message: str


class ConfigError(Exception):
    """A config can't be used.

    `display_path` is its path as people are shown it, `text` what it says, if that may be shown.
    """

    def __init__(self, display_path: str, problems: list[ConfigProblem], text: str = "") -> None:
        super().__init__(f"{display_path}: {problems[0].message}")
        self.display_path = display_path
        self.problems = tuple(problems)
        self.text = text
