"""What a check costs: CPU time and memory of one document, in a process of its own."""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine import check_document
from preclear.engine.plan import plan
from preclear.report.full import full
from preclear.report.json_report import json_report
from preclear.report.plan_table import plan_table
from preclear.report.results import of_one
from preclear.rule import discover
from preclear.source import load_bytes

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1_000_000
MEMORY = 120 * MEGABYTE
MEMORY_PER_BYTE = 64
_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
ADDRESS_SPACE = 4_000 * MEGABYTE


class Cost(NamedTuple):
    """The CPU time in seconds, the peak of memory in bytes, and how many findings there are by the true count."""

    seconds: float
    memory: int
    findings: int


def measure(data: bytes, file: Path) -> Cost | None:
    """Check `data` as the file `file` in a forked process; None where that process died or raised."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
            with os.fdopen(writing, "w") as pipe:
                json.dump(_check(data, file), pipe)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return Cost(*json.loads(answer)) if answer else None


def _check(data: bytes, file: Path) -> Cost:
    gc.collect()
    started = process_time()
    checked = check_document(load_bytes(data, file.name, file=file), rules=discover())
    results, planned = of_one(checked), plan(checked)
    written = sum(len(line) for line in full(results)) + len(json_report(results))
    if planned is not None:
        written += sum(len(line) for line in plan_table(planned))
    assert written > 0
    seconds = process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT
    return Cost(seconds, memory, sum(checked.counts.values()))
