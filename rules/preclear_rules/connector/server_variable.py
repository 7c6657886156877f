"""A variable of the base URL becomes a connection variable.

`https://{region}.example.com` is imported as `https://{{region}}.example.com`, and `region` as a connection variable of
the same name, with the default as its value. Whoever makes a connection can set another. The values that `enum` allows
are not held.

A variable without a default, and a name in braces that `variables` does not declare, are errors: a connection variable
must have a value, and none is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Variable


@rule(on=Connector, basis="docs", source="ConnectionVariable; user documentation", severity="info")
def server_variable(connector: Connector) -> Iterator[Report]:
    for server in connector.servers[:1]:
        declared = {variable.name.value for variable in server.variables}
        for variable in server.variables:
            if isinstance(variable.node.value, dict) and not variable.name.value.startswith("x-"):
                yield _declared(variable, used=variable.name.value in server.names)
        for name in dict.fromkeys(server.names):
            if name not in declared and f"{{{{{name}}}}}" not in server.url.value:
                message = f"`{{{name[:60]}}}` in the base URL is not declared; expected its name under `variables`"
                advice = "declare it beside the `url`, with a default, or write the value into the URL"
                yield Report(message, server.url, help=advice, severity="error")


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
