"""A folder with documents and their config, and what the emulator has of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.platform.fault_running import run

if TYPE_CHECKING:
    from pathlib import Path

    import httpx
    import pytest

    from tests.emulator.server import Emulator
    from tests.platform.fault_running import CommandResult
    from tests.platform.upload_run.proxy import Proxy

JOURNAL = ".preclear-upload.jsonl"


def make_document(title: str, version: str = "1.0", suffix: str = "") -> str:
    """Return a document without faults."""
    return f"""\
openapi: 3.1.0
info: {{title: {title}, version: "{version}"}}
servers: [{{url: https://api.example.com/v1}}]
components: {{securitySchemes: {{key: {{type: apiKey, name: X-Key, in: header}}}}}}
security: [{{key: []}}]
paths:
  /items:
    get:
      operationId: listItems{suffix}
      summary: List all items of the shop
      responses: {{'200': {{description: All items}}}}
"""


class Workspace(NamedTuple):
    """A folder with documents, and the organisation that they are uploaded to."""

    folder: Path
    running: Emulator
    client: httpx.Client
    proxy: Proxy
    capsys: pytest.CaptureFixture[str]

    @property
    def journal(self) -> Path:
        return self.folder / JOURNAL

    def write(self, name: str, text: str) -> None:
        """Write a document or config."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)

    def bind(self, *entries: str) -> None:
        """Write a config with an entry for each of `entries`, lines of TOML."""
        self.write("preclear.toml", "".join(f"[[connectors]]\n{entry}\n" for entry in entries))

    def bind_all(self, titles: list[str], extra: str = "") -> None:
        """Write a document for each title, bound to a connector of that name, as version `{info.version}`."""
        for title in titles:
            self.write(f"{title}.yaml", make_document(title))
        entry = 'document = "{0}.yaml"\nconnector = "{0}"\nversion = "{{info.version}}"\n{1}'
        self.bind(*(entry.format(title, extra) for title in titles))

    def create(self, title: str) -> str:
        """Create a connector whose version is called 0.9, and return its id."""
        text = make_document(title, "0.9", "Before")
        files = {
            "file": ("openapi.yaml", text, "application/yaml"),
            "metadata": (None, '{"format": "openapi"}', "application/json"),
        }
        answer = self.client.post(f"{self.running.at}/protocols/http/import", files=files)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["connector"]["id"])

    def upload(self, *arguments: str) -> CommandResult:
        """Run `preclear upload`."""
        self.proxy.begin_run()
        return run(self.capsys, "upload", *arguments)

    def upload_json(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        """Run it with JSON output; return the exit code and the report."""
        result = self.upload(*arguments, "--output-format", "json")
        return result.code, json.loads(result.out)

    def plan(self, *arguments: str) -> dict[str, tuple[str, str | None]]:
        """Return the action and reason of each document in the plan."""
        _, report = self.upload_json("--dry-run", *arguments)
        return {entry["document"]: (entry["plan"]["action"], entry["plan"]["reason"]) for entry in report["uploads"]}

    def connectors(self) -> dict[str, dict[str, Any]]:
        """Return the connectors by name. A name that two connectors have fails."""
        items = self.client.get(f"{self.running.at}/connectors?first=100").json()["connectors"]
        by_name = {item["name"]: item for item in items}
        assert len(by_name) == len(items), [item["name"] for item in items]
        return by_name

    def versions(self, name: str) -> dict[str, dict[str, Any]]:
        """Return the versions of a connector by name."""
        connector_id = self.connectors()[name]["id"]
        items = self.client.get(f"{self.running.at}/connectors/{connector_id}/versions?first=100").json()["items"]
        assert len({item["name"] for item in items}) == len(items)
        return {item["name"]: item for item in items}

    def digests(self, name: str) -> dict[str, str | None]:
        """Return the digest that each version of a connector records."""
        return {
            version: item.get("description", "").partition("preclear: sha256 ")[2][:64] or None
            for version, item in self.versions(name).items()
        }
