"""A worker process: it checks the files that it receives until its standard input ends."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from preclear.project.checker import FileChecker, collect_garbage_between_documents, pause_garbage_collector
from preclear.project.notes import InternalFailure
from preclear.project.workers.transfer import Codec, read_frame, write_frame

if TYPE_CHECKING:
    from preclear.engine import Baseline
    from preclear.project.search import Input
    from preclear.project.settings import CheckOptions
    from preclear.project.since import OldVersions

WORKER_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from preclear.project.workers.worker import main; main()"
"""The program of a worker's interpreter. Its arguments are the module search path."""


class WorkerContext(NamedTuple):
    """What all requests to a worker have in common."""

    options: CheckOptions
    baseline: Baseline | None
    old_versions: OldVersions | None


class WorkerRequest(NamedTuple):
    """A file to check. `is_old` asks for an observation of its old version instead."""

    input: Input
    is_old: bool = False


def main() -> None:
    """Run a worker.

    The first message has the options, the baseline and the old versions. Every other message is an input to check, an
    input whose old version is to be observed, or the findings of old versions, which get no reply.
    """
    requests, replies = _redirect_streams()
    setup = read_frame(requests)
    if setup is None:
        return
    context: WorkerContext = Codec({}).decode(setup)
    with pause_garbage_collector():
        _serve(requests, replies, context)


def _serve(requests: BinaryIO, replies: BinaryIO, context: WorkerContext) -> None:
    from preclear.engine import OldFindings, all_kinds

    checker: FileChecker | None = None
    old_findings: OldFindings | None = None
    while (data := read_frame(requests)) is not None:
        request: WorkerRequest | OldFindings = Codec({}).decode(data)
        if isinstance(request, OldFindings):
            old_findings = request
            continue
        input = request.input
        try:
            if checker is None:
                checker = FileChecker(context.options)
                checker.baseline, checker.old_versions = context.baseline, context.old_versions
            checker.old_findings = old_findings
            result = checker.observe_old(input) if request.is_old else checker.summarize(input)
            reply = Codec(all_kinds(checker.rules)).encode(result)
        except Exception as error:
            reply = Codec({}).encode(InternalFailure.from_error(error, f"in {input.display_path}"))
        write_frame(replies, reply)
        collect_garbage_between_documents()


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
