"""The connector model: what an import makes of a document."""

from preclear.connector.auth import GRANTS, AuthScheme, AuthSchemeConfig, Flow, Requirement, Scope
from preclear.connector.build import build
from preclear.connector.connector import Connector, Server, Variable
from preclear.connector.definition import Definition
from preclear.connector.operation import HTTP_METHODS, Action, Operation, Trigger
from preclear.connector.parts import SCALARS, Body, MediaType, Parameter, Response
from preclear.connector.schema import Schema, Types
from preclear.connector.template import Template, parse_template
from preclear.connector.users import with_users
from preclear.connector.value import Value

__all__ = [
    "GRANTS",
    "HTTP_METHODS",
    "SCALARS",
    "Action",
    "AuthScheme",
    "AuthSchemeConfig",
    "Body",
    "Connector",
    "Definition",
    "Flow",
    "MediaType",
    "Operation",
    "Parameter",
    "Requirement",
    "Response",
    "Schema",
    "Scope",
    "Server",
    "Template",
    "Trigger",
    "Types",
    "Value",
    "Variable",
    "build",
    "parse_template",
    "with_users",
]
