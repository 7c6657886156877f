"""The dry run: every resource that an import makes of a document, and what stands in its way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from preclear.connector import AuthSchemeConfig
from preclear.engine.areas import Areas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.connector import Action, AuthScheme, Connector, Definition, Operation, Trigger
    from preclear.engine.check import Checked
    from preclear.engine.finding import Finding
    from preclear.openapi import Description
    from preclear.source import Node, Place

T = TypeVar("T")
Status: TypeAlias = Literal["ok", "degraded", "blocked"]
"""`blocked`: an error stands in its way; `degraded`: it is imported, and a warning says what is lost."""

_SHARED = frozenset({"$ref", "parameters"})
"""Fields of a path item that are about its operations, whether or not another object hides them."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry(Generic[T]):
    """One resource that the import makes, the place that it comes from, and the findings about it."""

    resource: T
    place: Place
    findings: tuple[Finding, ...]

    @property
    def status(self) -> Status:
        """What becomes of it, by its gravest finding."""
        severities = {finding.severity for finding in self.findings}
        return "blocked" if "error" in severities else "degraded" if "warning" in severities else "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that the import makes of one document, in the document's order.

    `others` are the findings about what no resource is made of: an operation behind a dead reference, a component that
    nothing uses, another file.
    """

    connector: Entry[Connector]
    auth_scheme_configs: tuple[Entry[AuthSchemeConfig], ...]
    actions: tuple[Entry[Action], ...]
    triggers: tuple[Entry[Trigger], ...]
    definitions: tuple[Entry[Definition], ...]
    others: tuple[Finding, ...]


def plan(checked: Checked) -> Plan | None:
    """Make the plan of a document that was checked; None where it could not be read that far.

    A finding is about a resource if it stands in the object that the resource is made of, at its key, or in one of its
    parameters, bodies, responses and media types, wherever references lead to them. One that stands in several, such as
    a shared parameter, is about each; so is one about a dead reference that they lead to. What is said of the document
    itself is about the connector.
    """
    connector = checked.connector
    if connector is None:
        return None
    areas = Areas(connector.root.document, checked.findings)
    areas.whole(connector)
    configs: list[AuthSchemeConfig] = []
    for scheme in connector.auth_schemes:
        configs += scheme.configs
        _mark_scheme(areas, scheme)
    if not configs:
        configs.append(AuthSchemeConfig(scheme_type="none", description="no authentication", place=connector.place))
    dead_parts = _DeadParts(connector.description)
    for operation in connector.operations:
        _mark_operation(areas, operation)
        for place in dead_parts.of(operation):
            areas.at(operation, place)
    _mark_replaced(areas, connector)
    for action in connector.actions:
        areas.around(action, action.path.place)
    for trigger in connector.triggers:
        areas.around(trigger, trigger.webhook.place)
    for definition in connector.definitions:
        areas.within(definition, definition.node.place)
        areas.at(definition, definition.name.place)
    found, others = areas.assign()
    return Plan(
        connector=Entry(connector, connector.place, tuple(found.get(id(connector), ()))),
        auth_scheme_configs=tuple(Entry(each, each.place, tuple(found.get(id(each), ()))) for each in configs),
        actions=tuple(Entry(each, each.place, tuple(found.get(id(each), ()))) for each in connector.actions),
        triggers=tuple(Entry(each, each.place, tuple(found.get(id(each), ()))) for each in connector.triggers),
        definitions=tuple(Entry(each, each.place, tuple(found.get(id(each), ()))) for each in connector.definitions),
        others=tuple(others),
    )


def count_statuses(entries: Iterable[Entry[T]]) -> Counter[Status]:
    """How many of `entries` there are of each status."""
    return Counter(entry.status for entry in entries)


def _mark_scheme(areas: Areas, scheme: AuthScheme) -> None:
    """The configs of a scheme: each has its flow, all have what is around the flows; no config has a flow left out."""
    made = {id(config.flow) for config in scheme.configs}
    for flow in scheme.flows:
        if id(flow) not in made:
            areas.apart(flow.node.place)
    for config in scheme.configs:
        if config.flow is not None:
            areas.within(config, config.flow.node.place)
        areas.around(config, scheme.node.place)
        areas.around(config, scheme.key.place)


class _DeadParts:
    """Where it is reported that a part of an operation stands for nothing, wherever its references end."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._conjuncts: dict[int, tuple[Place, ...]] = {}

    def of(self, operation: Operation) -> Iterator[Place]:
        """The places of what is reported of the parameters, the body, the responses, and the schemas of each."""
        yield from self._dead(_listed(operation, self._description))
        for parameter in operation.parameters:
            schema = parameter.node.get("schema")
            yield from self._dead(() if schema is None else (schema,))
            conjuncts = parameter.conjuncts  # one tuple for all parameters that refer to one schema
            if id(conjuncts) not in self._conjuncts:
                self._conjuncts[id(conjuncts)] = tuple(self._dead(_choices(conjuncts)))
            yield from self._conjuncts[id(conjuncts)]
        for holder in (operation.request_body, *operation.responses):
            for media_type in holder.media_types if holder is not None else ():
                yield from self._dead(each for each in (media_type.node, media_type.schema) if each is not None)

    def _dead(self, nodes: Iterable[Node]) -> Iterator[Place]:
        places = map(self._description.dead_place, nodes)
        return (place for place in places if place is not None)


