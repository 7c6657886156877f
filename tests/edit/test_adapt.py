"""The adaptation of one document: rounds, base URL, configured names, blocked parts, selection, and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.edit import AdaptError, AdaptOptions, adapt_document
from preclear.engine import check_document
from preclear.mapping import map_answer, read_answer
from preclear.source import load, load_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.edit import Adaptation
    from preclear.source import Json

HEAD = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com}]
"""

VENDOR = (
    HEAD
    + """\
# the vendor's own words
paths:
  /orders/{id}:
    get:
      operationId: orders/get
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - name: fields
          in: query
          schema: {type: array, items: {type: string}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Shop.Order"}}}}
components:
  schemas:
    Shop.Order: {type: object}
"""
)


def adapt(text: str, options: AdaptOptions | None = None) -> Adaptation:
    return adapt_document(load_bytes(text.encode(), "vendor.yaml"), options or AdaptOptions())


def errors(adaptation: Adaptation) -> list[str]:
    document = load_bytes(adaptation.document.data, "adapted.yaml")
    return [finding.rule.name for finding in check_document(document).findings if finding.severity == "error"]


def test_every_error_is_settled_and_every_change_listed() -> None:
    adaptation = adapt(VENDOR)

    assert errors(adaptation) == []
    assert (adaptation.error_count, adaptation.remaining_count) == (3, 0)
    assert {(change.kind.name, change.level, change.before, change.after) for change in adaptation.changes} == {
        ("invalid-action-name", "rename", "orders/get", "orders_get"),
        ("invalid-definition-name", "rename", "Shop.Order", "Shop_Order"),
        (
            "non-scalar-parameter",
            "adapt",
            '{"type": "array", "items": {"type": "string"}}',
            '{"type": "string"}',
        ),
    }
    assert all((change.loss is not None) == (change.level == "adapt") for change in adaptation.changes)


def test_the_text_keeps_all_that_does_not_change() -> None:
    adapted = adapt(VENDOR).document.text

    assert "# the vendor's own words\n" in adapted
    assert '$ref: "#/components/schemas/Shop_Order"' in adapted
    unchanged = [line for line in VENDOR.splitlines() if line in adapted.splitlines()]
    assert len(unchanged) >= len(VENDOR.splitlines()) - 4


def test_the_document_itself_stays_as_it_is() -> None:
    document = load_bytes(VENDOR.encode(), "vendor.yaml")
    adaptation = adapt_document(document, AdaptOptions())

    assert document.text == VENDOR
    assert adaptation.original is document
    assert document.source_map is None


def test_the_level_rename_makes_no_edit_that_loses_something() -> None:
    adaptation = adapt(VENDOR, AdaptOptions(level="rename"))

    assert errors(adaptation) == ["non-scalar-parameter"]
    assert [finding.rule.name for finding in adaptation.errors] == ["non-scalar-parameter"]


def test_without_a_level_only_the_selection_applies() -> None:
    adaptation = adapt(VENDOR, AdaptOptions(level=None))

    assert adaptation.changes == ()
    assert adaptation.document.value == adaptation.original.value


def test_findings_of_the_adapted_document_are_at_the_vendors_lines() -> None:
    adaptation = adapt(VENDOR, AdaptOptions(level="rename"))

    (finding,) = adaptation.errors
    assert finding.document is adaptation.original
    assert adaptation.original.line(finding.span.start.line).strip().startswith("schema: {type: array")
    assert finding.document.excerpt(finding.span) == "array"


@pytest.mark.parametrize(
    ("servers", "expected"),
    [
        ("", "https://api.example.com/v1"),
        ("servers: []\n", "https://api.example.com/v1"),
        ("servers: [{url: /v2}]\n", "https://api.example.com/v2"),
        ("servers: [{url: v2/}]\n", "https://api.example.com/v2/"),
        ("servers: [{url: '{host}/v2', variables: {host: {default: x}}}]\n", "https://api.example.com/v1"),
        ("servers: [{description: none}]\n", "https://api.example.com/v1"),
    ],
)
def test_a_base_url_completes_what_the_document_says(servers: str, expected: str) -> None:
    text = HEAD.replace("servers: [{url: https://shop.example.com}]\n", servers) + "paths: {}\n"

    adaptation = adapt(text, AdaptOptions(base_url="https://api.example.com/v1"))

    value = adaptation.document.value
    assert isinstance(value, dict)
    assert value["servers"] == [{"url": expected}] or "variables" in str(value["servers"])
    assert str(value["servers"]).count(expected) == 1
    assert "missing-base-url" not in errors(adaptation)
    assert "relative-base-url" not in errors(adaptation)


def test_an_absolute_server_stays_whatever_the_base_url() -> None:
    adaptation = adapt(VENDOR, AdaptOptions(base_url="https://other.example.com"))

    assert "https://shop.example.com" in adaptation.document.text
    assert "other.example.com" not in adaptation.document.text


