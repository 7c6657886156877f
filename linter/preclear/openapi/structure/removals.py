"""Edits that remove a field, an item or an entry, or that replace a broken object by an empty one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.wording import quote_text
from preclear.source import Edit, Remove, Set

if TYPE_CHECKING:
    from preclear.source import Json, Node

_ESSENTIAL_FIELDS = {
    "document": ("openapi", "info", "paths", "webhooks", "components", "servers", "security"),
    "info": ("title", "version"),
    "operation": ("operationId", "parameters", "requestBody", "responses", "security"),
    "parameter": ("name", "in", "schema", "content"),
    "header": ("schema", "content"),
    "requestbody": ("content",),
    "response": ("description", "content"),
    "server": ("url",),
    "servervariable": ("default",),
    "tag": ("name",),
    "license": ("name",),
    "externaldocs": ("url",),
    "externaldocumentation": ("url",),
    "discriminator": ("propertyName",),
    "securityscheme": ("type", "name", "in", "scheme", "flows", "openIdConnectUrl"),
}
"""Fields that an object needs, or that are more than a detail of it, by the kind of object. In a schema, none is."""

_FLOW_FIELDS = ("authorizationUrl", "tokenUrl", "scopes", "deviceAuthorizationUrl")
_DETAIL_KINDS = frozenset(
    (
        *("contact", "license", "tag", "externaldocs", "externaldocumentation", "example", "link", "callback"),
        *("callbacks", "encoding", "header", "xml", "discriminator", "requestbody"),
    )
)
"""Kinds of objects that can be left out of the object around them."""
_EMPTY_OBJECTS: dict[str, dict[str, Json]] = {
    "schema": {},
    "mediatype": {},
    "paths": {},
    "response": {"description": ""},
}
"""The empty object of kinds that other objects need."""


def remove_field(node: Node, kind: str) -> Edit | None:
    """Return the edit that removes `node`, a field of an object of `kind`, or an item of one; None if it's needed."""
    key = node.pointer[-1] if node.pointer else ""
    is_needed = key in _ESSENTIAL_FIELDS.get(kind, ()) or (kind.endswith(("scheme", "flow")) and key in _FLOW_FIELDS)
    if key == "" or is_needed or kind in ("pathitem", "paths", "responses", "components", "oauthflows", ""):
        return None
    label = _label(node)
    return Edit("adapt", f"remove {label}", (Remove(node),), f"{label} and its value")


def replace_object(node: Node, kind: str) -> Edit | None:
    """Return the edit of `node`, which should be an object of `kind`; None if nothing can take its place."""
    label = _label(node)
    if kind == "requestbody" and node.pointer[:1] == ("components",):
        return None  # the operations that refer to it need it
    if kind in _EMPTY_OBJECTS:
        return Edit("adapt", f"empty {label}", (Set(node, _EMPTY_OBJECTS[kind]),), f"the value of {label}")
    return Edit("adapt", f"remove {label}", (Remove(node),), f"{label}") if kind in _DETAIL_KINDS else None


def _label(node: Node) -> str:
    key = node.pointer[-1] if node.pointer else ""
    return f"item {key + 1} of {quote_text(str(node.pointer[-2]))}" if isinstance(key, int) else quote_text(key)
