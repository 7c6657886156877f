"""One emulator for all tests of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulator.server import emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.emulator.server import Emulator


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulator(tmp_path_factory.mktemp("emulator"), seconds=900) as started:
        yield started
        assert "Traceback" not in started.log.read_text(encoding="utf-8")
        assert "internal error" not in started.log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def client(running: Emulator) -> Iterator[httpx.Client]:
    with running.client() as made:
        yield made
