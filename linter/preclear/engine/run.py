"""The rules, each on the nodes that it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preclear.connector import (
    Action,
    AuthScheme,
    Body,
    Connector,
    Definition,
    MediaType,
    Parameter,
    Response,
    Schema,
    Server,
    Trigger,
    with_users,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from preclear.engine.collect import Collection
    from preclear.engine.select import Selection
    from preclear.rule import Rule
    from preclear.source import Report


def run_rules(connector: Connector, rules: Iterable[Rule[Any]], selection: Selection, collection: Collection) -> None:
    """Give every node of the model to every rule that is for it, and every report to `collection`."""
    listed = list(rules)
    for kind, nodes in _nodes(connector):
        fitting = [rule for rule in listed if issubclass(kind, rule.on)]
        for rule in fitting:
            _run(rule, nodes, selection.options.get(rule.name, {}), collection)


def _run(rule: Rule[Any], nodes: Sequence[object], options: Mapping[str, Any], collection: Collection) -> None:
    check = rule.check
    node: object = None
    try:
        for node in nodes:
            for report in check(node, **options):
                collection.add(rule, _about(node, report))
    except Exception as error:
        collection.fail(rule, error)


def _nodes(connector: Connector) -> Iterator[tuple[type, Sequence[object]]]:
    yield Connector, (connector,)
    yield Server, connector.servers
    yield AuthScheme, connector.auth_schemes
    yield Action, connector.actions
    yield Trigger, connector.triggers
    yield Parameter, connector.parameters
    yield Body, connector.bodies
    yield Response, [response for operation in connector.operations for response in operation.responses]
    yield MediaType, connector.media_types
    yield Definition, connector.definitions
    description = connector.description
    yield Schema, [Schema(node, description) for node in description.schemas]


def _about(node: object, report: Report) -> Report:
    """A finding stands where the text is, once: say who uses it if its place doesn't show it."""
    return with_users(node, report) if isinstance(node, Parameter | Body | MediaType) else report
