"""The fields of OpenAPI's objects that contain no schema at any depth: strings, lists of strings, servers, contacts.

A `$ref` may replace none of them. Fields that may have any value (`example`, `default`, `const`) aren't listed: their
value is data, whatever it looks like. Field names as in the OpenAPI Specification 3.0.4, 3.1.1 and 3.2.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.object_grammar import FieldSpec, Shape, grammar

if TYPE_CHECKING:
    from preclear.source import Json

PLAIN_VALUE_TYPES: dict[str, tuple[type, ...]] = {"text": (str,), "boolean": (bool,), "number": (int, float)}
"""The Python types of each kind of plain value."""


def _fields(kind: str, names: str, shape: Shape = "one") -> dict[str, FieldSpec]:
    return {name: FieldSpec(shape, kind) for name in names.split()}


_DOCS = _fields("external documentation", "externalDocs")
_SERVERS = _fields("server", "servers", "list")
_SECURITY = _fields("security requirement", "security", "list")
_PARAMETER = (
    _fields("text", "name in description style")
    | _fields("boolean", "required deprecated allowEmptyValue explode allowReserved")
)  # fmt: skip

PLAIN_FIELDS: dict[str, dict[str, FieldSpec]] = {
    "document": _fields("info", "info") | _SERVERS | _SECURITY | _fields("tag", "tags", "list") | _DOCS,
    "info": _fields("text", "title summary description termsOfService version")
    | _fields("contact", "contact")
    | _fields("license", "license"),
    "contact": _fields("text", "name url email"),
    "license": _fields("text", "name identifier url"),
    "server": _fields("text", "url description name") | _fields("server variable", "variables", "map"),
    "server variable": _fields("text", "default description") | _fields("text", "enum", "list"),
    "external documentation": _fields("text", "description url"),
    "tag": _fields("text", "name summary description parent kind") | _DOCS,
    "security requirement": {},
    "path item": _fields("text", "summary description") | _SERVERS,
    "operation": _fields("text", "summary description operationId")
    | _fields("text", "tags", "list")
    | _fields("boolean", "deprecated")
    | _DOCS
    | _SERVERS
    | _SECURITY,
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "request body": _fields("text", "description") | _fields("boolean", "required"),
    "response": _fields("text", "summary description"),
    "encoding": _fields("text", "contentType style") | _fields("boolean", "explode allowReserved"),
    "example": _fields("text", "summary description externalValue"),
    "link": _fields("text", "operationRef operationId description") | _fields("server", "server"),
    "security scheme": _fields(
        "text", "type description name in scheme bearerFormat openIdConnectUrl oauth2MetadataUrl"
    )
    | _fields("OAuth flows object", "flows"),
    "OAuth flows object": _fields(
        "OAuth flow", "implicit password clientCredentials authorizationCode deviceAuthorization"
    ),
    "OAuth flow": _fields("text", "authorizationUrl tokenUrl refreshUrl deviceAuthorizationUrl")
    | _fields("text", "scopes", "map"),
    "schema": _fields("text", "title description type format pattern contentEncoding contentMediaType")
    | _fields("text", "required", "list")
    | _fields("value", "enum", "list")
    | _fields("number", "multipleOf maximum minimum maxLength minLength maxItems minItems maxProperties minProperties")
    | _fields("boolean", "nullable readOnly writeOnly deprecated uniqueItems")
    | _fields("discriminator", "discriminator")
    | _fields("XML object", "xml")
    | _DOCS,
    "discriminator": _fields("text", "propertyName defaultMapping") | _fields("text", "mapping", "map"),
    "XML object": _fields("text", "name namespace prefix nodeType") | _fields("boolean", "attribute wrapped"),
}
"""The plain fields of each kind of object, as the grammar names it."""

CONTAINER_FIELDS = {
    field.container_kind: field
    for objects in (PLAIN_FIELDS, grammar("3.2"))
    for fields in objects.values()
    for field in fields.values()
    if field.shape != "one"
}
"""The field whose value is such a mapping or list, by its kind (`mapping of schemas`)."""

_WITH_ARTICLES = {
    "external documentation": "external documentation",
    "text": "a string",
    "info": "`info`",
    "document": "the document",
    "components": "`components`",
}


def is_of_kind(kind: str, value: Json) -> bool:
    """Whether `value` has the JSON type of `kind`: an object, a mapping or list of objects, or a plain value."""
    if kind in PLAIN_VALUE_TYPES:
        return isinstance(value, PLAIN_VALUE_TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
    field = CONTAINER_FIELDS.get(kind)
    if field is None:
        return kind == "value" or isinstance(value, dict) or (kind == "schema" and isinstance(value, bool))
    if field.shape == "list":
        return isinstance(value, list)
    return isinstance(value, dict) and all(
        is_of_kind(field.kind, child) for name, child in value.items() if name != "$ref" and not name.startswith("x-")
    )


def with_article(kind: str) -> str:
    """Return a kind of object with its article: `an operation`, `a mapping of schemas`."""
    article = "an" if kind[0] in "aeioOAEI" else "a"
    return _WITH_ARTICLES.get(kind, f"{article} {kind}")
