"""The options that were typed, as arguments of another command that is to work on the same document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT_PARAMETERS = (
    *("adapt", "level", "base_url", "leave_out_blocked", "include", "exclude", "overlays"),
    *("config", "isolated", "root", "limits"),
)
"""The parameters that decide what is read from a document, and what becomes of it."""


def typed_document_arguments(context: click.Context) -> tuple[str, ...]:
    """Return those options of the command line that decide on the document. The environment has the others."""
    return tuple(
        argument
        for parameter in context.command.params
        if isinstance(parameter, click.Option)
        and parameter.name in DOCUMENT_PARAMETERS
        and context.get_parameter_source(parameter.name) is ParameterSource.COMMANDLINE
        for argument in _format_option(parameter, context.params[parameter.name])
    )


def _format_option(option: click.Option, value: Any) -> Iterator[str]:
    name = max(option.opts, key=len)
    if option.is_flag:
        yield name
        return
    items: list[object] = [*value] if option.multiple else [value]
    if option.name == "limits":  # it's parsed into a mapping
        items = [f"{item}={value[item]}" for item in items]
    for item in items:
        yield from (name, str(item))
