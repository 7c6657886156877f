"""What the platform has of one version of a connector: its connector, actions, triggers, definitions and schemas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from preclear.platform.lookups import LookupFailure
from preclear.platform.lookups.schemas import SchemaRequest, read_schemas, schema_file_name
from preclear.source import truncate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from preclear.platform.lookups import ConnectorRecord, ConnectorVersion, PlatformLookup
    from preclear.platform.verify.options import VerifyOptions
    from preclear.source import Json

MAX_SCHEMA_FAILURES = 3
"""How many requests for schemas fail one after the other before the rest isn't read."""

MAX_NAME_LENGTH = 80
"""Maximum length, in characters, of a definition's name in a message."""

_MISSING_STATUSES = (404, 410)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaState:
    """The schemas of a version's definitions.

    `by_name` has those that were read, by the name of their definition. `missing_count` counts the definitions that the
    platform has no schema for. `unread_count` counts those whose request failed or was never made; `failure` says why.
    """

    by_name: dict[str, Json]
    missing_count: int = 0
    unread_count: int = 0
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionState:
    """A version with everything in it. Lists have the objects that the platform sent. `schemas` is None if not read."""

    actions: list[dict[str, Json]]
    triggers: list[dict[str, Json]]
    definitions: list[dict[str, Json]]
    schemas: SchemaState | None

    def to_answer(self, connector: ConnectorRecord, version: ConnectorVersion) -> Json:
        """Return an object of the form of an import's answer (ImportHTTPConnectorResult), with this version alone."""
        return {
            "connector": {**connector.value, "versions": [version.value]},
            "actions": [*self.actions],
            "triggers": [*self.triggers],
            "definitions": [*self.definitions],
            "messages": [],
        }


def find_connector(lookup: PlatformLookup, options: VerifyOptions) -> ConnectorRecord:
    """Read the connector. Raises LookupFailure unless there is exactly one."""
    connector_id = options.connector if options.is_id else lookup.find_connector(options.connector).id
    try:
        return lookup.get_connector(connector_id)
    except LookupFailure as error:
        if error.status in _MISSING_STATUSES:
            raise LookupFailure(f"there is no connector `{connector_id}`", error.status) from None
        raise


def select_version(versions: Sequence[ConnectorVersion], name: str | None) -> ConnectorVersion | None:
    """Return the version called `name`; the newest one for None. None if there is none.

    `latest` and `default` are the versions with these flags: no version has such a name.
    """
    if name == "latest":
        return next((version for version in versions if version.is_latest), None)
    if name == "default":
        return next((version for version in versions if version.is_default), None)
    if name is not None:
        return next((version for version in versions if version.name == name), None)
    return max(versions, key=_creation_time, default=None)


def read_version_state(
    lookup: PlatformLookup,
    connector_id: str,
    version_name: str,
    *,
    schemas: bool,
    on_progress: Callable[[str], None] = lambda _: None,
) -> VersionState:
    """Read everything in a version. `on_progress` is called with what is being read. Raises LookupFailure."""
    on_progress("actions")
    actions = lookup.list_actions(connector_id, version_name)
    on_progress("triggers")
    triggers = lookup.list_triggers(connector_id, version_name)
    on_progress("definitions")
    definitions = lookup.list_definitions(connector_id, version_name)
    schema_state = _read_schemas(lookup, connector_id, version_name, definitions, on_progress) if schemas else None
    return VersionState(actions=actions, triggers=triggers, definitions=definitions, schemas=schema_state)


def _read_schemas(
    lookup: PlatformLookup,
    connector_id: str,
    version_name: str,
    definitions: Sequence[dict[str, Json]],
    on_progress: Callable[[str], None],
) -> SchemaState:
    """Read the schema of each definition. One that fails doesn't keep the others from being compared."""
    names = [(definition.get("name"), schema_file_name(definition)) for definition in definitions]
    requests = [
        SchemaRequest(name, file_name) for name, file_name in names if isinstance(name, str) and file_name is not None
    ]
    missing_count = len(definitions) - len(requests)
    schemas: dict[str, Json] = {}
    failures: list[str] = []
    consecutive_count = 0
    for batch in read_schemas(lookup, connector_id, version_name, requests, on_progress):
        for name, value, error in batch:
            if error is None:
                schemas[name] = value
            elif isinstance(error, LookupFailure) and error.status in _MISSING_STATUSES:
                missing_count += 1
            else:
                failures.append(f"the schema of definition `{truncate(name, MAX_NAME_LENGTH)}` can't be read: {error}")
                consecutive_count += 1
                continue
            consecutive_count = 0
        if consecutive_count >= MAX_SCHEMA_FAILURES:
            break
    return SchemaState(
        by_name=schemas,
        missing_count=missing_count,
        unread_count=len(definitions) - len(schemas) - missing_count,
        failure=failures[0] if failures else None,
    )


def _creation_time(version: ConnectorVersion) -> datetime:
    try:
        created_at = datetime.fromisoformat(version.created_at or "")
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return created_at if created_at.tzinfo is not None else created_at.replace(tzinfo=UTC)
