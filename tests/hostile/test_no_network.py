"""The commands that only look open no connection, whatever addresses a document and an answer have in them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from preclear.source import Json

COMMANDS = (
    ("check", "openapi.yaml"),
    ("check", "--output-format", "json", "."),
    ("plan", "openapi.yaml"),
    ("plan", "openapi.yaml", "--against", "openapi.yaml"),
    ("bundle", "openapi.yaml"),
    ("baseline", "--baseline", "known.json", "openapi.yaml"),
    ("map", "openapi.yaml", "answer.json"),
    ("config",),
    ("rules",),
    ("explain", "remote-reference"),
    ("upload", "openapi.yaml", "--new", "--force", "--dry-run"),
    ("upload", "openapi.yaml", "--connector", "01J0000000000000000000C0NN", "--version", "2", "--force", "--dry-run"),
)
NO_NETWORK = ("unshare", "--map-root-user", "--net")


def lay_out(folder: Path, url: str) -> None:
    """A document with `url` wherever one may stand, and an answer that names it."""
    schema: Json = {"$schema": url, "$id": url, "$ref": url, "externalDocs": {"url": url}, "example": {"$ref": url}}
    flow: Json = {"tokenUrl": url, "authorizationUrl": url, "refreshUrl": url, "scopes": {}}
    operation: Json = {
        "operationId": "listPets",
        "servers": [{"url": url}],
        "externalDocs": {"url": url},
        "parameters": [{"$ref": f"{url}#/a"}],
        "responses": {"200": {"description": url, "content": {"application/json": {"schema": {"$ref": url}}}}},
    }
    document: Json = {
        "openapi": "3.1.0",
        "jsonSchemaDialect": url,
        "info": {"title": "Pets", "version": "1", "termsOfService": url, "license": {"name": "a", "url": url}},
        "externalDocs": {"url": url},
        "servers": [{"url": url}],
        "paths": {"/pets": {"get": operation}, "/others": {"$ref": url}},
        "components": {
            "schemas": {"Pet": schema, "Dog": {"discriminator": {"propertyName": "a", "mapping": {"a": url}}}},
            "examples": {"a": {"externalValue": url}},
            "links": {"a": {"operationRef": url}},
            "securitySchemes": {
                "a": {"type": "openIdConnect", "openIdConnectUrl": url},
                "b": {"type": "oauth2", "flows": {"clientCredentials": flow}},
            },
        },
    }
    (folder / "openapi.yaml").write_text(json.dumps(document))
    answer: Json = {"messages": [{"severity": "error", "message": url, "field": url}], "schemaURL": url}
    (folder / "answer.json").write_text(json.dumps(answer))


def environment(url: str) -> dict[str, str]:
    """Settings that would lead to `url`, if anything was sent or looked up."""
    settings = {"PRECLEAR_URL": f"{url}/api/connect/v1", "PRECLEAR_INSECURE_LOOPBACK": "1"}
    credentials = {"PRECLEAR_TOKEN": "only-for-this-test", "PRECLEAR_ORGANISATION": "01J000000000000000000000RG"}
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"), url)
    return {**os.environ, **settings, **credentials, **proxies}


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_command_that_looks_opens_a_connection(tmp_path: Path, arguments: Sequence[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        lay_out(tmp_path, url)

        done = subprocess.run(
            [sys.executable, "-m", "preclear", *arguments],
            cwd=tmp_path,
            env=environment(url),
            capture_output=True,
            timeout=60,
        )

        door.setblocking(False)
        with pytest.raises(BlockingIOError):
            door.accept()
    assert done.returncode in (0, 1)
    assert done.stdout != b""


@pytest.mark.skipif(
    shutil.which(NO_NETWORK[0]) is None or subprocess.run([*NO_NETWORK, "true"], capture_output=True).returncode != 0,
    reason="needs unshare and the right to make a network namespace",
)
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_such_command_does_the_same_without_a_network(tmp_path: Path, arguments: Sequence[str]) -> None:
    url = "http://127.0.0.1:9"
    lay_out(tmp_path, url)
    command = [sys.executable, "-m", "preclear", *arguments]
    inside, outside = (
        subprocess.run([*before, *command], cwd=tmp_path, env=environment(url), capture_output=True, timeout=60)
        for before in (NO_NETWORK, ())
    )

    assert (inside.returncode, inside.stdout, inside.stderr) == (outside.returncode, outside.stdout, outside.stderr)
    assert inside.returncode in (0, 1)
