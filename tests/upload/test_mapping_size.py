"""A huge answer takes time in proportion to its messages, and little of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pace import seconds
from tests.upload.answer_sizes import MESSAGES

MANY = 200_000
ROOT = Path(__file__).parents[2]


def cost(kind: str, number: int, output_format: str = "none") -> dict[str, float]:
    """The seconds of CPU time that an answer takes in a process of its own."""
    command = [sys.executable, "-m", "tests.upload.answer_sizes", kind, str(number), output_format]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("kind", MESSAGES)
def test_mapping_takes_a_twentieth_of_a_millisecond_a_message(kind: str) -> None:
    half, all_of_them = cost(kind, MANY // 2)["mapping"], cost(kind, MANY)["mapping"]

    assert all_of_them < seconds(0.05e-3 * MANY)
    assert all_of_them / half < 2.6


@pytest.mark.parametrize(("output_format", "bar"), [("full", 0.01e-3), ("all", 0.1e-3), ("json", 0.12e-3)])
def test_a_report_of_it_takes_linear_time(output_format: str, bar: float) -> None:
    half, all_of_them = (cost("two places", number, output_format)["report"] for number in (MANY // 4, MANY // 2))

    assert all_of_them < seconds(bar * MANY / 2)
    assert all_of_them / half < 2.6
