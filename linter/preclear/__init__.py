"""Preclearance for OpenAPI documents: what an import makes of them, and where they stand in its way.

This is the public API: what rules are written with (`rule`, `Report`, the classes of the connector model) and what
programs call (`check`). Everything is imported when it is first used, so that a command that needs little loads little.
"""

import sys

# `python -m preclear` puts the current folder first on the path. That can be a stranger's repository: nothing is to be
# imported from it, not even `__future__`. While Python locates the module, `sys.argv` begins with `-m`, and the name
# precedes the arguments.
if not sys.flags.safe_path and sys.argv[:1] == ["-m"] and sys.orig_argv[-len(sys.argv)] in ("preclear", "-mpreclear"):
    del sys.path[0]

from importlib import import_module
from typing import TYPE_CHECKING

from preclear.rule import Rule, discover, rule  # not later: the module of the same name would stand in `rule`'s place

if TYPE_CHECKING:
    from preclear.connector import (
        GRANTS,
        HTTP_METHODS,
        SCALARS,
        Action,
        AuthScheme,
        AuthSchemeConfig,
        Body,
        Connector,
        Definition,
        Flow,
        MediaType,
        Operation,
        Parameter,
        Requirement,
        Response,
        Schema,
        Scope,
        Server,
        Template,
        Trigger,
        Types,
        Value,
        Variable,
        with_users,
    )
    from preclear.engine import Checked, Finding, check
    from preclear.source import (
        Document,
        Json,
        Kind,
        Limits,
        Node,
        Place,
        Pointer,
        Position,
        Related,
        Report,
        Span,
        Suggester,
        load,
        pointer_text,
        together,
    )

__version__ = "0.1.0"

__all__ = [
    "GRANTS",
    "HTTP_METHODS",
    "SCALARS",
    "Action",
    "AuthScheme",
    "AuthSchemeConfig",
    "Body",
    "Checked",
    "Connector",
    "Definition",
    "Document",
    "Finding",
    "Flow",
    "Json",
    "Kind",
    "Limits",
    "MediaType",
    "Node",
    "Operation",
    "Parameter",
    "Place",
    "Pointer",
    "Position",
    "Related",
    "Report",
    "Requirement",
    "Response",
    "Rule",
    "Schema",
    "Scope",
    "Server",
    "Span",
    "Suggester",
    "Template",
    "Trigger",
    "Types",
    "Value",
    "Variable",
    "check",
    "discover",
    "load",
    "pointer_text",
    "rule",
    "together",
    "with_users",
]

_LAYERS = ("connector", "engine", "source")


def __getattr__(name: str) -> object:
    if name in __all__:
        for layer in _LAYERS:
            module = import_module(f"preclear.{layer}")
            if name in module.__all__:
                value = getattr(module, name)
                globals()[name] = value
                return value
    raise AttributeError(f"module 'preclear' has no attribute {name!r}")
