"""A `$ref` where OpenAPI takes none is one finding, and what is behind it is checked."""

from __future__ import annotations

import json
from time import process_time
from typing import TYPE_CHECKING

import pytest

from preclear.connector import build_connector
from preclear.engine import check, check_document
from preclear.rule import discover_rules
from preclear.source import format_pointer, load_bytes
from tests.texts import connect, describe, describe_folder

if TYPE_CHECKING:
    from pathlib import Path

RULES = discover_rules()
VERSIONS = ("3.0.3", "3.1.0", "3.2.0")
OPERATION = "{operationId: get, summary: s, responses: {'200': {description: fine}}}"


def document(version: str, rest: str) -> str:
    """A document that has all that is required, and no finding above an info, but for what `rest` brings."""
    head = f"openapi: {version}\n"
    fields = {
        "info": "{title: T, version: '1'}",
        "servers": "[{url: 'https://x.example'}]",
        "paths": f"{{/a: {{get: {OPERATION}}}}}",
    }
    return head + "".join(f"{key}: {value}\n" for key, value in fields.items() if f"{key}:" not in rest) + rest


def found(text: str) -> list[str]:
    """Rule and pointer of everything above an info, the version itself aside."""
    findings = check_document(load_bytes(text.encode(), "openapi.yaml"), rules=RULES).findings
    return [
        f"{finding.rule.name} {format_pointer(finding.pointer)}"
        for finding in findings
        if finding.severity != "info" and finding.rule.name != "unsupported-openapi-version"
    ]


SLOTS = {
    "info": ("info: {$ref: '#/x-at'}\nx-at: {title: T, version: '1'}", "/info/$ref"),
    "a contact": (
        "info: {title: T, version: '1', contact: {$ref: '#/x-at'}}\nx-at: {name: N}",
        "/info/contact/$ref",
    ),
    "a text": ("info: {title: T, version: '1', description: {$ref: '#/x-at'}}\nx-at: hello", "/info/description/$ref"),
    "servers": ("servers: {$ref: '#/x-at'}\nx-at: [{url: 'https://x.example'}]", "/servers/$ref"),
    "a server": ("servers: [{$ref: '#/x-at'}]\nx-at: {url: 'https://x.example'}", "/servers/0/$ref"),
    "server variables": (
        "servers: [{url: 'https://x.example', variables: {$ref: '#/x-at'}}]\nx-at: {}",
        "/servers/0/variables/$ref",
    ),
    "tags": ("tags: {$ref: '#/x-at'}\nx-at: [{name: a}]", "/tags/$ref"),
    "a tag": ("tags: [{$ref: '#/x-at'}]\nx-at: {name: a}", "/tags/0/$ref"),
    "security": ("security: {$ref: '#/x-at'}\nx-at: []", "/security/$ref"),
    "external documentation": (
        "externalDocs: {$ref: '#/x-at'}\nx-at: {url: 'https://x.example'}",
        "/externalDocs/$ref",
    ),
    "paths": (f"paths: {{$ref: '#/x-at'}}\nx-at: {{/a: {{get: {OPERATION}}}}}", "/paths/$ref"),
    "an operation": (f"paths: {{/a: {{get: {{$ref: '#/x-at'}}}}}}\nx-at: {OPERATION}", "/paths/~1a/get/$ref"),
    "parameters": (
        (
            "paths: {/a: {get: {operationId: a, parameters: {$ref: '#/x-at'}, responses: {'200': {description: f}}}}}\n"
            "x-at: [{name: q, in: query, schema: {type: string}}]"
        ),
        "/paths/~1a/get/parameters/$ref",
    ),
    "responses": (
        "paths: {/a: {get: {operationId: a, responses: {$ref: '#/x-at'}}}}\nx-at: {'200': {description: f}}",
        "/paths/~1a/get/responses/$ref",
    ),
    "headers": (
        (
            "components: {responses: {R: {description: d, headers: {$ref: '#/x-at'}}}}\n"
            "x-at: {A: {schema: {type: string}}}"
        ),
        "/components/responses/R/headers/$ref",
    ),
    "content": (
        (
            "components: {responses: {R: {description: d, content: {$ref: '#/x-at'}}}}\n"
            "x-at: {application/json: {schema: {type: string}}}"
        ),
        "/components/responses/R/content/$ref",
    ),
    "an encoding": (
        (
            "components: {requestBodies: {R: {content: {a/b: {schema: {}, encoding: {q: {$ref: '#/x-at'}}}}}}}\n"
            "x-at: {contentType: a/b}"
        ),
        "/components/requestBodies/R/content/a~1b/encoding/q/$ref",
    ),
    "schemas": ("components: {schemas: {$ref: '#/x-at'}}\nx-at: {A: {type: string}}", "/components/schemas/$ref"),
    "components": ("components: {$ref: '#/x-at'}\nx-at: {schemas: {A: {type: string}}}", "/components/$ref"),
    "properties": (
        "components: {schemas: {A: {properties: {$ref: '#/x-at'}}}}\nx-at: {a: {type: string}}",
        "/components/schemas/A/properties/$ref",
    ),
    "a list of schemas": (
        "components: {schemas: {A: {allOf: {$ref: '#/x-at'}}}}\nx-at: [{type: string}]",
        "/components/schemas/A/allOf/$ref",
    ),
    "a discriminator": (
        "components: {schemas: {A: {discriminator: {$ref: '#/x-at'}}}}\nx-at: {propertyName: a}",
        "/components/schemas/A/discriminator/$ref",
    ),
    "flows": (
        "components: {securitySchemes: {A: {type: http, scheme: basic, flows: {$ref: '#/x-at'}}}}\nx-at: {}",
        "/components/securitySchemes/A/flows/$ref",
    ),
    "security schemes": (
        "components: {securitySchemes: {$ref: '#/x-at'}}\nx-at: {A: {type: http, scheme: basic}}",
        "/components/securitySchemes/$ref",
    ),
    "callbacks": (
        (
            "paths: {/a: {get: {operationId: a, callbacks: {$ref: '#/x-at'}, responses: {'200': {description: f}}}}}\n"
            "x-at: {}"
        ),
        "/paths/~1a/get/callbacks/$ref",
    ),
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("rest", "pointer"), SLOTS.values(), ids=SLOTS)
def test_each_slot_that_takes_no_reference_is_one_finding(version: str, rest: str, pointer: str) -> None:
    unrelated = ("dropped-callbacks", "invalid-openapi /components/securitySchemes/A/flows")

    assert [item for item in found(document(version, rest)) if not item.startswith(unrelated)] == [
        f"reference-not-allowed {pointer}"
    ]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("rest", "pointer"), SLOTS.values(), ids=SLOTS)
