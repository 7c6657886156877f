"""The dry run: every resource that an import makes of a document, and what stands in its way."""

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
"""`blocked`: an error stands in its way; `degraded`: it is imported, and a warning says what is lost."""

_SHARED_FIELDS = frozenset({"$ref", "parameters"})
"""Fields of a path item that are about its operations, whether or not another object hides them."""


@dataclass(frozen=True, slots=True, eq=False)
class PlannedResource(Generic[R]):
    """One resource that the import makes and the findings about it: those that are listed, and `unlisted` more."""

    resource: R
    findings: tuple[Finding, ...] = ()
    tally: int = 0

    @property
    def place(self) -> Place:
        """The place that it comes from."""
        return self.resource.place

    @property
    def unlisted(self) -> int:
        """How many more findings there are about it than those that are listed."""
        return read_tally(self.tally).number

    @property
    def status(self) -> PlanStatus:
        """What becomes of it, by its gravest finding."""
        if not self.findings and not self.tally:
            return "ok"
        severities = {finding.severity for finding in self.findings} | {read_tally(self.tally).severity}
        return "blocked" if "error" in severities else "degraded" if "warning" in severities else "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that the import makes of one document, in the document's order.

    `other_findings` are the findings about what no resource is made of: an operation behind a dead reference, a
    component that nothing uses, another file. `unlisted` is how many more such findings there are than those that are
    listed.
    """

    connector: PlannedResource[Connector]
    auth_scheme_configs: tuple[PlannedResource[AuthSchemeConfig], ...]
    actions: tuple[PlannedResource[Action], ...]
    triggers: tuple[PlannedResource[Trigger], ...]
    definitions: tuple[PlannedResource[Definition], ...]
    other_findings: tuple[Finding, ...]
    unlisted: int = 0


def make_plan(result: CheckResult) -> Plan | None:
    """Make the plan of a document that was checked; None where it could not be read that far.

    A finding is about a resource if it stands in the object that the resource is made of, at its key, or in one of its
    parameters, bodies, responses and media types, wherever references lead to them. One that stands in several, such as
    a shared parameter, is about each; so is one about a dead reference that they lead to. What is said of the document
    itself is about the connector.
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
    """How many of `entries` there are of each status."""
    return Counter(entry.status for entry in entries)


def _add_scheme(index: ResourceIndex, scheme: AuthScheme) -> None:
    """The configs of a scheme: each has its flow, all have what is around the flows; no config has a flow left out."""
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
    """Where it is reported that a part of an operation stands for nothing, wherever its references end."""

    def __init__(self, description: ApiDescription) -> None:
        self._description = description
        self._conjuncts: dict[int, tuple[Place, ...]] = {}

    def find(self, operation: Operation) -> Iterator[Place]:
        """The places of what is reported of the parameters, the body, the responses, and the schemas of each."""
        yield from self._find_dead(_list_parts(operation, self._description))
        for parameter in operation.parameters:
            schema = parameter.node.get("schema")
            yield from self._find_dead(() if schema is None else (schema,))
            conjuncts = parameter.effective_schemas  # one tuple for all parameters that refer to one schema
            if id(conjuncts) not in self._conjuncts:
                self._conjuncts[id(conjuncts)] = tuple(self._find_dead(_list_branches(conjuncts)))
            yield from self._conjuncts[id(conjuncts)]
        for holder in (operation.request_body, *operation.responses):
            for media_type in holder.media_types if holder is not None else ():
                yield from self._find_dead(node for node in (media_type.node, media_type.schema) if node is not None)

    def _find_dead(self, nodes: Iterable[Node]) -> Iterator[Place]:
        places = map(self._description.failure_place, nodes)
        return (place for place in places if place is not None)


def _list_parts(operation: Operation, description: ApiDescription) -> Iterator[Node]:
    """The parameters, the body and the responses of an operation, a reference as itself."""
    for parameter_list in (operation.node.get("parameters"), operation.path_item_field("parameters")):
        parameters = parameter_list and description.misplaced_references.target(parameter_list)
        yield from parameters.items() if parameters is not None else ()
    body, responses = operation.node.get("requestBody"), operation.node.get("responses")
    if body is not None:
        yield body
    for status, response in description.misplaced_references.entries(responses) if responses is not None else ():
        if not status.startswith("x-"):
            yield response


def _list_branches(conjuncts: Iterable[Node]) -> Iterator[Node]:
    """The parts of the schemas that may say the type of a parameter, a reference as itself."""
    for conjunct in conjuncts:
        for keyword in ("allOf", "anyOf", "oneOf"):
            parts = conjunct.get(keyword)
            yield from parts.items() if parts is not None else ()


def _add_operation(index: ResourceIndex, operation: Operation) -> None:
    """The operation object, and all that it refers to; the path item as far as it is no other operation's."""
    index.add_subtree(operation, operation.node.place)
    index.add_subtree(operation, operation.method.place)  # another node where a misplaced `$ref` stands there
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
    """Whether a node is in the operation object, and so is about the operation anyway."""
    at = operation.node.pointer
    return node.document is operation.node.document and node.pointer[: len(at)] == at


def _exclude_unused(index: ResourceIndex, connector: Connector) -> None:
    """What path items have and no operation: parameters that all replace, fields that one beside a `$ref` hides."""
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
