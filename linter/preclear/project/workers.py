"""Worker processes that check files, each one file at a time; results come back in the order of the files.

A worker is an interpreter of its own, started with the path that modules are found in here, so that it loads the same
rules, and nothing from the current folder. Whatever concerns several documents stays in this process: settings, notes,
the baseline's bookkeeping, roots of fragments, unused ignores.
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
    from preclear.project.checker import FileChecker, FileResult
    from preclear.project.inputs import Input
    from preclear.project.notes import Problem
    from preclear.project.settings import CheckOptions

_EXIT_TIMEOUT = 2
"""Seconds in which a worker that closed its output ends."""

_MAX_PENDING = 4
"""Files for each worker whose results may wait until those before them are there."""


class WorkerPool:
    """At most `options.jobs` worker processes, each started when there is work for it."""

    def __init__(self, options: CheckOptions, checker: FileChecker) -> None:
        """`checker` is the one of this process, with the same options."""
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
        """End all workers, whatever they are doing."""
        with self._lock:
            self._is_closed = True
        for worker in self._workers:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)

    def results(self, inputs: Sequence[Input]) -> Iterator[FileResult | Problem]:
        """Check files; yield the result of each, or why there is none, in their order."""
        pending: deque[Callable[[], FileResult | Problem]] = deque()
        for input in inputs:
            pending.append(self._submit(input))
            if len(pending) > self._jobs * _MAX_PENDING:
                yield pending.popleft()()
        while pending:
            yield pending.popleft()()

    def _submit(self, input: Input) -> Callable[[], FileResult | Problem]:
        """Let a worker check a file; gives what waits for its result. Standard input is checked in this process."""
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
        except Exception as error:  # no process can be started, or the reply has a rule that isn't here
            return InternalFailure.from_error(error, f"in {input.display_path}")
        return result

    def _exchange(self, input: Input) -> bytes | InternalFailure:
        """Send a file to a worker that is idle, and wait for the reply."""
        worker = self._take_worker()
        if worker is None:
            return InternalFailure(f"in {input.display_path}", "the check was ended", None)
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
        """Start it; `setup` is its first message: options and baseline."""
        self._setup: bytes | None = setup
        flags = ["-P", *(["-I"] if sys.flags.isolated else ["-E"] if sys.flags.ignore_environment else [])]
        self._process = subprocess.Popen(
            [sys.executable, *flags, "-c", WORKER_PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,  # Ctrl-C is for this process, which ends its workers
        )

    def exchange(self, message: bytes) -> bytes | None:
        """Send a message and give the reply; None where the process has ended."""
        requests, replies = self._process.stdin, self._process.stdout
        if requests is None or replies is None:
            return None
        try:
            if self._setup is not None:
                write_frame(requests, self._setup)
                self._setup = None
            write_frame(requests, message)
            return read_frame(replies)
        except (OSError, ValueError):  # it has ended, or was ended in the meantime
            return None

    def wait(self) -> int:
        """Wait until it has ended; gives its exit code, negative for a signal."""
        try:
            return self._process.wait(_EXIT_TIMEOUT)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int:
        """End it, whatever it is doing; gives its exit code."""
        self._process.kill()
        exit_code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        return exit_code
