"""Rule packs, which an entry point names. The built-in pack is found like any other."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, Any, TypeGuard

from preclear.rule.definition import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ENTRY_POINT_GROUP = "preclear.rules"
"""The entry point group. Each entry names a package; every `Rule` in its modules is a rule of the pack."""


class PackError(Exception):
    """The rules can't be loaded, or two have the same name. Nothing was checked."""


def discover_rules() -> dict[str, Rule[Any]]:
    """Return every rule of every installed pack by name, sorted by name.

    Raises PackError if there is no pack, a pack can't be imported, or two rules have the same name.
    """
    rules: dict[str, Rule[Any]] = {}
    for pack, package in sorted(find_installed_packs()):
        for rule in load_pack(pack, package):
            if rules.setdefault(rule.name, rule) is not rule:
                raise PackError(f"rule `{rule.name}` is defined twice, the second time in `{rule.module}`")
    if not rules:
        raise PackError("no rule pack is installed, so nothing can be checked; reinstall preclear")
    return dict(sorted(rules.items()))


def load_pack(pack: str, package: str) -> Iterator[Rule[Any]]:
    """Yield the rules of a pack. Raises PackError if the pack can't be imported.

    If the pack has an index, no rule is imported.
    """
    from preclear.rule.index import load_index

    try:
        root = importlib.import_module(package)
        indexed_rules = load_index(package)
        modules = list(_import_modules(root)) if indexed_rules is None else []
    except Exception as error:
        raise PackError(f"rule pack `{pack}` ({package}) can't be imported: {error}") from error
    yield from indexed_rules or ()
    for module in modules:
        yield from filter(_is_rule, vars(module).values())


def find_installed_packs() -> set[tuple[str, str]]:
    """Return the name and package of every rule pack that is installed on `sys.path`.

    An empty entry of the path means the current folder. It is skipped: that folder can be anyone's.

    The packs are read from the `entry_points.txt` of the installed distributions (entry points specification, Python
    Packaging User Guide). importlib.metadata does the same, but importing it takes longer than checking a small
    document, so it is used only if an entry of the path isn't a folder.
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
    import pkgutil  # only for packs without an index

    yield package
    for info in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{package.__name__}."):
        yield importlib.import_module(info.name)
