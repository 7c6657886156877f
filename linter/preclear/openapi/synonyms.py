"""The word of OpenAPI that was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source import Suggester

if TYPE_CHECKING:
    from collections.abc import Collection

SYNONYMS = {
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
"""What people write (lower case, letters and digits only), and the words it may stand for, the likelier first."""


def create_suggester() -> Suggester:
    """Give a suggester that knows what people confuse with words of OpenAPI, for one document."""
    return Suggester(SYNONYMS)


def suggest(word: str, known: Collection[object]) -> str | None:
    """Give the one of `known` that `word` was probably meant to be: a single question, as `Suggester` answers it."""
    return create_suggester().suggest(word, known)
