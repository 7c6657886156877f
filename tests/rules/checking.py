"""Small documents for tests of rules, and what one rule finds in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from preclear.engine import check_document
from preclear.rule import discover_rules
from preclear.source import load_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.engine import Finding

RULES = discover_rules()
OK = {"200": {"description": "Fine."}}


def document(paths: Mapping[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A document of OpenAPI 3.1 with these `paths`, and with other fields than the usual ones where they are given."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example.com"}],
        "paths": paths or {},
        **fields,
    }


def operation(name: str, **fields: Any) -> dict[str, Any]:
    """An operation called `name`, with a response of success where no other is given."""
    return {"operationId": name, "responses": OK, **fields}


def one_body(*names: str, schema: Any = None) -> dict[str, Any]:
    """A document whose one operation has a request body with the media types `names`, all with one schema."""
    content = {name: {"schema": schema or {"type": "object"}} for name in names}
    return document({"/orders": {"post": operation("addOrder", requestBody={"content": content})}})


def found(rule: str, value: Mapping[str, Any]) -> list[Finding]:
    """What `rule` finds in the document `value`, which is written as JSON."""
    return found_in(rule, json.dumps(value), "openapi.json")


def found_in(rule: str, text: str, name: str = "openapi.yaml") -> list[Finding]:
    """What `rule` finds in the text of a document."""
    checked = check_document(load_bytes(text.encode(), name), rules=RULES)
    assert not checked.failed
    return [finding for finding in checked.findings if finding.rule.name == rule]
