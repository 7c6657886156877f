"""Actions and triggers of a version: the same endpoints for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.bodies.operations import OperationBody
from preclear.emulator.endpoints.context import VERSION_PATH
from preclear.emulator.http.query import make_page
from preclear.emulator.http.request_body import read_object
from preclear.emulator.http.router import EndpointResult, Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from preclear.emulator.endpoints.context import Context, FoundVersion
    from preclear.emulator.store import OperationKind, StoredOperation


class OperationEndpoints:
    """The endpoints of actions, or of triggers."""

    def __init__(self, context: Context, kind: OperationKind) -> None:
        self._context = context
        self._kind: OperationKind = kind
        self._name_parameter = f"{kind}_name"
        list_path = f"{VERSION_PATH}/{kind}s"
        item_path = f"{list_path}/{{{self._name_parameter}}}"
        self.routes: tuple[Route, ...] = (
            Route("GET", list_path, self._list_operations),
            Route("POST", list_path, self._create_operation),
            Route("GET", item_path, self._get_operation),
            Route("PUT", item_path, self._update_operation),
            Route("DELETE", item_path, self._delete_operation),
        )

    async def _list_operations(self, request: Request) -> EndpointResult:
        """GetActions, GetTriggers: in order of creation."""
        found = self._context.find_version(request)
        name = request.query_params.get("name", "").lower()
        operations = [
            operation for operation in found.content.operations(self._kind).values() if name in operation.name.lower()
        ]
        page = make_page(
            operations,
            lambda operation: operation.id,
            request.query_params,
            f"{self._kind}s",
            found.renderer.render_operation,
        )
        return EndpointResult(200, page)

    async def _create_operation(self, request: Request) -> EndpointResult:
        """CreateAction, CreateTrigger."""
        body = await read_object(request)
        found = self._context.find_draft(request)
        operation = OperationBody(self._kind, found.content, self._context.ulid_generator).read(body)
        self._replace(found, None, operation)
        return EndpointResult(201, found.renderer.render_operation(operation))

    async def _get_operation(self, request: Request) -> EndpointResult:
        """GetAction, GetTrigger."""
        found = self._context.find_version(request)
        return EndpointResult(200, found.renderer.render_operation(self._find(request, found)))

    async def _update_operation(self, request: Request) -> EndpointResult:
        """UpdateAction, UpdateTrigger."""
        body = await read_object(request)
        found = self._context.find_draft(request)
        existing = self._find(request, found)
        updated = OperationBody(self._kind, found.content, self._context.ulid_generator, existing).read(body)
        self._replace(found, existing, updated)
        return EndpointResult(200, found.renderer.render_operation(updated))

    async def _delete_operation(self, request: Request) -> EndpointResult:
        """DeleteAction, DeleteTrigger."""
        found = self._context.find_draft(request)
        self._replace(found, self._find(request, found), None)
        return EndpointResult(204)

    def _find(self, request: Request, found: FoundVersion) -> StoredOperation:
        return found.content.operation(self._kind, request.path_params[self._name_parameter])

    def _replace(self, found: FoundVersion, old: StoredOperation | None, new: StoredOperation | None) -> None:
        """Replace an operation; one that keeps its name also keeps its place in the order."""
        store, operations = self._context.store, found.content.operations(self._kind)
        store.reserve(found.connector, (new.size if new else 0) - (old.size if old else 0))
        if old is not None and (new is None or new.name != old.name):
            del operations[old.name]
        if new is not None:
            operations[new.name] = new
        store.touch(found.connector, found.version)
