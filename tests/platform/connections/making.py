"""A document with one security scheme of each kind, its connector on the platform, and connection files for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preclear.config import ConfigError
from preclear.platform.connection_files.reader import parse_connection_file
from preclear.project import CheckedFile, CheckOptions, FileChecker, make_input
from preclear.source import load_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.connector import Connector
    from preclear.platform import ConnectionFile

CONNECTOR_ID = "01J0000000000000000000C0NN"

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
components:
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header, description: The key of a shop}
    bearer: {type: http, scheme: bearer}
    basic: {type: http, scheme: basic}
    tls: {type: mutualTLS}
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://pets.example.com/authorize
          tokenUrl: https://pets.example.com/token
          scopes: {read: all of it}
        clientCredentials: {tokenUrl: https://pets.example.com/token, scopes: {}}
        password: {tokenUrl: https://pets.example.com/token, scopes: {}}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200": {description: all pets}
"""

OAUTH: dict[str, Any] = {
    "schemeType": "oauth2",
    "tokenUrl": "https://pets.example.com/token",
    "scopes": [{"name": "read"}],
    "defaultScopes": ["read"],
}

SIGNATURE: dict[str, Any] = {
    "schemeType": "hmac",
    "name": "X-Sig",
    "in": "header",
    "algorithm": "sha256",
    "digestInputs": ["body"],
}


def config(number: int, description: str, **fields: Any) -> dict[str, Any]:
    """An auth scheme config of the platform; `number` is the last digit of its id."""
    return {"id": f"01J0000000000000000000CFG{number}", "description": description, **fields}


CONFIGS = [
    config(0, "The key of a shop", schemeType="api-key", name="X-Key", **{"in": "header"}),
    config(1, "bearer", schemeType="api-key", name="Authorization", **{"in": "header"}),
    config(2, "basic", schemeType="basic-auth"),
    config(3, "tls", schemeType="certificate"),
    config(
        4,
        "oauth (authorizationCode)",
        **OAUTH,
        authorizeUrl="https://pets.example.com/authorize",
        grant={"grantType": "authorization_code"},
    ),
    config(5, "oauth (clientCredentials)", **OAUTH, authorizeUrl="", grant={"grantType": "client_credentials"}),
    config(6, "oauth (password)", **OAUTH, authorizeUrl="", grant={"grantType": "password"}),
    config(7, "signature", **SIGNATURE),
    config(8, "nothing", schemeType="none"),
]
"""The auth scheme configs of the connector: those of the document, and two that no document has."""


def connector(configs: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The connector as the platform returns it."""
    return {
        "id": CONNECTOR_ID,
        "name": "Pets",
        "authSchemeConfigs": [dict(item) for item in (CONFIGS if configs is None else configs)],
    }


def read(text: str, name: str = "pets.connection.yaml") -> ConnectionFile:
    """Read a connection file from its text."""
    return parse_connection_file(load_bytes(text.encode(), name))


def problems(text: str, name: str = "pets.connection.yaml") -> list[tuple[int, int, str]]:
    """The line, column and message of each problem of a connection file."""
    try:
        read(text, name)
    except ConfigError as error:
        return places(error)
    return []


def places(error: ConfigError) -> list[tuple[int, int, str]]:
    """The line, column and message of each problem; the error must show nothing of the file's text."""
    assert error.text == ""
    starts = [(problem.span.start, problem.message) for problem in error.problems if problem.span is not None]
    return [(start.line, start.column, message) for start, message in starts]


def document_connector(folder: Path, text: str = DOCUMENT) -> Connector:
    """What the import makes of the document."""
    path = folder / "pets.yaml"
    path.write_text(text)
    file = FileChecker(CheckOptions(isolated=True)).check(make_input(str(path)))
    assert isinstance(file, CheckedFile)
    assert file.check_result.connector is not None
    return file.check_result.connector
