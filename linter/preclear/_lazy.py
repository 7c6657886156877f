"""Names that a package exports and imports only when they are first used, so that a command loads little."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def lazy_exports(package: str, names_by_module: Mapping[str, Iterable[str]]) -> Callable[[str], object]:
    """Return the `__getattr__` of `package`.

    `names_by_module` has the exported names by the module that defines them, relative to `package` (`yaml.load`).
    The function raises AttributeError for any other name.
    """
    modules = {name: module for module, names in names_by_module.items() for name in names}

    def get_attribute(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{package}.{modules[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return get_attribute
