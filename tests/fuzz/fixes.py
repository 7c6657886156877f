"""Fix many mutants, and all real documents: `python -m tests.fuzz.fixes`, from the repository's root.

Nothing is written. After `--fix --unsafe-fixes`, each document must have the value that the edits give, all comments
and no more errors than before, no other line may have changed, and nothing is left to fix. The same seed tries the same
mutants; without one, the seed is the day's date. Exit code 1 if a document isn't like that.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

from preclear.edit import CollectedReport, FixableDocument, FixOptions, fix_documents
from preclear.engine import check_document
from preclear.rule import discover_rules
from preclear.source import DEFAULT_LIMITS, edit_files, load_bytes
from tests.edit.corpus import corpus_documents
from tests.fuzz.expected import allowed_lines, comments_in, expected_value, lines_outside, replaced_lines
from tests.fuzz.fixable import make_fixable
from tests.fuzz.problem import Problem, raised

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence
    from pathlib import Path

    from preclear.edit import Fixes
    from preclear.engine import CheckResult
    from preclear.source import Document, EditedFiles, EditOperation, Kind, Limits, Report

SEED = 20_261_127


class Round(NamedTuple):
    """The operations that were made in one round, and the text that they gave."""

    document: Document
    operations: list[EditOperation]
    data: bytes


class Run(NamedTuple):
    """The result of fixing one document. `first` and `last` are the results of the first and the last check."""

    fixes: Fixes
    data: bytes
    rounds: list[Round]
    first: CheckResult
    last: CheckResult


def fix_text(data: bytes, file: Path) -> Run:
    """Fix a document in memory, alone. Its references into other files lead nowhere."""
    rules = discover_rules()
    results: list[CheckResult] = []
    document_path = file.name

    def check(new: Mapping[str, bytes]) -> list[FixableDocument]:
        reports: list[CollectedReport] = []

        def observe(kind: Kind, report: Report) -> None:
            reports.append(CollectedReport(kind, report))

        document = load_bytes(new.get(document_path, data), document_path, file=file)
        result = check_document(document, rules=rules, observe=observe)
        results.append(result)
        description = None if result.connector is None else result.connector.api
        return [FixableDocument(document, description, reports, is_complete=result.connector is not None)]

    options = FixOptions("rename", DEFAULT_LIMITS, _path_of, frozenset({document_path}))
    with _record() as rounds:
        fixes, texts = fix_documents(check, options)
    return Run(fixes, texts.get(document_path, data), rounds, results[0], results[-1])


def _path_of(document: Document) -> str:
    return document.path


@contextmanager
def _record() -> Generator[list[Round]]:
    """Record the operations that are made in each round."""
    rounds: list[Round] = []

    def record(groups: Sequence[Sequence[EditOperation]], limits: Limits) -> EditedFiles:
        edited = edit_files(groups, limits)
        for document, data in edited.data.items():
            operations = [operation for index in edited.applied for operation in groups[index]]
            rounds.append(Round(document, operations, data))
        return edited

    with patch("preclear.edit.fixes.fixer.edit_files", record):
        yield rounds


def find_problems(data: bytes, file: Path) -> tuple[list[Problem], int]:
    """Fix a document twice. Return what is wrong, and the number of findings that were fixed."""
    try:
        run = fix_text(data, file)
        again = fix_text(run.data, file)
    except Exception as error:
        return [raised(error)], 0
    problems: list[Problem] = []
    if again.data != run.data and run.fixes.is_complete:
        rules = ", ".join(sorted({finding.rule.name for finding in again.fixes.fixed}))
        problems.append(Problem("not idempotent", rules))
    if not run.fixes.is_complete:
        problems.append(Problem("rounds", "edits are left after the last round"))
    problems += [
        Problem("contradiction", f"{finding.rule.name}: {reason}")
        for finding, reason in run.fixes.unfixed
        if "contradict" in reason
    ]
    problems += _find_new_errors(run)
    for round_ in run.rounds:
        problems += _find_round_problems(round_)
    return problems, len(run.fixes.fixed)


def _find_new_errors(run: Run) -> Iterator[Problem]:
    """Find errors that fixes bring. One that the fixed error hid at its place, such as a wrong type, isn't one more."""
    before, after = _count_errors(run.first), _count_errors(run.last)
    for rule, count in (after - before).items():
        if after.total() > before.total():
            yield Problem("new error", rule, f"{count} more")


