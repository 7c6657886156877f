"""Rule packs: found through one entry point, the built-in one like any other."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from typing import TYPE_CHECKING, Any, TypeGuard

from preclear.rule.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ENTRY_POINT_GROUP = "preclear.rules"
"""A pack is a package; an entry point of this group names it. Every `Rule` in its modules is one of its rules."""


class PackError(Exception):
    """Rules cannot be found, or two have one name: nothing was checked."""


def discover_rules() -> dict[str, Rule[Any]]:
    """Every rule of every installed pack, by name, in the order of the names.

    Raises PackError where there is no pack, a pack cannot be imported, or two rules have the same name.
    """
    rules: dict[str, Rule[Any]] = {}
    for pack, package in sorted(find_installed_packs()):
        try:
            modules = list(_import_modules(importlib.import_module(package)))
        except Exception as error:
            raise PackError(f"rule pack `{pack}` ({package}) cannot be imported: {error}") from error
        for module in modules:
            for value in vars(module).values():
                if _is_rule(value) and rules.setdefault(value.name, value) is not value:
                    raise PackError(f"two rules are called `{value.name}`: the second is in {module.__name__}")
    if not rules:
        raise PackError("no rule pack is installed, so nothing can be checked; install preclear again")
    return dict(sorted(rules.items()))


def find_installed_packs() -> set[tuple[str, str]]:
    """Name and package of every rule pack that is installed on the path.

    The current folder, which an empty entry of the path stands for, has no installed packs: it can be a stranger's.

    Read from the `entry_points.txt` of the installed distributions (the entry points specification of the Python
    Packaging User Guide). importlib.metadata reads the same, and to import it takes longer than to check a small
    document; it is asked only where something on the path is not a folder.
    """
    packs: set[tuple[str, str]] = set()
    for folder in dict.fromkeys(filter(None, sys.path)):
        try:
            names = os.listdir(folder)
        except NotADirectoryError:
            return _find_packs_by_metadata()
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                packs.update(_read_entry_points(os.path.join(folder, name, "entry_points.txt")))
    return packs


def _read_entry_points(path: str) -> Iterator[tuple[str, str]]:
    try:
        with open(path, encoding="utf-8") as lines:
            text = lines.read()
    except (OSError, UnicodeDecodeError):
        return
    section = ""
    for line in map(str.strip, text.splitlines()) if ENTRY_POINT_GROUP in text else ():
        if line.startswith("["):
            section = line.strip("[] ")
        elif section == ENTRY_POINT_GROUP and "=" in line and not line.startswith(("#", ";")):
            name, _, package = line.partition("=")
            yield name.strip(), package.partition("[")[0].strip()


def _find_packs_by_metadata() -> set[tuple[str, str]]:
    from importlib.metadata import distributions

    packages = distributions(path=[folder for folder in sys.path if folder])
    return {
        (entry.name, entry.module)
        for distribution in packages
        for entry in distribution.entry_points
        if entry.group == ENTRY_POINT_GROUP
    }


def _is_rule(value: object) -> TypeGuard[Rule[Any]]:
    return isinstance(value, Rule)


def _import_modules(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for info in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{package.__name__}."):
        yield importlib.import_module(info.name)
