"""Send generated requests to every operation of the emulator: `python -m tests.fuzz.contract`, from the root.

Schemathesis makes the requests from the published API description, valid ones and invalid ones. Most are about
resources that exist, so that they get beyond the first look-up. Exit code 1 where an answer is a 5xx or anything else
that the description doesn't have, or an invalid request is accepted. Needs `pip install --group fuzz`, and the
description in ../shared/contract.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings, strategies
from hypothesis.errors import Unsatisfiable

from tests.emulator.contract import ABSENT, CONTRACT
from tests.emulator.server import emulator
from tests.fuzz.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.emulator.server import Emulator

EXCLUDED_CHECKS = {
    "positive_data_acceptance": "a body of the right shape can still name a definition or an id that doesn't exist",
    "missing_required_header": "no header is required but `Authorization`, which the check `ignored_auth` leaves out",
    "use_after_free": "it's about sequences; tests/emulator/test_operations.py has those",
    "ensure_resource_availability": "it's about sequences; tests/emulator/test_operations.py has those",
}
"""Checks of schemathesis that aren't used, with the reason."""

EXCEPTIONS = {
    ("DeleteConnector", "Undocumented status code"): "it lists 204 alone, although its text names 404 and 409",
}
"""Findings that aren't faults of the emulator, by operation and title, with the reason."""


_REQUESTS_PER_WORLD = 25


class Summary(NamedTuple):
    """What came of a run: requests by operation, answers by status, and the faults, each with an example."""

    requests: Counter[str]
    statuses: Counter[int]
    faults: dict[tuple[str, str], str]
    excused: Counter[tuple[str, str]]
    seconds: float
    accepted: set[str]
    """The operations that accepted a request."""


def run(amount: int, seed: int, seconds: float | None = None) -> Summary:
    """Send `amount` valid and as many invalid requests to each operation, for so many seconds at most."""
    started = time.monotonic()
    end = None if seconds is None else started + seconds
    with TemporaryDirectory() as folder, emulator(Path(folder), seconds=7200) as running:
        tally = _Tally()
        for operation in _operations(seed):
            if end is None or time.monotonic() < end:
                _try(operation, running, tally, amount, seed, end)
        log = running.log.read_text(encoding="utf-8")
        if "Traceback" in log or "internal error" in log:
            tally.faults["emulator", "internal error"] = log
    return Summary(
        tally.requests, tally.statuses, tally.faults, tally.excused, time.monotonic() - started, tally.accepted
    )


class _Tally:
    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.faults: dict[tuple[str, str], str] = {}
        self.excused: Counter[tuple[str, str]] = Counter()
        self.accepted: set[str] = set()

    def add(self, operation_id: str, case: Any, failures: Iterable[Any]) -> None:
        """Count failures of one request."""
        for failure in failures:
            key = (operation_id, str(failure.title))
            if key in EXCEPTIONS:
                self.excused[key] += 1
            else:
                self.faults.setdefault(key, f"{failure.message}\n{case.as_curl_command()}")


def _operations(seed: int) -> list[Any]:
    """All operations, beginning with another one for each seed: a run that's cut short tries others each time."""
    openapi: Any = import_module("schemathesis").openapi
    openapi.format("ulid", strategies.from_regex(r"\A[0-7][0-9A-HJKMNP-TV-Z]{25}\Z"))
    schema = openapi.from_path(str(CONTRACT))
    operations = [result.ok() for result in schema.get_all_operations()]
    operations = [operation for operation in operations if _id(operation) not in ABSENT]
    start = seed % len(operations)
    return [*operations[start:], *operations[:start]]


def _id(operation: Any) -> str:
    return str(operation.definition.raw["operationId"])


