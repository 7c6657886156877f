"""Bundles of documents whose schemas refer to one another by `$id`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.bundle import bundle
from tests.texts import describe, describe_folder

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'openapi: 3.1.0\ninfo: {title: Harbour, version: "1"}\n'


def test_references_by_an_id_in_one_document_are_no_reason_to_change_it() -> None:
    text = f"""{HEAD}components:
  schemas:
    A: {{$id: https://x.example/a, $defs: {{n: {{$anchor: n}}}}, items: {{$ref: '#n'}}}}
    B: {{$id: https://x.example/b, $ref: a}}
    C: {{properties: {{a: {{$ref: https://x.example/a}}, n: {{$ref: 'https://x.example/a#n'}}}}}}
"""
    made = bundle(describe(text))

    assert made.is_single_file
    assert made.data.decode() == text


def test_a_part_keeps_its_id_and_what_names_it_stays(tmp_path: Path) -> None:
    made = bundle(
        describe_folder(
            tmp_path,
            {
                "openapi.yaml": f"{HEAD}components:\n  schemas:\n    A: {{items: {{$ref: parts/b.yaml}}}}\n"
                "    C: {items: {$ref: https://x.example/b}}\n",
                "parts/b.yaml": "$id: https://x.example/b\n$defs: {n: {$anchor: n}}\nitems: {$ref: '#n'}\n",
            },
        )
    )
    joined = describe(made.data.decode())

    assert joined.faults == []
    assert [f"{node.pointer[2]}: {node.mapping['$ref']}" for node in joined.schemas if "$ref" in node.mapping] == [
        "A: #/components/schemas/b",
        "C: https://x.example/b",
        "b: #n",
    ]


def test_a_reference_by_an_id_or_self_that_stays_behind_leads_to_what_moves(tmp_path: Path) -> None:
    made = bundle(
        describe_folder(
            tmp_path,
            {
                "openapi.yaml": f"{HEAD.replace('3.1.0', '3.2.0')}components:\n  schemas:\n"
                "    A: {items: {$ref: parts/b.yaml#/X}}\n    B: {items: {$ref: 'https://x.example/b#/items'}}\n"
                "    C: {discriminator: {propertyName: k, mapping: {k: 'https://x.example/b#/items'}}}\n"
                "    D: {items: {$ref: other.yaml#/components/schemas/E}}\n"
                "    F: {items: {$ref: 'https://x.example/other.yaml#/components/schemas/G'}}\n",
                "parts/b.yaml": "X: {type: object}\nY: {$id: https://x.example/b, items: {type: string}}\n",
                "other.yaml": f"{HEAD.replace('3.1.0', '3.2.0')}$self: https://x.example/other.yaml\n"
                "components: {schemas: {E: {type: object}, G: {type: string}}}\n",
            },
        )
    )
    joined = describe(made.data.decode())

    assert joined.faults == []
    assert made.external_references == ()
    assert {str(node.pointer[2]): node.mapping["$ref"] for node in joined.schemas if "$ref" in node.mapping} == {
        "A": "#/components/schemas/X",
        "B": "#/components/schemas/items",
        "D": "#/components/schemas/E",
        "F": "#/components/schemas/G",
    }
