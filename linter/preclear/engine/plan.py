"""The plan of an import: every resource that it makes of a document, and the findings about each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from preclear.connector import AuthSchemeConfig
from preclear.engine.resource_index import ResourceIndex
from preclear.engine.unlisted import read_tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.connector import Action, AuthScheme, Connector, Definition, Operation, Trigger
    from preclear.engine.finding import Finding
    from preclear.engine.result import CheckResult
    from preclear.openapi import ApiDescription
    from preclear.source import HasPlace, Node, Place

R = TypeVar("R", bound="HasPlace", covariant=True)
S = TypeVar("S", bound="HasPlace")
PlanStatus: TypeAlias = Literal["ok", "degraded", "blocked"]
"""`blocked`: it has an error; `degraded`: it is imported, and a warning says what is lost."""

_SHARED_FIELDS = frozenset({"$ref", "parameters"})
"""Fields of a path item that matter to its operations even if another object hides them."""


@dataclass(frozen=True, slots=True, eq=False)
class PlannedResource(Generic[R]):
    """One resource that the import makes, with its listed findings. `tally` counts further ones (see `read_tally`)."""

    resource: R
    findings: tuple[Finding, ...] = ()
    tally: int = 0

    @property
    def place(self) -> Place:
        """The place in the document that the resource is made of."""
        return self.resource.place

    @property
    def unlisted(self) -> int:
        """The number of findings beyond the listed ones."""
        return read_tally(self.tally).number

    @property
    def status(self) -> PlanStatus:
        """What happens to the resource, by its most severe finding."""
        if not self.findings and not self.tally:
            return "ok"
        severities = {finding.severity for finding in self.findings} | {read_tally(self.tally).severity}
        return "blocked" if "error" in severities else "degraded" if "warning" in severities else "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that the import makes of one document, in document order.

    `other_findings` are about parts that no resource is made of: an operation behind a dead reference, an unused
    component, another file. `unlisted` is the number of such findings beyond the listed ones.
    """

    connector: PlannedResource[Connector]
    auth_scheme_configs: tuple[PlannedResource[AuthSchemeConfig], ...]
    actions: tuple[PlannedResource[Action], ...]
    triggers: tuple[PlannedResource[Trigger], ...]
    definitions: tuple[PlannedResource[Definition], ...]
    other_findings: tuple[Finding, ...]
    unlisted: int = 0


def make_plan(result: CheckResult) -> Plan | None:
    """Make the plan of a checked document; None if the document is too broken for a connector.

    A finding is about a resource if it is in the object that the resource is made of, at its key, or in one of its
    parameters, bodies, responses and media types, including those behind references. A finding in a shared part, or
    about a dead reference, is about every resource that uses it. A finding about the document as a whole is about the
    connector.
    """
    connector = result.connector
    if connector is None:
        return None
    index = ResourceIndex(connector.root.document, result.findings, result.unlisted)
    index.set_root(connector)
    configs: list[AuthSchemeConfig] = []
    for scheme in connector.auth_schemes:
        configs += scheme.configs
        _add_scheme(index, scheme)
    if not configs:
        configs.append(AuthSchemeConfig(scheme_type="none", description="no authentication", place=connector.place))
    dead_references = _DeadReferences(connector.api)
    for operation in connector.operations:
        _add_operation(index, operation)
        for place in dead_references.find(operation):
            index.add_node(operation, place)
    _exclude_unused(index, connector)
    for action in connector.actions:
        index.add_enclosing(action, action.path.place)
    for trigger in connector.triggers:
        index.add_enclosing(trigger, trigger.webhook.place)
    for definition in connector.definitions:
        index.add_subtree(definition, definition.node.place)
        index.add_node(definition, definition.name.place)
    by_resource, other_findings = index.assign_findings()
    tallies = index.assign_unlisted()

    def entry(resource: S) -> PlannedResource[S]:
        return PlannedResource(resource, tuple(by_resource.get(id(resource), ())), tallies.get(id(resource), 0))

    return Plan(
        connector=entry(connector),
        auth_scheme_configs=tuple(map(entry, configs)),
        actions=tuple(map(entry, connector.actions)),
        triggers=tuple(map(entry, connector.triggers)),
        definitions=tuple(map(entry, connector.definitions)),
        other_findings=tuple(other_findings),
        unlisted=read_tally(tallies.get(0, 0)).number,
    )


def count_statuses(entries: Iterable[PlannedResource[HasPlace]]) -> Counter[PlanStatus]:
    """Count `entries` by status."""
    return Counter(entry.status for entry in entries)


def _add_scheme(index: ResourceIndex, scheme: AuthScheme) -> None:
    """Index the configs of a scheme. Each has its own flow and everything outside the flows; other flows have none."""
    imported_flows = {id(config.flow) for config in scheme.configs}
    for flow in scheme.flows:
        if id(flow) not in imported_flows:
            index.exclude(flow.node.place)
    for config in scheme.configs:
        if config.flow is not None:
            index.add_subtree(config, config.flow.node.place)
        index.add_enclosing(config, scheme.node.place)
        index.add_enclosing(config, scheme.key.place)