def test_what_is_missing_behind_a_dead_one_is_not_reported(version: str, rest: str, pointer: str) -> None:
    text = document(version, rest.replace("#/x-at", "#/x-nowhere"))
    unrelated = ("dropped-callbacks", "invalid-openapi /components/securitySchemes/A/flows")

    assert [item for item in found(text) if not item.startswith(unrelated)] == [f"reference-not-allowed {pointer}"]


@pytest.mark.parametrize(("version", "allowed"), [("3.0.3", False), ("3.1.0", False), ("3.2.0", True)])
def test_a_media_type_may_be_a_reference_from_3_2_on(version: str, allowed: bool) -> None:
    rest = "components: {responses: {R: {description: d, content: {a/b: {$ref: '#/x-at'}}}}}\nx-at: {schema: {}}"

    pointer = "/components/responses/R/content/a~1b/$ref"
    assert found(document(version, rest)) == ([] if allowed else [f"reference-not-allowed {pointer}"])


def test_webhooks_take_none() -> None:
    rest = f"webhooks: {{$ref: '#/x-at'}}\nx-at: {{w: {{post: {OPERATION.replace('get', 'w')}}}}}"

    assert found(document("3.1.0", rest)) == ["reference-not-allowed /webhooks/$ref"]
    assert [trigger.name.value for trigger in connect(document("3.1.0", rest)).triggers] == ["w"]


@pytest.mark.parametrize(
    "rest",
    [
        "components: {schemas: {A: {properties: {$ref: {type: string}, info: {$ref: '#/components/schemas/A'}}}}}",
        "components: {schemas: {A: {example: {$ref: no}, default: {$ref: no}, enum: [{$ref: no}]}}}",
        "components: {examples: {E: {value: {$ref: no}}}}",
        "x-anything: {info: {$ref: no}, content: {$ref: no}}",
    ],
)
def test_what_is_data_is_not_taken_for_a_reference(rest: str) -> None:
    assert [item for item in found(document("3.1.0", rest)) if item.startswith("reference-not-allowed")] == []


def test_what_is_behind_is_checked_where_it_stands() -> None:
    rest = "paths: {/a: {get: {$ref: '#/x-at'}}}\nx-at: {operationId: 'a b', responses: {'2XX': {description: 5}}}"

    assert found(document("3.0.3", rest)) == [
        "reference-not-allowed /paths/~1a/get/$ref",
        "invalid-action-name /x-at/operationId",
        "status-range /x-at/responses/2XX",
        "invalid-openapi /x-at/responses/2XX/description",
    ]


