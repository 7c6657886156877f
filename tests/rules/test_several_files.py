"""What rules say of documents in several files: of what an import is sent, which is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.engine import check
from preclear.rule import discover_rules

if TYPE_CHECKING:
    from pathlib import Path

RULES = discover_rules()
HEAD = 'openapi: 3.1.0\ninfo: {title: Shop, version: "1"}\nservers: [{url: https://shop.example.com}]\n'
OTHER = f"""{HEAD}\
paths:
  /orders:
    get:
      operationId: listOrders
      security: [ShopKey: []]
      responses:
        "200":
          description: All orders.
          content: {{application/json: {{schema: {{$ref: "#/components/schemas/a.b"}}}}}}
components:
  securitySchemes: {{ShopKey: {{type: apiKey, in: header, name: X-Shop-Key}}}}
  schemas: {{a.b: {{type: object}}}}
"""


def found(folder: Path, entry: str) -> list[tuple[str, str, str]]:
    """Rule, file and message of each error."""
    (folder / "other.yaml").write_text(OTHER)
    (folder / "shop.yaml").write_text(HEAD + entry)
    checked = check(folder / "shop.yaml", rules=RULES)
    return [
        (finding.rule.name, finding.path.rpartition("/")[2], finding.message)
        for finding in checked.findings
        if finding.severity == "error"
    ]


def test_an_auth_scheme_that_only_another_file_defines_is_not_defined(tmp_path: Path) -> None:
    ((rule, path, message),) = found(tmp_path, 'paths: {/orders: {$ref: "other.yaml#/paths/~1orders"}}\n')

    assert (rule, path) == ("undefined-auth-scheme", "other.yaml")
    assert message.startswith("auth scheme `ShopKey` is not defined in the entry document, ")
    assert message.endswith("shop.yaml, only in this file")


def test_one_that_the_entry_document_defines_as_well_is(tmp_path: Path) -> None:
    scheme = "components: {securitySchemes: {ShopKey: {type: apiKey, in: header, name: X-Shop-Key}}}\n"

    assert found(tmp_path, f'{scheme}paths: {{/orders: {{$ref: "other.yaml#/paths/~1orders"}}}}\n') == []
