"""Check that twice the faults take at most 2.4 times the CPU time: `python -m tests.growth` in the repository's root.

Every bad fixture grows at each container that holds one of its findings, and line by line. Exit code 1 where a document
grows faster than that, or takes more memory than 120 MB and 64 bytes for each of its own.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tests.growth.cases import bad_fixtures, cases
from tests.growth.sweep import COPIES, judge

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.growth", description=__doc__)
    parser.add_argument("fixtures", nargs="*", metavar="RULE", help="only the fixtures of these rules")
    parser.add_argument("--copies", type=int, default=COPIES, metavar="N", help="copies in the smaller document")
    options = parser.parse_args(arguments)
    tried = wrong = 0
    for fixture in bad_fixtures():
        if options.fixtures and fixture.parent.name not in options.fixtures:
            continue
        for case in cases(fixture):
            tried += 1
            fault = judge(case, options.copies)
            if fault is not None:
                wrong += 1
                print(f"{case.label}: {fault}", flush=True)
    print(f"{tried:,} documents grown, {wrong:,} of them too fast or too large")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
