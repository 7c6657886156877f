"""A few generated requests to each operation at every run; `python -m tests.fuzz.contract` sends many."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from tests.emulator.contract import needs_contract
from tests.fuzz.contract import run


@needs_contract
@pytest.mark.skipif(find_spec("schemathesis") is None, reason="needs schemathesis: pip install --group fuzz")
@pytest.mark.filterwarnings("ignore")
def test_no_generated_request_gets_anything_undocumented() -> None:
    summary = run(1, seed=5, seconds=50)

    assert summary.faults == {}
    assert summary.requests.total() >= len(summary.requests) > 10
