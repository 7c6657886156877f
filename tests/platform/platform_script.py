"""A platform that has one connector with one version, as a script of the faulty server: every answer can be changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.platform.fault_running import CONNECTOR, ORGANISATION

if TYPE_CHECKING:
    from pathlib import Path

BASE = f"/api/connect/v1/o/{ORGANISATION}"
LIST = f"GET {BASE}/connectors?protocol=http&name=Pets&first=100"
GET_CONNECTOR = f"GET {BASE}/connectors/{CONNECTOR}"
VERSIONS = f"{GET_CONNECTOR}/versions?first=100"

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      summary: Get a pet
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - name: limit
          in: query
          schema: {type: integer, default: 10}
      responses:
        "200":
          description: a pet
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Pet"}
    delete:
      operationId: deletePet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"204": {description: gone}}
components:
  schemas:
    Pet:
      type: object
      required: [id]
      properties: {id: {type: string}}
"""


class Platform:
    """What the platform has. Change it, then `write` it; `answers` has answers in place of those that are made."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "script.json"
        self.connector: dict[str, Any] = {
            "id": CONNECTOR,
            "organisationId": ORGANISATION,
            "name": "Pets",
            "protocol": "http",
            "baseUrl": "https://pets.example.com",
            "authSchemeConfigs": [],
            "connections": [],
        }
        self.versions: list[dict[str, Any]] = [make_version("1.0")]
        self.actions: list[dict[str, Any]] = [
            {
                "id": "01J00000000000000000000AC1",
                "type": "http",
                "name": "getPet",
                "summary": "Get a pet",
                "method": "GET",
                "path": "/pets/{{ param.id }}",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "type": "string"},
                    {"name": "limit", "in": "query", "required": False, "type": "integer", "default": 10},
                ],
                "responses": [{"status": 200, "definitions": [use_definition("Pet")]}],
                "errors": [],
            },
            {
                "id": "01J00000000000000000000AC2",
                "type": "http",
                "name": "deletePet",
                "method": "DELETE",
                "path": "/pets/{{ param.id }}",
                "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
                "responses": [{"status": 204, "definitions": []}],
                "errors": [],
            },
        ]
        self.triggers: list[dict[str, Any]] = []
        self.definitions: list[dict[str, Any]] = [make_definition("Pet")]
        self.schemas: dict[str, Any] = {
            "Pet.json": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
        }
        self.answers: dict[str, list[list[Any]]] = {}

    def action(self, name: str) -> dict[str, Any]:
        return next(action for action in self.actions if action["name"] == name)

    def write(self, version: str = "1.0") -> None:
        """Write the script. The lists are those of `version`."""
        connector = {**self.connector, "versions": self.versions}
        resources = {"actions": self.actions, "triggers": self.triggers, "definitions": self.definitions}
        answers: dict[str, list[list[Any]]] = {
            LIST: [[200, {"totalCount": 1, "connectors": [connector]}]],
            GET_CONNECTOR: [[200, connector]],
            VERSIONS: [[200, {"totalCount": len(self.versions), "items": self.versions}]],
        }
        for kind, items in resources.items():
            answers[resource_request(kind, version)] = [[200, {"totalCount": len(items), kind: items}]]
        for name, schema in self.schemas.items():
            answers[schema_request(name, version)] = [[200, schema]]
        self.file.write_text(json.dumps({**answers, **self.answers}))


def make_version(name: str, created: str = "2026-01-02T03:04:05Z", **more: Any) -> dict[str, Any]:
    moments = {"createdAt": created, "updatedAt": created, "publishedAt": None}
    return {"id": f"id-{name}", "name": name, "isLatest": False, "isDefault": False, **moments, **more}


def make_definition(name: str) -> dict[str, Any]:
    url = f"https://elsewhere.example.com/api/schemas/v1/o/{ORGANISATION}/{CONNECTOR}/1.0/{name}.json"
    return {"id": f"01J0000000000000000000D{name}", "name": name, "accept": ["application/json"], "url": url}


def use_definition(name: str) -> dict[str, Any]:
    return {"id": "01J00000000000000000000DU1", "mediaType": "application/json", "definition": make_definition(name)}


def resource_request(kind: str, version: str = "1.0", after: str = "") -> str:
    return f"GET {BASE}/connectors/{CONNECTOR}/versions/{version}/{kind}?first=100{after and f'&after={after}'}"


def schema_request(file_name: str, version: str = "1.0") -> str:
    return f"GET {BASE}/schemas/{CONNECTOR}/{version}/{file_name}"
