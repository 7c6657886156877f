"""Suggest scalar parameters that can carry the value of an array or object parameter, and describe that value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear import Json, Node, Parameter

_SEPARATORS = {"pipeDelimited": "`|`", "spaceDelimited": "spaces"}
_MAX_LISTED = 20
"""The number of allowed values and properties that a description lists."""


class Serialization(NamedTuple):
    """How a parameter's array or object is written into a request (OpenAPI 3.1.1, "Style Values").

    `separator` stands between the items. With `is_repeated`, each item or property is a parameter of its own, so that
    one text can't hold several.
    """

    style: str
    prefix: str
    separator: str
    is_exploded: bool
    is_repeated: bool


def find_serialization(parameter: Parameter) -> Serialization:
    """Return the serialization of `parameter`, from its `style` and `explode` or their defaults."""
    name, node, location = parameter.name.value or "name", parameter.node, parameter.location.value
    style = node.text("style") or ("form" if location in ("query", "cookie") else "simple")
    explode = node.mapping.get("explode")
    is_exploded = explode is not False if style == "form" else explode is True
    separator = {"pipeDelimited": "|", "spaceDelimited": " "}.get(style, ",")
    prefix = {"label": ".", "matrix": f";{name}="}.get(style, "")
    if style in ("label", "matrix") and is_exploded:
        separator = "." if style == "label" else ";"
    is_delimited = style in ("pipeDelimited", "spaceDelimited")
    is_repeated = style == "deepObject" or (is_exploded and (style == "form" or is_delimited))
    return Serialization(style, prefix, separator, is_exploded, is_repeated)


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
    first_property = next(iter(_find_properties(parameter)), "")
    base_advice = "declare each of its properties as its own parameter"
    if style == "deepObject":
        return f"{base_advice}, such as `{name}[{first_property or 'key'}]`"
    if is_exploded:
        return f"{base_advice}, such as `{first_property}`" if first_property else base_advice
    return "declare it as `type: string`, which holds the entire value as the API reads it"


def describe_array(parameter: Parameter, item_schemas: Sequence[Node]) -> str:
    """Describe the text that holds the items of an array parameter, for its description."""
    name, serialization = parameter.name.value or "name", find_serialization(parameter)
    if serialization.style == "deepObject":
        text = f"One item of a list that the API reads as several parameters, such as `{name}[0]=a`."
    elif serialization.is_repeated:
        joint = "&" if parameter.location.value == "query" else "; "
        repeated = f"`{name}=a{joint}{name}=b`"
        text = f"One item of a list that the API reads as repeated parameters, such as {repeated}."
        text += " Several items, joined by commas, work only if the API accepts that."
    else:
        words = {",": "separated by commas", "|": "separated by `|`", " ": "separated by spaces"}
        how = words.get(serialization.separator, "") if not serialization.prefix else ""
        join = f"{name}=" if serialization.style == "matrix" and serialization.is_exploded else ""
        example = f"`{serialization.prefix}a{serialization.separator}{join}b`"
        text = f"List of items{f' {how}' if how else ''}, such as {example}."
    return " ".join([text, *_describe_items(item_schemas)])


def describe_object(parameter: Parameter) -> str:
    """Describe the text that holds an object parameter, for its description."""
    name, serialization = parameter.name.value or "name", find_serialization(parameter)
    names = list(_find_properties(parameter))
    first, second = [*names[:2], "a", "b"][:2] if len(names) > 1 else [*names, "key", "other"][:2]
    if serialization.is_repeated:
        single = f"{name}[{first}]" if serialization.style == "deepObject" else first
        text = f"Object that the API reads as one parameter for each property, such as `{single}=1`."
        text += " One text can't hold it, unless the API accepts another form."
    else:
        inner, outer = ("=", serialization.separator) if serialization.is_exploded else (serialization.separator,) * 2
        prefix = "" if serialization.prefix and serialization.is_exploded else serialization.prefix
        prefix = prefix or serialization.prefix[:1]
        text = f"Names and values of an object in one text, such as `{prefix}{first}{inner}1{outer}{second}{inner}2`."
    return f"{text} Properties: {quote_values(names)}." if names else text


def join_items(value: Json, separator: str) -> str | None:
    """Join the items of a list as they are sent; None if it isn't a list of scalars that can be joined."""
    if not isinstance(value, list) or not all(isinstance(item, str | bool | int | float) for item in value):
        return value if isinstance(value, str) else None
    texts = [str(item).lower() if isinstance(item, bool) else str(item) for item in value]
    return None if any(separator in text for text in texts) else separator.join(texts)


def quote_values(values: Sequence[Json]) -> str:
    """List values as text in backticks: the first of them and the number of the rest."""
    from json import dumps

    texts = [value if isinstance(value, str) else dumps(value, ensure_ascii=False) for value in values[:_MAX_LISTED]]
    rest = [f"{len(values) - _MAX_LISTED:,} more"] if len(values) > _MAX_LISTED else []
    return ", ".join([*(f"`{text[:60]}`" for text in texts), *rest])


def _describe_items(item_schemas: Sequence[Node]) -> list[str]:
    """Describe what an item can be, in whole sentences."""
    keywords: dict[str, Json] = {}
    for schema in reversed(item_schemas):
        keywords |= schema.mapping
    allowed, type_name, format_name = keywords.get("enum"), keywords.get("type"), keywords.get("format")
    if isinstance(allowed, list) and allowed:
        return [f"Each item is one of {quote_values(allowed)}."]
    if not isinstance(type_name, str):
        return []
    noun = {"integer": "an integer", "object": "an object", "array": "an array"}.get(type_name, f"a {type_name}")
    suffix = f" (`{format_name}`)" if isinstance(format_name, str) else ""
    return [f"Each item is {noun}{suffix}."] if suffix or type_name != "string" else []


def _find_properties(parameter: Parameter) -> dict[str, Json]:
    """Return the properties of an object parameter by name."""
    for schema in parameter.effective_schemas:
        properties = schema.get("properties")
        if properties is not None:
            return properties.mapping
    return {}
