"""Rules take time in proportion to the document, whichever of its lists is long."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import pace
from tests.growth.measuring import measure
from tests.growth.sweep import FACTOR
from tests.rules.checking import OK, document, operation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

pytestmark = pytest.mark.once

ATTEMPTS = 2
"""Measurements of a document: a machine that is busy for a moment isn't a fault."""

COPIES = 1_000
OBJECT = {"type": "object"}
JSON_BODY = {"content": {"application/json": {"schema": OBJECT}}}


def component(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def keys(n: int) -> dict[str, Any]:
    return {f"k{i}": {"type": "apiKey", "in": "header", "name": f"X-Key-{i}"} for i in range(n)}


def schemes_and_operations(n: int) -> Mapping[str, Any]:
    paths = {f"/{i}": {"get": operation(f"get{i}", security=[{f"k{i}": []}])} for i in range(n)}
    return document(paths, components={"securitySchemes": keys(n)})


def alternatives_and_operations(n: int) -> Mapping[str, Any]:
    paths = {f"/{i}": {"get": operation(f"get{i}")} for i in range(n)}
    return document(paths, security=[{f"k{i}": []} for i in range(n)], components={"securitySchemes": keys(n)})


def schemes_and_parameters(n: int) -> Mapping[str, Any]:
    parameters = [{"name": f"q{i}", "in": "query", "schema": {"type": "string"}} for i in range(n)]
    schemes = {"securitySchemes": keys(n)}
    return document({"/a": {"get": operation("get", parameters=parameters)}}, components=schemes)


def media_types(n: int) -> Mapping[str, Any]:
    content = {f"application/x-{i}+json": {"schema": OBJECT} for i in range(n)}
    return document({"/a": {"post": operation("add", requestBody={"content": content})}})


def media_types_of_one_schema(n: int) -> Mapping[str, Any]:
    content = {f"text/x-{i}": {"schema": component("schemas", "A")} for i in range(2 * n)}
    paths = {"/a": {"post": operation("add", requestBody={"content": content})}}
    return document(paths, components={"schemas": {"A": OBJECT}})


def equal_media_types(n: int) -> Mapping[str, Any]:
    content = {f"application/json;v={i}": {"schema": OBJECT} for i in range(n)}
    content |= {f"application/json;charset={i}": {"schema": OBJECT} for i in range(n)}
    return document({"/a": {"post": operation("add", requestBody={"content": content})}})


def one_name(n: int) -> Mapping[str, Any]:
    body = {"requestBody": JSON_BODY, "responses": {"200": {"description": "Fine.", **JSON_BODY}}}
    return document({f"/{i}": {"post": operation("add", **body)} for i in range(3 * n)})


def names_that_come_to_one(n: int) -> Mapping[str, Any]:
    return document({f"/{i}": {"get": operation(f"get{chr(0x4E00 + i)}it")} for i in range(3 * n)})


def missing_names_of_long_paths(n: int) -> Mapping[str, Any]:
    return document({f"/{'long/' * 25}{i}": {"get": {"responses": OK}} for i in range(3 * n)})


def operations_with_one_callback(n: int) -> Mapping[str, Any]:
    callback = {f"{{$request.body#/url{i}}}": {"post": operation(f"called{i}")} for i in range(n)}
    called = {"callbacks": {"c": component("callbacks", "C")}}
    paths = {f"/{i}": {"get": operation(f"get{i}", **called)} for i in range(n)}
    return document(paths, components={"callbacks": {"C": callback}})


def operations_with_one_response(n: int) -> Mapping[str, Any]:
    headers = {f"X-{i}": {"schema": {"type": "string"}} for i in range(3 * n)}
    response = {"200": component("responses", "R")}
    paths = {f"/{i}": {"get": operation(f"get{i}", responses=response)} for i in range(3 * n)}
    return document(paths, components={"responses": {"R": {"description": "Fine.", "headers": headers}}})


def parameters_of_one_schema(n: int) -> Mapping[str, Any]:
    parts = [{"minLength": i} for i in range(n)]
    schema = component("schemas", "A")
    parameters = [{"name": f"q{i}", "in": "query", "schema": schema} for i in range(n)]
    components = {"schemas": {"A": {"type": "string", "allOf": parts}}}
    return document({"/a": {"get": operation("get", parameters=parameters)}}, components=components)


def webhooks(n: int) -> Mapping[str, Any]:
    return document(webhooks={f"hook{i}": {"post": {"responses": OK}} for i in range(8 * n)})


def branches_that_require(n: int) -> Mapping[str, Any]:
    one = {"type": "object", "properties": {"name": {"type": "string"}}, "allOf": [{"required": ["name"]}]}
    return document({"/a": {"get": operation("get")}}, components={"schemas": {"A": {"oneOf": [one] * (2 * n)}}})


def variables_of_one_server(n: int) -> Mapping[str, Any]:
    url = "https://shop.example.com" + "".join(f"/{{v{i}}}" for i in range(10 * n))
    variables = {f"v{i}": {"default": "a"} for i in range(10 * n)}
    paths = {"/a": {"get": operation("get")}}
    return document(paths, servers=[{"url": url, "variables": variables}])


def servers_of_a_path(n: int) -> Mapping[str, Any]:
    item = {"servers": [{"url": "https://other.example.com"}] * n, "get": operation("get")}
    paths = {f"/{i}": component("pathItems", "I") for i in range(n)}
    return document(paths, components={"pathItems": {"I": item}})


def references_in_vain(n: int) -> Mapping[str, Any]:
    names = [f"p{i}" for i in range(n // 2)]
    parameters = {name: {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names}
    every = [component("parameters", name) for name in names]
    paths = {"/" + "/".join(f"{{{name}}}" for name in names): {"get": operation("all", parameters=every)}}
    paths |= {f"/{i}": {"get": operation(f"get{i}", parameters=every)} for i in range(10)}
    return document(paths, components={"parameters": parameters})


@pytest.mark.parametrize(
    "make",
    [
        schemes_and_operations,
        alternatives_and_operations,
        schemes_and_parameters,
        media_types,
        media_types_of_one_schema,
        equal_media_types,
        one_name,
        names_that_come_to_one,
        missing_names_of_long_paths,
        operations_with_one_callback,
        operations_with_one_response,
        parameters_of_one_schema,
        webhooks,
        branches_that_require,
        variables_of_one_server,
        servers_of_a_path,
        references_in_vain,
    ],
    ids=lambda make: make.__name__,
)
def test_twice_the_document_takes_about_twice_the_time(make: Callable[[int], Mapping[str, Any]]) -> None:
    for attempt in range(ATTEMPTS):
        small, large = (measure(json.dumps(make(n)).encode(), Path("openapi.json")) for n in (COPIES, 2 * COPIES))

        assert small is not None
        assert large is not None
        assert small.findings
        limit = FACTOR * small.seconds + pace.seconds(0.15)
        if large.seconds <= limit:
            break
        assert attempt < ATTEMPTS - 1, f"{large.seconds:.2f} s, expected at most {limit:.2f} s"
