"""`preclear adapt`: an importable document, made out of one that isn't."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.adapt import adaptation_options
from preclear.cli.options.check import EPILOG, reading_options
from preclear.cli.options.common import color, option, output_format, stdin_filename
from preclear.cli.options.paths import DOCUMENT_PATH
from preclear.report import ExitCode

if TYPE_CHECKING:
    from preclear.project import CheckOptions, FindingRetention

FILE = click.Path(dir_okay=False, path_type=Path)


_EXAMPLES = (
    ("preclear adapt vendor.yaml -o import.yaml", "write the adapted document"),
    ("preclear adapt vendor.yaml --include tag:Orders -o import.yaml", "keep only some operations"),
)


@click.command("adapt", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("document", type=DOCUMENT_PATH, metavar="DOCUMENT")
@click.option("-o", "--output", type=FILE, help="Write the adapted document to this file.")
@click.option("--source-map", type=FILE, help="Write a source map to this file: where each part comes from, as JSON.")
@click.option("--overlay", type=FILE, help="Write the changes to this file, as an OpenAPI Overlay 1.1.")
@output_format("table", "json")
@option("--all", "show_all", is_flag=True, help="Show all changes. By default, more than 20 of a rule are folded.")
@reading_options
@adaptation_options
@color
@stdin_filename
def command(
    document: str,
    output: Path | None,
    source_map: Path | None,
    overlay: Path | None,
    output_format: str,
    options: CheckOptions,
    color: str,
    stdin_filename: str | None,
) -> int:
    """Make an importable document out of one that isn't.

    DOCUMENT, a file or `-` for standard input, stays as it is. Names that the import can't have are changed, and what
    it can't hold is changed or left out. A table lists each change with its rule, its place, and what is lost. Without
    `--output`, the adapted document goes to standard output and the table to standard error. With `--output-format
    json`, standard output has only the report.
    """
    from preclear.cli.adapt_output import AdaptOutput
    from preclear.cli.checker import make_checker
    from preclear.cli.terminal.check_progress import CheckProgress
    from preclear.cli.terminal.messages import print_fatal, print_problem
    from preclear.config import ConfigError
    from preclear.project import AdaptedFile, make_input, pause_garbage_collector
    from preclear.rule import PackError

    show_all = options.findings == "all"
    adapt_output = AdaptOutput(output, source_map, overlay, output_format, color, show_all=show_all)
    adapt_output.require_new_files({document: "DOCUMENT"})
    with pause_garbage_collector():
        try:
            findings: FindingRetention = "all" if output_format == "json" else options.findings
            checker = make_checker(options._replace(findings=findings), stdin_filename)
        except (PackError, ConfigError) as error:
            print_fatal(error)
            return ExitCode.UNCHECKED
        input = make_input(document)
        with CheckProgress() as progress:
            progress(1, 1, input.display_path)
            file = checker.adapt(input)
        if not isinstance(file, AdaptedFile):
            print_problem(file)
            return ExitCode.UNCHECKED
        adaptation = file.adaptation
        if adaptation is None:
            adapt_output.print_unadapted(file.findings)
            return ExitCode.UNCHECKED
        adapt_output.require_new_files({str(each.file): each.path for each in adaptation.files if each.file})
        adapt_output.write(adaptation)
        return ExitCode.FINDINGS if adaptation.remaining_count else ExitCode.OK
