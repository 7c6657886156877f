"""How messages name the objects of OpenAPI and describe conditions on them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from preclear.openapi.wording import node_label, quote_text, quote_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.openapi.structure.fields import Condition, SchemaPath
    from preclear.source import Node

OBJECT_NAMES = {
    "apikeysecurityscheme": "a security scheme of type `apiKey`",
    "authorizationcode": "an OAuth flow",
    "authorizationcodeoauthflow": "an OAuth flow",
    "callback": "a callback",
    "callbacks": "a callback",
    "clientcredentials": "an OAuth flow",
    "clientcredentialsflow": "an OAuth flow",
    "components": "`components`",
    "contact": "`contact`",
    "deviceauthorization": "an OAuth flow",
    "discriminator": "a discriminator",
    "document": "an OpenAPI document",
    "encoding": "an encoding",
    "example": "an example",
    "externaldocs": "external documentation",
    "externaldocumentation": "external documentation",
    "header": "a header",
    "httpsecurityscheme": "a security scheme of type `http`",
    "implicit": "an OAuth flow",
    "implicitoauthflow": "an OAuth flow",
    "info": "`info`",
    "license": "`license`",
    "link": "a link",
    "mediatype": "a media type",
    "oauth2securityscheme": "a security scheme of type `oauth2`",
    "oauthflows": "`flows`",
    "openidconnectsecurityscheme": "a security scheme of type `openIdConnect`",
    "operation": "an operation",
    "parameter": "a parameter",
    "password": "an OAuth flow",
    "passwordoauthflow": "an OAuth flow",
    "pathitem": "a path item",
    "paths": "`paths`",
    "reference": "a reference",
    "requestbody": "a request body",
    "response": "a response",
    "responses": "`responses`",
    "schema": "a schema",
    "securityrequirement": "a security requirement",
    "securityscheme": "a security scheme",
    "server": "a server",
    "servervariable": "a server variable",
    "tag": "a tag",
    "xml": "an XML object",
}
"""The objects of OpenAPI by the name of their definition in the official schemas: lower case, without hyphens."""

_SCHEMA_DEFINITIONS = (
    *("simpletypes", "stringarray", "schemaarray", "nonnegativeinteger", "nonnegativeintegerdefault0"),
    *("anchorstring", "uristring", "urireferencestring"),
)

_TYPE_NAMES = {
    "array": "a list",
    "boolean": "a boolean",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}


def normalize_name(name: str) -> str:
    """Return the name of a definition as a key of `OBJECT_NAMES`."""
    return name.replace("-", "").lower()


def object_at(schema_path: SchemaPath) -> str:
    """Return the kind of object, a key of `OBJECT_NAMES`, that the schema at `schema_path` describes; or ''."""
    object_name = ""
    for previous, step in pairwise(schema_path):
        if previous == "$defs":
            name = normalize_name(str(step))
            object_name = "schema" if name in _SCHEMA_DEFINITIONS else name if name in OBJECT_NAMES else object_name
    return object_name


def join_types(types: Iterable[str]) -> str:
    """Join JSON types by their common names: a mapping or a list."""
    ordered = sorted(types, key=lambda name: (name not in ("object", "array"), name))
    return " or ".join(_TYPE_NAMES.get(name, name) for name in ordered)


def object_label(node: Node, kind: str) -> str:
    """Name an object by its kind and its name: operation `get /pets`, parameter `limit`, `info`."""
    kind_words = OBJECT_NAMES.get(kind, "").partition(" of ")[0]
    article, _, word = kind_words.partition(" ")
    if article not in ("a", "an") or not node.pointer or kind == "document":
        return node_label(node)
    last = node.pointer[-1]
    if kind == "operation" and len(node.pointer) > 1 and str(node.pointer[-2]).startswith("/"):
        return f"{word} {quote_text(f'{last} {node.pointer[-2]}')}"
    name = node.text("name")
    if kind in ("parameter", "tag") and name:
        return f"{word} {quote_text(name)}"
    if isinstance(last, int) or normalize_name(last) == normalize_name(word.replace(" ", "")):
        return node_label(node)
    return f"{word} {quote_text(last)}"


def describe_conditions(conditions: Iterable[Condition]) -> str:
    """Describe conditions on an object, such as "where `in` is `path`"; empty if there are none."""
    return " and ".join(filter(None, map(_describe_condition, conditions)))


def _describe_condition(condition: Condition) -> str:
    key, is_positive = quote_text(condition.key), condition.is_positive
    if condition.test == "has":
        return f"where there is {'a' if is_positive else 'no'} {key}"
    if condition.test == "like":
        return f"where {key} is {'' if is_positive else 'not '}`bearer`"
    return f"where {key} is {'' if is_positive else 'not '}{quote_value(condition.value)}"
