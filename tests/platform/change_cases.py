"""The commands that change something, each with what it looks up, and the answer that says that it was carried out.

A new command joins the tests of faults, tokens and signals by a line in CASES.
"""

from __future__ import annotations

from base64 import b64encode
from secrets import token_bytes, token_hex, token_urlsafe
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


CONNECTION = "01J000000000000000000C0NNX"
CONNECTION_FILE = """\
name: production
variables: {region: eu}
credentials:
  action:
    - {scheme: api-key, value: {env: PETS_KEY}}
    - {scheme: basic-auth, username: admin, password: {env: PETS_PASSWORD}}
    - scheme: certificate
      certificate: "-----BEGIN CERTIFICATE-----\\nMIIC\\n-----END CERTIFICATE-----"
      key: {env: PETS_CERTIFICATE_KEY}
      ca: "-----BEGIN CERTIFICATE-----\\nMIIC\\n-----END CERTIFICATE-----"
  trigger:
    - {scheme: hmac, type: binary, valueBase64: {env: PETS_SIGNATURE}}
"""
CONNECTION_SECRETS = {
    "PETS_KEY": f'key/{token_hex(20)}"<&>+=##[x]',
    "PETS_PASSWORD": f"Pa55 wörd\\{token_hex(20)}'",
    "PETS_CERTIFICATE_KEY": "\n".join(token_urlsafe(48) for _ in range(4)),
    "PETS_SIGNATURE": b64encode(token_bytes(60)).decode(),
}
"""The secrets of the connection file: one with marks, one with letters, one of several lines, one in base64."""

_CONFIGS: tuple[dict[str, Any], ...] = (
    {"schemeType": "api-key", "name": "X-Key", "in": "header"},
    {"schemeType": "basic-auth"},
    {"schemeType": "certificate"},
    {"schemeType": "hmac", "name": "X-Sig", "in": "header", "algorithm": "sha256", "digestInputs": ["body"]},
)
CONFIGS = [
    {"id": f"{CONFIG[:-1]}{number}", "description": f"Scheme {number}", **fields}
    for number, fields in enumerate(_CONFIGS)
]
"""The auth scheme configs of the connector, one for each credential of the connection file."""


def make_connection(name: str) -> dict[str, Any]:
    """A connection as the contract has it (Connection), with the credentials of the connection file."""
    uses: list[dict[str, Any]] = [
        {
            "id": f"01J0000000000000000000VSE{number}",
            "authSchemeConfig": config,
            "credential": {
                "id": f"01J000000000000000000CRED{number}",
                "organisationId": ORGANISATION,
                "type": "string",
                "name": f"Credential {number}",
                "data": {"value": "***"},
                "errors": [],
            },
        }
        for number, config in enumerate(CONFIGS)
    ]
    credentials = {"action": uses[:3], "trigger": uses[3:]}
    return {"id": CONNECTION, "name": name, "credentials": credentials, "variables": [], **MOMENTS}


CONNECTIONS = {
    ROOT: make_connector(authSchemeConfigs=CONFIGS),
    f"{ROOT}/connections?first=100": {"totalCount": 1, "items": [{"id": CONNECTION, "name": "staging", **MOMENTS}]},
    f"{ROOT}/connections/{CONNECTION}": make_connection("staging"),
}


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
    "connection create": ChangeCase(
        ("connection", "create", "pets.connection.yaml", "--connector", CONNECTOR),
        "POST",
        f"{ROOT}/connections",
        200,
        make_connection("production"),
        CONNECTIONS,
        {"pets.connection.yaml": CONNECTION_FILE},
        CONNECTION_SECRETS,
    ),
    "connection update": ChangeCase(
        ("connection", "update", "staging", "pets.connection.yaml", "--connector", CONNECTOR),
        "PUT",
        f"{ROOT}/connections/{CONNECTION}",
        200,
        make_connection("production"),
        CONNECTIONS,
        {"pets.connection.yaml": CONNECTION_FILE},
        CONNECTION_SECRETS,
    ),
    "connection delete": ChangeCase(
        ("connection", "delete", CONNECTION, "--connector", CONNECTOR, "--yes", "--force"),
        "DELETE",
        f"{ROOT}/connections/{CONNECTION}?force=true",
        204,
        None,
        CONNECTIONS,
    ),
}
"""Each request that changes something, by a name."""
