"""The version has a name that the platform reserves.

A connector's versions are asked for by their names, and two names are taken: `latest` stands for the newest published
version, and `default` for the one that is marked so. No version can be called so itself. Where `info.version` names the
version to import, it must be another word: SemVer, a date or a number serve.

A config can say what the version will be called, with `version`: then that name counts, and not the document's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

RESERVED = ("default", "latest")


@rule(on=Connector, basis="contract", source="ConnectorVersion.name")
def reserved_version_name(connector: Connector, *, version: str = "") -> Iterator[Report]:
    info = connector.root.get("info")
    named = info.get("version") if info is not None else None
    if version.strip() in RESERVED:
        message = f"version name `{version.strip()}`, which is asked for, is reserved; expected a name of its own"
        yield Report(message, named or connector, help="ask for a name such as `1.0.0`, a date or a number")
    elif not version and named is not None and isinstance(named.value, str) and named.value.strip() in RESERVED:
        message = f"version name `{named.value.strip()}` is reserved; expected a name of the version's own"
        yield Report(message, named, help="write a version such as `1.0.0`, a date or a number")