def _listed(operation: Operation, description: Description) -> Iterator[Node]:
    """The parameters, the body and the responses of an operation, a reference as itself."""
    for held in (operation.node.get("parameters"), operation.path_item_field("parameters")):
        parameters = held and description.misplaced.target(held)
        yield from parameters.items() if parameters is not None else ()
    body, responses = operation.node.get("requestBody"), operation.node.get("responses")
    if body is not None:
        yield body
    for status, response in description.misplaced.entries(responses) if responses is not None else ():
        if not status.startswith("x-"):
            yield response


def _choices(conjuncts: Iterable[Node]) -> Iterator[Node]:
    """The parts of the schemas that may say the type of a parameter, a reference as itself."""
    for conjunct in conjuncts:
        for word in ("allOf", "anyOf", "oneOf"):
            parts = conjunct.get(word)
            yield from parts.items() if parts is not None else ()


def _mark_operation(areas: Areas, operation: Operation) -> None:
    """The operation object, and all that it refers to; the path item as far as it is no other operation's."""
    areas.within(operation, operation.node.place)
    areas.within(operation, operation.method.place)  # another node where a misplaced `$ref` stands there
    for item in operation.path_items:
        areas.around(operation, item.place)
    servers = operation.path_item_field("servers")
    if servers is not None and "servers" not in operation.node.mapping:
        areas.within(operation, servers.place)
    for parameter in operation.parameters:
        areas.within(operation, parameter.node.place)
        areas.at(operation, parameter.default.place)
        areas.at(operation, parameter.types.home)
        for value in parameter.types.values:
            areas.at(operation, value.place)
    for holder in (operation.request_body, *operation.responses):
        if holder is not None:
            areas.within(operation, holder.node.place)
            for media_type in holder.media_types:
                areas.within(operation, media_type.node.place)
    for response in operation.responses:
        areas.within(operation, response.status.place)


def _mark_replaced(areas: Areas, connector: Connector) -> None:
    """What path items have and no operation: parameters that all replace, fields that one beside a `$ref` hides."""
    used = {parameter.node.identity for parameter in connector.parameters}
    lists = {held.identity: held for each in connector.operations if (held := each.path_item_field("parameters"))}
    for held in map(connector.description.misplaced.target, lists.values()):
        for item in held.items() if held is not None else ():
            if isinstance(item.value, dict) and "$ref" not in item.mapping and item.identity not in used:
                areas.apart(item.place)
    joined = {each.path_items[0].identity: each.path_items for each in connector.operations if len(each.path_items) > 1}
    for nearest, *others in joined.values():
        hiding = nearest.mapping.keys() - _SHARED
        for item in others:
            for key in hiding & item.mapping.keys():
                areas.apart(item.place._replace(pointer=(*item.pointer, key)))
            hiding |= item.mapping.keys() - _SHARED
