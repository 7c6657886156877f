"""What the page of decisions names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "decisions.md").read_text("utf-8")
BASES = (ROOT, ROOT / "linter" / "preclear", ROOT / "linter" / "preclear" / "report")


def test_every_file_that_is_named_exists() -> None:
    names = re.findall(r"`([\w/*]+\.py)`", PAGE)
    assert len(names) > 10
    assert [name for name in names if not any(any(base.glob(name)) for base in BASES)] == []


def test_every_decision_says_why_and_what_would_change_it() -> None:
    sections = PAGE.split("\n## ")[1:]
    assert len(sections) > 9
    for section in sections:
        for word in ("**What:**", "**Why:**", "**Would change it:**"):
            assert section.count(word) == 1, section.partition("\n")[0]
