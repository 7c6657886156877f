"""The connector model: what an import makes of a document, with the place of every value.

In: an analyzed `ApiDescription`. Out: a `Connector` with its actions, triggers, definitions and auth schemes. Rules
are written against these classes; the plan, the mapping of an answer and the emulator read them.
"""

from preclear.connector.auth import (
    OAUTH2_GRANTS,
    AuthScheme,
    AuthSchemeConfig,
    OAuthFlow,
    OAuthScope,
    SchemeType,
    SecurityRequirement,
)
from preclear.connector.builder import build_connector
from preclear.connector.callbacks import CallbackOperation
from preclear.connector.connector import Connector, Server, ServerVariable
from preclear.connector.content import Definition, MediaType
from preclear.connector.endpoint import HTTP_METHODS, Endpoint
from preclear.connector.names import ImportableNames
from preclear.connector.operation import Action, Operation, RequestBody, Response, Trigger
from preclear.connector.parameter import SCALAR_TYPES, Parameter
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
    "CallbackOperation",
    "Connector",
    "Definition",
    "Endpoint",
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
    "SchemeType",
    "SecurityRequirement",
    "Server",
    "ServerVariable",
    "Trigger",
    "Value",
    "add_usage",
    "build_connector",
    "parse_path_template",
]
