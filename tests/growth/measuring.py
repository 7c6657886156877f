"""What a check costs: CPU time and memory of one document, in a process of its own."""

from __future__ import annotations

import gc
import resource
from multiprocessing import get_context
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine import check_document
from preclear.engine.plan import make_plan
from preclear.project.results import make_results
from preclear.report.formats.full import format_full
from preclear.report.json_report import format_json
from preclear.report.plan.table import format_plan_table
from preclear.rule import discover_rules
from preclear.source import load_bytes
from tests.memory import peak_memory

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

discover_rules()  # in the process that the others are forked from, so that none of them imports the rules

MEGABYTE = 1_000_000
MEMORY = 120 * MEGABYTE
MEMORY_PER_BYTE = 64
ADDRESS_SPACE = 4_000 * MEGABYTE
CPU_SECONDS = 120


class Cost(NamedTuple):
    """The CPU time in seconds, the peak of memory in bytes, and how many findings there are by the true count."""

    seconds: float
    memory: int
    findings: int


def measure(data: bytes, file: Path) -> Cost | None:
    """Check `data` as the file `file` in a process of its own; None where that process died or raised."""
    context = get_context("forkserver")  # whose processes begin small, however large this one is
    context.set_forkserver_preload(["tests.growth.measuring"])
    reading, writing = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(writing, data, file))
    process.start()
    writing.close()
    try:
        cost = reading.recv()
    except EOFError:
        return None
    finally:
        process.join()
        reading.close()
    assert isinstance(cost, Cost)
    return cost


def _send(writing: Connection[Cost, None], data: bytes, file: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    writing.send(_check(data, file))


def _check(data: bytes, file: Path) -> Cost:
    gc.collect()
    started = process_time()
    checked = check_document(load_bytes(data, file.name, file=file), rules=discover_rules())
    results, planned = make_results(checked), make_plan(checked)
    written = sum(len(line) for line in format_full(results)) + len(format_json(results))
    if planned is not None:
        written += sum(len(line) for line in format_plan_table(planned))
    assert written > 0
    seconds = process_time() - started
    return Cost(seconds, peak_memory(), sum(checked.counts.values()))
