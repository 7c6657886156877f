"""What a reference leads to in a file where no place says of which kind it is: its shape does, where it is plain."""

from __future__ import annotations

from pathlib import Path

import pytest

import preclear
from preclear.openapi import check_conformance
from preclear.openapi.kind_inference import describe_other_kind
from preclear.source import load_bytes
from tests.texts import describe_folder

PARTS = """\
Schema: {type: object, properties: {a: {type: string}}}
Parameter: {name: l, in: query, schema: {type: integer}}
Item: {get: {responses: {'200': {description: d}}}}
Body: {content: {a/b: {}}}
"""


def list_messages(folder: Path, operation: str, parts: str = PARTS) -> list[str]:
    """Return the messages about an operation that refers to `parts.yaml`: of references, then of the structure."""
    head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
    operation = operation.replace("=", "$ref: parts.yaml#/")
    text = f"{head}paths: {{/a: {{post: {{{operation}}}}}}}\n"
    description = describe_folder(folder, {"openapi.yaml": text, "parts.yaml": parts})
    found = [*description.faults, *check_conformance(description)]
    return [fault.report.message for fault in found if fault.kind.name != "external-reference"]


OTHERS = [
    ("parameters: [{=Schema}], responses: {default: {description: d}}", "Schema` leads to a schema; expected a parame"),
    ("requestBody: {=Schema}, responses: {default: {description: d}}", "Schema` leads to a schema; expected a request"),
    ("responses: {default: {=Parameter}}", "Parameter` leads to a parameter; expected a response"),
    ("responses: {default: {=Item}}", "Item` leads to a path item; expected a response"),
    (
        "requestBody: {content: {a/b: {schema: {=Body}}}}, responses: {default: {description: d}}",
        "Body` leads to a response or request body; expected a schema",
    ),
]


@pytest.mark.parametrize(("operation", "start"), OTHERS)
def test_a_plain_object_of_another_kind_is_reported_at_the_reference_alone(
    tmp_path: Path, operation: str, start: str
) -> None:
    (message,) = list_messages(tmp_path, operation)

    assert message.startswith(f"`$ref: parts.yaml#/{start}")


@pytest.mark.parametrize("first", [True, False])
def test_of_two_references_that_want_two_kinds_the_wrong_one_is_reported(tmp_path: Path, first: bool) -> None:
    wanted = ["parameters: [{=Parameter}]", "responses: {default: {=Parameter}}"]

    (message,) = list_messages(tmp_path, ", ".join(wanted if first else reversed(wanted)))

    assert message == "`$ref: parts.yaml#/Parameter` leads to a parameter; expected a response"


@pytest.mark.parametrize("first", [True, False])
def test_what_may_be_of_two_kinds_is_judged_as_each_that_is_wanted(tmp_path: Path, first: bool) -> None:
    wanted = ["requestBody: {=Body}", "responses: {default: {=Body}}"]

    (message,) = list_messages(tmp_path, ", ".join(wanted if first else reversed(wanted)))

    assert message == "response `Body` has no `description`; OpenAPI requires it"


def test_a_reference_that_is_reached_twice_is_counted_once(tmp_path: Path) -> None:
    parts = "Body: {description: d, content: {a/b: {schema: {$ref: other.yaml}}}}\n"
    head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
    both = "requestBody: {$ref: parts.yaml#/Body}, responses: {default: {$ref: parts.yaml#/Body}}"
    files = {"openapi.yaml": f"{head}paths: {{/a: {{post: {{{both}}}}}}}\n", "parts.yaml": parts, "other.yaml": "{}\n"}

    description = describe_folder(tmp_path, files)

    assert [fault.report.message for fault in description.faults] == [
        "`$ref` leads to another file, parts.yaml, as 2 more do (2 files in all); the import takes one file"
    ]


def test_the_path_of_another_file_starts_at_the_reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
    (tmp_path / "apis").mkdir()
    (tmp_path / "apis" / "pets.yaml").write_text(f"{head}paths: {{/a: {{$ref: parts/a.yaml}}}}\n")
    (tmp_path / "apis" / "parts").mkdir()
    (tmp_path / "apis" / "parts" / "a.yaml").write_text("{}\n")
    messages: list[str] = []
    for folder, path in ((tmp_path, "apis/pets.yaml"), (tmp_path / "apis", "pets.yaml")):
        monkeypatch.chdir(folder)
        found = preclear.check(Path(path)).findings
        messages += [finding.message for finding in found if finding.rule.name == "external-reference"]

    assert messages == ["`$ref` leads to another file, parts/a.yaml; the import takes one file"] * 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{description: d}", "schema"),
        ("{schema: {type: string}}", "parameter"),
        ("{type: object, content: {a/b: {}}}", "response"),
        ("{type: string, description: d}", "header"),
        ("{properties: {name: {}, in: {}}}", "schema"),
        ("{name: {type: string}, in: {type: string}}", "schema"),
        ("{type: apiKey, name: n, in: header}", "security scheme"),
        ("{name: n, in: header, type: string}", "parameter"),
        ("{get: {type: string}, options: {type: string}}", "schema"),
        ("{content: {type: string}}", "schema"),
        ("{$ref: '#/a', type: string}", "parameter"),
        ("{type: dog, value: 5}", "example"),
        ("{}", "path item"),
        ("{type: [x], in: [y], name: [z], content: [a/b], get: [c], required: [d], enum: {}, items: [e]}", "schema"),
        ("true", "schema"),
    ],
)
def test_what_is_undecided_or_of_the_kind_wanted_is_no_other(text: str, wanted: str) -> None:
    assert describe_other_kind(load_bytes(text.encode(), "a.yaml").value, wanted) is None


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("{type: [string, 'null']}", "parameter", "schema"),
        ("{allOf: [{}]}", "response", "schema"),
        ("{type: object, properties: {}}", "header", "schema"),
        ("{type: http, scheme: basic}", "schema", "security scheme"),
        ("{/a: {get: {}}}", "parameter", "mapping of path items"),
        ("{description: d, content: {a/b: {}}, headers: {}}", "request body", "response"),
        ("{required: true, content: {a/b: {}}}", "response", "request body"),
    ],
)
def test_plain_shapes_have_names(text: str, wanted: str, found: str) -> None:
    assert describe_other_kind(load_bytes(text.encode(), "a.yaml").value, wanted) == found
