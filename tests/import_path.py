"""Where processes that tests start find what the tests import: the packages, of the sources or a wheel, and `tests`.

A path to the sources would hide the wheel that is tested.
"""

from __future__ import annotations

import os
from pathlib import Path

import preclear
import preclear_rules

PACKAGES = os.pathsep.join(sorted({str(Path(package.__path__[0]).parent) for package in (preclear, preclear_rules)}))
"""The value of PYTHONPATH for both packages."""
PACKAGES_AND_TESTS = os.pathsep.join((PACKAGES, str(Path(__file__).parents[1])))
"""The value of PYTHONPATH for both packages and `tests`."""
