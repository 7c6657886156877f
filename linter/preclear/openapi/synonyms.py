"""Suggest the OpenAPI word that was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source import Suggester

if TYPE_CHECKING:
    from collections.abc import Collection

SYNONYMS: dict[str, tuple[str, ...]] = {
    "any": ("object",),
    "basepath": ("servers",),
    "basic": ("http",),
    "bearer": ("http",),
    "body": ("requestBody",),
    "bool": ("boolean",),
    "char": ("string",),
    "code": ("authorizationCode",),
    "accesscode": ("authorizationCode",),
    "application": ("clientCredentials",),
    "date": ("string",),
    "datetime": ("string",),
    "decimal": ("number",),
    "definitions": ("schemas", "components"),
    "desc": ("description",),
    "dict": ("object",),
    "docs": ("externalDocs",),
    "double": ("number",),
    "email": ("string",),
    "file": ("string",),
    "float": ("number",),
    "host": ("servers",),
    "int": ("integer",),
    "int32": ("integer",),
    "int64": ("integer",),
    "jwt": ("http",),
    "list": ("array",),
    "long": ("integer",),
    "map": ("object",),
    "mandatory": ("required",),
    "max": ("maximum",),
    "min": ("minimum",),
    "oauth": ("oauth2",),
    "obj": ("object",),
    "oidc": ("openIdConnect",),
    "params": ("parameters",),
    "ref": ("$ref",),
    "regex": ("pattern",),
    "regexp": ("pattern",),
    "schemes": ("servers",),
    "securitydefinitions": ("securitySchemes", "components"),
    "str": ("string",),
    "text": ("string",),
    "timestamp": ("string",),
    "tos": ("termsOfService",),
    "uri": ("url",),
    "uuid": ("string",),
}
"""Words that people write (lower case, letters and digits only) and the OpenAPI words that they may mean, the most
likely first."""


def create_suggester() -> Suggester:
    """Return a suggester for one document that knows the synonyms of OpenAPI words."""
    return Suggester(SYNONYMS)


def suggest(word: str, known: Collection[object]) -> str | None:
    """Return the word in `known` that `word` probably stands for, or None. For many words, use `create_suggester`."""
    return create_suggester().suggest(word, known)
