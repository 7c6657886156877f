"""Files stay short enough to read: a module, a file of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "linter" / "preclear"
pytestmark = pytest.mark.skipif(not PACKAGE.exists(), reason="needs the sources")


@pytest.mark.parametrize(("folder", "most"), [("", 300), ("cli", 120)])
def test_no_module_is_longer_than_its_folder_allows(folder: str, most: int) -> None:
    lengths = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (PACKAGE / folder).rglob("*.py*")
        if path.suffix in (".py", ".pyx")
    }

    assert lengths
    assert {name: length for name, length in lengths.items() if length > most} == {}
