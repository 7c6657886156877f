"""A scenario for each operation of the published description, by its operationId."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.emulator.scenarios import connections, connectors, definitions, operations, protocols, versions
from tests.emulator.scenarios.conversation import NOBODY, Conversation

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["NOBODY", "SCENARIOS", "Conversation"]

SCENARIOS: dict[str, Callable[[Conversation], None]] = {
    "ListCategories": connectors.list_categories,
    "ListPublicConnectors": connectors.list_public_connectors,
    "ListConnectors": connectors.list_connectors,
    "GetConnector": connectors.get_connector,
    "UpdateConnector": connectors.update_connector,
    "DeleteConnector": connectors.delete_connector,
    "UpdateConnectorTags": connectors.update_tags,
    "UpdateConnectorCategories": connectors.update_categories,
    "UpsertAuthSchemeConfig": connections.upsert_configs,
    "DeleteAuthSchemeConfig": connections.delete_config,
    "ListConnectorConnections": connections.list_connections,
    "CreateConnectorConnection": connections.create_connection,
    "GetConnection": connections.get_connection,
    "UpdateConnection": connections.update_connection,
    "DeleteConnection": connections.delete_connection,
    "CreateConnectorVersion": versions.create_version,
    "ListConnectorVersions": versions.list_versions,
    "GetConnectorVersion": versions.get_version,
    "UpdateConnectorVersion": versions.update_version,
    "DeleteConnectorVersion": versions.delete_version,
    "PublishConnector": versions.publish,
    "UnpublishConnector": versions.unpublish,
    "GetActions": operations.list_actions,
    "CreateAction": lambda at: operations.create_operation(at, "action"),
    "GetAction": lambda at: operations.get_operation(at, "action"),
    "UpdateAction": lambda at: operations.update_operation(at, "action"),
    "DeleteAction": lambda at: operations.delete_operation(at, "action"),
    "GetTriggers": operations.list_triggers,
    "CreateTrigger": lambda at: operations.create_operation(at, "trigger"),
    "GetTrigger": lambda at: operations.get_operation(at, "trigger"),
    "UpdateTrigger": lambda at: operations.update_operation(at, "trigger"),
    "DeleteTrigger": lambda at: operations.delete_operation(at, "trigger"),
    "GetDefinitions": definitions.list_definitions,
    "CreateDefinitions": definitions.create_definitions,
    "DeleteDefinitions": definitions.delete_definitions,
    "GetDefinition": definitions.get_definition,
    "UpdateDefinition": definitions.update_definition,
    "DeleteDefinition": definitions.delete_definition,
    "ListProtocols": protocols.list_protocols,
    "ListAuthSchemes": protocols.list_auth_schemes,
    "GetProtocolUploadURL": protocols.get_upload_url,
    "CreateHTTPConnector": connectors.create_http_connector,
    "ImportHTTPConnectorVersion": versions.import_version,
    "ImportHTTPConnector": versions.import_connector,
    "GetRawSchema": definitions.get_raw_schema,
}