class _DeadReferences:
    """Finds the places at which the dead references of an operation are reported."""

    def __init__(self, description: ApiDescription) -> None:
        self._description = description
        self._places_by_schemas: dict[int, tuple[Place, ...]] = {}

    def find(self, operation: Operation) -> Iterator[Place]:
        """Yield the places of dead references in the parameters, body and responses, and in the schemas of each."""
        yield from self._find_dead(_list_parts(operation, self._description))
        for parameter in operation.parameters:
            schema = parameter.node.get("schema")
            yield from self._find_dead(() if schema is None else (schema,))
            schemas = parameter.effective_schemas  # parameters with the same `$ref` share one tuple
            if id(schemas) not in self._places_by_schemas:
                self._places_by_schemas[id(schemas)] = tuple(self._find_dead(_list_branches(schemas)))
            yield from self._places_by_schemas[id(schemas)]
        for holder in (operation.request_body, *operation.responses):
            for media_type in holder.media_types if holder is not None else ():
                yield from self._find_dead(node for node in (media_type.node, media_type.schema) if node is not None)

    def _find_dead(self, nodes: Iterable[Node]) -> Iterator[Place]:
        places = map(self._description.failure_place, nodes)
        return (place for place in places if place is not None)


def _list_parts(operation: Operation, description: ApiDescription) -> Iterator[Node]:
    """Yield the parameters, body and responses of an operation, without following references."""
    for parameter_list in (operation.node.get("parameters"), operation.path_item_field("parameters")):
        parameters = parameter_list and description.misplaced_references.target(parameter_list)
        yield from parameters.items() if parameters is not None else ()
    body, responses = operation.node.get("requestBody"), operation.node.get("responses")
    if body is not None:
        yield body
    for status, response in description.misplaced_references.entries(responses) if responses is not None else ():
        if not status.startswith("x-"):
            yield response


def _list_branches(schemas: Iterable[Node]) -> Iterator[Node]:
    """Yield the subschemas that the type of a parameter can come from, without following references."""
    for schema in schemas:
        for keyword in ("allOf", "anyOf", "oneOf"):
            subschemas = schema.get(keyword)
            yield from subschemas.items() if subschemas is not None else ()


def _add_operation(index: ResourceIndex, operation: Operation) -> None:
    """Index an operation, everything that it refers to, and the parts of the path item outside other operations."""
    index.add_subtree(operation, operation.node.place)
    index.add_subtree(operation, operation.method.place)  # another node if this is a misplaced `$ref`
    for item in operation.path_items:
        index.add_enclosing(operation, item.place)
    servers = operation.path_item_field("servers")
    if servers is not None and "servers" not in operation.node.mapping:
        index.add_subtree(operation, servers.place)
    for parameter in operation.parameters:
        if not _is_inside(parameter.node, operation):
            index.add_subtree(operation, parameter.node.place)
        elif parameter.schema is None:
            continue
        index.add_node(operation, parameter.default.place)
        types = parameter.types
        index.add_node(operation, types.missing_place)
        for value in types.values:
            index.add_node(operation, value.place)
    for holder in (operation.request_body, *operation.responses):
        if holder is None:
            continue
        if not _is_inside(holder.node, operation):
            index.add_subtree(operation, holder.node.place)
        for media_type in holder.media_types:
            if not _is_inside(media_type.node, operation):
                index.add_subtree(operation, media_type.node.place)
    for response in operation.responses:
        if not _is_inside(response.entry, operation):
            index.add_subtree(operation, response.entry.place)


def _is_inside(node: Node, operation: Operation) -> bool:
    """Whether a node is inside the operation object, which is indexed as a whole."""
    pointer = operation.node.pointer
    return node.document is operation.node.document and node.pointer[: len(pointer)] == pointer


def _exclude_unused(index: ResourceIndex, connector: Connector) -> None:
    """Exclude unused parts of path items: parameters that every operation replaces, and fields that others hide."""
    lists = {
        parameter_list.identity: parameter_list
        for operation in connector.operations
        if (parameter_list := operation.path_item_field("parameters"))
    }
    listed = {
        item.identity: item
        for parameter_list in map(connector.api.misplaced_references.target, lists.values())
        for item in (parameter_list.items() if parameter_list is not None else ())
        if isinstance(item.value, dict) and "$ref" not in item.mapping
    }
    for parameter in connector.parameters if listed else ():
        listed.pop(parameter.node.identity, None)
    for item in listed.values():
        index.exclude(item.place)
    path_items = {
        operation.path_items[0].identity: operation.path_items
        for operation in connector.operations
        if len(operation.path_items) > 1
    }
    for nearest, *others in path_items.values():
        hidden_keys = nearest.mapping.keys() - _SHARED_FIELDS
        for item in others:
            for key in hidden_keys & item.mapping.keys():
                index.exclude(item.place._replace(pointer=(*item.pointer, key)))
            hidden_keys |= item.mapping.keys() - _SHARED_FIELDS
