"""Resources in the emulator for generated requests to be about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from tests.emulator.documents import SOUND, send

if TYPE_CHECKING:
    import httpx

    from tests.emulator.server import Emulator

_NAMED = (
    "CreateAction",
    "CreateTrigger",
    "UpdateAction",
    "UpdateTrigger",
    "UpdateDefinition",
    "CreateConnectorVersion",
)
_INLINE_SCHEMA = {"contentType": "application/schema+json", "content": '{"properties": {"a": {"$ref": "#/$defs/a"}}}'}
_TRIGGER: dict[str, Any] = {
    "type": "http",
    "name": "petBorn",
    "method": "POST",
    "parameters": [],
    "responses": [{"id": 1, "definitions": []}],
}


class World:
    """A connector with one of everything: a draft, a published version, a connection, an action, a trigger."""

    def __init__(self, client: httpx.Client, emulator: Emulator) -> None:
        connector: dict[str, Any] = send(client, emulator, SOUND.encode()).json()["connector"]
        url = f"{emulator.at}/connectors/{connector['id']}"
        version_url = f"{url}/versions/1.0"
        client.post(f"{url}/versions", json={"name": "0.9", "fromVersion": "1.0"}).raise_for_status()
        client.post(f"{url}/versions/0.9/publish").raise_for_status()
        trigger = client.post(f"{version_url}/triggers", json=_TRIGGER).raise_for_status().json()
        config = connector["authSchemeConfigs"][0]
        credential = {"name": "k", "type": "string", "data": {"value": "s"}}
        use = {"authSchemeConfig": config, "credential": credential}
        body: dict[str, Any] = {"name": "live", "credentials": {"action": [use]}, "variables": []}
        connection = client.post(f"{url}/connections", json=body).raise_for_status().json()
        self.path_parameters = {
            "organisation_id": emulator.organisation,
            "connector_id": connector["id"],
            "version": "1.0",
            "action_name": "createPet",
            "trigger_name": "petBorn",
            "definition_name": "Pet",
            "protocol_slug": "http",
            "schema_filename": "Pet.json",
            "auth_scheme_config_id": config["id"],
            "connection_id": connection["id"],
        }
        owner = client.get(f"{version_url}/definitions/Owner").json()
        self._bodies: dict[str, Any] = {
            "UpdateConnector": {key: connector[key] for key in ("id", "organisationId", "protocol")},
            "UpsertAuthSchemeConfig": {"id": config["id"]},
            "UpdateConnection": {"id": connection["id"]},
            "UpdateConnectorVersion": client.get(version_url).json(),
            "UpdateAction": {"id": client.get(f"{version_url}/actions/createPet").json()["id"]},
            "UpdateTrigger": {"id": trigger["id"]},
            "UpdateDefinition": {"id": client.get(f"{version_url}/definitions/Pet").json()["id"]},
        }
        self._definition = owner

    def locate(self, operation_id: str, path_parameters: dict[str, Any]) -> dict[str, Any]:
        """Return generated path parameters with those of what exists. Only a published version can be unpublished."""
        known = {**self.path_parameters, **({"version": "0.9"} if operation_id == "UnpublishConnector" else {})}
        return {name: known.get(name, value) for name, value in path_parameters.items()}

    def complete(self, operation_id: str, body: Any, number: int) -> Any:
        """Return a generated body about what exists: with the ids that are here, names, and links to a definition.

        `number` makes names of new resources.
        """
        if not isinstance(body, dict):
            return body
        fields = cast("dict[str, Any]", body)
        known: dict[str, Any] = {**self._bodies.get(operation_id, {})}
        if operation_id in _NAMED:
            known["name"] = f"made-{number}"
        if operation_id == "CreateDefinitions":
            definitions: list[dict[str, Any]] = fields.get("definitions", [])
            known["definitions"] = [
                {**item, "name": f"made-{number}-{index}", "schema": _INLINE_SCHEMA}
                for index, item in enumerate(definitions)
            ]
        if operation_id == "CreateHTTPConnector":
            known["connections"] = []
        if operation_id.startswith("Import") and number % 2:
            return _import_body(fields, number)
        linked: dict[str, Any] = self._link(fields)
        return {**linked, **{key: value for key, value in known.items() if key in linked}}

    def _link(self, value: Any) -> Any:
        """Return `value` with links to a definition that exists."""
        if isinstance(value, list):
            return [self._link(item) for item in cast("list[object]", value)]
        if not isinstance(value, dict):
            return value
        fields = cast("dict[str, Any]", value)
        linked = {key: self._link(item) for key, item in fields.items()}
        if isinstance(linked.get("definition"), dict):
            linked["definition"] = self._definition if "url" in linked["definition"] else {"name": "Owner"}
        return linked


def _import_body(body: dict[str, Any], number: int) -> dict[str, Any]:
    """Return the body of an import with a document that can be imported."""
    metadata = {"format": "openapi", "version": f"made-{number}"}
    return {"file": SOUND, "metadata": metadata} if "schemaURL" not in body else {**body, **metadata}
