"""The version of the document has a name that the platform reserves.

A connector's versions are asked for by their names, and two names are taken: `latest` stands for the newest published
version, and `default` for the one that is marked so. No version can be called so itself. Where `info.version` names the
version to import, it must be another word: SemVer, a date or a number serve.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

RESERVED = ("default", "latest")


@rule(on=Connector, basis="contract", source="ConnectorVersion.name")
def reserved_version_name(connector: Connector) -> Iterator[Report]:
    info = connector.root.get("info")
    version = info.get("version") if info is not None else None
    if version is not None and isinstance(version.value, str) and version.value.strip() in RESERVED:
        message = f"version name `{version.value.strip()}` is reserved; expected a name of the version's own"
        yield Report(message, version, help="write a version such as `1.0.0`, a date or a number")
