"""Reads what the platform has of a connector's version, to compare a plan with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping import make_platform_snapshot
from preclear.platform.lookups.records import LookupFailure
from preclear.platform.lookups.schemas import SchemaRequest, read_schemas, schema_file_name

if TYPE_CHECKING:
    from preclear.mapping import ConnectorSnapshot
    from preclear.platform.lookups import PlatformLookup
    from preclear.source import Json


class VersionSnapshot(NamedTuple):
    """What the platform has of a version: the names of connector and version, and the snapshot."""

    connector: str
    version: str
    snapshot: ConnectorSnapshot


def read_version_snapshot(lookup: PlatformLookup, name_or_id: str, version_name: str | None) -> VersionSnapshot:
    """Read a version of the connector with this name or id. Everything is read with GET requests.

    Without a `version_name`, it's the latest published version, or the one that changed last if none is published. A
    schema that the platform doesn't have is unknown. Raises LookupFailure and InvalidOptionError.
    """
    connector_id = lookup.find_connector(name_or_id).id
    connector = lookup.get_connector(connector_id)
    version = version_name if version_name is not None else _choose_version(lookup, connector_id)
    definitions = lookup.list_definitions(connector_id, version)
    snapshot = make_platform_snapshot(
        connector.value,
        lookup.list_actions(connector_id, version),
        lookup.list_triggers(connector_id, version),
        definitions,
        _read_schemas(lookup, connector_id, version, definitions),
    )
    return VersionSnapshot(connector.name or connector_id, version, snapshot)


def _choose_version(lookup: PlatformLookup, connector_id: str) -> str:
    versions = [version for version in lookup.list_versions(connector_id) if version.name]
    if not versions:
        raise LookupFailure("the connector has no version")
    published = (version for version in versions if version.is_latest and version.published_at is not None)
    return next(published, versions[0]).name


def _read_schemas(
    lookup: PlatformLookup, connector_id: str, version: str, definitions: list[dict[str, Json]]
) -> dict[str, Json]:
    """Return the schemas by the name of the definition. The file name is the last part of the definition's URL."""
    names = [(definition.get("name"), schema_file_name(definition)) for definition in definitions]
    requests = [SchemaRequest(name, file_name or f"{name}.json") for name, file_name in names if isinstance(name, str)]
    schemas: dict[str, Json] = {}
    for batch in read_schemas(lookup, connector_id, version, requests):
        for name, schema, error in batch:
            if error is None:
                schemas[name] = schema
            elif not isinstance(error, LookupFailure) or error.status != 404:
                raise error
    return schemas
