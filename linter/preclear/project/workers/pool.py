"""Worker processes that check files, one at a time each. Results are yielded in the order of the files.

A worker is a separate interpreter with the module search path of this process, so it loads the same rules, and nothing
from the current folder. Everything that concerns several documents stays in this process: settings, notes, the update
of the baseline, roots of fragments, unused ignores.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from preclear.config import ConfigError
from preclear.engine import all_kinds
from preclear.project.notes import BrokenConfig, InternalFailure
from preclear.project.workers.transfer import Codec, read_frame, write_frame
from preclear.project.workers.worker import WORKER_PROGRAM, WorkerContext, WorkerRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from preclear.config import Settings
    from preclear.engine import OldFindings
    from preclear.project.checker import FileChecker
    from preclear.project.notes import Problem
    from preclear.project.results import FileResult
    from preclear.project.search import Input
    from preclear.project.settings import CheckOptions
    from preclear.project.since import OldObservation

_T = TypeVar("_T")

_EXIT_TIMEOUT = 2
"""Seconds to wait for the end of a worker that closed its output."""

_MAX_PENDING = 4
"""Maximum number of pending files for each worker: their results wait for those of earlier files."""


class WorkerPool:
    """Up to `jobs` worker processes, each started when it is needed."""

    def __init__(self, options: CheckOptions, checker: FileChecker, jobs: int) -> None:
        """`checker` is the checker of this process, with the same options."""
        self.jobs = jobs
        self._checker = checker
        self._setup = [pickle.dumps(WorkerContext(options, checker.baseline, checker.old_versions))]
        self._kinds = all_kinds(checker.rules)
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="preclear")
        self._lock = Lock()
        self._idle: list[_Worker] = []
        self._workers: list[_Worker] = []
        self._is_closed = False

    def close(self) -> None:
        """Kill all workers."""
        with self._lock:
            self._is_closed = True
        for worker in self._workers:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)

    def send_old_findings(self, old_findings: OldFindings) -> None:
        """Let all workers know the findings of old versions, as they are now. No worker may be busy."""
        message = pickle.dumps(old_findings)
        self._setup[1:] = [message]
        for worker in self._workers:
            worker.add_setup(message)

    def results(self, inputs: Sequence[Input]) -> Iterator[FileResult | Problem]:
        """Check files and yield the result or the problem of each, in order."""
        return self._run(self._submit, inputs)

    def observe_old(self, inputs: Sequence[Input]) -> Iterator[OldObservation | Problem]:
        """Check the old versions of files and yield what is kept of each, in order."""
        return self._run(self._submit_old, inputs)

    def _run(self, submit: Callable[[Input], Callable[[], _T]], inputs: Sequence[Input]) -> Iterator[_T]:
        pending: deque[Callable[[], _T]] = deque()
        for input in inputs:
            pending.append(submit(input))
            if len(pending) > self.jobs * _MAX_PENDING:
                yield pending.popleft()()
        while pending:
            yield pending.popleft()()

    def _submit_old(self, input: Input) -> Callable[[], OldObservation | Problem]:
        if input.file is None:
            return partial(self._checker.observe_old, input)
        return partial(
            self._receive, input, None, self._threads.submit(self._exchange, WorkerRequest(input, is_old=True))
        )

    def _submit(self, input: Input) -> Callable[[], FileResult | Problem]:
        """Submit a file to a worker. Return a function that waits for the result. Standard input is checked here."""
        if input.file is None:
            return partial(self._checker.summarize, input)
        try:
            settings = self._checker.settings_for(input)
        except ConfigError as error:
            return partial(BrokenConfig, error)
        return partial(self._receive, input, settings, self._threads.submit(self._exchange, WorkerRequest(input)))

    def _receive(self, input: Input, settings: Settings | None, reply: Future[bytes | InternalFailure]) -> Any:
        """Wait for the reply of a worker, and decode it."""
        try:
            data = reply.result()
            if isinstance(data, InternalFailure):
                return data
            return Codec(self._kinds, settings).decode(data)
        except Exception as error:  # no process can be started, or the reply has an unknown rule
            return InternalFailure.from_error(error, f"in {input.display_path}")

    def _exchange(self, request: WorkerRequest) -> bytes | InternalFailure:
        """Send a file to an idle worker, and wait for the reply."""
        worker, activity = self._take_worker(), f"in {request.input.display_path}"
        if worker is None:
            return InternalFailure(activity, "the check was stopped", None)
        data = worker.exchange(pickle.dumps(request))
        if data is None:
            exit_code = worker.wait()
            return InternalFailure(activity, f"the worker process ended with code {exit_code}", None)
        with self._lock:
            self._idle.append(worker)
        return data

    def _take_worker(self) -> _Worker | None:
        with self._lock:
            if self._is_closed:
                return None
            if self._idle:
                return self._idle.pop()
            worker = _Worker(self._setup)
            self._workers.append(worker)
            return worker


class _Worker:
    """A worker process."""

    def __init__(self, setup: Sequence[bytes]) -> None:
        """Start the process. `setup` are its first messages, which get no reply."""
        self._setup = [*setup]
        flags = ["-P", *(["-I"] if sys.flags.isolated else ["-E"] if sys.flags.ignore_environment else [])]
        self._process = subprocess.Popen(
            [sys.executable, *flags, "-c", WORKER_PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,  # Ctrl-C is for this process, which kills its workers
        )

    def add_setup(self, message: bytes) -> None:
        """Send a message that gets no reply before the next one that gets one."""
        self._setup.append(message)

    def exchange(self, message: bytes) -> bytes | None:
        """Send a message and return the reply; None if the process has ended."""
        requests, replies = self._process.stdin, self._process.stdout
        if requests is None or replies is None:
            return None
        try:
            for setup_message in self._setup:
                write_frame(requests, setup_message)
            self._setup.clear()
            write_frame(requests, message)
            return read_frame(replies)
        except (OSError, ValueError):  # the process has ended or was killed
            return None

    def wait(self) -> int:
        """Wait for its end. Return its exit code, negative for a signal."""
        try:
            return self._process.wait(_EXIT_TIMEOUT)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int:
        """Kill it. Return its exit code, negative for a signal."""
        self._process.kill()
        exit_code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        return exit_code
