"""A variable of the base URL becomes a connection variable.

`https://{region}.example.com` is imported as `https://{{region}}.example.com`, and `region` as a connection variable of
the same name, with the default as its value. Whoever makes a connection can set another. The values that `enum` allows
are not held.

A variable without a default, and a name in braces that `variables` does not declare, are errors: a connection variable
must have a value, and none is said. So is a default that its `enum` does not have, which OpenAPI forbids from 3.1 on
and advises against before that, and a brace that nothing closes or opens: what is a variable there is anybody's guess.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.connector._base_url import masked
from preclear_rules.paths._templates import broken_brace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Variable

_DOUBLE = re.compile(r"\{\{([^{}]*)\}\}")


@rule(on=Connector, basis="docs", source="ConnectionVariable; user documentation", severity="info")
def server_variable(connector: Connector) -> Iterator[Report]:
    forbidden = connector.description.version.series != "3.0"
    for server in connector.servers[:1]:
        url = server.url.value
        broken = broken_brace(url) if "{{" not in url else None  # double braces are told by `template-collision`
        declared = {variable.name.value for variable in server.variables}
        used, doubled = set(server.names), set(_DOUBLE.findall(url))
        for variable in server.variables:
            if isinstance(variable.node.value, dict) and not variable.name.value.startswith("x-"):
                report = _unfit(variable, forbidden=forbidden)
                report = report or _declared(variable, used=variable.name.value in used)
                if broken is None or report.severity:
                    yield report
        if broken is not None:
            advice = "write each variable as `{name}`, one pair of braces around each name"
            yield Report(f"base URL `{masked(url)}` {broken}", server.url, help=advice, severity="error")
            continue
        for name in dict.fromkeys(server.names):
            if name not in declared and name not in doubled:
                message = f"`{{{name[:60]}}}` in the base URL is not declared; expected its name under `variables`"
                advice = "declare it beside the `url`, with a default, or write the value into the URL"
                yield Report(message, server.url, help=advice, severity="error")


def _unfit(variable: Variable, *, forbidden: bool) -> Report | None:
    """What is to say of a default that is not among the values that `enum` allows."""
    enum = variable.node.get("enum")
    allowed = [each.value for each in enum.items() if isinstance(each.value, str)] if enum is not None else []
    if not allowed or variable.node.text("default") in (None, *allowed):
        return None
    default = f"`{variable.value.value[:60]}`" if variable.value.value else "empty"
    message = f"the `default` of server variable `{variable.name.value[:60]}` is {default}"
    message = f"{message}, which its `enum` does not have"
    near = " or ".join(f"`{each[:60]}`" if each else "an empty text" for each in allowed[:3])
    more = f" or another of its {len(allowed)} values" if len(allowed) > 3 else ""
    advice = "write one of the values of `enum`, or add the default to them"
    message = f"{message}; expected {near}{more}"
    return Report(message, variable.value, help=advice, severity="error" if forbidden else "warning")


def _declared(variable: Variable, used: bool) -> Report:
    name = variable.name.value[:60]
    if not variable.value and variable.node.get("default") is None:
        message = f"server variable `{name}` has no `default`; expected one, for it is the connection variable's value"
        return Report(message, variable.value, help="write the value that fits most connections", severity="error")
    value = variable.value.value[:60]
    message = f"server variable `{name}` becomes a connection variable, with the value `{value}`"
    if not used:
        return Report(f"{message}, which the base URL does not use", variable.name, help="leave it out, or use it")
    return Report(f"{message}: `{{{name}}}` in the base URL is imported as `{{{{{name}}}}}`", variable.name)
