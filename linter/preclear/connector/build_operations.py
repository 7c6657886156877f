"""From path items to actions and triggers."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING

from preclear.connector.build_auth import build_requirements
from preclear.connector.build_schemas import Schemas
from preclear.connector.operation import Action, Operation, Trigger
from preclear.connector.parts import Body, Parameter, Response
from preclear.connector.schema import Types
from preclear.connector.template import parse_template
from preclear.connector.value import Value, any_value, flag_value, text_value
from preclear.openapi import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector.build_content import Contents
    from preclear.openapi import Description
    from preclear.source import Json, Node


class Operations:
    """Builds actions and triggers; keeps each shared parameter and body once.

    `parameters` are those that some operation has: one that all operations of its path item replace is none of them.
    """

    def __init__(self, description: Description, contents: Contents) -> None:
        self.parameters: list[Parameter] = []
        self.bodies: list[Body] = []
        self._description = description
        self._contents = contents
        self._schemas = Schemas(description)
        self._parameters: dict[tuple[int, tuple[str | int, ...]], Parameter] = {}
        self._bodies: dict[tuple[int, tuple[str | int, ...]], Body] = {}

    def actions(self) -> Iterator[Action]:
        """Every operation under `paths`, in the document's order."""
        template = parse_template("")
        for key, items, home, method, node in self._operations("paths"):
            if template.text != key.value:
                template = parse_template(key.value)
            action = Action(
                node=node,
                path_item=home,
                path_items=items,
                method=method,
                name=text_value(node, "operationId"),
                summary=text_value(node, "summary"),
                description=text_value(node, "description"),
                parameters=self._parameters_of(items, node),
                request_body=self._body_of(node),
                responses=(),
                security=build_requirements(node),
                path=key,
                template=template,
            )
            self._finish(action)
            yield action

    def triggers(self) -> Iterator[Trigger]:
        """Every operation under `webhooks`, in the document's order. OpenAPI 3.0 has no webhooks."""
        if self._description.version.series == "3.0":
            return
        for key, items, home, method, node in self._operations("webhooks"):
            name = text_value(node, "operationId")
            trigger = Trigger(
                node=node,
                path_item=home,
                path_items=items,
                method=method,
                name=name if name else Value(key.value, key.place, given=False),
                summary=text_value(node, "summary"),
                description=text_value(node, "description"),
                parameters=self._parameters_of(items, node),
                request_body=self._body_of(node),
                responses=(),
                security=build_requirements(node),
                webhook=key,
            )
            self._finish(trigger)
            yield trigger

    def _operations(self, field: str) -> Iterator[tuple[Value[str], tuple[Node, ...], Node, Value[str], Node]]:
        """Everything under `field`: key, path item, the object of it that has the method, method and operation."""
        section = self._description.root.get(field)
        for key, node in self._description.misplaced.entries(section) if section is not None else ():
            if key.startswith("x-"):
                continue
            items = self._description.path_item(node)
            value = Value(key, node.key)
            for home, method, held in self._methods(items):
                operation = self._description.misplaced.target(held)
                if operation is not None:
                    yield value, items, home, method, operation

    def _methods(self, items: tuple[Node, ...]) -> Iterator[tuple[Node, Value[str], Node]]:
        new = self._description.version.series == "3.2"
        for key, (home, node) in _merged(items).items():
            if key in METHODS or (new and key == "query"):
                if isinstance(node.value, dict):
                    yield home, Value(intern(key.upper()), node.key), node
            elif new and key == "additionalOperations":
                for method, further in self._description.misplaced.entries(node):
                    if isinstance(further.value, dict):
                        yield home, Value(method, further.key), further

    def _parameters_of(self, items: tuple[Node, ...], operation: Node) -> tuple[Parameter, ...]:
        """The operation's parameters, then the path item's that it does not replace (same name, same place)."""
        own = list(self._listed(operation))
        replaced = {parameter.identity for parameter in own}
        holder = next((each for each in items if "parameters" in each.mapping), items[0])
        return (*own, *(each for each in self._listed(holder) if each.identity not in replaced))

    def _listed(self, holder: Node) -> Iterator[Parameter]:
        listed = self._description.get(holder, "parameters")
        for held in listed.items() if listed is not None else ():
            node = self._description.resolve(held)
            if node is not None and isinstance(node.value, dict):
                yield self._parameter(node)

    def _parameter(self, node: Node) -> Parameter:
        identity = node.identity
        found = self._parameters.get(identity)
        if found is None:
            schema = node.get("schema")
            resolved = None if schema is None else self._description.resolve(schema)
            conjuncts = () if schema is None else self._schemas.conjuncts(schema)
            holder = None if schema is None else self._schemas.default(schema) or resolved
            no_schema: Value[Json] = Value(None, node, False, "schema")
            default: Value[Json] = no_schema
            if holder is not None:
                default = any_value(holder, "default")
            elif schema is not None:
                default = Value(None, node.lacks("schema"), given=False)
            found = self._parameters[identity] = Parameter(
                node=node,
                name=text_value(node, "name"),
                location=text_value(node, "in"),
                required=flag_value(node, "required"),
                default=default,
                schema=resolved,
                types=Types((), None, False, no_schema) if schema is None else self._schemas.types(schema),
                conjuncts=conjuncts,
            )
        return found

    def _body_of(self, operation: Node) -> Body | None:
        held = operation.get("requestBody")
        node = held and self._description.resolve(held)
        if node is None or not isinstance(node.value, dict):
            return None
        identity = node.identity
        found = self._bodies.get(identity)
        if found is None:
            found = self._bodies[identity] = Body(node, flag_value(node, "required"), self._contents.of(node))
            self.bodies.append(found)
        return found

    def _finish(self, operation: Operation) -> None:
        """Add the responses, and tell everything that the operation uses that it does."""
        operation.responses = tuple(self._responses_of(operation))
        for parameter in operation.parameters:
            if not parameter.used_by:
                self.parameters.append(parameter)
            parameter.used_by.append(operation)
        name = operation.name.value or operation.label
        body = operation.request_body
        if body is not None:
            body.used_by.append(operation)
            self._contents.use(body.media_types, operation, f"{name}_request")
        for response in operation.responses:
            self._contents.use(response.media_types, operation, f"{name}_{response.status.value}")

    def _responses_of(self, operation: Operation) -> Iterator[Response]:
        listed = operation.node.get("responses")
        for status, held in self._description.misplaced.entries(listed) if listed is not None else ():
            if status.startswith("x-"):
                continue
            node = self._description.resolve(held)
            number = int(status) if status.isdecimal() and status.isascii() and len(status) < 6 else None
            media_types = self._contents.of(node) if node is not None else ()
            yield Response(node or held, Value(status, held.key), number, media_types, operation)


def _merged(items: tuple[Node, ...]) -> dict[str, tuple[Node, Node]]:
    """The fields of a path item that is made up of several objects, the nearest first: each object and its field."""
    return {key: (item, node) for item in reversed(items) for key, node in item.entries()}
