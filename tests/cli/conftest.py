"""Every test of the command line: in an empty folder, with no variable that changes it, and one rule of its own."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from preclear.connector import Action
from preclear.rule import rule
from preclear.source import Report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@rule(on=Action, basis="practice", source="a test", severity="warning")
def shouting_name(action: Action) -> Iterator[Report]:
    """An action's name is in capital letters."""
    if action.name.value.isupper():
        yield Report(f"action name `{action.name}` is in capital letters", action.name)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    # not by its name: `preclear.rule` is the decorator, the module of that name stands behind it
    monkeypatch.setattr(import_module("preclear.rule"), "discover_rules", lambda: {shouting_name.name: shouting_name})
    return tmp_path
