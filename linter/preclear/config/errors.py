"""Errors in a config, each at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple

if TYPE_CHECKING:
    from preclear.source import Span


class ConfigProblem(NamedTuple):
    """One problem in a config: its message, and its span if that is known."""

    span: Span | None
    message: str


class ConfigError(Exception):
    """A config can't be used.

    `display_path` is the path in messages. `text` is the config's text, empty if messages must not show it.
    """

    def __init__(self, display_path: str, problems: list[ConfigProblem], text: str = "") -> None:
        super().__init__(f"{display_path}: {problems[0].message}")
        self.display_path = display_path
        self.problems: tuple[ConfigProblem, ...] = tuple(problems)
        self.text = text
