"""`preclear upload`: check, bundle, send once, and say what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.asking import checking, showing
from preclear.cli.options import color, output_format, stdin_filename
from preclear.cli.sending import sending
from preclear.cli.upload_signals import noted_signals

if TYPE_CHECKING:
    from preclear.cli.asking import Asked
    from preclear.cli.sending import Wanted
    from preclear.cli.uploading import Upload

EPILOG = (
    "Exit codes: 0 accepted, 1 rejected or accepted with findings, 2 wrong usage or unreadable input, 3 not sent, "
    "4 unknown: it may have arrived, and is never sent again by itself."
)


@click.command("upload", epilog=EPILOG)
@click.argument("document", metavar="DOCUMENT")
@click.option("--connector", metavar="CONNECTOR", help="The connector that gets a new version, by id or name.")
@click.option("--version", metavar="NAME", help="The version's name; not `default` or `latest`.")
@click.option("--new", is_flag=True, help="Create a new connector.")
@click.option("--from-url", metavar="URL", help="Let the server fetch the document from this URL.")
@click.option("--force", is_flag=True, help="Send it even if the check finds errors.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and the plan. Sends and looks up nothing.")
@click.option("--no-lookup", is_flag=True, help="Don't look whether the version exists. CONNECTOR must be an id.")
@click.option("--verify", is_flag=True, help="If the outcome is unknown, look it up: up to 20 seconds more.")
@output_format("full", "concise", "json")
@sending
@showing
@checking
@color
@stdin_filename
def command(
    document: str,
    connector: str | None,
    version: str | None,
    new: bool,
    from_url: str | None,
    force: bool,
    dry_run: bool,
    no_lookup: bool,
    verify: bool,
    output_format: str,
    wanted: Wanted,
    asked: Asked,
    color: str,
    stdin_filename: str | None,
) -> int:
    """Check a document, send it to the import, and map the answer to its lines.

    DOCUMENT is a file, or `-` for standard input; one in several files is sent as one. It is sent once. The last line
    is the outcome: accepted, rejected, not sent or unknown.
    """
    from preclear.cli.uploading import Asking, Upload

    if document == "-" and wanted.token_stdin:
        raise click.UsageError("standard input has the token (`--token-stdin`) or the document (`-`), not both")
    asking = Asking(connector, version, new, from_url, force, dry_run, not no_lookup, verify)
    is_process = click.get_current_context().find_root().obj is True
    with noted_signals(to_the_end=is_process) as interruption:
        upload = Upload(asking, wanted, interruption)
        try:
            asked = _with_version(asked, version)._replace(for_programs=output_format == "json")
            _run(upload, document, asked, stdin_filename)
            interruption.hold()
        except KeyboardInterrupt:  # between two steps
            if upload.outcome is None:
                upload.interrupted()
        return _conclude(upload, output_format, color, every=asked.every)


def _with_version(asked: Asked, version: str | None) -> Asked:
    """Rules are told the name that the version gets."""
    if version is None:
        return asked
    from preclear.config import Setting

    line, environment = asked.said
    return asked._replace(said=({**line, ("version",): Setting(version, "--version")}, environment))


def _run(upload: Upload, document: str, asked: Asked, stdin_filename: str | None) -> None:
    """Run it to an outcome, whatever happens on the way."""

    from preclear.cli.checking import Checker
    from preclear.cli.configuring import tell_config_error
    from preclear.cli.inputs import named_input
    from preclear.config import ConfigError
    from preclear.platform.credentials import ConnectionSetupError, InvalidOptionError
    from preclear.platform.outcome import make_not_sent
    from preclear.report.escape import escape
    from preclear.rule import PackError

    try:
        upload.run(named_input(document), lambda: Checker(asked, stdin_filename))
    except InvalidOptionError as error:
        upload.unusable = not isinstance(error, ConnectionSetupError)
        upload.outcome = make_not_sent(str(error))
    except PackError as error:
        upload.unusable, upload.outcome = True, make_not_sent(str(error))
    except ConfigError as error:
        tell_config_error(error)
        upload.unusable, upload.outcome = True, make_not_sent("the config can't be used")
    except KeyboardInterrupt:
        upload.interrupted()
    except click.ClickException:
        raise
    except Exception as error:
        upload.tell(escape(upload.clean(f"internal error while uploading: {type(error).__name__}: {error}")[:300]))
        upload.unusable = upload.sending is None
        upload.interrupted()


def _conclude(upload: Upload, output_format: str, color: str, *, every: bool) -> int:
    """Write the report, which no signal disturbs any more. One that fails still ends with the outcome.

    The outcome goes to standard error where standard output takes nothing: the exit code is the outcome's all the same.
    """
    from preclear.cli.output import style_for, tell_failure, tell_lines, write_if_possible
    from preclear.cli.upload_report import full_report, json_report, last_line, look_command
    from preclear.report.escape import escape

    try:
        if output_format == "json":
            text = json_report(upload)
        else:
            lines = full_report(upload, style_for(color), concise=output_format == "concise", every=every)
            text = "".join(f"{line}\n" for line in lines)
    except Exception as error:
        tell_failure(error, "while reporting")
        text = f"{last_line(upload)}\n"
    if not write_if_possible(upload.clean(text)):
        is_unknown = upload.outcome is not None and upload.outcome.name == "unknown"
        found_out = [f"to find out: {escape(look_command(upload))}"] if is_unknown else []
        tell_lines(upload.clean(line) for line in (*found_out, last_line(upload)))
    return upload.exit_code