def _try(operation: Any, running: Emulator, tally: _Tally, amount: int, seed: int, end: float | None) -> None:
    """Send valid and invalid requests to one operation."""
    modes: Any = import_module("schemathesis").GenerationMode
    sender = _Sender(operation, running, tally, end)
    for mode in (modes.POSITIVE, modes.NEGATIVE):
        strategy = operation.as_strategy(generation_mode=mode)

        @hypothesis.seed(seed)
        @settings(
            max_examples=amount,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
        )
        @given(strategy)
        def send_all(case: Any) -> None:
            sender.send(case)

        try:
            send_all()
        except Unsatisfiable:
            continue  # nothing about this operation can be invalid


class _Sender:
    """Sends the requests of one operation. What they change or delete is made anew every now and then."""

    def __init__(self, operation: Any, running: Emulator, tally: _Tally, end: float | None) -> None:
        self._id = _id(operation)
        self._running = running
        self._tally = tally
        self._end = end
        self._session: Any = import_module("requests").Session()
        self._session.trust_env = False
        self._headers = {"Authorization": f"Bearer {running.token}"}
        self._checks = _checks()
        self._number = 0

    def send(self, case: Any) -> None:
        """Send one request, and check its answer. Three of four are about what exists."""
        if self._end is not None and time.monotonic() > self._end:
            return
        is_changing = case.operation.method.upper() != "GET"
        if self._number == 0 or (is_changing and self._number % _REQUESTS_PER_WORLD == 0):
            with self._running.client() as client:
                self._world = World(client, self._running)
        self._number += 1
        if self._number % 4:
            self._complete(case)
        answer = case.call(base_url=self._running.url, session=self._session, headers=self._headers)
        self._tally.requests[self._id] += 1
        self._tally.statuses[answer.status_code] += 1
        if answer.status_code < 300:
            self._tally.accepted.add(self._id)
        try:
            case.validate_response(answer, checks=self._checks, headers=self._headers)
        except _failure_group() as group:
            self._tally.add(self._id, case, group.exceptions)

    def _complete(self, case: Any) -> None:
        """Put what exists into a request, but not in place of what makes it invalid."""
        locations: Any = import_module("schemathesis.core.parameters").ParameterLocation
        if not case.meta.is_negative_at(locations.PATH):
            case.path_parameters = self._world.locate(self._id, case.path_parameters)
        if not case.meta.is_negative_at(locations.BODY) and case.media_type is not None:
            case.body = self._world.complete(self._id, case.body, self._number)
        if self._id == "GetProtocolUploadURL" and not case.meta.is_negative_at(locations.QUERY):
            case.query = {**case.query, "content_type": "application/yaml", "content_length": "100"}


def _checks() -> list[Any]:
    checks: Any = import_module("schemathesis.checks")
    checks.load_all_checks()
    return [checks.CHECKS.get_one(name) for name in checks.CHECKS.get_all_names() if name not in EXCLUDED_CHECKS]


def _failure_group() -> Any:
    return import_module("schemathesis.core.failures").FailureGroup


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print the numbers, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--amount", type=int, default=100, help="valid, and invalid, requests for each operation")
    parser.add_argument("--seed", type=int, default=date.today().toordinal())
    parser.add_argument("--seconds", type=float, help="stop after so many seconds")
    options = parser.parse_args(arguments)
    summary = run(options.amount, options.seed, options.seconds)
    print(f"seed {options.seed}: {summary.requests.total()} requests, {len(summary.requests)} operations, ", end="")
    print(f"{summary.seconds:.0f} s, {len(summary.accepted)} operations accepted some")
    print("accepted none:", ", ".join(sorted(summary.requests.keys() - summary.accepted)) or "-")
    print("statuses:", ", ".join(f"{status}: {count}" for status, count in sorted(summary.statuses.items())))
    for key, count in summary.excused.items():
        print(f"excepted {count} times: {key[0]}: {key[1]}: {EXCEPTIONS[key]}")
    for (operation_id, title), example in summary.faults.items():
        print(f"\n{operation_id}: {title}\n{example}")
    return 1 if summary.faults else 0


if __name__ == "__main__":
    sys.exit(main())
