"""Check many mutants of the fixtures: `python -m tests.fuzz.run`, from the repository's root.

Documents, answers, configs and overlays. The same seed tries the same mutants; without one, the seed is the day's date,
so that a run every night tries others. Exit code 1 where an input crashed preclear, hung it, made it raise, made a rule
fail, was given a finding at a place that does not exist, or came out as something that a terminal would obey.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tests.fuzz.mutants import SORTS, Mutant, Sort, make, sources
from tests.fuzz.shrink import shrunk
from tests.fuzz.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.fuzz.mutants import Source
    from tests.fuzz.problem import Problem, Tried

SEED = 20_261_122


class Summary(NamedTuple):
    """What came of a run. `problems` has what is wrong by sort and cause, with all mutants that showed it."""

    tried: int
    loaded: int
    findings: int
    seconds: float
    slowest: tuple[float, str]
    problems: dict[tuple[str, str], list[tuple[Mutant, Problem]]]


def mutants(origins: list[Source], seed: int, amounts: dict[Sort, int]) -> Iterator[Mutant]:
    """The first so many mutants of each sort."""
    for sort, amount in amounts.items():
        for number in range(amount):
            yield make(origins, sort, seed, number)


def run(amounts: dict[Sort, int], seed: int = SEED, seconds: float | None = None) -> Summary:
    """Try so many mutants of each sort, for so many seconds at most."""
    worker = Worker()
    problems: defaultdict[tuple[str, str], list[tuple[Mutant, Problem]]] = defaultdict(list)
    tried: list[tuple[float, str, Tried]] = []
    end = None if seconds is None else time.monotonic() + seconds
    try:
        for mutant in mutants(sources(), seed, amounts):
            if end is not None and time.monotonic() > end:
                break
            outcome = worker.try_out(mutant)
            tried.append((outcome.seconds, mutant.label, outcome))
            for problem in outcome.problems:
                problems[problem.sort, problem.cause].append((mutant, problem))
    finally:
        worker.close()
    return Summary(
        tried=len(tried),
        loaded=sum(item.loaded for _, _, item in tried),
        findings=sum(item.findings for _, _, item in tried),
        seconds=sum(item.seconds for _, _, item in tried),
        slowest=max((item[:2] for item in tried), default=(0.0, "-")),
        problems=dict(problems),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(f"{date.today():%Y%m%d}"), help="today's date by default")
    parser.add_argument("--bytes", type=int, default=18_000, metavar="N", help="mutants with broken bytes")
    parser.add_argument("--structures", type=int, default=2_000, metavar="N", help="mutants with broken structures")
    parser.add_argument("--answers", type=int, default=2_000, metavar="N", help="mutants of answers, through `map`")
    parser.add_argument("--configs", type=int, default=2_000, metavar="N", help="mutants of configs, through `check`")
    parser.add_argument("--overlays", type=int, default=2_000, metavar="N", help="mutants of overlays")
    parser.add_argument("--seconds", type=float, metavar="N", help="stop after so long")
    parser.add_argument("--show", metavar="SORT:NUMBER", help="write one mutant, as `byte:17`, and try none")
    options = parser.parse_args(arguments)
    if options.show is not None:
        sort, _, number = options.show.partition(":")
        known: Sort | None = next((item for item in SORTS if item == sort), None)
        if known is None or not number.isdecimal():
            parser.error(f"--show takes one of {', '.join(SORTS)}, `:` and a number")
        sys.stdout.buffer.write(make(sources(), known, options.seed, int(number)).data)
        return 0
    amounts: dict[Sort, int] = {
        "byte": options.bytes,
        "structure": options.structures,
        "answer": options.answers,
        "config": options.configs,
        "overlay": options.overlays,
    }
    summary = run(amounts, options.seed, options.seconds)
    print(f"seed {options.seed}")
    _print(summary)
    return 1 if summary.problems else 0


def _print(summary: Summary) -> None:
    seconds, label = summary.slowest
    print(f"{summary.tried:,} mutants, {summary.loaded:,} of them loaded, {summary.findings:,} findings")
    print(f"{summary.seconds:.0f} s of CPU time, the slowest mutant {label} with {seconds:.2f} s")
    for (sort, cause), shown in sorted(summary.problems.items()):
        mutant, problem = min(shown, key=lambda item: len(item[0].data))
        smallest = shrunk(mutant, (sort, cause))
        print(f"\n{sort}: {cause}\n{len(shown):,} mutants, first {shown[0][0].label}, shortest {mutant.label}")
        print(problem.detail.rstrip())
        print(f"as {mutant.file.name}: {smallest.data!a}")
    print(f"\n{len(summary.problems)} things are wrong" if summary.problems else "nothing is wrong")


if __name__ == "__main__":
    sys.exit(main())
