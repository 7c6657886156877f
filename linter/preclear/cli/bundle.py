"""`preclear bundle`: one file out of several."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from preclear.cli.exit_code import ExitCode
from preclear.cli.options import limits, option, stdin_filename

if TYPE_CHECKING:
    from preclear.bundle.bundle import Bundle
    from preclear.engine import CheckResult


_LEADING_NOWHERE = frozenset(
    {"unresolved-reference", "remote-reference", "reference-loop", "unresolved-mapping", "unresolved-link-target"}
)
"""The kinds of finding about references that lead to nothing that a bundle could hold."""


@click.command("bundle")
@click.argument("document", metavar="DOCUMENT")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the bundle to this file.")
@click.option(
    "--source-map",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write where each part comes from to this file, as JSON.",
)
@option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder that references may lead into.  [default: the document's own]",
)
@option("--limit", "limits", multiple=True, metavar="NAME=N", callback=limits, help="Set a limit on what is read.")
@stdin_filename
def command(
    document: str,
    output: Path | None,
    source_map: Path | None,
    root: Path | None,
    limits: dict[str, int],
    stdin_filename: str | None,
) -> int:
    """Join the files of a document into the one file that the import takes.

    DOCUMENT is a file, or `-` for standard input. Parts of other files go into `components`, a path item into its path;
    comments and order of DOCUMENT stay. Without `--output` the bundle goes to standard output. What went in is listed
    on standard error, with sizes and digests.
    """
    from preclear.bundle.bundle import BundleError, bundle
    from preclear.cli.checking import is_unchecked
    from preclear.cli.entries import check_entry
    from preclear.cli.inputs import STDIN, Input
    from preclear.cli.output import tell
    from preclear.cli.stdin import load_stdin
    from preclear.engine import check_document
    from preclear.report.escape import escape
    from preclear.source import DEFAULT_LIMITS

    _check_paths(output, source_map)
    widened = DEFAULT_LIMITS.with_overrides(limits)
    if document == STDIN:
        checked = check_document(load_stdin(stdin_filename, widened), rules={}, root=root, limits=widened)
    else:
        given = Input(Path(document).as_posix(), Path(document), named=True)
        checked = check_entry(given, widened, rules={}, root=root)
    if checked.connector is None:
        _tell_findings(checked, frozenset())
        tell("the document cannot be read, so there is nothing to bundle")
        return ExitCode.UNCHECKED
    if is_unchecked(checked):
        _tell_findings(checked, frozenset({"exceeded-limit"}))
        tell("not all of the document is read, so nothing is bundled")
        return ExitCode.UNCHECKED
    try:
        made = bundle(checked.connector.api, widened)
    except BundleError as error:
        tell(escape(str(error)))
        return ExitCode.UNCHECKED
    _write(made, output, source_map)
    _tell_files(made)
    left = _tell_findings(checked, _LEADING_NOWHERE) + _tell_left(made, checked)
    return ExitCode.FINDINGS if left else ExitCode.OK


def _write(made: Bundle, output: Path | None, source_map: Path | None) -> None:
    from preclear.cli.output import write
    from preclear.source.files.write import write_files

    if output is None:
        write(made.data.decode("utf-8", "replace") if not made.is_single_file else _text(made.data))
    files = [(output, made.data)] if output is not None else []
    if source_map is not None:
        files.append((source_map, made.source_map.as_json().encode()))
    try:
        write_files(files)
    except OSError as error:
        raise click.ClickException(f"`{error.filename}` can't be written: {error.strerror}") from error


def _check_paths(output: Path | None, source_map: Path | None) -> None:
    """Raise UsageError where bundle and source map would be written to one file."""
    if output is not None and source_map is not None and os.path.realpath(output) == os.path.realpath(source_map):
        raise click.UsageError(f"`--output` and `--source-map` are one file, `{output}`; expected two")


def _text(data: bytes) -> str:
    """A document in one file, which may be UTF-16, as text."""
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if utf_16 else "utf-8", "replace")


def _tell_files(made: Bundle) -> None:
    from preclear.cli.output import tell
    from preclear.report.escape import escape, escape_path
    from preclear.source.counts import format_count

    for each in made.files:
        tell(f"{each.sha256}  {each.size:>10,} bytes  {escape_path(each.path)}")
    what = f"the bundle of {format_count(len(made.files), 'file')}"
    if len(made.files) == 1:
        what = "the one file, as it is" if made.is_single_file else "the one file, edited"
    tell(f"{made.sha256}  {len(made.data):>10,} bytes  {what}")
    if made.replaced_references:
        targets = "its target" if len(made.replaced_references) == 1 else "their targets"
        tell(
            f"{format_count(len(made.replaced_references), 'reference')} replaced by {targets}: "
            "OpenAPI takes no reference there"
        )
    if made.rewrite_reason is not None:
        tell(f"the document is written anew, its comments are lost: {escape(made.rewrite_reason)}")


def _tell_findings(checked: CheckResult, names: frozenset[str]) -> int:
    """Tell of findings with these names, of all errors where there are none; gives how many."""
    from preclear.cli.output import tell_lines
    from preclear.report.concise import format_concise_line

    told = [each for each in checked.findings if (each.rule.name in names if names else each.severity == "error")]
    tell_lines(format_concise_line(each) for each in told)
    return len(told)


def _tell_left(made: Bundle, checked: CheckResult) -> int:
    """Tell of references that still lead out of the bundle, and that no finding is about; gives how many."""
    from preclear.cli.output import tell_lines
    from preclear.report.escape import escape, escape_path
    from preclear.source.lookup import node_at

    found = {place for each in checked.findings if each.rule.name in _LEADING_NOWHERE for place in each.places}
    lines: list[str] = []
    for place in made.external_references:
        if place not in found:
            line, column = place.span.start
            written = f"{place.pointer[-1]}: {node_at(place).value}"
            at = f"{escape_path(place.document.path)}:{line}:{column}"
            lines.append(f"{at}: error: `{escape(written[:100])}` leads out of the bundle")
    tell_lines(lines)
    return len(lines)
