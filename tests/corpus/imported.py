"""An independent walk of a document: the actions and triggers that an import of it has to create."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from tests.corpus.plain import is_list, is_mapping

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def expected_operations(document: Any, section: str) -> dict[str, dict[str, Any]]:
    """The operations under `paths` or `webhooks` by name, with what an import keeps of each."""
    operations: dict[str, dict[str, Any]] = {}
    section_items: dict[str, Any] = document.get(section) or {}
    for path, value in section_items.items():
        item: Any = merge_path_item(document, value) if is_mapping(value) else {}
        for method in METHODS:
            if is_mapping(item.get(method)):
                operation = item[method]
                name = operation.get("operationId") or path
                assert name not in operations, name
                operations[name] = describe(document, path, method, item, operation)
    return operations


def describe(document: Any, path: str, method: str, item: Any, operation: Any) -> dict[str, Any]:
    """What an import keeps of one operation."""
    parameters: dict[tuple[str, str], Any] = {}
    entries: list[Any] = [*(item.get("parameters") or []), *(operation.get("parameters") or [])]
    for entry in entries:
        parameter = resolve(document, entry)
        name = parameter["name"].lower() if parameter["in"] == "header" else parameter["name"]
        parameters[name, parameter["in"]] = bool(parameter.get("required"))
    body = resolve(document, operation.get("requestBody") or {})
    responses = {
        str(status): sorted_keys(resolve(document, response).get("content"))
        for status, response in items(operation.get("responses"))
        if not str(status).startswith("x-")
    }
    return {
        "method": method.upper(),
        "path": re.sub(r"\{([^{}]+)\}", r"{{ param.\1 }}", path),
        "parameters": parameters,
        "body": sorted_keys(body.get("content")),
        "responses": responses,
    }


def items(value: Any) -> list[tuple[Any, Any]]:
    """The entries of a mapping; none of anything else."""
    return [*value.items()] if is_mapping(value) else []


def sorted_keys(value: Any) -> list[str]:
    return sorted(key for key, _ in items(value))


def merge_path_item(document: Any, item: Any) -> Any:
    """A path item with what its `$ref` leads to; what stands beside it wins."""
    merged: dict[str, Any] = {**item}
    while "$ref" in item:
        item = resolve(document, {"$ref": item["$ref"]})
        merged = {**item, **merged}
        if "$ref" not in item:
            break
    return merged


def resolve(document: Any, value: Any) -> Any:
    """What a local `$ref` leads to."""
    for _ in range(100):
        if not is_mapping(value) or not isinstance(value.get("$ref"), str):
            return value
        target: Any = document
        for step in unquote(value["$ref"]).removeprefix("#").split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            target = target[int(step)] if is_list(target) else target[step]
        value = target
    raise AssertionError("a chain of references without an end")
