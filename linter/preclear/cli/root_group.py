"""The group of all commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.cli.command_group import CommandGroup

if TYPE_CHECKING:
    import click

_COMMANDS_WITH_PATHS = (
    "check",
    "plan",
    "adapt",
    "config",
    "baseline",
    "bundle",
    "upload",
    "map",
    "verify",
    "connector",
    "connection",
)


class RootGroup(CommandGroup):
    """All commands. Their arguments can be names of files that look like options."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from preclear.cli.terminal.file_names import protect_file_names, require_current_folder

        name, command, rest = super().resolve_command(ctx, args)
        if ctx.resilient_parsing:
            return name, command, rest
        if name in _COMMANDS_WITH_PATHS:
            require_current_folder()
        return name, command, protect_file_names(rest)

    def describe_unknown(self, name: str, ctx: click.Context) -> str:
        """Return the message for what isn't a command. A path is most likely meant to be checked."""
        import shlex

        from preclear.cli.terminal.file_names import is_path_like
        from preclear.source import describe_url, is_url

        if is_url(name):
            return describe_url(name)
        if is_path_like(name):
            return f"`{name}` isn't a command; to check it, run `preclear check {shlex.quote(name)}`"
        return super().describe_unknown(name, ctx)
