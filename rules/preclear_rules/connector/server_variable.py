"""A variable of the base URL becomes a connection variable.

`https://{region}.example.com` is imported as `https://{{region}}.example.com`, and `region` as a connection variable
with the same name. Its value is the default, and people can set another one when they create a connection. The values
that `enum` allows aren't imported.

A variable without a default, or a name in braces that isn't in `variables`, is an error: a connection variable must
have a value. So is a default that isn't in the variable's `enum`, which OpenAPI forbids from 3.1 on (in 3.0 it's a
warning), and an unmatched brace, because it's unclear what the variable is.

An adaptation takes a missing default from the variable's `enum`, and adds a default to the `enum` that lacks it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.connector._base_url import mask_url
from preclear_rules.connector._server_variables import report_bad_default, report_variable
from preclear_rules.paths._templates import find_broken_brace

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOUBLE = re.compile(r"\{\{([^{}]*)\}\}")


@rule(on=Connector, basis="docs", source="ConnectionVariable; user documentation", severity="info", fix="adapt")
def server_variable(connector: Connector) -> Iterator[Report]:
    is_error = connector.api.version.series != "3.0"
    for server in connector.servers[:1]:
        url = server.url.value
        brace_problem = find_broken_brace(url) if "{{" not in url else None  # template-collision reports double braces
        declared = {variable.name.value for variable in server.variables}
        used_names, double_braced = set(server.placeholders), set(_DOUBLE.findall(url))
        for variable in server.variables:
            if isinstance(variable.node.value, dict) and not variable.name.value.startswith("x-"):
                report = report_bad_default(variable, is_error=is_error)
                report = report or report_variable(variable, is_used=variable.name.value in used_names)
                if brace_problem is None or report.severity:
                    yield report
        if brace_problem is not None:
            advice = "write each variable as `{name}`, one pair of braces around each name"
            yield Report(f"base URL `{mask_url(url)}` {brace_problem}", server.url, help=advice, severity="error")
            continue
        for name in dict.fromkeys(server.placeholders):
            if name not in declared and name not in double_braced:
                message = f"`{{{name[:60]}}}` in the base URL isn't declared; expected it under `variables`"
                advice = "declare it under `variables` with a default, or write its value into the URL"
                yield Report(message, server.url, help=advice, severity="error")
