"""The log file: one run with its rules, results and notifications."""

from __future__ import annotations

from itertools import islice
from json import dumps
from typing import TYPE_CHECKING

from preclear import __version__
from preclear._urls import HOMEPAGE
from preclear.report.exit_code import ExitCode
from preclear.report.formats.sarif.locations import ROOT_ID, Locations
from preclear.report.formats.sarif.notifications import make_notifications
from preclear.report.formats.sarif.results import ResultWriter, select_results
from preclear.report.formats.sarif.rules import Rules
from preclear.report.json_report import escape_commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.report.finding_report import FindingReport
    from preclear.source import Json

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
"""The official JSON Schema of the format."""

_BATCH_SIZE = 500  # lines that are written at once

_ROOT_DESCRIPTION = "The root of the repository; without one, the folder in which preclear ran."


def stream_sarif(report: FindingReport) -> Iterator[str]:
    """Yield the log in pieces, ending with a newline: a rule or a result a line, in ASCII.

    The root folder has no URI: that would make the output depend on the machine.
    """
    selection = select_results(report.results.findings, report.suppressed)
    rules = Rules(report.kinds, (result.finding for result in selection.results))
    locations = Locations(report.root)
    has_suppressions = any(result.suppression is not None for result in selection.results)
    writer = ResultWriter(rules, locations, has_suppressions=has_suppressions)
    yield f'{{"$schema":{_dump(SCHEMA)},"version":"2.1.0","runs":[{{\n'
    yield f'"tool":{{"driver":{_dump(_DRIVER)[:-1]},"rules":['
    yield from _stream_lines(rules.descriptors())
    yield ']}},\n"columnKind":"unicodeCodePoints",\n'
    yield f'"originalUriBaseIds":{_dump({ROOT_ID: {"description": {"text": _ROOT_DESCRIPTION}}})},\n"results":['
    yield from _stream_lines(map(writer.make, selection.results))
    yield "],\n"
    if locations.has_standard_input:
        yield f'"artifacts":[{_dump(_STANDARD_INPUT)}],\n'
    invocation: dict[str, Json] = {
        "executionSuccessful": report.exit_code != ExitCode.UNCHECKED,
        "exitCode": int(report.exit_code),
        "toolExecutionNotifications": make_notifications(report, selection, writer),
    }
    yield f'"invocations":[{_dump(invocation)}]\n}}]}}\n'


_DRIVER: Json = {
    "name": "preclear",
    "version": __version__,
    "semanticVersion": __version__,
    "informationUri": HOMEPAGE,
}
_STANDARD_INPUT: Json = {"description": {"text": "Standard input."}, "roles": ["analysisTarget", "standardStream"]}


def _stream_lines(items: Iterable[Json]) -> Iterator[str]:
    """Yield the items of a list, each on a line, in batches."""
    remaining = iter(items)
    start = "\n"
    while batch := [*islice(remaining, _BATCH_SIZE)]:
        yield start + ",\n".join(map(_dump, batch))
        start = ",\n"


def _dump(value: Json) -> str:
    """Return `value` as compact JSON in ASCII, in which no pipeline runner finds a command."""
    return escape_commands(dumps(value, separators=(",", ":")))
