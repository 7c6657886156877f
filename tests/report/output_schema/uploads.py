"""JSON outputs of the commands that talk to the platform, by the definition that describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cli.making import BAD
from tests.platform.connections.making import DOCUMENT
from tests.platform.upload_run.workspace import make_document
from tests.report.output_schema.documents import RICH, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MORE_PATHS = """\
  /dogs:
    get:
      operationId: listDogs
      responses:
        "200":
          description: all dogs
          content: {application/json: {schema: {$ref: "#/components/schemas/Dog"}}}
"""
SCHEMAS = """\
components:
  schemas:
    Dog: {type: object, properties: {name: {type: string}}}
"""
CONNECTION = """\
name: production
variables: {region: eu}
credentials:
  action:
    - {scheme: key, value: {env: PETS_KEY}}
"""
BINDINGS = """\
[[connectors]]
document = "items.yaml"
connector = "Items"
version = "{info.version}"
publish = true
[[connectors]]
document = "bad.yaml"
connector = "Bad"
version = "1"
"""


def run_platform_commands(folder: Path) -> Iterator[tuple[str, Any]]:
    """Import a document, verify it, and change everything that can be changed; `folder` is the current folder."""
    document = DOCUMENT.replace("    tls: {type: mutualTLS}\n", "").replace("components:\n", SCHEMAS) + MORE_PATHS
    (folder / "pets.yaml").write_text(document)
    (folder / "bad.yaml").write_text(BAD)
    yield "upload", run("upload", "pets.yaml", "--new", "--force", "--dry-run")
    yield "upload", run("upload", "bad.yaml", "--new")
    (folder / "rich.yaml").write_text(RICH)
    yield "upload", run("upload", "rich.yaml", "--new", "--force", "--adapt", "--dry-run", "--limit", "findings=1")
    created = run("upload", "pets.yaml", "--new", "--force")
    assert created["outcome"] == "accepted", created["reason"]
    yield "upload", created
    connector = created["created"]["connector"]["id"]
    yield "verify", run("verify", "pets.yaml", "--connector", connector)
    (folder / "other.yaml").write_text(document.replace("/pets:", "/cats:").replace("/dogs:", "/birds:"))
    yield "verify", run("verify", "other.yaml", "--connector", connector)
    yield "verify", run("verify", "pets.yaml", "--connector", connector, "--version", "none")
    yield "verify", run("verify", "other.yaml", "--connector", connector, "--limit", "findings=1")
    yield "plan", run("plan", "other.yaml", "--against", f"connector:{connector}")
    yield from _run_changes(folder, connector)
    (folder / "items.yaml").write_text(make_document("Items"))
    (folder / "preclear.toml").write_text(BINDINGS)
    yield "uploadRun", run("upload", "--dry-run")
    yield "uploadRun", run("upload")
    yield "uploadRun", run("upload")


def _run_changes(folder: Path, connector: str) -> Iterator[tuple[str, Any]]:
    of_connector = ("--connector", connector)
    yield "platformChange", run("connector", "update", connector, "--name", "Cats", "--dry-run")
    yield "platformChange", run("connector", "update", connector, "--name", "Cats")
    yield "platformChange", run("connector", "update", connector, "--name", "Cats")
    yield "platformChange", run("version", "create", "9", *of_connector)
    yield "platformChange", run("version", "update", "9", *of_connector, "--description", "Nine")
    yield "platformChange", run("version", "publish", "9", *of_connector)
    yield "platformChange", run("version", "delete", "9", *of_connector, "--yes")
    (folder / "pets.connection.yaml").write_text(CONNECTION)
    create = ("connection", "create", "pets.connection.yaml", *of_connector)
    yield "platformChange", run(*create, "--document", "pets.yaml", "--dry-run")
    yield "platformChange", run(*create, "--document", "pets.yaml")
    yield "platformChange", run(*create)
    yield "connections", run("connection", "list", *of_connector)
    yield "connectors", run("connectors")
    yield "connector", run("connector", "show", connector)
    yield "versions", run("versions", connector)
