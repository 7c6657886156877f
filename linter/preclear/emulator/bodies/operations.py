"""Actions and triggers that a client writes (ActionHTTPCreate, ActionHTTP, and the same for triggers)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.connector import HTTP_METHODS, SCALAR_TYPES
from preclear.emulator.http.body_reader import BodyReader, join_path
from preclear.emulator.importer.values import fits_in_answer
from preclear.emulator.store import pack_operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.emulator.http.errors import JsonObject
    from preclear.emulator.store import OperationKind, StoredDefinition, StoredOperation, VersionContent
    from preclear.emulator.ulids import UlidGenerator
    from preclear.source import Json

_NAME = re.compile(r"[a-zA-Z0-9_\-$]+")
_LOCATIONS: Mapping[str, tuple[str, ...]] = {
    "action": ("cookie", "header", "path", "query"),
    "trigger": ("cookie", "header", "query"),
}


class OperationBody:
    """The body of a request that creates or replaces an action or trigger.

    `existing` is what it replaces; then links and responses have ids, and definitions are found by id.
    """

    def __init__(
        self,
        kind: OperationKind,
        content: VersionContent,
        ulid_generator: UlidGenerator,
        existing: StoredOperation | None = None,
    ) -> None:
        self._kind: OperationKind = kind
        self._content = content
        self._ulid_generator = ulid_generator
        self._existing = existing
        self._reader = BodyReader()

    def read(self, body: JsonObject) -> StoredOperation:
        """Read the body. Raises ApiError if it's invalid or the name is taken."""
        reader = self._reader
        reader.read_text(body, "type", choices=("http",))
        fields: JsonObject = {"id": self._read_id(body), "type": "http", "name": self._read_name(body)}
        for key in ("summary", "description"):
            text = reader.read_optional_text(body, key)
            if text is not None:
                fields[key] = text
        fields["method"] = reader.read_text(body, "method", choices=HTTP_METHODS)
        if self._kind == "action":
            fields["path"] = reader.read_text(body, "path")
        fields["parameters"] = self._read_parameters(body)
        if "requestBody" in body:
            holder = reader.read_object(body, "requestBody")
            fields["requestBody"] = {
                "required": reader.read_flag(holder, "required", "requestBody"),
                "definitions": self._read_links(holder, "requestBody"),
            }
        fields["responses"] = self._read_responses(body)
        fields["errors"] = []
        if not fields["responses"] and body.get("responses") == []:
            message = "there is no response; expected at least one"
            fields["errors"] = [{"field": "/responses", "message": message, "severity": "error"}]
        reader.raise_faults()
        return pack_operation(fields, self._find_key)

    def _find_key(self, link: Mapping[str, Json]) -> int:
        key = self._content.find_definition(str(link["id"]))
        if key is None:
            raise LookupError("a definition that was read before is gone")
        return key

    def _read_id(self, body: JsonObject) -> str:
        if self._existing is None:
            return self._ulid_generator.generate()
        if self._reader.read_ulid(body, "id") != self._existing.id:
            self._reader.add_fault("id", f"can't be changed; expected `{self._existing.id}`")
        return self._existing.id

    def _read_name(self, body: JsonObject) -> str:
        name = self._reader.read_text(body, "name")
        if isinstance(body.get("name"), str) and _NAME.fullmatch(name) is None:
            self._reader.add_fault("name", "expected only letters, digits, `_`, `-` and `$`")
        is_same = self._existing is not None and self._existing.name == name
        if name in self._content.operations(self._kind) and not is_same:
            self._reader.add_fault("name", f"`{name[:100]}` already exists")
        return name

    def _read_parameters(self, body: JsonObject) -> list[Json]:
        reader = self._reader
        parameters: list[Json] = []
        identities: set[tuple[str, str]] = set()
        for path, parameter in reader.read_objects(body, "parameters"):
            name = reader.read_text(parameter, "name", path)
            location = reader.read_text(parameter, "in", path, choices=_LOCATIONS[self._kind])
            fields: JsonObject = {
                "name": name,
                "in": location,
                "required": reader.read_flag(parameter, "required", path),
                "type": reader.read_text(parameter, "type", path, choices=SCALAR_TYPES),
            }
            if "default" in parameter:
                fields["default"] = parameter["default"]
                if not fits_in_answer(parameter["default"]):
                    reader.add_fault(join_path(path, "default"), "is too large, or has a number that isn't finite")
            if "completion" in parameter:
                fields["completion"] = reader.read_empty_object(parameter, "completion", path)
            if (name, location) in identities:
                reader.add_fault(path, "is listed twice")
            identities.add((name, location))
            parameters.append(fields)
        return parameters

    def _read_responses(self, body: JsonObject) -> list[Json]:
        reader = self._reader
        responses: list[Json] = []
        statuses: set[Json] = set()
        for path, response in reader.read_objects(body, "responses"):
            fields: JsonObject = {"id": self._read_part_id(response, path)}
            status = response.get("status")
            if "status" in response:
                fields["status"] = status
                if not isinstance(status, int) or isinstance(status, bool):
                    reader.add_fault(f"{path}.status", "expected an integer")
                    status = None
            if status in statuses:
                reader.add_fault(path, "another response has this status")
            statuses.add(status)
            fields["definitions"] = self._read_links(response, path)
            responses.append(fields)
        return responses

    def _read_part_id(self, part: JsonObject, path: str) -> str:
        """Return the id of a response or link: a new one for what is created, for which any value is allowed."""
        if self._existing is None:
            return self._ulid_generator.generate()
        return self._reader.read_ulid(part, "id", path)

    def _read_links(self, holder: JsonObject, path: str) -> list[Json]:
        reader = self._reader
        links: list[Json] = []
        media_types: set[str] = set()
        for link_path, link in reader.read_objects(holder, "definitions", path):
            reference = reader.read_object(link, "definition", link_path)
            definition = self._find_definition(reference, f"{link_path}.definition")
            id = self._ulid_generator.generate() if self._existing is None else reader.read_ulid(link, "id", link_path)
            if definition is None:
                continue
            if len(definition.accept) == 1:  # of several, nothing says which one the link is for
                if definition.accept[0] in media_types:
                    reader.add_fault(link_path, f"another definition has the media type `{definition.accept[0][:100]}`")
                media_types.add(definition.accept[0])
            links.append({"id": id, "definition": {"id": definition.id}})
        return links

    def _find_definition(self, reference: JsonObject, path: str) -> StoredDefinition | None:
        """Return the definition of a DefinitionRef, by its id or else its name."""
        keys = ("id",) if self._existing is not None or "id" in reference else ("name",)
        text = self._reader.read_text(reference, keys[0], path)
        key = self._content.find_definition(text.upper() if keys[0] == "id" else text)
        definition = None if key is None else self._content.definitions[key]
        if definition is None and text:
            self._reader.add_fault(join_path(path, keys[0]), f"there is no definition `{text[:100]}`")
        return definition
