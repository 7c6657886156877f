"""One document through everything, in a process of its own, so that whatever it does to that process is seen."""

from __future__ import annotations

import resource
import time
from multiprocessing import get_context
from typing import TYPE_CHECKING

from preclear.engine import check_document
from preclear.engine.plan import make_plan
from preclear.project.results import make_results
from preclear.report.formats.concise import format_concise
from preclear.report.formats.full import format_full
from preclear.report.json_report import format_json
from preclear.report.plan.json_object import format_plan_json
from preclear.report.plan.table import format_plan_table
from preclear.rule import discover_rules
from preclear.source import load_bytes
from tests.fuzz.commands import examine_command
from tests.fuzz.overlays import examine_overlay
from tests.fuzz.problem import SECONDS, Problem, Tried, acting, raised

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from preclear.engine import CheckResult
    from preclear.source import Json, Place
    from tests.fuzz.mutants import Mutant

MEMORY = 3_000_000_000  # bytes of address space
PATIENCE = 30.0  # seconds until a process that does not answer is ended


class Worker:
    """A process that checks one document after the other, and is replaced when it dies."""

    def __init__(self) -> None:
        self._start()

    def try_out(self, mutant: Mutant) -> Tried:
        """Check a document."""
        self._connection.send(mutant)
        try:
            if self._connection.poll(PATIENCE):
                tried = self._connection.recv()
                assert isinstance(tried, Tried)
                return tried
            problem = Problem("hang", f"no answer after {PATIENCE:.0f} s")
        except (EOFError, OSError):
            self._process.join(PATIENCE)
            problem = Problem("crash", f"the process ended with {self._process.exitcode}")
        self.close()
        self._start()
        return Tried((problem,), 0, False, PATIENCE)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._connection.close()

    def _start(self) -> None:
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()


def _work(connection: Connection[Tried, Mutant]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        try:
            mutant = connection.recv()
        except (EOFError, KeyboardInterrupt):
            return
        if mutant.label.startswith("overlay:"):
            connection.send(examine_overlay(mutant))
            continue
        is_document = mutant.label.startswith(("byte:", "structure:"))
        connection.send(examine(mutant) if is_document else examine_command(mutant))


def examine(mutant: Mutant) -> Tried:
    """Check a document in this process, and look at everything that came of it."""
    started = time.process_time()
    try:
        document = load_bytes(mutant.data, mutant.file.name, file=mutant.file)
        checked = check_document(document, rules=discover_rules())
    except Exception as error:
        return Tried((raised(error),), 0, False, time.process_time() - started)
    problems = [*_failed(checked), *_misplaced(checked)]
    try:
        problems += acting(_written(checked))
    except Exception as error:
        problems.append(raised(error))
    seconds = time.process_time() - started
    if seconds > SECONDS + len(mutant.data) / 1e6:
        problems.append(Problem("slow", f"more than {SECONDS:.0f} s", f"{seconds:.1f} s"))
    return Tried(tuple(problems), len(checked.findings), document.is_loaded, seconds)


def _written(checked: CheckResult) -> list[str]:
    """The document's reports in all formats."""
    results, planned = make_results(checked), make_plan(checked)
    tables = [*format_plan_table(planned)] if planned is not None else []
    jsons = (format_json(results), format_plan_json(planned, checked.document.path, results))
    return [
        *format_full(results),
        *format_concise(results),
        *tables,
        *(line for text in jsons for line in text.split("\n")),
    ]


def _failed(checked: CheckResult) -> list[Problem]:
    messages = [finding.message for finding in checked.findings if finding.rule.name == "internal-error"]
    if checked.failed and not messages:
        messages = ["a rule failed, and no finding says so"]
    return [Problem("failed rule", message) for message in messages]


def _misplaced(checked: CheckResult) -> list[Problem]:
    """Findings, and places related to them, that are nowhere in the document."""
    found: list[Problem] = []
    for finding in checked.findings:
        for place, span in ((finding.place, finding.span), *((item.place, item.span) for item in finding.related)):
            why = _nowhere(place)
            if why is None and not (1, 1) <= span.start <= span.end:
                why = "its span ends before it starts"
            if why is None and not all(_is_in_text(place, line, column) for line, column in span):
                why = "its span is not in the text"
            if why is not None:
                found.append(Problem("wrong place", f"{finding.rule.name}: {why}", f"{place.pointer} {span}"))
    return found


def _nowhere(place: Place) -> str | None:
    """Why the document has no such place, by its value and not by its text; None where it has."""
    document = place.document
    if not document.is_loaded:
        return None if place.exact is not None else "no exact place in a text that does not load"
    value: Json = document.value
    parent: Json = None
    for part in place.pointer:
        parent = value
        if isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
            value = value[part]
            continue
        if isinstance(value, dict) and isinstance(part, str) and part in value:
            value = value[part]
            continue
        # what is in the text alone has an exact place: `<<`, and what a second equal key takes the place of
        return "its pointer leads nowhere" if place.exact is None else None
    if place.part == "key" and place.exact is None and not isinstance(parent, dict):
        return "it is at the key of what has none"
    return None


def _is_in_text(place: Place, line: int, column: int) -> bool:
    try:
        return 1 <= column <= len(place.document.line(line)) + 1
    except LookupError:
        return False
