"""The index of a rule pack, which describes its rules so that they are imported only when they run.

The index is a module that `tools/rule_index.py` writes into the wheel of the built-in pack. It has literals alone. A
pack without an index works, too: all of its modules are imported.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from preclear.rule.definition import Option, Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.rule.definition import RuleFunction

INDEX_MODULE = "_rule_index"
"""The module of a pack that has its index: `RULES`, a tuple for each rule.

A tuple has the rule's module, relative to the pack, its name, category, severity, basis, source and fix, the names of
the classes `on` and `requires`, the keys, the options, and the documentation.
"""


@cache
def load_index(package: str) -> tuple[Rule[Any], ...] | None:
    """Return the rules of a pack from its index; None if it has none."""
    index_name = f"{package}.{INDEX_MODULE}"
    try:
        index = import_module(index_name)
    except ModuleNotFoundError as error:
        if error.name != index_name:
            raise
        return None
    from preclear import connector

    rules: list[Rule[Any]] = []
    for module, name, category, severity, basis, source, fix, on, requires, keys, options, doc in index.RULES:
        full_name = f"{package}.{module}"  # whatever the index has, it's a module of the pack
        rule: Rule[Any] = Rule(
            name=name,
            category=category,
            severity=severity,
            basis=basis,
            source=source,
            doc=doc,
            fix=fix,
            module=full_name,
            on=getattr(connector, on),
            load_check=_check_loader(full_name, name.replace("-", "_")),
            requires=getattr(connector, requires) if requires else None,
            keys=keys,
            options=tuple(Option(*fields) for fields in options) if options else (),
        )
        rules.append(rule)
    return tuple(rules)


def _check_loader(module: str, function: str) -> Callable[[], RuleFunction[Any]]:
    def load_check() -> RuleFunction[Any]:
        rule: Rule[Any] = getattr(import_module(module), function)
        return rule.check

    return load_check
