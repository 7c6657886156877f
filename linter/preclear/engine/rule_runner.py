"""Runs each rule on the nodes that it checks."""

from __future__ import annotations

from functools import cache
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
from preclear.engine.cancellation import continue_check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from preclear.engine.cancellation import Checkpoint
    from preclear.engine.collector import ReportCollector
    from preclear.engine.rule_selection import RuleSelection
    from preclear.rule import Rule
    from preclear.source import Json, Report

_MAX_VALUES = 5000


def run_rules(
    connector: Connector,
    rules: Iterable[Rule[Any]],
    selection: RuleSelection,
    collector: ReportCollector,
    checkpoint: Checkpoint = continue_check,
) -> None:
    """Run every rule on all nodes of its class, and pass the reports to `collector`. Before each, call `checkpoint`.

    A rule without nodes isn't even imported, nor is one whose reports `collector` doesn't need.
    """
    needed_rules = [
        rule
        for rule in rules
        if collector.needs_reports(rule) and (rule.requires is None or _has_nodes(connector, rule.requires))
    ]
    keys = _collect_keys(connector) if any(rule.keys for rule in needed_rules) else None
    rules_by_class: dict[type, list[Rule[Any]]] = {node_class: [] for node_class in _NODES_BY_CLASS}
    for rule in needed_rules:
        if keys is None or not rule.keys or not keys.isdisjoint(rule.keys):
            base: type = rule.on
            for node_class in _find_node_classes(base):
                rules_by_class[node_class].append(rule)
    for node_class, matching_rules in rules_by_class.items():
        nodes = _NODES_BY_CLASS[node_class](connector) if matching_rules else ()
        for rule in matching_rules if nodes else ():
            checkpoint()
            _run_rule(rule, nodes, selection.options.get(rule.name, {}), collector)


def _has_nodes(connector: Connector, required: type) -> bool:
    return any(_NODES_BY_CLASS[node_class](connector) for node_class in _find_node_classes(required))


@cache
def _find_node_classes(base: type) -> tuple[type, ...]:
    """Return the classes of nodes that a rule on `base` checks. Found once a run, not once a document."""
    return tuple(node_class for node_class in _NODES_BY_CLASS if issubclass(node_class, base))


def _collect_keys(connector: Connector) -> set[str] | None:
    """Return the keys of all objects of the documents; None if they have more than a few thousand values.

    The imports that this saves would hardly be noticed then.
    """
    keys: set[str] = set()
    values: list[Json] = [document.value for document in connector.api.documents]
    for _ in range(_MAX_VALUES):
        if not values:
            return keys
        value = values.pop()
        if isinstance(value, dict):
            keys.update(value)
            values.extend(value.values())
        elif isinstance(value, list):
            values.extend(value)
    return None


def _run_rule(rule: Rule[Any], nodes: Sequence[object], options: Mapping[str, Any], collector: ReportCollector) -> None:
    try:
        check = rule.check
        for node in nodes:
            for report in check(node, **options):
                collector.add(rule, _complete_report(node, report))
    except Exception as error:
        collector.add_failure(rule, error)


_NODES_BY_CLASS: dict[type, Callable[[Connector], Sequence[object]]] = {
    Connector: lambda connector: (connector,),
    Server: lambda connector: connector.servers,
    AuthScheme: lambda connector: connector.auth_schemes,
    Action: lambda connector: connector.actions,
    Trigger: lambda connector: connector.triggers,
    Parameter: lambda connector: connector.parameters,
    RequestBody: lambda connector: connector.bodies,
    Response: lambda connector: [response for operation in connector.operations for response in operation.responses],
    MediaType: lambda connector: connector.media_types,
    Definition: lambda connector: connector.definitions,
    Schema: lambda connector: [Schema(node, connector.api) for node in connector.api.schemas],
}
"""The nodes of each class that a rule can check, in the order in which the rules run."""


def _complete_report(node: object, report: Report) -> Report:
    """Add the users of a shared part to a report, which is placed once, at the part's text."""
    return add_usage(node, report) if isinstance(node, Parameter | RequestBody | MediaType) else report
