"""Bundles of documents whose schemas refer to one another by `$id`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.upload.bundle import bundle
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

    assert made.single
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
