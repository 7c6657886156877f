"""The number of processors that this process may use."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_CGROUP_QUOTA = Path("/sys/fs/cgroup/cpu.max")
"""In a container on Linux, the time on all processors that it gets in a period, in microseconds: `200000 100000`."""


def count_usable_cores() -> int:
    """Return how many processors this process may use, by its affinity and by the quota of its container."""
    affinity = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else ()  # not on every system
    count = len(affinity) or os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = map(int, _CGROUP_QUOTA.read_text().split())  # without a quota, the first is `max`
        count = min(count, -(-quota // period))
    return max(count, 1)
