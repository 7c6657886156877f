"""Limits, files that can't be read and `$id`, where a reference is no `$ref`, or stands where none can."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from preclear.bundle import bundle
from preclear.connector import build_connector
from preclear.engine import check
from preclear.engine.plan import make_plan
from preclear.source import DEFAULT_LIMITS, format_pointer
from tests.texts import describe, describe_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from preclear.openapi import ApiDescription

HEAD = "openapi: 3.1.0\ninfo: {title: Harbour, version: '1'}\nservers: [{url: 'https://harbour.example'}]\n"
OPERATION = "{operationId: get, responses: {'200': {description: fine}}}"


def list_faults(description: ApiDescription) -> list[tuple[str, str]]:
    """Kind and pointer of every fault but that a reference leads to another file."""
    return [
        (kind.name, format_pointer(report.location.place.pointer))
        for kind, report in description.faults
        if kind.name != "external-reference"
    ]


def discriminated(value: str) -> str:
    return f"{HEAD}components: {{schemas: {{A: {{discriminator: {{propertyName: k, mapping: {{k: {value}}}}}}}}}}}\n"


def linked(value: str) -> str:
    return f"{HEAD}components: {{links: {{L: {{operationRef: {value}}}}}}}\n"


def misplaced(value: str) -> str:
    return f"{HEAD}paths: {{/a: {{get: {{$ref: {value}}}}}}}\n"


WORDS: dict[str, tuple[Callable[[str], str], str, tuple[str, ...]]] = {
    "mapping": (discriminated, "/components/schemas/A/discriminator/mapping/k", ()),
    "operationRef": (linked, "/components/links/L/operationRef", ()),
    "misplaced": (misplaced, "/paths/~1a/get/$ref", ("reference-not-allowed",)),
}


@pytest.mark.parametrize("word", WORDS)
def test_a_limit_is_reported_as_one_and_leaves_the_document_unchecked(tmp_path: Path, word: str) -> None:
    write, pointer, also = WORDS[word]
    (tmp_path / "openapi.yaml").write_text(write("other.yaml"))
    (tmp_path / "other.yaml").write_text(OPERATION)

    found = check(tmp_path / "openapi.yaml", rules={}, limits=replace(DEFAULT_LIMITS, files=1)).findings

    about = [
        (finding.rule.name, format_pointer(finding.pointer))
        for finding in found
        if format_pointer(finding.pointer) == pointer
    ]
    assert sorted(about) == sorted((name, pointer) for name in ("exceeded-limit", *also))
    assert all("leads nowhere" not in finding.message for finding in found)


def test_references_of_all_words_that_one_limit_stops_are_one_finding(tmp_path: Path) -> None:
    text = (
        f"{HEAD}paths: {{/a: {{get: {{$ref: a.yaml}}}}}}\ncomponents:\n  links: {{L: {{operationRef: b.yaml}}}}\n"
        "  schemas: {A: {discriminator: {propertyName: k, mapping: {k: c.yaml}}}, B: {$ref: d.yaml}}\n"
    )
    (tmp_path / "openapi.yaml").write_text(text)
    for name in "abcd":
        (tmp_path / f"{name}.yaml").write_text("{}")

    found = check(tmp_path / "openapi.yaml", rules={}, limits=replace(DEFAULT_LIMITS, files=1)).findings

    (message,) = (finding.message for finding in found if finding.rule.name == "exceeded-limit")
    assert "as 3 more references do" in message


@pytest.mark.parametrize("word", WORDS)
def test_a_file_that_cannot_be_read_is_reported_in_that_file_alone(tmp_path: Path, word: str) -> None:
    write, _, also = WORDS[word]
    (tmp_path / "openapi.yaml").write_text(write("other.yaml"))
    (tmp_path / "other.yaml").write_text("{")

    found = check(tmp_path / "openapi.yaml", rules={}).findings

    errors = {(finding.path.rpartition("/")[2], finding.rule.name) for finding in found if finding.severity == "error"}
    others = {("openapi.yaml", name) for name in also}
    assert {error for error in errors if error[0] == "openapi.yaml" and error[1] != "invalid-openapi"} == others
    assert {name for path, name in errors if path == "other.yaml"} == {"syntax-error"}


@pytest.mark.parametrize("first", [True, False])
def test_a_mapping_names_a_schema_by_its_id_wherever_that_is_read(tmp_path: Path, first: bool) -> None:
    schemas = {
        "A": "{$id: 'https://x.example/a', discriminator: {propertyName: k, mapping: {b: ./b, c: 'https://x.example/c'}}}",
        "B": "{$ref: parts.yaml#/B}",
    }
    lines = [f"    {name}: {schema}\n" for name, schema in schemas.items()]
    description = describe_folder(
        tmp_path,
        {
            "openapi.yaml": f"{HEAD}components:\n  schemas:\n{''.join(lines if first else reversed(lines))}",
            "parts.yaml": "B: {$id: 'https://x.example/b', properties: {c: {$ref: '#/$defs/C'}},\n"
            "  $defs: {C: {$id: 'https://x.example/c', items: {$ref: '#/none'}}}}\n",
        },
    )

    assert list_faults(description) == [("unresolved-reference", "/B/$defs/C/items/$ref")]
    mapping = bundle(description).data.decode()
    assert "mapping: {b: ./b, c: 'https://x.example/c'}" in mapping


def test_a_misplaced_reference_leads_on_by_an_id_that_is_read_later(tmp_path: Path) -> None:
    description = describe_folder(
        tmp_path,
        {
            "openapi.yaml": f"{HEAD}components:\n  schemas:\n"
            "    A: {properties: {$ref: 'https://x.example/b#/properties'}}\n"
            "    C: {$ref: '#/components/schemas/A/properties/n'}\n    Z: {$ref: b.yaml}\n",
            "b.yaml": "$id: https://x.example/b\nproperties: {n: {items: {$ref: '#/none'}}}\n",
        },
    )

    assert list_faults(description) == [
        ("unresolved-reference", "/properties/n/items/$ref"),
        ("reference-not-allowed", "/components/schemas/A/properties/$ref"),
    ]


def test_what_a_misplaced_reference_leads_over_is_judged_as_if_it_were_not_there() -> None:
    text = (
        f"{HEAD}paths: {{/a: {{get: {{parameters: {{$ref: '#/components/schemas/P'}}}}}}}}\n"
        "components:\n  schemas: {P: {$ref: '#/components/securitySchemes/K'}, Q: {$ref: '#/components/schemas/P'}}\n"
        "  securitySchemes: {K: {type: apiKey, in: header, name: X-K}}\n"
    )
    description = describe(text)
    schemas = description.root.get("components")
    content = schemas and schemas.get("schemas")
    last = content and content.get("Q")

    assert last is not None
    assert description.resolve(last) is None


def test_operations_behind_misplaced_references_belong_to_the_object_of_their_path_item() -> None:
    text = (
        f"{HEAD}paths:\n  /a: {{$ref: '#/components/pathItems/P', put: {{$ref: '#/x-put'}}}}\n"
        "components: {pathItems: {P: {additionalOperations: {$ref: '#/x-more'}, get: {$ref: '#/x-get'},\n"
        "  parameters: {$ref: '#/x-parameters'}}}}\n"
        f"x-put: {OPERATION.replace('get', 'put')}\nx-get: {OPERATION}\n"
        f"x-more: {{COPY: {OPERATION.replace('get', 'copy')}}}\nx-parameters: [{{name: q, in: query}}]\n"
    ).replace("3.1.0", "3.2.0")

    actions = build_connector(describe(text)).actions

    assert {action.name.value: format_pointer(action.path_item.pointer) for action in actions} == {
        "copy": "/components/pathItems/P",
        "get": "/components/pathItems/P",
        "put": "/paths/~1a",
    }
    assert {parameter.name.value for action in actions for parameter in action.parameters} == {"q"}
    assert all(action.method.place.pointer[0] != "x-get" for action in actions)


@pytest.mark.parametrize(
    "item",
    [
        "get: {operationId: get, parameters: {$ref: '#/x-list'}, responses: {'200': {description: fine}}}",
        f"get: {OPERATION}, parameters: {{$ref: '#/x-list'}}",
    ],
)
def test_a_dead_reference_in_a_list_behind_a_misplaced_one_blocks_the_action(tmp_path: Path, item: str) -> None:
    text = f"{HEAD}paths: {{/a: {{{item}}}}}\nx-list: [{{$ref: '#/nowhere'}}]\n"
    (tmp_path / "openapi.yaml").write_text(text)

    made = make_plan(check(tmp_path / "openapi.yaml", rules={}))

    assert made is not None
    (action,) = made.actions
    assert {finding.rule.name for finding in action.findings} >= {"unresolved-reference", "reference-not-allowed"}


def test_a_pointer_that_ends_behind_a_misplaced_reference_says_in_which_file(tmp_path: Path) -> None:
    description = describe_folder(
        tmp_path,
        {
            "openapi.yaml": f"{HEAD}components: {{schemas: {{$ref: parts/all.yaml}}}}\n"
            "x-a: {}\npaths: {/a: {get: {responses: {'200': {description: d, content: {a/b: "
            "{schema: {$ref: '#/components/schemas/Brth'}}}}}}}}\n",
            "parts/all.yaml": "Berth: {}\n",
        },
    )

    (message,) = (report.message for kind, report in description.faults if kind.name == "unresolved-reference")
    assert message == (
        "`$ref: #/components/schemas/Brth` leads nowhere: `parts/all.yaml` has no `Brth`; did you mean `Berth`?"
    )
