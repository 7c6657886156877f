"""The index of a rule pack, which describes its rules so that they are imported only when they run.

The index is a module that `tools/rule_index.py` writes into the wheel of the built-in pack. It holds literals alone. A
pack without an index works, too: all of its modules are imported.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from preclear.rule.definition import Option, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from preclear.rule.definition import RuleFunction

INDEX_MODULE = "_rule_index"
"""The module of a pack that has its index. Its `RULES` are tuples of the fields of each rule, in a fixed order."""


@cache
def load_index(package: str) -> tuple[tuple[str, Rule[Any]], ...] | None:
    """Return the rules of a pack, each with the name of its module, from the pack's index; None if it has none."""
    index_name = f"{package}.{INDEX_MODULE}"
    try:
        index = import_module(index_name)
    except ModuleNotFoundError as error:
        if error.name != index_name:
            raise
        return None
    return tuple(_make_rule(package, *fields) for fields in index.RULES)


def _make_rule(
    package: str,
    module: str,
    name: str,
    category: str,
    severity: Any,
    basis: Any,
    source: str,
    fix: Any,
    on: str,
    requires: str | None,
    options: Iterable[tuple[str, str, Any]],
    doc: str,
) -> tuple[str, Rule[Any]]:
    full_name = f"{package}.{module}"
    rule: Rule[Any] = Rule(
        name=name,
        category=category,
        severity=severity,
        basis=basis,
        source=source,
        doc=doc,
        fix=fix,
        on=_node_class(on),
        load_check=_check_loader(full_name, name.replace("-", "_")),
        requires=_node_class(requires) if requires is not None else None,
        options=tuple(Option(*fields) for fields in options),
    )
    return full_name, rule


def _check_loader(module: str, function: str) -> Callable[[], RuleFunction[Any]]:
    def load_check() -> RuleFunction[Any]:
        rule: Rule[Any] = getattr(import_module(module), function)
        return rule.check

    return load_check


def _node_class(name: str) -> type:
    from preclear import connector

    node_class: type = getattr(connector, name)
    return node_class
