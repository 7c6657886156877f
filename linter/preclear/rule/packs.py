"""Rule packs: found through one entry point, the built-in one like any other."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any, TypeGuard

from preclear.rule.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

GROUP = "preclear.rules"
"""A pack is a package; an entry point of this group names it. Every `Rule` in its modules is one of its rules."""


class PackError(Exception):
    """Rules cannot be found, or two have one name: nothing was checked."""


def discover() -> dict[str, Rule[Any]]:
    """Every rule of every installed pack, by name, in the order of the names.

    Raises PackError where there is no pack, a pack cannot be imported, or two rules have the same name.
    """
    from importlib.metadata import entry_points

    found: dict[str, Rule[Any]] = {}
    packs = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    for pack in packs:
        try:
            modules = list(_modules(pack.load()))
        except Exception as error:
            raise PackError(f"rule pack `{pack.name}` ({pack.value}) cannot be imported: {error}") from error
        for module in modules:
            for value in vars(module).values():
                if _is_rule(value) and found.setdefault(value.name, value) is not value:
                    raise PackError(f"two rules are called `{value.name}`: the second is in {module.__name__}")
    if not found:
        raise PackError("no rule pack is installed, so nothing can be checked; install preclear again")
    return dict(sorted(found.items()))


def _is_rule(value: object) -> TypeGuard[Rule[Any]]:
    return isinstance(value, Rule)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for info in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{package.__name__}."):
        yield importlib.import_module(info.name)
