"""A parameter's name isn't valid in its location.

The name of a header or a cookie is a token: letters, digits and ``!#$%&'*+-.^_`|~``. A name with a space, a colon or
brackets can't be sent there. No parameter can have an empty name, in any location.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Parameter, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_INVALID_CHARACTERS = re.compile(r"[^A-Za-z0-9!#$%&'*+.^_`|~-]")


@rule(on=Parameter, basis="openapi", source="RFC 9110, section 5.1; RFC 6265, section 4.1.1")
def invalid_parameter_name(parameter: Parameter) -> Iterator[Report]:
    name, location = parameter.name.value, parameter.location.value
    if not parameter.name:
        return
    if not name.strip():
        message = (
            f"the name of a {f'{location} ' if location else ''}parameter is empty; expected the name that is sent"
        )
        yield Report(message, parameter.name, help="use the name that the API reads")
    elif location in ("header", "cookie") and not _TOKEN.fullmatch(name):
        invalid = ", ".join(
            _format_character(character) for character in dict.fromkeys(_INVALID_CHARACTERS.findall(name))
        )
        message = f"{location} name `{name}` has {invalid}; expected only letters, digits, `-`, `_` and `.`"
        yield Report(message, parameter.name, help=f"use the name under which the API reads the {location}")


def _format_character(character: str) -> str:
    return {" ": "a space", "\t": "a tab", "`": "a backtick"}.get(character, f"`{character}`")
