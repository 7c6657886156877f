"""The connector model: what an import makes of a document."""

from preclear.connector.auth import (
    OAUTH2_GRANTS,
    AuthScheme,
    AuthSchemeConfig,
    OAuthFlow,
    OAuthScope,
    SecurityRequirement,
)
from preclear.connector.build import build_connector
from preclear.connector.connector import Connector, Server, ServerVariable
from preclear.connector.definition import Definition
from preclear.connector.operation import HTTP_METHODS, Action, Operation, Trigger
from preclear.connector.parts import SCALAR_TYPES, MediaType, Parameter, RequestBody, Response
from preclear.connector.path_template import PathTemplate, parse_path_template
from preclear.connector.schema import AllowedTypes, Schema
from preclear.connector.usage import add_usage
from preclear.connector.value import Value

__all__ = [
    "HTTP_METHODS",
    "OAUTH2_GRANTS",
    "SCALAR_TYPES",
    "Action",
    "AllowedTypes",
    "AuthScheme",
    "AuthSchemeConfig",
    "Connector",
    "Definition",
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
    "build_connector",
    "parse_path_template",
]
