"""What is wrong with a config, at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from preclear.source import Span


class Trouble(NamedTuple):
    """One fault: where it stands, if that is known, and what it is, in words."""

    span: Span | None
    message: str


class ConfigError(Exception):
    """A config can't be used. `shown` is its path as people are shown it, `text` what it says, if that may be shown."""

    def __init__(self, shown: str, troubles: list[Trouble], text: str = "") -> None:
        super().__init__(f"{shown}: {troubles[0].message}")
        self.shown = shown
        self.troubles = tuple(troubles)
        self.text = text
