"""Suggest scalar parameters that can carry the value of an array or object parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear import Parameter

_SEPARATORS = {"pipeDelimited": "`|`", "spaceDelimited": "spaces"}


def suggest_scalar(parameter: Parameter, type_name: str) -> str:
    """Suggest how to replace `parameter`, whose type `type_name` is array or object, as an imperative.

    For the default serialization, see OpenAPI 3.1.1, "Parameter Object" and "Style Values".
    """
    name, node = parameter.name.value or "name", parameter.node
    style = node.text("style") or ("form" if parameter.location.value in ("query", "cookie") else "simple")
    is_exploded = style == "form" and node.mapping.get("explode") is not False
    if type_name == "array":
        if is_exploded and parameter.location.value == "query":
            return (
                "declare it as `type: string` with the items joined by commas, if the API accepts "
                f"`{name}=a,b` as well as `{name}=a&{name}=b`; or as the type of its items, if one is enough"
            )
        if style == "deepObject":
            return f"declare a parameter for each item that you need, such as `{name}[0]`"
        return f"declare it as `type: string` with the items joined by {_SEPARATORS.get(style, 'commas')}"
    properties = next(
        (schema.get("properties") for schema in parameter.effective_schemas if "properties" in schema.mapping), None
    )
    first_property = next(iter(properties.mapping), "") if properties is not None else ""
    base_advice = "declare each of its properties as its own parameter"
    if style == "deepObject":
        return f"{base_advice}, such as `{name}[{first_property or 'key'}]`"
    if is_exploded:
        return f"{base_advice}, such as `{first_property}`" if first_property else base_advice
    return "declare it as `type: string`, which holds the entire value as the API reads it"
