"""The check of the inputs of a run: in this process or in workers, from memory, compared with a revision."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

from preclear.project.checker import collect_garbage_between_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from preclear.project.checker import FileChecker
    from preclear.project.notes import Problem
    from preclear.project.results import FileResult
    from preclear.project.run.run_memory import RunMemory
    from preclear.project.search import Input, Inputs
    from preclear.project.settings import CheckOptions, ReportProgress
    from preclear.project.since import Comparison, OldObservation
    from preclear.project.workers import WorkerPool

_T = TypeVar("_T")

MIN_FILES: Final = 20
"""Minimum number of files of a run that starts worker processes by default."""

WARM_UP: Final = 0.5
"""Seconds after which a run starts worker processes by default. Starting them costs about half of that each."""

MIN_SECONDS: Final = 0.003
"""Seconds that a file takes on average if worker processes are started by default. Sending it takes a fifth of that."""

_MIN_FILES_OF_WORKER = 5
_MAX_DEFAULT_JOBS = 8  # each worker has its own copies of shared files


class InputChecker:
    """Checks inputs with one `FileChecker`, or with several workers that do the same. Close it at the end."""

    def __init__(
        self,
        options: CheckOptions,
        checker: FileChecker,
        memory: RunMemory | None = None,
        report_progress: ReportProgress | None = None,
    ) -> None:
        """Results in `memory` are used, and others are added to it."""
        self.comparison: Comparison | None = None
        """The comparison with the revision in the options, if there is one: see `compare`."""
        self._options = options
        self._checker = checker
        self._memory = memory
        self._report_progress = report_progress
        self._pool: WorkerPool | None = None
        self._seconds = self._longest_seconds = 0.0

    def close(self) -> None:
        """End all processes."""
        if self._pool is not None:
            self._pool.close()
        if self.comparison is not None:
            self.comparison.close()

    def compare(self, inputs: Inputs) -> Comparison | None:
        """Compare the inputs with the revision in the options, if there is one. Raises OptionError.

        From now on, findings of old versions aren't reported. The comparison in the memory is continued.
        """
        if self._options.since is None:
            return None
        from preclear.project.since import Comparison

        memory = self._memory
        comparison = None if memory is None else memory.comparison
        if comparison is None:
            # a fix that changes a name changes it in all documents that share the file
            has_renames = memory is not None and memory.has_renames
            comparison = Comparison(self._options, inputs, self._checker.settings_for, with_related=has_renames)
        if memory is not None:
            memory.comparison = comparison
        self._checker.old_versions, self._checker.old_findings = comparison.old_versions, comparison.old_findings
        self.comparison = comparison
        return comparison

    def check(self, inputs: Sequence[Input]) -> Iterator[FileResult | Problem]:
        """Check files and yield the result or the problem of each, in order."""
        memory = self._memory
        results = self._check_new(inputs) if memory is None else self._check_remembered(inputs, memory)
        for number, input in enumerate(inputs, 1):
            if self._report_progress is not None:
                self._report_progress(number, len(inputs), input.display_path)
            if number > 1:
                collect_garbage_between_documents()
            yield next(results)

    def forget(self, inputs: Sequence[Input]) -> None:
        """Check these files again when they are checked next."""
        if self._memory is not None:
            self._memory.forget(inputs)

    def observe_old(self, inputs: Sequence[Input]) -> None:
        """Check the old versions of files that weren't checked before, if the run compares them."""
        comparison = self.comparison
        if comparison is None:
            return
        inputs = comparison.take_unobserved(inputs)
        observations = self._distribute(inputs, self._observe_old_version, lambda pool, part: pool.observe_old(part))
        for input, observation in zip(inputs, observations, strict=True):
            comparison.add(input, observation)
            collect_garbage_between_documents()
        if inputs and self._pool is not None:
            self._pool.send_old_findings(comparison.old_findings)

    def _observe_old_version(self, input: Input) -> OldObservation | Problem:
        return self._checker.observe_old(input)

    def _check_remembered(self, inputs: Sequence[Input], memory: RunMemory) -> Iterator[FileResult | Problem]:
        """Yield the results of files from the memory. Check those that aren't in it, and add them."""
        new_results = self._check_new([input for input in inputs if input not in memory.results])
        for input in inputs:
            memory.used.add(input)
            if input not in memory.results:
                memory.results[input] = next(new_results)
            yield memory.results[input]

    def _check_new(self, inputs: Sequence[Input]) -> Iterator[FileResult | Problem]:
        self.observe_old(inputs)
        yield from self._distribute(inputs, self._checker.summarize, lambda pool, part: pool.results(part))

    def _distribute(
        self,
        inputs: Sequence[Input],
        check: Callable[[Input], _T],
        check_in_workers: Callable[[WorkerPool, Sequence[Input]], Iterator[_T]],
    ) -> Iterator[_T]:
        """Check files in this process, or in workers as soon as that pays. Yields what is returned for each."""
        for index, input in enumerate(inputs):
            jobs = self._count_jobs(inputs, index)
            if jobs > 1:
                yield from check_in_workers(self._open_pool(jobs), inputs[index:])
                return
            start = monotonic()
            result = check(input)
            seconds = monotonic() - start
            self._seconds += seconds
            self._longest_seconds = max(self._longest_seconds, seconds)
            yield result

    def _count_jobs(self, inputs: Sequence[Input], index: int) -> int:
        """Return how many processes are to check the files from `index` on.

        If the options don't say, that's one, until files have been checked for longer than workers take to start, and
        the remaining ones will take as long again. The slowest one doesn't count: it may be the only slow one.
        """
        jobs = self._options.jobs
        if jobs is not None:
            return jobs if index == 0 and sum(input.file is not None for input in inputs) > 1 else 1
        if self._pool is not None:
            return self._pool.jobs
        remaining = len(inputs) - index
        if len(inputs) < MIN_FILES or remaining < _MIN_FILES_OF_WORKER * 2 or self._seconds < WARM_UP:
            return 1
        typical_seconds = (self._seconds - self._longest_seconds) / max(index, 1)
        if typical_seconds < MIN_SECONDS or remaining * typical_seconds < WARM_UP:
            return 1
        from preclear.project.run.cores import count_usable_cores

        return min(count_usable_cores(), remaining // _MIN_FILES_OF_WORKER, _MAX_DEFAULT_JOBS)

    def _open_pool(self, jobs: int) -> WorkerPool:
        if self._pool is None:
            from preclear.project.workers import WorkerPool

            self._pool = WorkerPool(self._options, self._checker, jobs)
            if self._checker.old_findings is not None:
                self._pool.send_old_findings(self._checker.old_findings)
        return self._pool
