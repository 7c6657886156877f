"""Paths that begin at the top: at the document's root, at a list of the answer, at a field of the connector."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from preclear.connector import Action
from preclear.mapping.answer.answer import Sent
from preclear.mapping.field import definition_spot, operation_spot
from preclear.mapping.path import Path
from preclear.mapping.walk import Spot, at_place, spot_in
from preclear.source import array_index
from preclear.source.under import node_at

if TYPE_CHECKING:
    from preclear.connector import AuthSchemeConfig, Operation
    from preclear.mapping.answer.answer import Answer
    from preclear.mapping.index import Index
    from preclear.mapping.origin import Origins

OF_REQUEST = frozenset(
    {"file", "metadata", "format", "filetype", "schemaURL", "version", "organisation_id", "connector_id"}
)
"""The first parts of paths into the request of an import, not into the document."""

_LONGEST_NAME = 8  # parts that one name can have swallowed

_DOCUMENT = frozenset({"file", "document", "body", "spec", "schema"})
_OPENAPI = frozenset(
    {"openapi", "info", "jsonSchemaDialect", "servers", "paths", "webhooks", "components", "security", "tags"}
    | {"externalDocs", "$self"}
)
_CONNECTOR = {
    "name": "name",
    "baseUrl": "base_url",
    "documentationURL": "documentation_url",
    "imageURL": "image_url",
}
_OF_FLOW = {"tokenUrl": "token_url", "authorizeUrl": "authorize_url"}


class Roots:
    """Finds what paths from the top lead to, in one description and one answer."""

    def __init__(self, index: Index, answer: Answer, origins: Origins) -> None:
        self._index = index
        self._answer = answer
        self._origins = origins
        self._schemes = {each.number: each for each in reversed(answer.auth_schemes)}

    def spot(self, path: Path, *, bare: bool = True) -> Spot | None:
        """The spot of `path`; None where it begins with nothing that is known.

        `bare` says that a field of the connector can stand without `connector` before it.
        """
        head, second = path.head, path.parts[1] if len(path.parts) > 1 else ""
        connector = self._index.connector
        if head in connector.root.mapping or head in _OPENAPI:
            return self._in_document(path)
        if head in _DOCUMENT and (second in connector.root.mapping or second in _OPENAPI):
            return self._in_document(path.after(1))
        index = array_index(second)
        if head in ("actions", "triggers", "definitions", "authSchemeConfigs") and index is not None:
            return self._in_list(head, index, path.after(2))
        if head in ("actions", "triggers", "definitions") and second:
            return self.named_spot(path.after(1), (head,))
        if head == "connector" and second:
            return self.spot(path.after(1))
        if bare and head in _CONNECTOR:
            value = getattr(connector, _CONNECTOR[head])
            return at_place(value.place, "resource" if second else "exact")
        if head == "connectionVariables" and index is not None:
            return self._variable(index, path.after(2))
        return None

    def _in_document(self, path: Path) -> Spot:
        """Along the original files; what only the bundle has is looked up in its source map, the longest way first."""
        description = self._index.connector.description
        spot = spot_in(self._index.connector.root, path, description)
        if spot.placed == "exact" or not self._origins.mapped or path.joiner != "/":
            return spot
        for count in range(len(path.parts), 2, -1):
            place = self._origins.of(path.parts[:count])
            if place is not None:
                return spot_in(node_at(place), path.after(count), description)
        return spot

    def _in_list(self, name: str, number: int, path: Path) -> Spot | None:
        """A resource by its number in the answer; in the plan, where the answer does not list any."""
        connector, answer = self._index.connector, self._answer
        if name == "authSchemeConfigs":
            configs = list(connector.auth_scheme_configs)
            sent = self._schemes.get(number)
            config = self._index.config(sent) if sent is not None else None
            config = config or (configs[number] if sent is None and number < len(configs) else None)
            return None if config is None else self.config_spot(config, path)
        if name == "definitions":
            listed = answer.definitions
            known = connector.definitions
            definition = known[number] if listed is None and number < len(known) else None
            if listed is not None and number < len(listed):
                definition = self._index.definition(listed[number].text("name"))
            return None if definition is None else definition_spot(definition, path, connector.description)
        listed = answer.actions if name == "actions" else answer.triggers
        operations: tuple[Operation, ...] = connector.actions if name == "actions" else connector.triggers
        operation = operations[number] if listed is None and number < len(operations) else None
        held = Sent("action", {}, ())
        if listed is not None and number < len(listed):
            held = listed[number]
            operation = self._index.operation(held)
        return None if operation is None else operation_spot(operation, held.value, path, connector.description)

    def named_spot(
        self, path: Path, lists: tuple[str, ...] = ("actions", "triggers", "definitions", "components")
    ) -> Spot | None:
        """A field behind the name of a resource, `getPet.parameters[0]`; a name can have dots and slashes in it.

        None where no resource of those lists has the name, or several have.
        """
        for count in range(min(len(path.parts), _LONGEST_NAME), 0, -1):
            name = path.joiner.join(path.parts[:count])
            if name not in self._index.names and self._index.definition(name) is None:
                continue
            found = self._behind_name(name, path.after(count), lists)
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def _behind_name(self, name: str, path: Path, lists: tuple[str, ...]) -> list[Spot]:
        index, description = self._index, self._index.connector.description
        spots: list[Spot] = []
        for operation in index.named.get(name, ()):
            kind = "actions" if isinstance(operation, Action) else "triggers"
            if kind in lists:
                sent = self._sent.get(id(operation), Sent("action", {}, ()))
                spots.append(operation_spot(operation, sent.value, path, description))
        definition = index.definition(name) if "definitions" in lists else None
        if definition is not None:
            spots.append(definition_spot(definition, path, description))
        components = index.components.get(name, ()) if "components" in lists else ()
        others = [each for each in components if definition is None or each.pointer != definition.node.pointer]
        return [*spots, *(spot_in(node_at(each), path, description) for each in others)]

    @cached_property
    def _sent(self) -> dict[int, Sent]:
        """What the answer has of each operation that it lists, by the operation's identity."""
        listed = (*(self._answer.actions or ()), *(self._answer.triggers or ()))
        found = ((self._index.operation(each), each) for each in listed)
        return {id(operation): each for operation, each in found if operation is not None}

    def config_spot(self, config: AuthSchemeConfig, path: Path) -> Spot:
        """The spot of a field of an auth scheme config."""
        scheme, flow = self._index.scheme_of(config), config.flow
        head = path.head
        if not path.parts:
            return at_place(config.place)
        if head == "schemeType":
            return at_place(scheme.type.place)
        if head in ("name", "in") and scheme.type.value == "apiKey":
            return at_place((scheme.name if head == "name" else scheme.location).place)
        if head == "description":
            held = scheme.node.get("description")
            return at_place(held.place if held is not None else scheme.node.lacks("description"))
        if flow is not None:
            if head in _OF_FLOW:
                return at_place(getattr(flow, _OF_FLOW[head]).place)
            if head == "grant":
                return at_place(flow.place)
            if head in ("scopes", "defaultScopes"):
                return spot_in(flow.node, Path(("scopes",)), self._index.connector.description)
        return at_place(config.place, "resource")

    def _variable(self, number: int, path: Path) -> Spot | None:
        variables = self._index.connector.connection_variables
        if number >= len(variables):
            return None
        variable = variables[number]
        return at_place((variable.value if path.head == "value" else variable.name).place)
