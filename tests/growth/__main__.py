"""Check that twice the faults take at most 2.4 times the CPU time: `python -m tests.growth` in the repository's root.

Every bad fixture grows at each container that holds one of its findings, and line by line. Exit code 1 where a document
grows faster than that, or takes more memory than 120 MB and 64 bytes for each of its own; 2 where time was up before
all documents were grown.
"""

from __future__ import annotations

import argparse
import sys
from time import monotonic
from typing import TYPE_CHECKING

from tests.growth.cases import bad_fixtures, cases
from tests.growth.sweep import COPIES, judge

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.growth", description=__doc__)
    parser.add_argument("rules", nargs="*", metavar="RULE", help="only the fixtures of these rules")
    parser.add_argument("--copies", type=int, default=COPIES, metavar="N", help="copies in the smaller document")
    parser.add_argument("--seconds", type=float, metavar="N", help="grow no further document after N seconds")
    parser.add_argument("--verbose", action="store_true", help="print a line for each fixture, as on a terminal")
    options = parser.parse_args(arguments)
    verbose = options.verbose or sys.stdout.isatty()
    fixtures = [item for item in bad_fixtures() if not options.rules or item.parent.name in options.rules]
    unknown = sorted(set(options.rules) - {fixture.parent.name for fixture in fixtures})
    if unknown:
        parser.error(f"no bad fixture of {', '.join(unknown)}")
    started = monotonic()
    tried = wrong = 0
    left: dict[str, None] = {}
    for number, fixture in enumerate(fixtures, 1):
        before, begun = tried, monotonic()
        for case in cases(fixture) if not left else ():
            if options.seconds is not None and monotonic() - started >= options.seconds:
                left[fixture.parent.name] = None
                break
            tried += 1
            fault = judge(case, options.copies)
            if fault is not None:
                wrong += 1
                print(f"{case.label}: {fault}", flush=True)
        if left:
            left[fixture.parent.name] = None
        elif verbose:
            name = f"{fixture.parent.name}/{fixture.name}"
            seconds = monotonic() - begun
            print(f"[{number}/{len(fixtures)}] {name}: {tried - before:,} documents, {seconds:.1f} s", flush=True)
    print(f"{tried:,} documents grown, {wrong:,} of them too fast or too large")
    if left:
        print(f"time is up: not all of these were grown: {', '.join(left)}")
    return 1 if wrong else 2 if left else 0


if __name__ == "__main__":
    sys.exit(main())
