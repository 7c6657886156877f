"""Twice as many faults of any kind take at most 2.4 times the CPU time, and memory stays bounded.

Each kind of finding grows here in the one way that brings most findings; `python -m tests.growth` tries all ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.engine import check_document
from preclear.rule import discover_rules
from preclear.source import load_bytes
from tests.growth.cases import bad_fixtures, cases
from tests.growth.sweep import judge

if TYPE_CHECKING:
    from tests.growth.cases import Case

FEW = 5
COPIES = 400
KINDS = sorted({fixture.parent.name for fixture in bad_fixtures()})
NOT_REPEATED = {
    "exceeded-limit": "the check stops at the first",
    "unexpected-encoding": "a file has one",
    "unreadable-file": "a file has one",
}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in NOT_REPEATED])
def test_twice_the_faults_take_about_twice_the_time(kind: str) -> None:
    grown = [case for fixture in bad_fixtures() if fixture.parent.name == kind for case in cases(fixture)]
    case = max(grown, key=findings)

    assert findings(case) >= 1
    assert judge(case, COPIES) is None


def findings(case: Case) -> int:
    """How many findings a few copies bring about."""
    file = case.fixture.with_name(case.file_name)
    return sum(
        check_document(load_bytes(case.document(FEW), file.name, file=file), rules=discover_rules()).counts.values()
    )
