"""The check of the inputs of a run: in this process or in workers, from memory, compared with a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.project.garbage import collect_garbage_batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.project.checker import FileChecker
    from preclear.project.file_result import FileResult
    from preclear.project.inputs import Input, Inputs
    from preclear.project.notes import Problem
    from preclear.project.run_memory import RunMemory
    from preclear.project.settings import CheckOptions, ReportProgress
    from preclear.project.since.comparison import Comparison
    from preclear.project.since.observation import OldObservation
    from preclear.project.workers import WorkerPool


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
        from preclear.project.since.comparison import Comparison

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
            yield next(results)
            collect_garbage_batch(number)

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
        if self._is_for_workers(inputs):
            observations: Iterator[OldObservation | Problem] = self._open_pool().observe_old(inputs)
        else:
            observations = map(self._checker.observe_old, inputs)
        for number, (input, observation) in enumerate(zip(inputs, observations, strict=True), 1):
            comparison.add(input, observation)
            collect_garbage_batch(number)
        if inputs and self._pool is not None:
            self._pool.send_old_findings(comparison.old_findings)

    def _check_remembered(self, inputs: Sequence[Input], memory: RunMemory) -> Iterator[FileResult | Problem]:
        """Yield the results of files from the memory. Check those that aren't in it, and add them."""
        new_results = self._check_new([input for input in inputs if input not in memory.results])
        for input in inputs:
            if input not in memory.results:
                memory.results[input] = next(new_results)
            yield memory.results[input]

    def _check_new(self, inputs: Sequence[Input]) -> Iterator[FileResult | Problem]:
        self.observe_old(inputs)
        if self._is_for_workers(inputs):
            return self._open_pool().results(inputs)
        return map(self._checker.summarize, inputs)

    def _is_for_workers(self, inputs: Sequence[Input]) -> bool:
        return self._options.jobs > 1 and sum(input.file is not None for input in inputs) > 1

    def _open_pool(self) -> WorkerPool:
        if self._pool is None:
            from preclear.project.workers import WorkerPool

            self._pool = WorkerPool(self._options, self._checker)
            if self._checker.old_findings is not None:
                self._pool.send_old_findings(self._checker.old_findings)
        return self._pool
