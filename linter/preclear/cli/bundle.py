"""`preclear bundle`: one file out of several."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from preclear.cli.exit_code import ExitCode
from preclear.cli.options import limits, option

if TYPE_CHECKING:
    from preclear.engine import Checked
    from preclear.upload.bundle import Bundle


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
def command(
    document: str, output: Path | None, source_map: Path | None, root: Path | None, limits: dict[str, int]
) -> int:
    """Join the files of a document into one, as the import takes it.

    Parts of other files go into `components`, a path item into its path; comments and order of DOCUMENT stay. Without
    `--output` the bundle goes to standard output. What went in is listed on standard error, with sizes and digests.
    """
    from preclear.cli.checking import is_unchecked
    from preclear.cli.output import tell
    from preclear.engine import check
    from preclear.report.safe import safe
    from preclear.source import DEFAULT_LIMITS
    from preclear.upload.bundle import BundleError, bundle

    widened = DEFAULT_LIMITS.widened(limits)
    checked = check(Path(document), rules={}, shown=Path(document).as_posix(), root=root, limits=widened)
    if checked.connector is None:
        _tell_findings(checked, frozenset())
        tell("the document cannot be read, so there is nothing to bundle")
        return ExitCode.UNCHECKED
    if is_unchecked(checked):
        _tell_findings(checked, frozenset({"exceeded-limit"}))
        tell("not all of the document is read, so nothing is bundled")
        return ExitCode.UNCHECKED
    try:
        made = bundle(checked.connector.description, widened)
    except BundleError as error:
        tell(safe(str(error)))
        return ExitCode.UNCHECKED
    _write(made, output, source_map)
    _tell_files(made)
    left = _tell_findings(checked, frozenset({"unresolved-reference", "remote-reference"}))
    return ExitCode.FINDINGS if left else ExitCode.OK


def _write(made: Bundle, output: Path | None, source_map: Path | None) -> None:
    from preclear.cli.output import write

    if output is None:
        write(made.data.decode("utf-8", "replace") if not made.single else _text(made.data))
    else:
        _write_to(output, made.data)
    if source_map is not None:
        _write_to(source_map, made.source_map.as_json().encode())


def _write_to(path: Path, data: bytes) -> None:
    from preclear.source.write import write_file

    try:
        write_file(path, data)
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be written: {error.strerror or error}") from error


def _text(data: bytes) -> str:
    """A document in one file, which may be UTF-16, as text."""
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if utf_16 else "utf-8", "replace")


def _tell_files(made: Bundle) -> None:
    from preclear.cli.output import tell
    from preclear.report.safe import safe, safe_path
    from preclear.report.summary import counted

    for each in made.files:
        tell(f"{each.sha256}  {each.size:>10,} bytes  {safe_path(each.path)}")
    what = "the one file, as it is" if made.single else f"the bundle of {counted(len(made.files), 'file')}"
    tell(f"{made.sha256}  {len(made.data):>10,} bytes  {what}")
    if made.rewritten is not None:
        tell(f"the document is written anew, its comments are lost: {safe(made.rewritten)}")


def _tell_findings(checked: Checked, names: frozenset[str]) -> int:
    """Tell of findings with these names, of all errors where there are none; gives how many."""
    from preclear.cli.output import tell_lines
    from preclear.report.concise import concise_line

    told = [each for each in checked.findings if (each.rule.name in names if names else each.severity == "error")]
    tell_lines(concise_line(each) for each in told)
    return len(told)
