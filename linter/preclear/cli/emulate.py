"""`preclear emulate`: the import endpoint on this machine."""

from __future__ import annotations

import click

from preclear.cli.command import Command
from preclear.cli.emulator_token import VARIABLE, create_token, is_usable, load_token
from preclear.cli.extras import load_server
from preclear.cli.options.common import Seconds, option
from preclear.report import ExitCode

ORGANISATION = "01J00000000000000000000000"
"""An organisation to use; any ULID works."""


_EXAMPLES = (
    ("preclear emulate", "until Ctrl-C"),
    ("preclear emulate --port 0 --stop-after 60", "on a free port, for a test"),
)


@click.command(
    "emulate",
    cls=Command,
    examples=_EXAMPLES,
    epilog=f"The token is the value of {VARIABLE}, or else a random one. Exit codes: 0 stopped, 2 not started.",
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8321,
    show_default=True,
    help="Port to listen on; 0 picks a free one.",
)
@option("--token-stdin", is_flag=True, help="Read the token from standard input.")
@option("--stop-after", type=Seconds(0, 31_536_000, min_open=True), metavar="SECONDS", help="Stop after this time.")
def command(port: int, token_stdin: bool, stop_after: float | None) -> int:
    """Run a local server that answers as the import does.

    It has both import endpoints with the storage for uploads, and the endpoints for connectors, versions, actions,
    triggers, definitions and connections. Its answers come from the same model as `plan`. It keeps everything in
    memory, listens only on 127.0.0.1, and sends nothing.
    """
    from preclear.cli.terminal.messages import print_failure
    from preclear.cli.terminal.output import print_error_lines, print_note
    from preclear.rule import PackError, discover_rules

    server = load_server("preclear.emulator", ("starlette", "uvicorn", "python_multipart"))
    if server is None:
        print_note("the emulator needs starlette, uvicorn and python-multipart: install `preclear[emulator]`")
        return ExitCode.UNCHECKED
    chosen_token = load_token(from_stdin=token_stdin)
    if chosen_token is not None and not is_usable(chosen_token):
        print_note("the token can't be used; expected 8 to 4,096 ASCII characters without spaces")
        return ExitCode.UNCHECKED
    try:
        discover_rules()
        listener = server.listen(port)
    except PackError as error:
        print_note(str(error))
        return ExitCode.UNCHECKED
    except OSError as error:
        print_note(f"can't listen on port {port}: {error.strerror or error}")
        return ExitCode.UNCHECKED

    def report_failure(error: Exception) -> None:
        print_failure(error, "while answering")

    token = chosen_token or create_token()
    print_error_lines(_greeting_lines(listener.getsockname()[1], None if chosen_token else token))
    try:
        server.serve(listener, token, report_failure, stop_after)
    except KeyboardInterrupt:
        pass  # how it ends
    finally:
        listener.close()
    return ExitCode.OK


def _greeting_lines(port: int, token: str | None) -> list[str]:
    """Return its URL, and the variables to set for `upload`. Only a random token is shown."""
    from preclear.emulator import BASE_PATH

    url = f"http://127.0.0.1:{port}{BASE_PATH}"
    variables = [f"PRECLEAR_URL={url}", f"PRECLEAR_ORGANISATION={ORGANISATION}", "PRECLEAR_INSECURE_LOOPBACK=1"]
    token_variables = [] if token is None else [f"{VARIABLE}={token}"]
    return [
        f"preclear: emulating the import at {url}, Ctrl-C ends it",
        f"export {' '.join(variables + token_variables)}",
    ]
