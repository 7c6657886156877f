"""The commands that change something, each with what it looks up, and the answer that says that it was carried out.

A new command joins the tests of faults, tokens and signals by a line in CASES.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.platform.fault_running import CONNECTOR, ORGANISATION

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "/api/connect/v1"
ROOT = f"{PREFIX}/o/{ORGANISATION}/connectors/{CONNECTOR}"
CONFIG = "01J00000000000000000000CFG"
MOMENTS = {"createdAt": "2026-01-02T03:04:05Z", "updatedAt": "2026-01-02T03:04:06Z"}
NOTHING: Mapping[str, str] = MappingProxyType({})


def make_version(name: str, *, published: str | None = None, **fields: Any) -> dict[str, Any]:
    """A version as the contract has it (ConnectorVersion)."""
    flags = {"isLatest": False, "isDefault": False}
    return {
        "id": f"01J0000000000000000000V{name:0>3}"[:26],
        "name": name,
        **flags,
        **MOMENTS,
        "publishedAt": published,
        **fields,
    }


def make_connector(**fields: Any) -> dict[str, Any]:
    """A connector as the contract has it (HTTPConnector)."""
    return {
        "id": CONNECTOR,
        "organisationId": ORGANISATION,
        "name": "Pets",
        "public": False,
        "protocol": "http",
        "baseUrl": "https://pets.example.com",
        "authSchemeConfigs": [{"id": CONFIG, "schemeType": "none", "description": "none"}],
        "connections": [],
        "versions": [],
        **MOMENTS,
        **fields,
    }


DRAFT, PUBLISHED = make_version("100"), make_version("200", published="2026-02-03T00:00:00Z")
VERSIONS = {f"{ROOT}/versions?first=100": {"totalCount": 2, "items": [DRAFT, PUBLISHED]}}
TAGGED = {ROOT: make_connector(tags={"team": ["pets"]})}


class ChangeCase(NamedTuple):
    """A command; `lookups` are the answers to its look-ups by path. `files` are written before it runs."""

    arguments: tuple[str, ...]
    method: str
    path: str
    status: int
    answer: Any
    lookups: Mapping[str, Any] = VERSIONS
    files: Mapping[str, str] = NOTHING
    environment: Mapping[str, str] = NOTHING

    @property
    def command(self) -> str:
        """The name of the command: `version create`."""
        return " ".join(self.arguments[:2])


CASES = {
    "version create": ChangeCase(
        ("version", "create", "300", "--connector", CONNECTOR, "--from", "100"),
        "POST",
        f"{ROOT}/versions",
        201,
        make_version("300"),
    ),
    "version update": ChangeCase(
        ("version", "update", "100", "--connector", CONNECTOR, "--description", "New"),
        "PUT",
        f"{ROOT}/versions/100",
        200,
        make_version("100", description="New"),
    ),
    "version publish": ChangeCase(
        ("version", "publish", "100", "--connector", CONNECTOR),
        "POST",
        f"{ROOT}/versions/100/publish",
        200,
        {"version": make_version("100", published="2026-02-03T00:00:00Z")},
    ),
    "version unpublish": ChangeCase(
        ("version", "unpublish", "200", "--connector", CONNECTOR),
        "POST",
        f"{ROOT}/versions/200/unpublish",
        200,
        {"version": make_version("200")},
    ),
    "version delete": ChangeCase(
        ("version", "delete", "100", "--connector", CONNECTOR, "--yes"), "DELETE", f"{ROOT}/versions/100", 204, None
    ),
    "connector update": ChangeCase(
        ("connector", "update", CONNECTOR, "--base-url", "https://new.example.com"),
        "PUT",
        ROOT,
        200,
        make_connector(baseUrl="https://new.example.com", tags={"team": ["pets"]}),
        TAGGED,
    ),
    "connector update, tags": ChangeCase(
        ("connector", "update", CONNECTOR, "--tag", "team:cats"), "PUT", f"{ROOT}/tags", 204, None, TAGGED
    ),
    "connector update, categories": ChangeCase(
        ("connector", "update", CONNECTOR, "--category", "erp"),
        "PUT",
        f"{ROOT}/categories",
        204,
        None,
        {f"{PREFIX}/categories": ["ERP", "HR"]},
    ),
}
"""Each request that changes something, by a name."""
