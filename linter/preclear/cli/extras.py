"""Servers that need an extra of the installation."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType


def load_server(package: str, requirements: Sequence[str]) -> ModuleType | None:
    """Load a server's package. Return None if one of `requirements`, the modules that it needs, isn't installed."""
    try:
        for name in requirements:
            import_module(name)
    except ImportError:
        return None
    return import_module(package)
