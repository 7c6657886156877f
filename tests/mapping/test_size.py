"""A huge answer takes time in proportion to its messages, and little of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import pace
from tests.mapping.answer_sizes import MESSAGES

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]


PROGRAM = """
import sys
from tests.mapping.answer_sizes import main
for number in sys.argv[3:]:
    main(sys.argv[1], int(number), sys.argv[2])
"""


def costs(kind: str, output_format: str, *numbers: int) -> list[dict[str, float]]:
    """The seconds of CPU time that answers take in a process of their own, which is never alone on a machine."""
    command = [sys.executable, "-c", PROGRAM, kind, output_format, *map(str, numbers)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_linear(kind: str, number: int, part: str, bar: float, output_format: str = "none") -> bool:
    """Whether each of so many messages takes `bar` seconds at most, and no longer than each of a quarter of them.

    What runs beside them takes time from them, so that three tries are allowed.
    """
    for _ in range(3):
        quarter, whole = (cost[part] for cost in costs(kind, output_format, number // 4, number))
        if whole < pace.seconds(bar * number) and whole < 5.2 * quarter + pace.seconds(0.1):
            return True
    return False


@pytest.mark.parametrize("kind", MESSAGES)
def test_mapping_takes_a_seventh_of_a_millisecond_a_message(kind: str) -> None:
    assert is_linear(kind, 6_000, "mapping", 0.15e-3)


def test_mapping_80_000_messages_takes_no_longer_for_each() -> None:
    assert is_linear("two places", 80_000, "mapping", 0.15e-3)


@pytest.mark.parametrize(("output_format", "bar"), [("full", 0.01e-3), ("all", 0.1e-3), ("json", 0.12e-3)])
def test_a_report_of_it_takes_linear_time(output_format: str, bar: float) -> None:
    assert is_linear("two places", 20_000, "report", bar, output_format)
