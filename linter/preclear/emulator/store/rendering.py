"""Stored resources as answers have them (Action, Trigger, Definition, and schemas)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.emulator.packed import unpack_links, unpack_urls

if TYPE_CHECKING:
    from preclear.emulator.http.errors import JsonObject
    from preclear.emulator.store.version_content import StoredDefinition, StoredOperation, VersionContent
    from preclear.source import Json

_REFERENCE_NAME = re.compile(r"[a-zA-Z0-9\-_]+")


class ContentRenderer:
    """Renders the resources of one version; `schemas_url` is the URL of the folder of its schemas."""

    def __init__(self, content: VersionContent, schemas_url: str) -> None:
        self._content = content
        self.schemas_url = schemas_url

    def render_operation(self, operation: StoredOperation) -> JsonObject:
        """Return an action or trigger. A link to a deleted definition is left out and reported in `errors`."""
        content = self._content
        body = unpack_links(
            operation.data,
            lambda key: self._make_link(key) if key in content.definitions else content.deleted_names[key],
        )
        if not isinstance(body, dict):
            raise TypeError("a stored operation isn't an object")
        if not operation.definition_keys <= content.definitions.keys():
            _drop_deleted_links(body)
        return {"id": operation.id, **body}

    def render_definition(self, key: int) -> JsonObject:
        """Return a definition with everything that refers to it."""
        return self.render_definitions([key])[0]

    def render_definitions(self, keys: list[int]) -> list[JsonObject]:
        """Return definitions with everything that refers to them."""
        referring = self._content.referring_resources(keys)
        return [
            {
                **self._make_link(key),
                **self._description(key),
                "referencedBy": [
                    {"type": kind, "id": resource.id, "name": resource.name}
                    for kind, resource in referring[key]
                    if _REFERENCE_NAME.fullmatch(resource.name) is not None  # a reference's name can't contain `$`
                ],
            }
            for key in keys
        ]

    def render_schema(self, definition: StoredDefinition) -> Json:
        """Return a definition's schema, in which references to other definitions are URLs."""
        return unpack_urls(definition.schema, self._schema_url)

    def _schema_url(self, key: int) -> str:
        definition = self._content.definitions.get(key)
        name = self._content.deleted_names[key] if definition is None else definition.name
        return f"{self.schemas_url}/{name}.json"

    def _make_link(self, key: int) -> JsonObject:
        definition = self._content.definitions[key]
        accept: list[Json] = [*definition.accept]
        return {"id": definition.id, "name": definition.name, "accept": accept, "url": self._schema_url(key)}

    def _description(self, key: int) -> JsonObject:
        description = self._content.definitions[key].description
        return {} if description is None else {"description": description}


def _drop_deleted_links(body: JsonObject) -> None:
    """Remove the links whose definition is only a name, which it had before it was deleted."""
    responses = body["responses"]
    holders: list[tuple[str, Json]] = [("/requestBody", body.get("requestBody"))]
    holders += [
        (f"/responses/{index}", holder) for index, holder in enumerate(responses if isinstance(responses, list) else ())
    ]
    errors = body.setdefault("errors", [])
    for pointer, holder in holders:
        links = holder.get("definitions") if isinstance(holder, dict) else None
        if not isinstance(holder, dict) or not isinstance(links, list):
            continue
        kept: list[Json] = []
        for link in links:
            name = link.get("definition") if isinstance(link, dict) else None
            if not isinstance(name, str):
                kept.append(link)
            elif isinstance(errors, list):
                message = f"the definition `{name}` was deleted"
                errors.append({"field": f"{pointer}/definitions", "message": message, "severity": "error"})
        holder["definitions"] = kept
