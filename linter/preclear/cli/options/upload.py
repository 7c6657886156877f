"""The options of an upload, of one document or of many."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from preclear.cli.options.common import Choice

if TYPE_CHECKING:
    from collections.abc import Callable


def upload_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of an upload. The command receives them as `upload`, and those of a run over many as `run`."""

    @wraps(command)
    def run_command(**values: Any) -> int:
        from preclear.cli.options.typed_arguments import typed_document_arguments
        from preclear.platform import RunOptions, UploadOptions

        shared = {name: values.pop(name) for name in ("via", "force", "dry_run")}
        upload = UploadOptions(
            connector=values.pop("connector"),
            version=values.pop("version"),
            new=values.pop("new"),
            from_url=values.pop("from_url"),
            lookup=not values.pop("no_lookup"),
            verify=values.pop("verify"),
            document_arguments=typed_document_arguments(click.get_current_context()),
            **shared,
        )
        run = RunOptions(changed_since=values.pop("changed_since"), journal=values.pop("journal"), **shared)
        return command(upload=upload, run=run, **values)

    wrapped: Callable[..., int] = run_command
    for add_option in reversed(_OPTIONS):
        wrapped = add_option(wrapped)
    return wrapped


_OPTIONS = (
    click.option("--connector", metavar="CONNECTOR", help="Connector to create a version of, by id or name."),
    click.option("--version", metavar="NAME", help="Name of the new version; not `default` or `latest`."),
    click.option("--new", is_flag=True, help="Create a new connector."),
    click.option("--from-url", metavar="URL", help="Let the server fetch the document from this URL."),
    click.option(
        "--via",
        type=Choice(("multipart", "upload-url")),
        default="multipart",
        show_default=True,
        help="Send the document in the request, or first to the platform's storage through a signed URL.",
    ),
    click.option("--force", is_flag=True, help="Send the document even if the check finds errors."),
    click.option(
        "--dry-run",
        is_flag=True,
        help="Print the request and the plan, and send nothing. With `[[connectors]]`, the plan is looked up.",
    ),
    click.option("--no-lookup", is_flag=True, help="Don't check whether the version exists. CONNECTOR must be an id."),
    click.option("--verify", is_flag=True, help="If the outcome is unknown, look it up for up to 20 seconds."),
    click.option("--changed-since", metavar="REV", help="Upload only documents that differ from this git revision."),
    click.option(
        "--journal",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="What may have been sent, for the next run.  [default: .preclear-upload.jsonl beside the config]",
    ),
)
