"""Documents to import, and how they are sent."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from tests.emulator.server import Emulator

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

SHOP = """\
openapi: 3.1.0
info: {title: Shop, version: "1.2"}
externalDocs: {url: https://shop.example.com/docs}
servers:
  - url: https://{region}.shop.example.com
    variables: {region: {default: eu}}
security: [{oauth: [read]}]
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      summary: Get an order
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: limit, in: query, schema: {type: integer, default: 10}}
      responses:
        "200": {description: an order, content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
        "4XX": {description: an error}
        default: {description: anything else}
    put:
      summary: Change an order
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"204": {description: changed}}
webhooks:
  orderPlaced:
    post:
      operationId: orderPlaced
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
      responses: {"200": {description: taken}}
  order.dropped:
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
      responses: {"200": {description: taken}}
components:
  schemas:
    Order: {type: object, properties: {id: {type: string}}}
    Order.Line: {type: object}
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header}
    digest: {type: http, scheme: digest}
    oauth:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: "https://shop.example.com/token", scopes: {read: to read, write: to write}}
"""
"""A document with parts that are imported and parts that are left out."""

SOUND = """\
openapi: 3.0.3
info: {title: Pets, version: "1.0", description: All pets}
servers: [{url: "https://pets.example.com"}]
security: [{key: []}]
paths:
  /pets:
    get:
      operationId: listPets
      summary: List pets
      parameters: [{name: limit, in: query, schema: {type: integer, format: int32, default: 10}}]
      responses:
        "200":
          description: pets
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}
    post:
      operationId: createPet
      summary: Create a pet
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
      responses: {"201": {description: created}}
components:
  schemas:
    Pet:
      type: object
      description: An animal
      required: [name]
      properties:
        name: {type: string, nullable: true, example: Rex}
        age: {type: integer, minimum: 0, exclusiveMinimum: true}
        owner: {$ref: "#/components/schemas/Owner"}
        ownerName: {$ref: "#/components/schemas/Owner/properties/name"}
    Owner:
      type: object
      properties:
        name: {type: string}
        pets: {type: array, items: {$ref: "#/components/schemas/Pet"}}
    Unused: {type: string, enum: [a, b], nullable: true}
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header}
"""
"""A document in which the check finds no error, so that its version can be published."""


def small_corpus() -> list[Path]:
    """The corpus's documents of OpenAPI 3.x that have up to 5 MB; none where there is no corpus."""
    index = CORPUS / "INDEX.tsv"
    if not index.exists():
        return []
    with index.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["oas_version"].startswith("3")]
    paths = [CORPUS / row["path"] for row in rows]
    return [path for path in paths if path.stat().st_size <= 5_000_000]


def send(
    client: httpx.Client,
    emulator: Emulator,
    data: bytes,
    *,
    name: str = "openapi.yaml",
    connector: str | None = None,
    version: str | None = None,
) -> httpx.Response:
    """Import a document in a multipart body: as a new connector, or as a version of one."""
    metadata = json.dumps({"format": "openapi"} | ({} if version is None else {"version": version})).encode()
    files = {"file": (name, data, None), "metadata": (None, metadata, "application/json")}
    where = "protocols/http/import" if connector is None else f"connector/{connector}/http/import"
    return client.post(f"{emulator.at}/{where}", files=files)
