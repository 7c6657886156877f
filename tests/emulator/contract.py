"""The published API description, as JSON Schemas for the bodies of answers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

if TYPE_CHECKING:
    from preclear.source import Json

CONTRACT = Path(__file__).parents[3] / "shared" / "contract" / "connect-v1-openapi.yaml"
ULID = re.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}")
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")

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


def fault(body: Json, method: str, path: str, status: int) -> str | None:
    """Return how `body` violates the contract as an answer of an operation; None if it conforms.

    `path` is the one in the description. A status that isn't listed uses `default`.
    """
    error = next(_validator(method, path, status).iter_errors(body), None)
    return None if error is None else f"{error.json_path}: {error.message[-300:]}"


@cache
def _validator(method: str, path: str, status: int) -> Any:
    description = _description()
    responses = description["paths"][path][method]["responses"]
    response = responses.get(str(status), responses["default"])
    schema = response["content"]["application/json"]["schema"]
    whole = {**schema, "components": description["components"]}
    return Draft202012Validator(whole, format_checker=_formats)


@cache
def _description() -> Any:
    return _strict(yaml.safe_load(CONTRACT.read_text(encoding="utf-8")))


def _strict(value: Json) -> Json:
    """Translate `regex`, `nullable` and ULID ids of the description to JSON Schema."""
    if isinstance(value, list):
        return [_strict(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: _strict(each) for key, each in value.items()}
    if isinstance(made.get("regex"), str):
        made["pattern"] = made["regex"]
    if made.get("nullable") is True:
        made["type"] = [made["type"], "null"]
    if made.get("x-go-type") == "ulid.ULID":
        made["format"] = "ulid"
    return made