def test_a_document_that_does_it_everywhere_gets_one_finding() -> None:
    items = ", ".join(f"/p{number}: {{get: {{$ref: '#/x-at/{number}'}}}}" for number in range(300))
    at = ", ".join(f"'{number}': {OPERATION.replace('get', f'g{number}')}" for number in range(300))
    text = document("3.0.3", f"paths: {{{items}}}\nx-at: {{{at}}}")

    findings = check_document(load_bytes(text.encode(), "openapi.yaml"), rules=RULES).findings
    errors = [finding for finding in findings if finding.severity == "error"]

    assert [error.message for error in errors] == [
        "`$ref: #/x-at/0` replaces an operation, as 299 more do; OpenAPI 3.0 allows no reference there"
    ]
    assert len(errors[0].group_places) == 300


def test_each_place_can_be_suppressed_alone() -> None:
    rest = (
        "paths:\n  /a:\n    get:\n      $ref: '#/x-at'  # preclear: ignore[reference-not-allowed] legacy\n"
        "  /b:\n    get: {$ref: '#/x-at'}\nx-at: {operationId: a, responses: {'200': {description: fine}}}"
    )

    checked = check_document(load_bytes(document("3.0.3", rest).encode(), "openapi.yaml"), rules=RULES)

    left = [finding for finding in checked.findings if finding.rule.name == "reference-not-allowed"]
    assert [format_pointer(item.pointer) for item in left] == ["/paths/~1b/get/$ref"]


def test_a_pointer_leads_on_behind_one(tmp_path: Path) -> None:
    files = {
        "openapi.yaml": document(
            "3.0.3",
            "components:\n  schemas: {$ref: schemas/index.yaml}\n  parameters:\n"
            "    Q: {name: q, in: query, schema: {$ref: '#/components/schemas/Pet/properties/name'}}\n",
        ),
        "schemas/index.yaml": "Pet: {properties: {name: {type: string}, owner: {$ref: owner.yaml}}}\n",
        "schemas/owner.yaml": "type: object\n",
    }

    description = describe_folder(tmp_path, files)

    assert {fault.kind.name for fault in description.faults} == {"external-reference", "reference-not-allowed"}
    assert [definition.name.value for definition in build_connector(description).definitions] == [
        "Pet",
        "owner",
        "name",
    ]


@pytest.mark.parametrize(
    "rest",
    [
        "paths: {/a: {get: {$ref: '#/paths/~1a/get'}}}",
        "paths: {/a: {get: {$ref: '#/paths/~1a'}}}",
        "paths: {/a: {get: {$ref: '#/paths/~1b/get'}}, /b: {get: {$ref: '#/paths/~1a/get'}}}",
        "components: {schemas: {A: {properties: {b: {properties: {$ref: '#/components/schemas/A/properties'}}}}}}",
        "info: {$ref: '#/info/contact', contact: {$ref: '#/info'}}",
        "components: {schemas: {$ref: '#/components/schemas/A'}}",
        "components: {$ref: '#/components/x'}",
        "components: {schemas: {$ref: '#/components/responses/a'}, responses: {$ref: '#/components/schemas/a'}}",
    ],
)
def test_circles_end(rest: str) -> None:
    names = {item.partition(" ")[0] for item in found(document("3.1.0", rest))}

    assert "reference-not-allowed" in names
    assert "internal-error" not in names


def test_a_reference_in_place_of_a_list_says_to_make_one() -> None:
    rest = (
        "components: {parameters: {P: {name: p, in: query, schema: {type: string}}}}\n"
        "paths: {/a: {parameters: {$ref: '#/components/parameters/P'}}}"
    )

    (fault,) = describe(document("3.1.0", rest)).faults

    assert fault.report.message.endswith("and it leads to a parameter")
    assert fault.report.help == "put it in a list: `- $ref: …`"


def test_the_plan_puts_it_with_its_action(tmp_path: Path) -> None:
    from preclear.engine.plan import make_plan

    (tmp_path / "openapi.yaml").write_text(
        document("3.0.3", "paths: {/a: {get: {$ref: a.yaml}, put: " + OPERATION.replace("get", "put") + "}}")
    )
    (tmp_path / "a.yaml").write_text(json.dumps({"operationId": "a", "responses": {"200": {"description": "f"}}}))

    planned = make_plan(check(tmp_path / "openapi.yaml", rules=RULES))

    assert planned is not None
    assert {action.resource.name.value: action.status for action in planned.actions} == {"a": "blocked", "put": "ok"}


@pytest.mark.once
def test_many_of_them_take_linear_time() -> None:
    def seconds(count: int) -> float:
        items = ", ".join(f"/p{index}: {{get: {{$ref: '#/x-at', x: {index}}}}}" for index in range(count))
        text = document("3.0.3", f"paths: {{{items}}}\nx-at: {OPERATION}")
        loaded = load_bytes(text.encode(), "openapi.yaml")
        start = process_time()
        check_document(loaded, rules={})
        return process_time() - start

    assert min(seconds(4000) for _ in range(2)) < 8 * min(seconds(1000) for _ in range(2)) + 0.5
