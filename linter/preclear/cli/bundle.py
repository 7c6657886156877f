"""`preclear bundle`: a multi-file document as a single file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.bounds import LIMIT_OPTION, ROOT_OPTION
from preclear.cli.options.common import stdin_filename
from preclear.cli.options.paths import DOCUMENT_PATH
from preclear.report import ExitCode

if TYPE_CHECKING:
    from preclear.bundle import Bundle
    from preclear.engine import CheckResult
    from preclear.source import Limits


_EXAMPLES = (("preclear bundle openapi.yaml -o bundle.yaml", "write one file"),)


@click.command("bundle", cls=Command, examples=_EXAMPLES)
@click.argument("document", type=DOCUMENT_PATH, metavar="DOCUMENT")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the bundle to this file.")
@click.option(
    "--source-map",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a source map to this file: where each part comes from, as JSON.",
)
@ROOT_OPTION
@LIMIT_OPTION
@stdin_filename
def command(
    document: str,
    output: Path | None,
    source_map: Path | None,
    root: Path | None,
    limits: dict[str, int],
    stdin_filename: str | None,
) -> int:
    """Bundle a multi-file document into the single file that the import takes.

    DOCUMENT is a file, or `-` for standard input. Parts of other files are copied into `components`, and path items
    into their paths. DOCUMENT keeps its comments and key order. Without `--output`, the bundle is written to standard
    output. Standard error lists the bundled files with sizes and digests.
    """
    from preclear.bundle import UnbundledError, bundle_checked
    from preclear.cli.terminal.output import print_error_lines, print_note
    from preclear.project import is_unchecked
    from preclear.report import escape, format_bundle_notes, format_concise_line, format_external_references
    from preclear.source import DEFAULT_LIMITS

    _require_two_files(output, source_map)
    all_limits = DEFAULT_LIMITS.with_overrides(limits)
    check_result = _check_document(document, root, all_limits, stdin_filename)
    try:
        bundled = bundle_checked(check_result, all_limits, is_complete=not is_unchecked(check_result))
    except UnbundledError as error:
        print_error_lines(map(format_concise_line, error.findings))
        print_note(escape(str(error)))
        return ExitCode.UNCHECKED
    _write_bundle(bundled.bundle, output, source_map)
    for line in format_bundle_notes(bundled.bundle):
        print_note(line)
    print_error_lines(map(format_concise_line, bundled.findings))
    print_error_lines(format_external_references(bundled.external))
    return ExitCode.OK if bundled.is_self_contained else ExitCode.FINDINGS


def _check_document(document: str, root: Path | None, limits: Limits, stdin_filename: str | None) -> CheckResult:
    """Read the document and its references, without rules."""
    from preclear.cli.terminal.stdin import open_stdin
    from preclear.engine import check_document
    from preclear.project import STDIN, check_entry, load_stdin, make_input

    if document == STDIN:
        return check_document(load_stdin(open_stdin(), stdin_filename, limits), rules={}, root=root, limits=limits)
    return check_entry(make_input(document), limits, rules={}, root=root)


def _write_bundle(bundle: Bundle, output: Path | None, source_map: Path | None) -> None:
    from preclear.cli.terminal.output import write
    from preclear.source import write_files

    if output is None:
        write(bundle.data.decode("utf-8", "replace") if not bundle.is_single_file else _decode_document(bundle.data))
    files = [(output, bundle.data)] if output is not None else []
    if source_map is not None:
        files.append((source_map, bundle.source_map.as_json().encode()))
    try:
        write_files(files)
    except OSError as error:
        raise click.ClickException(f"`{error.filename}` can't be written: {error.strerror}") from error


def _require_two_files(output: Path | None, source_map: Path | None) -> None:
    """Raise UsageError if the bundle and the source map would be written to one file."""
    if output is not None and source_map is not None and os.path.realpath(output) == os.path.realpath(source_map):
        raise click.UsageError(f"`--output` and `--source-map` name the same file, `{output}`; expected two files")


def _decode_document(data: bytes) -> str:
    """Decode a document in one file, which may be UTF-16."""
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if utf_16 else "utf-8", "replace")
