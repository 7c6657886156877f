"""What a person reads of every bad fixture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.cli import main

if TYPE_CHECKING:
    from pytest_regressions.file_regression import FileRegressionFixture

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
BAD = sorted(path for path in FIXTURES.glob("*/bad*") if path.suffix not in (".carets", ".out"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_prints(
    path: Path,
    file_regression: FileRegressionFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(path.parent)

    main(["check", "--fail-on", "never", "--show", "info", "--isolated", path.name])

    file_regression.check(capsys.readouterr().out, fullpath=path.with_name(f"{path.name}.out"))
