"""How objects, values and lists of names of an OpenAPI document are put into words."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from preclear.source.json_value import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from preclear.openapi.structure.fields import Condition, Steps
    from preclear.source.json_value import Json
    from preclear.source.node import Node

LONGEST = 60
"""Characters of a value that are quoted."""

OBJECTS = {
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

_OF_SCHEMA = (
    *("simpletypes", "stringarray", "schemaarray", "nonnegativeinteger", "nonnegativeintegerdefault0"),
    *("anchorstring", "uristring", "urireferencestring"),
)

_TYPES = {
    "array": "a list",
    "boolean": "a boolean",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}


def bare(name: str) -> str:
    """Give the name of a definition as `OBJECTS` has it."""
    return name.replace("-", "").lower()


def object_at(steps: Steps) -> str:
    """Name the object that the part of a schema at `steps` describes, as `OBJECTS` has it; empty where it is none."""
    found = ""
    for before, step in pairwise(steps):
        if before == "$defs":
            name = bare(str(step))
            found = "schema" if name in _OF_SCHEMA else name if name in OBJECTS else found
    return found


def short(text: str) -> str:
    """Give `text` on one line and cut to what is quoted, as code."""
    line = " ".join(text.split())
    if not line:
        return '`""`' if not text else "`(blank)`"
    return f"`{line[: LONGEST - 1]}…`" if len(line) > LONGEST else f"`{line}`"


def shown(value: Json) -> str:
    """Give a value as code; what it is, where it is a mapping or a list."""
    if value is None or isinstance(value, dict | list):
        return kind_of(value)
    return short(str(value).lower() if isinstance(value, bool) else str(value)) if value != "" else "empty"


def described(value: Json) -> str:
    """Say of which kind a value is, with the value itself where it is a number, a boolean or a text."""
    if value is None:
        return "null (empty)"
    if isinstance(value, bool | int | float) or (isinstance(value, str) and value):
        return f"{shown(value)}, {kind_of(value)}"
    return "an empty string" if value == "" else kind_of(value)


def types_named(types: Iterable[str]) -> str:
    """Put the names of JSON types as a person calls them."""
    ordered = sorted(types, key=lambda name: (name not in ("object", "array"), name))
    return " or ".join(_TYPES.get(name, name) for name in ordered)


def listed(names: Sequence[str]) -> str:
    """Give names as code, the first six alone where they are more than eight."""
    if len(names) > 8:
        return ", ".join(map(short, names[:6])) + f" and {len(names) - 6} more"
    return ", ".join(map(short, names))


def either(words: Sequence[str]) -> str:
    """Join words that exclude each other: `a`, `b` or `c`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def subject(node: Node) -> str:
    """Name a value by its key, or by its number (from 1) in a list."""
    return below(node, 0, "the document")


def below(node: Node, length: int, name: str) -> str:
    """The same for a value in one that has a pointer of that `length` and is called `name`."""
    words: list[str] = []
    for step in reversed(node.pointer[length:]):
        if isinstance(step, str):
            return " of ".join([*words, short(step)])
        words.append(f"item {step + 1}")
    return " of ".join([*words, name])


def holder(node: Node, kind: str) -> str:
    """Name an object by what it is and what people call it: operation `get /pets`, parameter `limit`, `info`."""
    kind_words = OBJECTS.get(kind, "").partition(" of ")[0]
    article, _, word = kind_words.partition(" ")
    if article not in ("a", "an") or not node.pointer or kind == "document":
        return subject(node)
    last = node.pointer[-1]
    if kind == "operation" and len(node.pointer) > 1 and str(node.pointer[-2]).startswith("/"):
        return f"{word} {short(f'{last} {node.pointer[-2]}')}"
    name = node.text("name")
    if kind in ("parameter", "tag") and name:
        return f"{word} {short(name)}"
    if isinstance(last, int) or bare(last) == bare(word.replace(" ", "")):
        return subject(node)
    return f"{word} {short(last)}"


def where(conditions: Iterable[Condition]) -> str:
    """Put conditions on an object as "where `in` is `path`"; empty where there are none."""
    return " and ".join(filter(None, map(_condition, conditions)))


def _condition(condition: Condition) -> str:
    key, wanted = short(condition.key), condition.wanted
    if condition.test == "has":
        return f"where there is {'a' if wanted else 'no'} {key}"
    if condition.test == "like":
        return f"where {key} is {'' if wanted else 'not '}`bearer`"
    return f"where {key} is {'' if wanted else 'not '}{shown(condition.value)}"
