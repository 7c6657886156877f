"""A parameter's name cannot be sent where the parameter goes.

The name of a header, and that of a cookie, is a token: letters, digits and ``!#$%&'*+-.^_`|~``. A name with a space,
a colon or brackets cannot be sent there at all. No parameter can have an empty name, wherever it goes.
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
        yield Report(message, parameter.name, help="name the parameter as the API does")
    elif location in ("header", "cookie") and not _TOKEN.fullmatch(name):
        invalid = ", ".join(
            _format_character(character) for character in dict.fromkeys(_INVALID_CHARACTERS.findall(name))
        )
        message = f"{location} name `{name}` has {invalid}; expected letters, digits and `-`, `_` or `.`"
        yield Report(message, parameter.name, help=f"write the name under which the API reads the {location}")


def _format_character(character: str) -> str:
    return {" ": "a space", "\t": "a tab", "`": "a backtick"}.get(character, f"`{character}`")
