"""An independent walk of a document: the actions and triggers that an import of it has to create."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def expected_operations(document: Any, section: str) -> dict[str, dict[str, Any]]:
    """The operations under `paths` or `webhooks` by name, with what an import keeps of each."""
    operations: dict[str, dict[str, Any]] = {}
    for path, item in (document.get(section) or {}).items():
        item = merge_path_item(document, item) if isinstance(item, dict) else {}
        for method in METHODS:
            if isinstance(item.get(method), dict):
                operation = item[method]
                name = operation.get("operationId") or path
                assert name not in operations, name
                operations[name] = describe(document, path, method, item, operation)
    return operations


def describe(document: Any, path: str, method: str, item: Any, operation: Any) -> dict[str, Any]:
    """What an import keeps of one operation."""
    parameters: dict[tuple[str, str], Any] = {}
    for entry in [*(item.get("parameters") or []), *(operation.get("parameters") or [])]:
        parameter = resolve(document, entry)
        name = parameter["name"].lower() if parameter["in"] == "header" else parameter["name"]
        parameters[name, parameter["in"]] = bool(parameter.get("required"))
    body = resolve(document, operation.get("requestBody") or {})
    responses = {
        str(status): sorted(resolve(document, response).get("content") or {})
        for status, response in (operation.get("responses") or {}).items()
        if not str(status).startswith("x-")
    }
    return {
        "method": method.upper(),
        "path": re.sub(r"\{([^{}]+)\}", r"{{ param.\1 }}", path),
        "parameters": parameters,
        "body": sorted(body.get("content") or {}),
        "responses": responses,
    }


def merge_path_item(document: Any, item: Any) -> Any:
    """A path item with what its `$ref` leads to; what stands beside it wins."""
    merged = dict(item)
    while "$ref" in item:
        item = resolve(document, {"$ref": item["$ref"]})
        merged = {**item, **merged}
        if "$ref" not in item:
            break
    return merged


def resolve(document: Any, value: Any) -> Any:
    """What a local `$ref` leads to."""
    for _ in range(100):
        if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
            return value
        target = document
        for step in unquote(value["$ref"]).removeprefix("#").split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            target = target[int(step)] if isinstance(target, list) else target[step]
        value = target
    raise AssertionError("a chain of references without an end")