def _count_errors(result: CheckResult) -> Counter[str]:
    counts = Counter(finding.rule.name for finding in result.findings if finding.severity == "error")
    counts.update({rule: number for (rule, _), number in result.omitted.items()})
    return counts


def _find_round_problems(round_: Round) -> Iterator[Problem]:
    document, new = round_.document, load_bytes(round_.data, round_.document.path, file=round_.document.file)
    if new.value != expected_value(document.value, round_.operations):
        yield Problem("value", "the text has another value than the edits give")
    replaced = replaced_lines(document, round_.operations)
    kept = Counter(comment for line, comment in comments_in(document) if line not in replaced)
    lost = kept - Counter(comment for _, comment in comments_in(new))
    if lost:
        yield Problem("comment", "a comment is lost", str(lost))
    outside = lines_outside(document.text, new.text, allowed_lines(document, round_.operations))
    if outside:
        lines = "\n".join(
            document.line(number) for number in sorted(outside)[:5] if number <= document.text.count("\n")
        )
        yield Problem("line", "a line changed that no edit is about", f"{sorted(outside)[:5]}\n{lines}")


class Summary(NamedTuple):
    """What came of many documents: `problems` by sort and cause, with the labels of the documents."""

    tried: int
    fixed: int
    changed: int
    problems: dict[tuple[str, str], list[tuple[str, str]]]


def run_mutants(seed: int, numbers: range, seconds: float | None = None) -> Summary:
    """Fix the mutants with these numbers, for so many seconds at most."""
    end = None if seconds is None else time.monotonic() + seconds
    return _run((make_fixable(seed, number)[:3] for number in numbers), end)


def run_corpus(max_bytes: int) -> Summary:
    """Fix all real documents that aren't larger."""
    return _run(((str(path), path.absolute(), path.read_bytes()) for path in corpus_documents(max_bytes)), None)


def _run(documents: Iterator[tuple[str, Path, bytes]], end: float | None) -> Summary:
    problems: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    tried = fixed = changed = 0
    for label, file, data in documents:
        if end is not None and time.monotonic() > end:
            break
        found, count = find_problems(data, file)
        tried, fixed, changed = tried + 1, fixed + count, changed + (count > 0)
        for problem in found:
            problems[problem.sort, problem.cause].append((label, problem.detail))
    return Summary(tried, fixed, changed, dict(problems))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.fixes", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(f"{date.today():%Y%m%d}"), help="today's date by default")
    parser.add_argument("--mutants", type=int, default=10_000, metavar="N", help="number of mutants")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the first mutant")
    parser.add_argument(
        "--corpus", type=int, default=2_000_000, metavar="BYTES", help="size of real documents; 0: none"
    )
    parser.add_argument("--seconds", type=float, metavar="N", help="stop the mutants after so long")
    parser.add_argument("--show", type=int, metavar="NUMBER", help="write one mutant, and try none")
    options = parser.parse_args(arguments)
    if options.show is not None:
        sys.stdout.buffer.write(make_fixable(options.seed, options.show).data)
        return 0
    print(f"seed {options.seed}")
    numbers = range(options.first, options.first + options.mutants)
    summaries = {"mutants": run_mutants(options.seed, numbers, options.seconds)}
    summaries["real documents"] = run_corpus(options.corpus)
    for name, summary in summaries.items():
        print(f"{summary.tried:,} {name}, {summary.changed:,} of them fixed, {summary.fixed:,} findings fixed")
        for (sort, cause), shown in sorted(summary.problems.items()):
            label, detail = shown[0]
            print(f"\n{sort}: {cause}\n{len(shown):,} documents, first {label}\n{detail.rstrip()[:2000]}")
    return 1 if any(summary.problems for summary in summaries.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
