"""`preclear completion`: the script that completes commands, options and values in a shell."""

from __future__ import annotations

import click

from preclear.cli.command import Command
from preclear.cli.options.common import Choice
from preclear.cli.shell_completion.scripts import SCRIPTS
from preclear.report import ExitCode

_EXAMPLES = (
    ('eval "$(preclear completion bash)"', "in ~/.bashrc"),
    ('eval "$(preclear completion zsh)"', "in ~/.zshrc, after compinit"),
    ("preclear completion fish | source", "in ~/.config/fish/config.fish"),
)


@click.command("completion", cls=Command, examples=_EXAMPLES)
@click.argument("shell", type=Choice(tuple(SCRIPTS)), metavar="SHELL")
def command(shell: str) -> int:
    """Print a script that completes commands, options and their values in a shell.

    SHELL is bash, zsh or fish. Load the script when the shell starts, as in the examples.
    """
    from preclear.cli.terminal.output import write

    write(SCRIPTS[shell])
    return ExitCode.OK
