"""References by `$id`, `$anchor` and `$self` (JSON Schema 2020-12, core, 8.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.source import Node, format_pointer
from tests.texts import describe, describe_folder

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.openapi import ApiDescription

HEAD = 'openapi: 3.1.0\ninfo: {title: Harbour, version: "1"}\n'
BERTH = "https://harbour.example/berth.json"


def schemas(*lines: str, version: str = "3.1.0") -> ApiDescription:
    text = "".join(f"    {line}\n" for line in lines)
    return describe(f"{HEAD.replace('3.1.0', version)}components:\n  schemas:\n{text}")


def list_faults(description: ApiDescription) -> list[tuple[str, str, str]]:
    """Kind, file and pointer, and message of every fault but that a reference leads to another file."""
    return [
        (kind.name, report.location.place.document.path + format_pointer(report.location.place.pointer), report.message)
        for kind, report in description.faults
        if kind.name != "external-reference"
    ]


def leads_to(description: ApiDescription, *way: str) -> str | None:
    """Where the reference at `way` below `components.schemas` leads to: file and pointer."""
    node: Node | None = description.root
    for key in ("components", "schemas", *way):
        assert node is not None
        node = node.get(key)
    assert node is not None
    target = description.references.target(node)
    return None if target is None else target.document.path + format_pointer(target.pointer)


@pytest.mark.parametrize(
    ("holder", "target"),
    [
        (f"{{$ref: '{BERTH}'}}", "Berth"),
        ("{$ref: 'HTTPS://Harbour.Example/berth.json#'}", "Berth"),
        (f"{{$ref: '{BERTH}#top'}}", "Berth/properties/id"),
        (f"{{$ref: '{BERTH}#/properties/id'}}", "Berth/properties/id"),
        (f"{{$ref: '{BERTH}#/properties/id', description: beside}}", "Berth/properties/id"),
        ("{$id: 'https://harbour.example/pier/x', $ref: '../berth.json'}", "Berth"),
        ("{$id: 'https://harbour.example/x', $ref: 'berth.json#top'}", "Berth/properties/id"),
        ("{$id: 'https://harbour.example/x', $ref: '/berth.json'}", "Berth"),
        ("{$ref: 'urn:harbour:crane'}", "Crane"),
        ("{$ref: 'pier.json'}", "Pier"),
        ("{$ref: '#/components/schemas/Berth'}", "Berth"),
        ("{$id: 'https://harbour.example/x', $ref: '#/components/schemas/Berth'}", "Berth"),
        ("{$ref: 'https://harbour.example/deep/inner'}", "Outer/$defs/inner"),
        ("{$ref: 'https://harbour.example/deep/outer#old'}", "Outer/$defs/old"),
    ],
)
def test_an_id_is_a_base_uri_and_a_name(holder: str, target: str) -> None:
    description = schemas(
        f"Berth: {{$id: '{BERTH}', properties: {{id: {{$anchor: top, type: string}}}}}}",
        "Crane: {$id: 'urn:harbour:crane'}",
        "Pier: {$id: pier.json}",
        "Outer: {$id: 'https://harbour.example/deep/outer', $defs: {inner: {$id: inner}, old: {$id: '#old'}}}",
        f"A: {holder}",
    )

    assert leads_to(description, "A") == f"openapi.yaml/components/schemas/{target}"
    assert list_faults(description) == []


def test_the_nearest_id_is_the_base() -> None:
    description = schemas(
        "A:\n      $id: https://a.example/a\n"
        "      $defs: {inner: {$id: 'https://b.example/', items: {$ref: one}}, n: {$ref: one}}",
        "B: {$id: 'https://a.example/one'}",
        "C: {$id: 'https://b.example/one'}",
    )

    assert leads_to(description, "A", "$defs", "inner", "items") == "openapi.yaml/components/schemas/C"
    assert leads_to(description, "A", "$defs", "n") == "openapi.yaml/components/schemas/B"


def test_an_anchor_belongs_to_the_schema_with_the_id_around_it() -> None:
    description = schemas(
        "A: {$id: 'https://x.example/a', $defs: {t: {$anchor: top}}, items: {$ref: '#top'}}",
        "B: {$id: 'https://x.example/b', $defs: {t: {$dynamicAnchor: top}}, items: {$ref: '#top'}}",
        "C: {items: {$ref: '#top'}}",
    )

    assert leads_to(description, "A", "items") == "openapi.yaml/components/schemas/A/$defs/t"
    assert leads_to(description, "B", "items") == "openapi.yaml/components/schemas/B/$defs/t"
    ((kind, place, message),) = list_faults(description)
    assert (kind, place) == ("unresolved-reference", "openapi.yaml/components/schemas/C/items/$ref")
    assert message == (
        "`$ref: #top` leads nowhere: no `$anchor` is called `top` outside of the schema with the `$id` "
        "`https://x.example/a`"
    )
    assert description.faults[0].report.help == "refer to `https://x.example/a#top`, if that's what you mean"


@pytest.mark.parametrize(
    "data",
    [
        "example: {HERE}",
        "examples: [{HERE}]",
        "default: {HERE}",
        "enum: [{HERE}]",
        "const: {HERE}",
        "x-note: {HERE}",
    ],
)
@pytest.mark.parametrize("word", ["$anchor: shadow", "$dynamicAnchor: shadow", "$id: 'https://x.example/shadow'"])
@pytest.mark.parametrize("in_part", [False, True])
def test_data_names_nothing(tmp_path: Path, data: str, word: str, in_part: bool) -> None:
    holder = f"{{type: object, {data.replace('HERE', word)}}}"
    reference = "'#shadow'" if "nchor" in word else "'https://x.example/shadow'"
    text = f"{holder[:-1]}, properties: {{s: {{$ref: {reference}}}}}}}"
    if in_part:
        files = {"openapi.yaml": f"{HEAD}components: {{schemas: {{A: {{$ref: part.yaml}}}}}}\n", "part.yaml": text}
        description = describe_folder(tmp_path, files)
    else:
        description = schemas(f"A: {text}")

    assert len(list_faults(description)) == 1


def test_names_that_look_like_keywords_of_data_are_names(tmp_path: Path) -> None:
    part = (
        "properties:\n  example: {$anchor: one}\n  default: {items: {$anchor: two}}\n$defs: {enum: {$anchor: three}}\n"
    )
    references = ", ".join(f"{name}: {{$ref: 'part.yaml#{name}'}}" for name in ("one", "two", "three"))
    description = describe_folder(
        tmp_path, {"openapi.yaml": f"{HEAD}components: {{schemas: {{{references}}}}}\n", "part.yaml": part}
    )

    assert list_faults(description) == []


def test_an_example_of_a_media_type_is_data_too() -> None:
    description = describe(
        f"{HEAD}paths: {{/a: {{get: {{responses: {{'200': {{description: a, content: "
        "{a/b: {schema: {$ref: '#shadow'}, example: {$anchor: shadow}}}}}}}}\n"
    )

    assert [kind for kind, _, _ in list_faults(description)] == ["unresolved-reference"]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (
            "crane.json",
            (
                "remote-reference",
                (
                    "`$ref: crane.json` leads to `https://harbour.example/crane.json` because of the `$id` around it, "
                    "and URLs aren't fetched"
                ),
            ),
        ),
        (
            "berht.json",
            (
                "remote-reference",
                (
                    "`$ref: berht.json` leads to `https://harbour.example/berht.json` because of the `$id` around it, "
                    "and URLs aren't fetched; did you mean `https://harbour.example/berth.json`?"
                ),
            ),
        ),
        (
            "#/$defs/x",
            ("unresolved-reference", "`$ref: #/$defs/x` leads nowhere: `#/components/schemas/A` has no `$defs`"),
        ),
        (
            "#/components/schemas/Brth",
            (
                "unresolved-reference",
                (
                    "`$ref: #/components/schemas/Brth` leads nowhere: `#/components/schemas` has no `Brth`; "
                    "did you mean `Berth`?"
                ),
            ),
        ),
        (
            "berth.json#/items",
            (
                "unresolved-reference",
                "`$ref: berth.json#/items` leads nowhere: `berth.json` has no `items`",
            ),
        ),
    ],
)
def test_what_leads_nowhere_says_by_which_base(reference: str, expected: tuple[str, str]) -> None:
    description = schemas(
        f"Berth: {{$id: '{BERTH}'}}",
        f"A: {{$id: 'https://harbour.example/a', properties: {{x: {{$ref: '{reference}'}}}}}}",
    )

    assert [(kind, message) for kind, _, message in list_faults(description)] == [expected]


def test_in_openapi_3_0_an_id_is_no_keyword() -> None:
    description = schemas(f"Berth: {{$id: '{BERTH}'}}", f"A: {{items: {{$ref: '{BERTH}'}}}}", version="3.0.3")

    assert [kind for kind, _, _ in list_faults(description)] == ["remote-reference"]


@pytest.mark.parametrize("first", [True, False])
def test_an_id_in_another_file_is_known_wherever_that_file_is_read(tmp_path: Path, first: bool) -> None:
    by_id = "A: {$ref: 'https://x.example/deep#/properties/n'}"
    by_path = "B: {$ref: 'parts/b.yaml'}"
    lines = [by_id, by_path] if first else [by_path, by_id]
    description = describe_folder(
        tmp_path,
        {
            "openapi.yaml": HEAD + "components:\n  schemas:\n" + "".join(f"    {line}\n" for line in lines),
            "parts/b.yaml": "$id: https://x.example/b\nproperties: {c: {$ref: c.yaml}}\n",
            "parts/c.yaml": "properties: {inner: {$id: 'https://x.example/deep', properties: {n: {$ref: '#/none'}}}}\n",
        },
    )

    assert leads_to(description, "A") == "parts/c.yaml/properties/inner/properties/n"
    assert [(kind, place) for kind, place, _ in list_faults(description)] == [
        ("unresolved-reference", "parts/c.yaml/properties/inner/properties/n/$ref")
    ]


def test_without_a_schema_of_that_id_a_path_is_one_from_the_folder_of_its_file(tmp_path: Path) -> None:
    description = describe_folder(
        tmp_path,
        {
            "openapi.yaml": f"{HEAD}components: {{schemas: {{A: {{$id: 'https://x.example/a', $ref: pet.yaml}}}}}}\n",
            "pet.yaml": "type: object\n",
        },
    )

    assert leads_to(description, "A") == "pet.yaml"
    assert list_faults(description) == []


def test_self_names_the_document_in_3_2() -> None:
    text = "$self: https://x.example/api.yaml\n"
    text += "components: {schemas: {A: {}, B: {$ref: 'api.yaml#/components/schemas/A'}}}\n"

    description = describe(HEAD.replace("3.1.0", "3.2.0") + text)

    assert list_faults(description) == []
    assert leads_to(description, "B") == "openapi.yaml/components/schemas/A"


def test_a_keyword_that_is_written_with_an_escape_is_one() -> None:
    description = schemas("A: {\"\\x24id\": 'urn:a:b'}", "B: {$ref: 'urn:a:b'}")

    assert leads_to(description, "B") == "openapi.yaml/components/schemas/A"


@pytest.mark.parametrize("identifier", ["'http://[::1'", "''", "5", "[]", "'#'", "'%zz'", "'//'"])
def test_an_id_that_is_no_uri_harms_nothing(identifier: str) -> None:
    description = schemas(f"A: {{$id: {identifier}, items: {{$ref: '#/components/schemas/B'}}}}", "B: {}")

    assert leads_to(description, "A", "items") == "openapi.yaml/components/schemas/B"


DRAFT_07 = "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize(
    ("dialect", "target"),
    [
        ("https://json-schema.org/draft/2020-12/schema", "schema.json/$defs/real"),
        (DRAFT_07, "schema.json/$defs/real"),
        ("https://example.com/a-dialect", "schema.json/unheard-of/shadow"),
    ],
)
def test_a_file_that_is_a_json_schema_has_identifiers_in_schemas_alone(
    dialect: str, target: str, tmp_path: Path
) -> None:
    schema = (
        f'{{"$schema": "{dialect}", "unheard-of": {{"shadow": {{"$id": "https://a.example/x"}}}}, '
        '"$defs": {"real": {"$id": "https://a.example/x"}}}'
    )
    text = f"{HEAD}components: {{schemas: {{A: {{$ref: 'https://a.example/x'}}, B: {{$ref: schema.json}}}}}}"
    description = describe_folder(tmp_path, {"openapi.yaml": text, "schema.json": schema})
    assert leads_to(description, "A") == target


def test_an_id_beside_a_reference_is_none_in_draft_07() -> None:
    description = schemas(
        f"A: {{$schema: '{DRAFT_07}', $id: 'https://a.example/', allOf: [{{$id: deep/, $ref: '#/definitions/b'}},"
        " {$ref: b}], definitions: {b: {$id: b, type: string}}}",
        "B: {$id: 'https://b.example/', allOf: [{$id: deep/, $ref: c}], $defs: {c: {$id: deep/c}}}",
    )
    a = description.root.get("components")
    for step in ("schemas", "A", "allOf"):
        assert a is not None
        a = a.get(step)
    assert a is not None
    targets = [description.references.target(item) for item in a.items()]
    assert [target and target.pointer[-2:] for target in targets] == [("definitions", "b")] * 2
    assert list_faults(description) == []


def test_identifiers_in_the_keywords_of_draft_07_alone_are_read_in_it() -> None:
    description = schemas(
        f"A: {{$schema: '{DRAFT_07}', items: [{{$id: 'https://a.example/first'}}],"
        " additionalItems: {$id: 'https://a.example/rest'}, dependencies: {k: {$id: 'https://a.example/k'}}}",
        *(f"{name}: {{$ref: 'https://a.example/{name}'}}" for name in ("first", "rest", "k")),
    )
    assert [leads_to(description, name) for name in ("first", "rest", "k")] == [
        f"openapi.yaml/components/schemas/A/{where}" for where in ("items/0", "additionalItems", "dependencies/k")
    ]
