"""One emulator for all tests of a file, and a proxy and an organisation of its own for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from preclear.platform import settle_outcome
from preclear.platform.upload_run import settlement
from tests.emulator.server import emulator
from tests.platform.fault_running import prepare
from tests.platform.upload_run.proxy import proxy
from tests.platform.upload_run.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.emulator.server import Emulator


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulator(tmp_path_factory.mktemp("emulator"), seconds=900) as started:
        yield started


@pytest.fixture
def workspace(
    running: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Workspace]:
    prepare(monkeypatch, tmp_path)
    (tmp_path / "pets.yaml").unlink()
    monkeypatch.setattr(settle_outcome, "LOOKUP_DELAYS", (0.0, 0.1))
    monkeypatch.setattr(settlement, "POLL_INTERVAL", 0.2)
    organisation = f"01J{uuid4().hex[:23].upper()}"
    with proxy(running.url) as between, running.client() as client:
        for name, value in {
            "PRECLEAR_URL": between.url,
            "PRECLEAR_TOKEN": running.token,
            "PRECLEAR_ORGANISATION": organisation,
            "PRECLEAR_INSECURE_LOOPBACK": "1",
            "PRECLEAR_TIMEOUT": "3",
        }.items():
            monkeypatch.setenv(name, value)
        yield Workspace(tmp_path, running._replace(organisation=organisation), client, between, capsys)
