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
from typing import TYPE_CHECKING

from preclear.config import ConfigError
from preclear.engine import all_kinds
from preclear.project.notes import BrokenConfig, InternalFailure
from preclear.project.transfer import Codec, read_frame, write_frame
from preclear.project.worker import WORKER_PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from preclear.config import Settings
    from preclear.project.checker import FileChecker
    from preclear.project.file_result import FileResult
    from preclear.project.inputs import Input
    from preclear.project.notes import Problem
    from preclear.project.settings import CheckOptions

_EXIT_TIMEOUT = 2
"""Seconds to wait for the end of a worker that closed its output."""

_MAX_PENDING = 4
"""Maximum number of pending files for each worker: their results wait for those of earlier files."""


class WorkerPool:
    """Up to `options.jobs` worker processes, each started when it is needed."""

    def __init__(self, options: CheckOptions, checker: FileChecker) -> None:
        """`checker` is the checker of this process, with the same options."""
        self._checker = checker
        self._jobs = options.jobs
        self._setup = pickle.dumps((options, checker.baseline))
        self._kinds = all_kinds(checker.rules)
        self._threads = ThreadPoolExecutor(options.jobs, thread_name_prefix="preclear")
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

    def results(self, inputs: Sequence[Input]) -> Iterator[FileResult | Problem]:
        """Check files and yield the result or the problem of each, in order."""
        pending: deque[Callable[[], FileResult | Problem]] = deque()
        for input in inputs:
            pending.append(self._submit(input))
            if len(pending) > self._jobs * _MAX_PENDING:
                yield pending.popleft()()
        while pending:
            yield pending.popleft()()

    def _submit(self, input: Input) -> Callable[[], FileResult | Problem]:
        """Submit a file to a worker. Return a function that waits for the result. Standard input is checked here."""
        if input.file is None:
            return partial(self._checker.summarize, input)
        try:
            settings = self._checker.settings_for(input)
        except ConfigError as error:
            return partial(BrokenConfig, error)
        return partial(self._receive, input, settings, self._threads.submit(self._exchange, input))

    def _receive(
        self, input: Input, settings: Settings, reply: Future[bytes | InternalFailure]
    ) -> FileResult | Problem:
        try:
            data = reply.result()
            if isinstance(data, InternalFailure):
                return data
            result: FileResult | Problem = Codec(self._kinds, settings).decode(data)
        except Exception as error:  # no process can be started, or the reply has an unknown rule
            return InternalFailure.from_error(error, f"in {input.display_path}")
        return result

    def _exchange(self, input: Input) -> bytes | InternalFailure:
        """Send a file to an idle worker, and wait for the reply."""
        worker = self._take_worker()
        if worker is None:
            return InternalFailure(f"in {input.display_path}", "the check was stopped", None)
        data = worker.exchange(pickle.dumps(input))
        if data is None:
            exit_code = worker.wait()
            return InternalFailure(f"in {input.display_path}", f"the worker process ended with code {exit_code}", None)
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

    def __init__(self, setup: bytes) -> None:
        """Start the process. `setup` is its first message: options and baseline."""
        self._setup: bytes | None = setup
        flags = ["-P", *(["-I"] if sys.flags.isolated else ["-E"] if sys.flags.ignore_environment else [])]
        self._process = subprocess.Popen(
            [sys.executable, *flags, "-c", WORKER_PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,  # Ctrl-C is for this process, which kills its workers
        )

    def exchange(self, message: bytes) -> bytes | None:
        """Send a message and return the reply; None if the process has ended."""
        requests, replies = self._process.stdin, self._process.stdout
        if requests is None or replies is None:
            return None
        try:
            if self._setup is not None:
                write_frame(requests, self._setup)
                self._setup = None
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
