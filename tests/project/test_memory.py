"""A run over many files keeps of each document its findings alone: never its model, and not those of all at once."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING
from weakref import WeakSet

import pytest

from preclear.openapi import ApiDescription
from preclear.project import check_paths
from tests.project.making import BAD, SPLIT

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = 120


@pytest.mark.parametrize("config", ["", "[[ignores]]\nrules = ['missing-base-url']\nreason = 'behind a gateway'\n"])
def test_models_are_freed_while_the_run_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch, config: str) -> None:
    for number in range(NUMBER):
        (folder / f"d{number:03}.yaml").write_text(BAD if number % 2 else SPLIT)
    (folder / "preclear.toml").write_text(config)
    alive: WeakSet[ApiDescription] = WeakSet()
    most = 0
    analyze = ApiDescription.analyze

    def counted(self: ApiDescription) -> None:
        nonlocal most
        alive.add(self)
        most = max(most, len(alive))
        analyze(self)

    monkeypatch.setattr(ApiDescription, "analyze", counted)

    results = check_paths(["."])
    gc.collect()

    assert results.total == NUMBER
    assert most <= 52  # a batch, and the one that is being checked
    assert len(alive) == 0
    assert len(results.findings) >= NUMBER
