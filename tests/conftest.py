"""For all tests: random inputs are the same on every run of one state of the project, and some tests run once in CI.

No test knows the CI that runs it.
"""

from __future__ import annotations

import gc
import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_HERE = Path(__file__).parent
_RUN_ONCE = ("corpus", "fuzz", "growth", "hostile")
"""Words for folders and modules whose tests all have the marker `once`."""
_COLLECTOR_THRESHOLDS = (10_000, 20, 20)
_CI_VARIABLES = ("GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "GITHUB_STEP_SUMMARY")
"""Variables that change what a command writes, and where. Processes that tests start don't have them either."""

settings.register_profile(
    "same",
    settings.get_profile("default"),
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """Forget the CI, and register the marker, also where the tests run without the project's configuration.

    The garbage collector runs less often: what pytest has collected lives until the end, and tens of thousands of tests
    make it large. With the usual thresholds, the collector takes a quarter of the time of the tests in this process.
    """
    gc.set_threshold(*_COLLECTOR_THRESHOLDS)
    for name in _CI_VARIABLES:
        os.environ.pop(name, None)
    config.addinivalue_line(
        "markers", "once: measures preclear itself, or tries many documents or random inputs; one run in CI is enough"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of whole folders and modules, before `-m` selects."""
    for item in items:
        if _runs_once(item.path):
            item.add_marker(pytest.mark.once)


@cache
def _runs_once(path: Path) -> bool:
    if not path.is_relative_to(_HERE):
        return False
    return path.relative_to(_HERE).parts[0] in _RUN_ONCE or any(word in _RUN_ONCE for word in path.stem.split("_"))
