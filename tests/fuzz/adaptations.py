"""Adapt many mutants: `python -m tests.fuzz.adaptations`, from the repository's root.

An adaptation never fails on a document that can be read. The document that it makes has no error but those about the
document as a whole, which nothing can be left out of. It's the original with the listed changes, applied by a script
that knows nothing of preclear, and adapting it again changes nothing. The same seed tries the same mutants; without
one, the seed is the day's date. Exit code 1 if a document isn't like that.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from preclear.edit import AdaptError, AdaptOptions, adapt_document
from preclear.rule import discover_rules
from preclear.source import load_bytes
from tests.corpus.apply_changes import apply_changes
from tests.fuzz.fixable import make_fixable
from tests.fuzz.fixable import origins as fixable_origins
from tests.fuzz.mutants import Mutant, make
from tests.fuzz.problem import Problem, raised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from preclear.edit import Adaptation
    from preclear.engine import Finding

SEED = 20_261_127
SECONDS = 5.0
"""CPU time of an adaptation of a small document. It takes several checks."""

OPTIONS = AdaptOptions(leave_out_blocked=True, base_url="https://api.example.com")


class Outcome(NamedTuple):
    """What one document showed. `has_changes` says whether it could be adapted and something changed."""

    problems: list[Problem]
    has_changes: bool


def make_mutant(seed: int, number: int) -> Mutant:
    """The mutant with this number: two of three have what edits settle, in many layouts."""
    if number % 3:
        return make_fixable(seed, number)
    return make(list(fixable_origins()), "structure", seed, number)


def try_out(data: bytes, file: Path) -> Outcome:
    """Adapt a document twice, and find what is wrong with the results."""
    rules = discover_rules()
    started = time.process_time()
    try:
        adaptation = adapt_document(load_bytes(data, file.name, file=file), OPTIONS, rules=rules)
    except AdaptError:
        return Outcome([], has_changes=False)
    except Exception as error:
        return Outcome([raised(error)], has_changes=False)
    seconds = time.process_time() - started
    problems = list(_find_problems(adaptation))
    if seconds > SECONDS:
        problems.append(Problem("slow", "an adaptation takes too long", f"{seconds:.1f} s"))
    try:
        again = adapt_document(load_bytes(adaptation.document.data, file.name, file=file), OPTIONS, rules=rules)
    except Exception as error:
        return Outcome([*problems, raised(error)], has_changes=True)
    if again.document.value != adaptation.document.value:
        rules_again = sorted({change.kind.name for change in again.changes} | {part.detail for part in again.left_out})
        problems.append(Problem("not idempotent", ", ".join(rules_again)[:200]))
    return Outcome(problems, has_changes=bool(adaptation.patch))


def _find_problems(adaptation: Adaptation) -> Iterator[Problem]:
    for finding in adaptation.errors:
        if not _is_about_document(finding):
            yield Problem("error left", finding.rule.name, f"{finding.message} {finding.pointer}")
    patch = [
        {"op": operation.op, "path": operation.pointer, "from": operation.source, "value": operation.value}
        for operation in adaptation.patch
    ]
    try:
        expected = apply_changes(adaptation.base.value, patch)
    except (AssertionError, LookupError, StopIteration, ValueError, AttributeError) as error:
        yield Problem("patch", f"can't be applied: {type(error).__name__}", str(error)[:500])
        return
    if expected != adaptation.document.value:
        yield Problem("patch", "gives another document")
    for change in adaptation.changes:
        change.place.span  # noqa: B018 - raises if the place doesn't exist
        if (change.loss is None) != (change.level != "adapt"):
            yield Problem("loss", change.kind.name)


def _is_about_document(finding: Finding) -> bool:
    pointer = finding.pointer
    return len(pointer) < 2 or pointer[0] in ("openapi", "info", "servers") or finding.rule.fatal


class Summary(NamedTuple):
    """What came of many documents: `problems` by sort and cause, with the labels of the documents."""

    tried: int
    changed: int
    problems: dict[tuple[str, str], list[tuple[str, str]]]


def run(seed: int, numbers: Sequence[int], seconds: float | None = None) -> Summary:
    """Adapt the mutants with these numbers, for so many seconds at most."""
    end = None if seconds is None else time.monotonic() + seconds
    problems: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    tried = changed = 0
    for number in numbers:
        if end is not None and time.monotonic() > end:
            break
        mutant = make_mutant(seed, number)
        outcome = try_out(mutant.data, mutant.file)
        tried, changed = tried + 1, changed + outcome.has_changes
        for problem in outcome.problems:
            problems[problem.sort, problem.cause].append((f"{number}", problem.detail))
    return Summary(tried, changed, dict(problems))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.adaptations", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(f"{date.today():%Y%m%d}"), help="today's date by default")
    parser.add_argument("--mutants", type=int, default=10_000, metavar="N", help="number of mutants")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the first mutant")
    parser.add_argument("--seconds", type=float, metavar="N", help="stop after so long")
    parser.add_argument("--show", type=int, metavar="NUMBER", help="write one mutant, and try none")
    options = parser.parse_args(arguments)
    if options.show is not None:
        sys.stdout.buffer.write(make_mutant(options.seed, options.show).data)
        return 0
    print(f"seed {options.seed}")
    summary = run(options.seed, range(options.first, options.first + options.mutants), options.seconds)
    print(f"{summary.tried:,} mutants, {summary.changed:,} of them adapted")
    for (sort, cause), shown in sorted(summary.problems.items()):
        label, detail = shown[0]
        print(f"\n{sort}: {cause}\n{len(shown):,} documents, first {label}\n{detail.rstrip()[:2000]}")
    return 1 if summary.problems else 0


if __name__ == "__main__":
    sys.exit(main())
