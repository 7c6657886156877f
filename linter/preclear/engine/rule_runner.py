"""Runs each rule on the nodes that it checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preclear.connector import (
    Action,
    AuthScheme,
    Connector,
    Definition,
    MediaType,
    Parameter,
    RequestBody,
    Response,
    Schema,
    Server,
    Trigger,
    add_usage,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from preclear.engine.collector import ReportCollector
    from preclear.engine.rule_selection import RuleSelection
    from preclear.rule import Rule
    from preclear.source import Report


def run_rules(
    connector: Connector, rules: Iterable[Rule[Any]], selection: RuleSelection, collector: ReportCollector
) -> None:
    """Run every rule on all nodes of its class, and pass the reports to `collector`.

    A rule without nodes isn't even imported, nor is one whose reports `collector` doesn't need.
    """
    nodes_by_class = dict(_nodes_by_class(connector))
    all_rules = [
        rule
        for rule in rules
        if collector.needs_reports(rule) and (rule.requires is None or _has_nodes(nodes_by_class, rule.requires))
    ]
    for node_class, nodes in nodes_by_class.items():
        matching_rules = [rule for rule in all_rules if issubclass(node_class, rule.on)] if nodes else ()
        for rule in matching_rules:
            _run_rule(rule, nodes, selection.options.get(rule.name, {}), collector)


def _has_nodes(nodes_by_class: Mapping[type, Sequence[object]], node_class: type) -> bool:
    return any(nodes and issubclass(owner, node_class) for owner, nodes in nodes_by_class.items())


def _run_rule(rule: Rule[Any], nodes: Sequence[object], options: Mapping[str, Any], collector: ReportCollector) -> None:
    try:
        check = rule.check
        for node in nodes:
            for report in check(node, **options):
                collector.add(rule, _complete_report(node, report))
    except Exception as error:
        collector.add_failure(rule, error)


def _nodes_by_class(connector: Connector) -> Iterator[tuple[type, Sequence[object]]]:
    yield Connector, (connector,)
    yield Server, connector.servers
    yield AuthScheme, connector.auth_schemes
    yield Action, connector.actions
    yield Trigger, connector.triggers
    yield Parameter, connector.parameters
    yield RequestBody, connector.bodies
    yield Response, [response for operation in connector.operations for response in operation.responses]
    yield MediaType, connector.media_types
    yield Definition, connector.definitions
    description = connector.api
    yield Schema, [Schema(node, description) for node in description.schemas]


def _complete_report(node: object, report: Report) -> Report:
    """Add the users of a shared part to a report, which is placed once, at the part's text."""
    return add_usage(node, report) if isinstance(node, Parameter | RequestBody | MediaType) else report
