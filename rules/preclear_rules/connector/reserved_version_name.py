"""The version has a name that the platform reserves.

`latest` is the newest published version of a connector, and `default` is the version that's marked as the default. No
version can have either name. Use SemVer, a date or a number.

An import gets the version's name separately from the document. Set the option `version` to the name that you'll use: a
reserved name is then an error. Nothing says that the import ever takes the name from `info.version`, so a reserved name
there is only an info.

No fix: the name of the version is yours to choose, when you import it.
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
    version_node = info.get("version") if info is not None else None
    if version.strip() in RESERVED:
        message = f"version name `{version.strip()}`, set by the option `version`, is reserved; expected another name"
        yield Report(message, version_node or connector, help="set a name such as `1.0.0`, a date or a number")
    elif (
        not version
        and version_node is not None
        and isinstance(version_node.value, str)
        and version_node.value.strip() in RESERVED
    ):
        message = f"`{version_node.value.strip()}` in `info.version` is a reserved version name"
        message += "; expected another name if you name the version after it"
        help = "import the version under a name such as `1.0.0`, a date or a number"
        yield Report(message, version_node, help=help, severity="info")
