"""Labels of resources in messages: the document's names, never ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.engine import check_document
from preclear.mapping import map_answer, read_answer
from preclear.source import load_bytes

if TYPE_CHECKING:
    from preclear.source import Json

ID = "01JD8Z6V4Y3M2N1P0Q9R8S7T6V"
DOCUMENT = b"""\
openapi: 3.1.0
info: {title: Ferry, version: "1"}
servers: [{url: https://ferry.example.com}]
paths:
  /routes/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: One route}}
components:
  securitySchemes:
    Harbour Key: {type: apiKey, name: X-Key, in: header, description: For the harbour}
    crew: {type: http, scheme: bearer}
    machine:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: https://id.example.com/t, scopes: {}}
        password: {tokenUrl: https://id.example.com/t, scopes: {}}
"""


def message_of(answer: Json) -> str:
    (finding,) = map_answer(check_document(load_bytes(DOCUMENT, "openapi.yaml")), read_answer(answer)).findings
    return finding.message


@pytest.mark.parametrize(
    ("action", "label"),
    [
        ({"method": "GET", "path": "/routes/{{ param.id }}"}, "action `get /routes/{id}`"),
        ({"method": "PUT", "path": "/elsewhere"}, "action `PUT /elsewhere`"),
        ({}, "action number 1"),
    ],
)
def test_an_action_without_a_name_is_called_by_method_and_path(action: dict[str, Json], label: str) -> None:
    errors: list[Json] = [{"field": "/summary", "message": "odd", "severity": "error"}]
    resource: dict[str, Json] = {"id": ID, **action, "errors": errors}

    assert message_of({"actions": [resource]}).startswith(f"{label}, `/summary`: odd")


@pytest.mark.parametrize(
    ("config", "label"),
    [
        ({"schemeType": "api-key", "name": "X-Key", "in": "header"}, "auth scheme `Harbour Key`"),
        ({"schemeType": "api-key", "name": "Authorization", "description": "crew"}, "auth scheme `crew`"),
        (
            {"schemeType": "oauth2", "grant": {"grantType": "password"}},
            "auth scheme `machine`, flow `password`",
        ),
        ({"schemeType": "hmac", "name": "X-Sum", "description": "Sums"}, "auth scheme `Sums`"),
        ({"schemeType": "hmac", "name": "X-Sum"}, "auth scheme number 1"),
    ],
)
def test_an_auth_scheme_is_called_by_its_key_in_the_document(config: dict[str, Json], label: str) -> None:
    messages: list[Json] = [{"text": "odd", "severity": "error"}]
    resource: dict[str, Json] = {"id": ID, **config, "validationMessages": messages}

    assert message_of({"id": ID, "name": "Ferry", "authSchemeConfigs": [resource]}).startswith(f"{label}: odd")
