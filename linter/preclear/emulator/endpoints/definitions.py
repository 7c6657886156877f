"""Definitions of a version, and their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.bodies.definitions import read_deleted_keys, read_new_definitions, read_updated_definition
from preclear.emulator.endpoints.context import VERSION_PATH
from preclear.emulator.http.errors import ApiError, not_found_error
from preclear.emulator.http.query import make_page, read_force
from preclear.emulator.http.request_body import read_object
from preclear.emulator.http.router import EndpointResult, Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from preclear.emulator.endpoints.context import Context, FoundVersion

_DEFINITIONS_PATH = f"{VERSION_PATH}/definitions"
_DEFINITION_PATH = f"{_DEFINITIONS_PATH}/{{definition_name}}"
_SCHEMA_SUFFIX = ".json"


class DefinitionEndpoints:
    """The endpoints of definitions."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.routes: tuple[Route, ...] = (
            Route("GET", _DEFINITIONS_PATH, self._list_definitions),
            Route("POST", _DEFINITIONS_PATH, self._create_definitions),
            Route("DELETE", _DEFINITIONS_PATH, self._delete_definitions),
            Route("GET", _DEFINITION_PATH, self._get_definition),
            Route("PUT", _DEFINITION_PATH, self._update_definition),
            Route("DELETE", _DEFINITION_PATH, self._delete_definition),
            Route("GET", "/o/{organisation_id}/schemas/{connector_id}/{version}/{schema_filename}", self._get_schema),
        )

    async def _list_definitions(self, request: Request) -> EndpointResult:
        """GetDefinitions: in order of creation."""
        found = self._context.find_version(request)
        name = request.query_params.get("name", "").lower()
        definitions = found.content.definitions
        keys = [key for key, definition in definitions.items() if name in definition.name.lower()]
        page = make_page(keys, lambda key: definitions[key].id, request.query_params, "definitions", lambda key: key)
        page_keys = page["definitions"]
        rendered = found.renderer.render_definitions(
            [key for key in page_keys if isinstance(key, int)] if isinstance(page_keys, list) else []
        )
        return EndpointResult(200, {**page, "definitions": [*rendered]})

    async def _create_definitions(self, request: Request) -> EndpointResult:
        """CreateDefinitions."""
        body = await read_object(request)
        found = self._context.find_draft(request)
        schemas_url = found.renderer.schemas_url
        definitions = read_new_definitions(body, found.content, schemas_url, self._context.ulid_generator)
        self._reserve(found, sum(definition.size for definition in definitions.values()))
        found.content.definitions |= definitions
        found.content.next_key += len(definitions)
        return EndpointResult(201, {"definitions": [*found.renderer.render_definitions([*definitions])]})

    async def _delete_definitions(self, request: Request) -> EndpointResult:
        """DeleteDefinitions."""
        is_forced = read_force(request)
        body = await read_object(request)
        found = self._context.find_draft(request)
        self._delete(found, read_deleted_keys(body, found.content), is_forced=is_forced)
        return EndpointResult(204)

    async def _get_definition(self, request: Request) -> EndpointResult:
        """GetDefinition."""
        found = self._context.find_version(request)
        key = found.content.definition_key(request.path_params["definition_name"])
        return EndpointResult(200, found.renderer.render_definition(key))

    async def _update_definition(self, request: Request) -> EndpointResult:
        """UpdateDefinition. A new name also changes the URL, and the references to it."""
        body = await read_object(request)
        found = self._context.find_draft(request)
        key = found.content.definition_key(request.path_params["definition_name"])
        existing = found.content.definitions[key]
        updated = read_updated_definition(body, existing, found.content, found.renderer.schemas_url)
        self._reserve(found, updated.size - existing.size)
        found.content.definitions[key] = updated
        return EndpointResult(200, found.renderer.render_definition(key))

    async def _delete_definition(self, request: Request) -> EndpointResult:
        """DeleteDefinition."""
        is_forced = read_force(request)
        found = self._context.find_draft(request)
        self._delete(found, [found.content.definition_key(request.path_params["definition_name"])], is_forced=is_forced)
        return EndpointResult(204)

    def _delete(self, found: FoundVersion, keys: list[int], *, is_forced: bool) -> None:
        """Delete definitions. Raises ApiError (412) if something else refers to one, unless the deletion is forced."""
        content = found.content
        deleted_ids = {content.definitions[key].id for key in keys}
        for key, referring in content.referring_resources(keys).items():
            if is_forced or all(resource.id in deleted_ids for _, resource in referring):
                continue
            body = found.renderer.render_definition(key)
            name = content.definitions[key].name
            message = f"definition `{name}` is referenced; delete what refers to it first, or use `force`"
            details = {part: body[part] for part in ("id", "name", "referencedBy")}
            raise ApiError(412, "precondition_failed", message, more={"definition": details})
        self._reserve(found, -sum(content.definitions[key].size for key in keys))
        for key in keys:
            content.delete_definition(key)

    async def _get_schema(self, request: Request) -> EndpointResult:
        """GetRawSchema: by the definition's name or id, followed by `.json`."""
        found = self._context.find_version(request)
        filename = request.path_params["schema_filename"]
        key = found.content.find_definition(filename.removesuffix(_SCHEMA_SUFFIX))
        if key is None or not filename.endswith(_SCHEMA_SUFFIX):
            raise not_found_error(f"schema `{filename[:100]}`")
        schema = found.renderer.render_schema(found.content.definitions[key])
        return EndpointResult(200, schema, "application/schema+json")

    def _reserve(self, found: FoundVersion, amount: int) -> None:
        self._context.store.reserve(found.connector, amount)
        self._context.store.touch(found.connector, found.version)