def test_a_relative_oauth_url_is_completed_too() -> None:
    text = HEAD + (
        "paths: {}\ncomponents: {securitySchemes: {o: {type: oauth2, flows: "
        "{clientCredentials: {tokenUrl: /token, scopes: {}}}}}}\n"
    )

    adaptation = adapt(text, AdaptOptions(base_url="https://api.example.com"))

    assert "tokenUrl: https://api.example.com/token" in adaptation.document.text


def test_configured_names_win_over_computed_ones() -> None:
    names = {"orders/get": "fetchOrder", "Shop.Order": "Order"}

    adaptation = adapt(VENDOR, AdaptOptions(names=names))

    assert "operationId: fetchOrder" in adaptation.document.text
    assert '$ref: "#/components/schemas/Order"' in adaptation.document.text
    assert errors(adaptation) == []


def test_an_operation_without_operation_id_is_named_by_its_method_and_path() -> None:
    text = VENDOR.replace("      operationId: orders/get\n", "")

    adaptation = adapt(text, AdaptOptions(names={"GET /orders/{id}": "fetchOrder"}))

    assert "operationId: fetchOrder" in adaptation.document.text


def test_a_configured_name_for_nothing_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(AdaptError, match="`order/get`, which the document doesn't have; did you mean `orders/get`"):
        adapt(VENDOR, AdaptOptions(names={"order/get": "x"}))


def test_a_configured_name_that_another_schema_has_is_an_error() -> None:
    text = VENDOR.replace("  schemas:\n", "  schemas:\n    Order: {type: string}\n")

    with pytest.raises(AdaptError, match=r"for the schema `Shop\.Order`, but another schema has it"):
        adapt(text, AdaptOptions(names={"Shop.Order": "Order"}))


def test_what_has_no_edit_stays_an_error_or_is_left_out_with_its_reason() -> None:
    broken = "  /broken/{id:\n    get:\n      operationId: getBroken\n      responses: {default: {description: ok}}\n"
    text = VENDOR.replace("components:\n", f"{broken}components:\n")

    kept = adapt(text, AdaptOptions())
    left_out = adapt(text, AdaptOptions(leave_out_blocked=True))

    assert kept.remaining_count == 1
    assert errors(left_out) == []
    assert [(part.label, part.reason) for part in left_out.left_out] == [
        ("action `getBroken` (get /broken/{id)", "blocked")
    ]
    assert left_out.left_out[0].detail == kept.errors[0].message
    assert "roken" not in left_out.document.text


def test_a_selection_takes_the_components_that_only_the_rest_needs() -> None:
    pets = "  /pets:\n    get: {operationId: listPets, tags: [Pets], responses: {default: {description: ok}}}\n"
    text = VENDOR.replace("components:\n", f"{pets}components:\n")

    adaptation = adapt(text, AdaptOptions(include=("tag:Pets",)))

    assert [(part.label, part.reason, part.detail) for part in adaptation.left_out] == [
        ("action `orders/get` (get /orders/{id})", "selection", "no `--include` selects it"),
        ("definition `Shop.Order`", "unused", "nothing that is left refers to it"),
    ]
    assert "Shop" not in adaptation.document.text.replace("title: Shop", "")
    assert adaptation.changes == ()


def test_a_pattern_that_selects_nothing_is_an_error() -> None:
    with pytest.raises(AdaptError, match="operation:orders/got"):
        adapt(VENDOR, AdaptOptions(include=("operation:orders/got",)))


def test_several_files_become_one_document(tmp_path: Path) -> None:
    (tmp_path / "order.yaml").write_text("type: object\nproperties:\n  tags: {type: array}\n")
    entry = tmp_path / "vendor.yaml"
    entry.write_text(VENDOR.replace("Shop.Order: {type: object}", "Shop.Order: {$ref: order.yaml}"))

    adaptation = adapt_document(load(entry), AdaptOptions())

    assert errors(adaptation) == []
    assert "order.yaml" not in adaptation.document.text
    assert adaptation.base is not adaptation.original


def test_an_answer_comes_back_to_the_vendors_lines() -> None:
    adaptation = adapt(VENDOR)
    checked = check_document(adaptation.document)
    error: Json = {"field": "/parameters/1/type", "message": "is odd", "severity": "warning"}
    action: Json = {
        "name": "orders_get",
        "method": "GET",
        "path": "/orders/{{ param.id }}",
        "parameters": [],
        "responses": [],
        "errors": [error],
    }
    answer: Json = {"connector": {}, "definitions": [], "actions": [action], "triggers": [], "messages": []}

    mapped = map_answer(checked, read_answer(answer, 201))

    finding = next(finding for finding in mapped.findings if "is odd" in finding.message)
    assert finding.document is adaptation.original
    assert finding.document.line(finding.span.start.line).strip().startswith("schema: {type: array")


def test_a_document_that_is_no_openapi_document_is_refused() -> None:
    with pytest.raises(AdaptError, match="expected an OpenAPI 3 description"):
        adapt("swagger: '2.0'\n")
