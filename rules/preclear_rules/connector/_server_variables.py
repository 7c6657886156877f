"""Report the variables of the base URL, and defaults that their `enum` doesn't have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Edit, Insert, Report

if TYPE_CHECKING:
    from preclear import ServerVariable


def report_bad_default(variable: ServerVariable, *, is_error: bool) -> Report | None:
    """Report a default that isn't among the values that `enum` allows."""
    enum = variable.node.get("enum")
    allowed = [item.value for item in enum.items() if isinstance(item.value, str)] if enum is not None else []
    if not allowed or variable.node.text("default") in (None, *allowed):
        return None
    default = f"`{variable.default.value[:60]}`" if variable.default.value else "empty"
    message = f"the `default` of server variable `{variable.name.value[:60]}` is {default}"
    message = f"{message}, which isn't in its `enum`"
    examples = " or ".join(f"`{value[:60]}`" if value else "an empty string" for value in allowed[:3])
    more = f" or another of its {len(allowed)} values" if len(allowed) > 3 else ""
    advice = "use one of the values of `enum`, or add the default to it"
    message = f"{message}; expected {examples}{more}"
    edit = None
    if enum is not None and isinstance(enum.value, list) and variable.default.value:
        operation = Insert(enum, len(enum.value), variable.default.value)
        edit = Edit("adapt", f"add {default} to `enum`", (operation,), f"that {default} isn't allowed")
    return Report(message, variable.default, help=advice, severity="error" if is_error else "warning", edit=edit)


def report_variable(variable: ServerVariable, *, is_used: bool) -> Report:
    """Report the connection variable that `variable` becomes, or that it has no default."""
    name = variable.name.value[:60]
    if not variable.default and variable.node.get("default") is None:
        message = f"server variable `{name}` has no `default`; expected the connection variable's value"
        advice, edit = "set the value that fits most connections", _add_default(variable)
        return Report(message, variable.default, help=advice, severity="error", edit=edit)
    value = variable.default.value[:60]
    message = f"server variable `{name}` becomes a connection variable with the value `{value}`"
    if not is_used:
        return Report(
            f"{message}, which the base URL does not use", variable.name, help="remove it, or use it in the URL"
        )
    return Report(f"{message}: `{{{name}}}` in the base URL is imported as `{{{{{name}}}}}`", variable.name)


def _add_default(variable: ServerVariable) -> Edit | None:
    """Return the edit that makes the first value of `enum` the default."""
    enum = variable.node.get("enum")
    first = next((item.value for item in enum.items()), None) if enum is not None else None
    if not isinstance(first, str) or not first or "default" in variable.node.mapping:
        return None
    operation = Insert(variable.node, "default", first)
    return Edit("adapt", f"add `default: {first[:60]}`", (operation,), "that the variable has no default")
