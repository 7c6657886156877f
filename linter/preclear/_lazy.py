"""Names that a package exports and imports only when they are first used, so that a command loads little."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def lazy_exports(
    package: str, names_by_module: Mapping[str, Iterable[str]]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return the `__getattr__` and the `__dir__` of `package`.

    `names_by_module` has the exported names by the module that defines them, relative to `package` (`yaml.load`).
    `__getattr__` raises AttributeError for any other name. Hide it from type checkers: in a package that defines
    `__getattr__`, they accept any name.
    """
    modules = {name: module for module, names in names_by_module.items() for name in names}
    namespace = vars(sys.modules[package])

    def get_attribute(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{package}.{modules[name]}"), name)
        namespace[name] = value
        return value

    def list_names() -> list[str]:
        return sorted({*namespace, *modules})

    return get_attribute, list_names
