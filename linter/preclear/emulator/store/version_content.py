"""The actions, triggers and definitions of a version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from preclear.emulator.http.errors import not_found_error
from preclear.emulator.packed import definition_marker, pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from preclear.emulator.http.errors import JsonObject
    from preclear.emulator.importer.importer import ImportResult
    from preclear.emulator.ulids import UlidGenerator
    from preclear.source import Json

OperationKind: TypeAlias = Literal["action", "trigger"]

_OBJECT_BYTES = 400
"""The size of a stored resource beside its texts, in bytes."""


class StoredOperation(NamedTuple):
    """An action or trigger. `data` is packed, without the id; `definition_keys` are those of its markers."""

    id: str
    name: str
    definition_keys: frozenset[int]
    has_errors: bool
    data: bytes

    @property
    def size(self) -> int:
        """The size in bytes."""
        return _OBJECT_BYTES + len(self.name) + len(self.data) + 60 * len(self.definition_keys)


class StoredDefinition(NamedTuple):
    """A definition. `schema` is packed; `targets` are the keys of the definitions that it refers to."""

    id: str
    name: str
    accept: tuple[str, ...]
    description: str | None
    schema: bytes
    targets: frozenset[int]

    @property
    def size(self) -> int:
        """The size in bytes."""
        texts = len(self.name) + len(self.description or "") + sum(map(len, self.accept)) + len(self.schema)
        return _OBJECT_BYTES + texts + 60 * len(self.targets)


@dataclass(slots=True)
class VersionContent:
    """The resources of one version, in order of creation: operations by name, definitions by key.

    `deleted_names` are the names of deleted definitions that something still refers to.
    """

    actions: dict[str, StoredOperation] = field(default_factory=dict[str, StoredOperation])
    triggers: dict[str, StoredOperation] = field(default_factory=dict[str, StoredOperation])
    definitions: dict[int, StoredDefinition] = field(default_factory=dict[int, StoredDefinition])
    deleted_names: dict[int, str] = field(default_factory=dict[int, str])
    next_key: int = 0

    @property
    def size(self) -> int:
        """The size of everything in bytes."""
        operations = (*self.actions.values(), *self.triggers.values())
        return sum(item.size for item in operations) + sum(item.size for item in self.definitions.values())

    def operations(self, kind: OperationKind) -> dict[str, StoredOperation]:
        """Return the actions or the triggers."""
        return self.actions if kind == "action" else self.triggers

    def operation(self, kind: OperationKind, name: str) -> StoredOperation:
        """Return the operation with this name. Raises ApiError if there is none."""
        operation = self.operations(kind).get(name)
        if operation is None:
            raise not_found_error(f"{kind} `{name[:100]}`")
        return operation

    def find_definition(self, name_or_id: str) -> int | None:
        """Return the key of the definition with this name or id; None if there is none."""
        for key, definition in self.definitions.items():
            if name_or_id in (definition.name, definition.id):
                return key
        return None

    def definition_key(self, name: str) -> int:
        """Return the key of the definition with this name. Raises ApiError if there is none."""
        for key, definition in self.definitions.items():
            if definition.name == name:
                return key
        raise not_found_error(f"definition `{name[:100]}`")

    def referring_resources(
        self, keys: Iterable[int]
    ) -> dict[int, list[tuple[str, StoredOperation | StoredDefinition]]]:
        """Return what refers to each of these definitions, with its kind: operations first, then other definitions."""
        referring: dict[int, list[tuple[str, StoredOperation | StoredDefinition]]] = {key: [] for key in keys}
        for kind, operations in (("action", self.actions), ("trigger", self.triggers)):
            for operation in operations.values():
                for key in operation.definition_keys & referring.keys():
                    referring[key].append((kind, operation))
        for source_key, definition in self.definitions.items():
            for key in definition.targets & referring.keys():
                if key != source_key:
                    referring[key].append(("definition", definition))
        return referring

    def delete_definition(self, key: int) -> None:
        """Delete a definition. Its name is kept for what refers to it."""
        self.deleted_names[key] = self.definitions.pop(key).name

    def copy(self, ulid_generator: UlidGenerator) -> VersionContent:
        """Return a copy whose resources have ids of their own."""
        new_id = ulid_generator.generate
        return VersionContent(
            {name: operation._replace(id=new_id()) for name, operation in self.actions.items()},
            {name: operation._replace(id=new_id()) for name, operation in self.triggers.items()},
            {key: definition._replace(id=new_id()) for key, definition in self.definitions.items()},
            {**self.deleted_names},
            self.next_key,
        )

    @staticmethod
    def of_import(result: ImportResult) -> VersionContent:
        """Return the content of an imported version."""
        content = VersionContent(next_key=len(result.definitions))
        keys_by_id: dict[Json, int] = {}
        for key, (body, schema) in enumerate(zip(result.definitions, result.schemas, strict=True)):
            if isinstance(body, dict):
                keys_by_id[body["id"]] = key
                accept, description = body["accept"], body.get("description")
                content.definitions[key] = StoredDefinition(
                    str(body["id"]),
                    str(body["name"]),
                    tuple(map(str, accept)) if isinstance(accept, list) else (),
                    description if isinstance(description, str) else None,
                    schema.data,
                    schema.targets,
                )
        for bodies, operations in ((result.actions, content.actions), (result.triggers, content.triggers)):
            for body in bodies:
                if isinstance(body, dict):
                    operation = pack_operation(body, lambda link: keys_by_id[link["id"]])
                    operations[operation.name] = operation
        return content


def pack_operation(body: JsonObject, find_key: Callable[[Mapping[str, Json]], int]) -> StoredOperation:
    """Pack an action or trigger; `find_key` returns the key of a definition that it contains."""
    keys: set[int] = set()

    def without_definitions(holder: JsonObject) -> JsonObject:
        links: list[Json] = []
        definitions = holder["definitions"]
        for link in definitions if isinstance(definitions, list) else ():
            if isinstance(link, dict) and isinstance(link["definition"], dict):
                key = find_key(link["definition"])
                keys.add(key)
                links.append({**link, "definition": definition_marker(key)})
        return {**holder, "definitions": links}

    packed = {key: value for key, value in body.items() if key != "id"}
    request_body, responses = packed.get("requestBody"), packed["responses"]
    if isinstance(request_body, dict):
        packed["requestBody"] = without_definitions(request_body)
    if isinstance(responses, list):
        packed["responses"] = [without_definitions(item) for item in responses if isinstance(item, dict)]
    errors = packed.get("errors")
    has_errors = isinstance(errors, list) and any(
        isinstance(error, dict) and error["severity"] == "error" for error in errors
    )
    return StoredOperation(str(body["id"]), str(body["name"]), frozenset(keys), has_errors, pack(packed))
