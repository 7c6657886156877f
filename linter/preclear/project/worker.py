"""A worker process: it checks the files that it receives until its standard input ends."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO

from preclear.project.checker import FileChecker, collect_garbage_batch, pause_garbage_collector
from preclear.project.notes import InternalFailure
from preclear.project.transfer import Codec, read_frame, write_frame

if TYPE_CHECKING:
    from preclear.engine import Baseline
    from preclear.project.inputs import Input
    from preclear.project.settings import CheckOptions

WORKER_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from preclear.project.worker import main; main()"
"""The program of a worker's interpreter. Its arguments are the module search path."""


def main() -> None:
    """Run a worker. The first message has the options and the baseline, every other message an input."""
    requests, replies = _redirect_streams()
    setup = read_frame(requests)
    if setup is None:
        return
    options: CheckOptions
    baseline: Baseline | None
    options, baseline = Codec({}).decode(setup)
    with pause_garbage_collector():
        _serve(requests, replies, options, baseline)


def _serve(requests: BinaryIO, replies: BinaryIO, options: CheckOptions, baseline: Baseline | None) -> None:
    from preclear.engine import all_kinds

    checker: FileChecker | None = None
    count = 0
    while (data := read_frame(requests)) is not None:
        count += 1
        input: Input = Codec({}).decode(data)
        try:
            if checker is None:
                checker = FileChecker(options)
                checker.baseline = baseline
            reply = Codec(all_kinds(checker.rules)).encode(checker.summarize(input))
        except Exception as error:
            reply = Codec({}).encode(InternalFailure.from_error(error, f"in {input.display_path}"))
        write_frame(replies, reply)
        collect_garbage_batch(count)


def _redirect_streams() -> tuple[BinaryIO, BinaryIO]:
    """Take over standard input and output, and redirect them, so that a rule that reads or prints can't interfere."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    try:
        os.dup2(2, 1)
    except OSError:  # standard error is closed
        os.dup2(null, 1)
    return requests, replies
