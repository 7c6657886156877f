"""A parameter's name isn't valid in its location.

The name of a header or a cookie is a token: letters, digits and ``!#$%&'*+-.^_`|~``. A name with a space, a colon or
brackets can't be sent there. No parameter can have an empty name, in any location.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Edit, Operation, Parameter, Report, Set, add_usage, replace, rule
from preclear_rules._parameter_items import ParameterItems

if TYPE_CHECKING:
    from collections.abc import Iterator

_VALID_NAME = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_INVALID_CHARACTERS = r"[^A-Za-z0-9!#$%&'*+.^_`|~-]"


@rule(on=Connector, basis="openapi", source="RFC 9110, section 5.1; RFC 6265, section 4.1.1", fix="adapt")
def invalid_parameter_name(connector: Connector) -> Iterator[Report]:
    items, names = ParameterItems(connector), dict[int, set[str]]()
    for parameter in connector.parameters:
        report = _check_name(parameter)
        if report is not None:
            from preclear_rules.parameters._edits import leave_out

            edit = _trim_name(parameter, names) or leave_out(parameter, items)
            yield add_usage(parameter, replace(report, edit=edit))


def _check_name(parameter: Parameter) -> Report | None:
    name, location = parameter.name.value, parameter.location.value
    if not parameter.name:
        return None
    if not name.strip():
        message = (
            f"the name of a {f'{location} ' if location else ''}parameter is empty; expected the name that is sent"
        )
        return Report(message, parameter.name, help="use the name that the API reads")
    if location in ("header", "cookie") and not re.fullmatch(_VALID_NAME, name):
        invalid = ", ".join(
            _format_character(character) for character in dict.fromkeys(re.findall(_INVALID_CHARACTERS, name))
        )
        message = f"{location} name `{name}` has {invalid}; expected only letters, digits, `-`, `_` and `.`"
        return Report(message, parameter.name, help=f"use the name under which the API reads the {location}")
    return None


def _trim_name(parameter: Parameter, names: dict[int, set[str]]) -> Edit | None:
    """Remove the spaces around a name and a colon after it, if nothing else is wrong and the name is free.

    `names` collects the names of the parameters of each operation.
    """
    name = parameter.name.value.strip().removesuffix(":").rstrip()
    if not re.fullmatch(_VALID_NAME, name):
        return None
    for user in parameter.used_by:
        if id(user) not in names and isinstance(user, Operation):
            names[id(user)] = {other.name.value.lower() for other in user.parameters}
        if name.lower() in names[id(user)]:
            return None
    return Edit("rename", f"write `{name[:60]}`", (Set(parameter.name, name),))


def _format_character(character: str) -> str:
    return {" ": "a space", "\t": "a tab", "`": "a backtick"}.get(character, f"`{character}`")
