"""The groups of options in the help of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

OWN_GROUP = "Options"
"""The first group: what only this command has."""

OPTION_GROUPS: dict[str, tuple[str, ...]] = {
    "Input": ("since", "stdin_filename", "openapi_only", "force_exclude", "root", "limits", "version_name"),
    "Rules": ("select", "ignore", "extend_select", "basis"),
    "Findings": ("fail_on", "show", "show_all", "no_ignores", "baseline"),
    "Fixes": ("fix", "diff", "unsafe_fixes"),
    "Adaptation": (
        *("adapt", "level", "base_url", "leave_out_blocked", "include", "exclude", "overlays"),
        "document",
    ),
    "Output": ("output_format", "reports", "output", "source_map", "overlay", "color"),
    "Config": ("config", "isolated"),
    "Platform": (
        *("organisation", "url", "context", "token_stdin", "token_type", "insecure_loopback", "ca_bundle", "timeout"),
    ),
    "Other": ("jobs", "stdio", "help"),
}
"""The parameters of each further group, in the order of the help."""

MAX_UNGROUPED = 8
"""Maximum number of options that are one list."""

_GROUP_OF = {name: title for title, names in OPTION_GROUPS.items() for name in names}


def group_options(options: Iterable[click.Option]) -> dict[str, list[click.Option]]:
    """Return the options by the titles of their groups. The help option is in the last one."""
    visible = [option for option in options if not option.hidden]
    if len(visible) <= MAX_UNGROUPED:
        return {OWN_GROUP: visible}
    groups: dict[str, list[click.Option]] = {title: [] for title in (OWN_GROUP, *OPTION_GROUPS)}
    for option in visible:
        groups[_GROUP_OF.get(option.name or "", OWN_GROUP)].append(option)
    return {title: members for title, members in groups.items() if members}
