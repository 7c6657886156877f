"""The published API description: its operations, and whether requests and answers conform to it."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

if TYPE_CHECKING:
    import httpx

    from preclear.source import Json

CONTRACT = Path(__file__).parents[3] / "shared" / "contract" / "connect-v1-openapi.yaml"
ULID = re.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}")
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")

UNDECLARED_PARAMETERS = {"GetProtocolUploadURL": {"content_type", "content_length"}}
"""Query parameters that the text of an operation requires and its `parameters` leave out."""

ABSENT = {
    "CreateBigQueryConnector": "the emulator has the protocol `http` alone",
    "ImportPublicConnectorVersion": "there is no public library to import from",
    "InitialiseOAuth2Connection": "it leads to an authorization server on the internet",
}
"""Operations that the emulator doesn't have, with the reason. Their paths are unknown."""

needs_contract = pytest.mark.skipif(
    not CONTRACT.exists(), reason="needs the published API description, ../shared/contract"
)

_formats = FormatChecker(formats=())


@_formats.checks("ulid")
def _is_ulid(value: object) -> bool:
    return not isinstance(value, str) or ULID.fullmatch(value) is not None


@_formats.checks("date-time")
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or DATE_TIME.fullmatch(value) is not None


@_formats.checks("uri", raises=ValueError)
def _is_uri(value: object) -> bool:
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return bool(parts.scheme and parts.netloc and value.isascii() and value.isprintable() and " " not in value)


class Operation(NamedTuple):
    """An operation of the description; `path` is its template."""

    id: str
    method: str
    path: str

    def matches(self, method: str, path: str) -> bool:
        """Whether a request with this method and encoded path is one of this operation."""
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(self.path))
        return method.lower() == self.method and re.fullmatch(pattern, path) is not None


@cache
def operations() -> tuple[Operation, ...]:
    """All operations; none without the description. Paths with fewer parameters come first."""
    if not CONTRACT.exists():
        return ()
    found = [
        Operation(item["operationId"], method, path)
        for path, items in _description()["paths"].items()
        for method, item in items.items()
        if method in METHODS
    ]
    return tuple(sorted(found, key=lambda operation: operation.path.count("{")))


def find_operation(method: str, path: str) -> Operation | None:
    """The operation that a request is one of."""
    return next((operation for operation in operations() if operation.matches(method, path)), None)


def exchange_fault(operation: Operation, request: httpx.Request, answer: httpx.Response) -> str | None:
    """Return how a request or its answer violates the description; None if both conform.

    Only a request that was accepted has to conform.
    """
    problem = _answer_fault(operation, answer)
    if problem is None and answer.is_success:
        problem = _parameters_fault(operation, request) or _body_fault(operation, request)
    return problem


def _answer_fault(operation: Operation, answer: httpx.Response) -> str | None:
    responses = _item(operation)["responses"]
    listed = responses.get(str(answer.status_code), responses.get("default"))
    if listed is None and not answer.is_success:
        listed = _item(operations()[0])["responses"]["default"]  # every other operation has this one
    if listed is None:
        return f"the status {answer.status_code} isn't listed"
    content = listed.get("content")
    if content is None:
        return None if not answer.content else "there is a body"
    media_type = answer.headers.get("content-type", "")
    if media_type not in content:
        return f"the content type is {media_type!r}"
    return _schema_fault(answer.json(), content[media_type]["schema"])


def _parameters_fault(operation: Operation, request: httpx.Request) -> str | None:
    item = _item(operation)
    declared = {
        (resolved["in"], resolved["name"]): resolved["schema"]
        for parameter in (*item.get("parameters", ()), *_description()["paths"][operation.path].get("parameters", ()))
        for resolved in [_resolve(parameter)]
    }
    for name, text in parse_qsl(request.url.query.decode(), keep_blank_values=True):
        if name in UNDECLARED_PARAMETERS.get(operation.id, ()):
            continue
        if ("query", name) not in declared:
            return f"the query parameter {name!r} isn't declared"
        schema = declared["query", name]
        problem = _schema_fault([text] if schema["type"] == "array" else _typed(text, schema["type"]), schema)
        if problem is not None:
            return f"{name}: {problem}"
    segments = request.url.raw_path.decode().partition("?")[0].split("/")[-operation.path.count("/") :]
    for name, text in zip(operation.path.split("/")[1:], segments, strict=True):
        if name.startswith("{"):
            problem = _schema_fault(unquote(text), declared["path", name[1:-1]])
            if problem is not None:
                return f"{name}: {problem}"
    return None


def _typed(text: str, kind: str) -> Json:
    if kind == "string":
        return text
    value: Json = json.loads(text)
    return value


def _body_fault(operation: Operation, request: httpx.Request) -> str | None:
    body = _item(operation).get("requestBody")
    if body is None:
        return None if not request.content else "the request has a body"
    media_type = request.headers.get("content-type", "").partition(";")[0]
    if media_type not in body["content"]:
        return f"the request's content type is {media_type!r}"
    if media_type != "application/json":
        return None  # the parts of an import are checked by its own tests
    return _schema_fault(json.loads(request.content), body["content"][media_type]["schema"])


def fault(body: Json, method: str, path: str, status: int) -> str | None:
    """Return how `body` violates the contract as an answer of an operation; None if it conforms.

    `path` is the one in the description. A status that isn't listed uses `default`.
    """
    responses = _description()["paths"][path][method]["responses"]
    response = responses.get(str(status), responses.get("default"))
    return _schema_fault(body, response["content"]["application/json"]["schema"])


def component_fault(body: Json, name: str) -> str | None:
    """Return how `body` violates a schema of the description; None if it conforms."""
    return _schema_fault(body, {"$ref": f"#/components/schemas/{name}"})


def _schema_fault(value: Json, schema: Any) -> str | None:
    error = next(_validator(json.dumps(schema)).iter_errors(value), None)
    return None if error is None else f"{error.json_path}: {error.message[-300:]}"


@cache
def _validator(schema: str) -> Any:
    whole = {**json.loads(schema), "components": _description()["components"]}
    return Draft202012Validator(whole, format_checker=_formats)


def _item(operation: Operation) -> Any:
    return _description()["paths"][operation.path][operation.method]


def _resolve(parameter: Any) -> Any:
    name = parameter.get("$ref", "").rpartition("/")[2]
    return _description()["components"]["parameters"][name] if name else parameter


@cache
def _description() -> Any:
    return _strict(yaml.load(CONTRACT.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def _strict(value: Json) -> Json:
    """Translate `regex`, `nullable` and ULID ids of the description to JSON Schema.

    A `oneOf` without a discriminator is read as `anyOf`: the data of two types of credentials looks the same.
    """
    if isinstance(value, list):
        return [_strict(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: _strict(entry) for key, entry in value.items()}
    if isinstance(made.get("regex"), str):
        made["pattern"] = made["regex"]
    if "oneOf" in made and "discriminator" not in made:
        made["anyOf"] = made.pop("oneOf")
    if made.get("nullable") is True:
        made["type"] = [made["type"], "null"]
    if made.get("x-go-type") == "ulid.ULID":
        made["format"] = "ulid"
    return made
