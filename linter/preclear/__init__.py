"""Preclearance for OpenAPI documents: what an import makes of them, and where they stand in its way.

This is the public API: what rules are written with (`rule`, `Report`, the classes of the connector model) and what
programs call (`check`, `check_paths`). Everything is imported when it is first used, so that a command that needs
little loads little.
"""

import sys

# `python -m preclear` puts the current folder first on the path. That can be a stranger's repository: nothing is to be
# imported from it, not even `__future__`. While Python locates the module, `sys.argv` begins with `-m`, and the name
# precedes the arguments.
if not sys.flags.safe_path and sys.argv[:1] == ["-m"] and sys.orig_argv[-len(sys.argv)] in ("preclear", "-mpreclear"):
    del sys.path[0]

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports
from preclear.rule import PackError, Rule, discover_rules, rule  # not later: the module would take the name `rule`

if TYPE_CHECKING:
    from preclear._records import replace
    from preclear.config import ConfigError
    from preclear.connector import (
        HTTP_METHODS,
        OAUTH2_GRANTS,
        SCALAR_TYPES,
        Action,
        AllowedTypes,
        AuthScheme,
        AuthSchemeConfig,
        CallbackOperation,
        Connector,
        Definition,
        ImportableNames,
        MediaType,
        OAuthFlow,
        OAuthScope,
        Operation,
        Parameter,
        PathTemplate,
        RequestBody,
        Response,
        Schema,
        SecurityRequirement,
        Server,
        ServerVariable,
        Trigger,
        Value,
        add_usage,
    )
    from preclear.edit import Adaptation, AdaptError, AdaptOptions, Change, LeftOut
    from preclear.engine import BaselineError, CheckResult, Finding, check, check_document
    from preclear.project import CheckResults, FixError, OptionError, adapt, check_paths
    from preclear.source import (
        Document,
        Edit,
        EditLevel,
        Insert,
        Json,
        Kind,
        Limits,
        Node,
        Place,
        Pointer,
        Position,
        RelatedLocation,
        Remove,
        Rename,
        Report,
        Set,
        Span,
        Suggester,
        format_pointer,
        load,
        report_group,
    )

__version__ = "0.1.0"

__all__ = [
    "HTTP_METHODS",
    "OAUTH2_GRANTS",
    "SCALAR_TYPES",
    "Action",
    "AdaptError",
    "AdaptOptions",
    "Adaptation",
    "AllowedTypes",
    "AuthScheme",
    "AuthSchemeConfig",
    "BaselineError",
    "CallbackOperation",
    "Change",
    "CheckResult",
    "CheckResults",
    "ConfigError",
    "Connector",
    "Definition",
    "Document",
    "Edit",
    "EditLevel",
    "Finding",
    "FixError",
    "ImportableNames",
    "Insert",
    "Json",
    "Kind",
    "LeftOut",
    "Limits",
    "MediaType",
    "Node",
    "OAuthFlow",
    "OAuthScope",
    "Operation",
    "OptionError",
    "PackError",
    "Parameter",
    "PathTemplate",
    "Place",
    "Pointer",
    "Position",
    "RelatedLocation",
    "Remove",
    "Rename",
    "Report",
    "RequestBody",
    "Response",
    "Rule",
    "Schema",
    "SecurityRequirement",
    "Server",
    "ServerVariable",
    "Set",
    "Span",
    "Suggester",
    "Trigger",
    "Value",
    "adapt",
    "add_usage",
    "check",
    "check_document",
    "check_paths",
    "discover_rules",
    "format_pointer",
    "load",
    "replace",
    "report_group",
    "rule",
]

_exports = lazy_exports(
    __name__,
    {
        "_records": ("replace",),
        "config": ("ConfigError",),
        "connector": (
            "HTTP_METHODS",
            "OAUTH2_GRANTS",
            "SCALAR_TYPES",
            "Action",
            "AllowedTypes",
            "AuthScheme",
            "AuthSchemeConfig",
            "CallbackOperation",
            "Connector",
            "Definition",
            "ImportableNames",
            "MediaType",
            "OAuthFlow",
            "OAuthScope",
            "Operation",
            "Parameter",
            "PathTemplate",
            "RequestBody",
            "Response",
            "Schema",
            "SecurityRequirement",
            "Server",
            "ServerVariable",
            "Trigger",
            "Value",
            "add_usage",
        ),
        "edit": (
            "AdaptError",
            "AdaptOptions",
            "Adaptation",
            "Change",
            "LeftOut",
        ),
        "engine": (
            "BaselineError",
            "CheckResult",
            "Finding",
            "check",
            "check_document",
        ),
        "source": (
            "Document",
            "Edit",
            "EditLevel",
            "Insert",
            "Json",
            "Kind",
            "Limits",
            "Node",
            "Place",
            "Pointer",
            "Position",
            "RelatedLocation",
            "Remove",
            "Rename",
            "Report",
            "Set",
            "Span",
            "Suggester",
            "format_pointer",
            "load",
            "report_group",
        ),
        "project": (
            "CheckResults",
            "FixError",
            "OptionError",
            "adapt",
            "check_paths",
        ),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
