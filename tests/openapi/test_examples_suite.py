"""The evaluation of examples against JSON Schema's own test suite, by draft 2020-12 and by draft-07."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import pytest

from preclear.openapi import ApiDescription, check_examples, detect_version
from preclear.openapi.dialects import has_other_dialects
from preclear.openapi.examples.evaluator.budget import StepBudget
from preclear.openapi.examples.evaluator.dialects import Dialects
from preclear.openapi.examples.evaluator.dynamic import DynamicReferences
from preclear.openapi.examples.evaluator.evaluation import Evaluation, EvaluationContext
from preclear.openapi.examples.evaluator.one_way import OneWayProperties
from preclear.openapi.examples.evaluator.patterns import PatternMatcher
from preclear.source import DEFAULT_LIMITS, FileAccess, Node, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Json

Where: TypeAlias = Literal["file", "component"]
"""Whether the schema is a file of its own or a component of the description."""

SUITE = Path(__file__).parents[3] / "shared" / "suites" / "json-schema" / "tests"
EXAMPLE = ("components", "schemas", "A", "examples", 0)
DIALECTS = {
    "draft2020-12": "https://json-schema.org/draft/2020-12/schema",
    "draft7": "http://json-schema.org/draft-07/schema#",
}

REMOTE = "a reference leads to another host, and nothing is fetched"
META_SCHEMA = "the dialect is described by a meta-schema on another host, and nothing is fetched"
ANNOTATION = "formats are asserted here, where the suite takes them for annotations"
CONTENT = "a text is not decoded: the drafts let that be, and none after draft-07 asserts it"
OLDER = "`dependencies` is a keyword of draft-07, which 2020-12 lets a reader pass over"

FORMATS = (
    *("date", "date-time", "duration", "email", "hostname", "idn-email", "idn-hostname", "ipv4", "ipv6", "iri"),
    *("iri-reference", "json-pointer", "regex", "relative-json-pointer", "time", "uri", "uri-reference"),
    *("uri-template", "uuid"),
)
DIFFERENT = {
    "draft2020-12/defs: validate definition against metaschema": REMOTE,
    "draft2020-12/dynamicRef: strict-tree schema, guards against misspelled properties": REMOTE,
    "draft2020-12/dynamicRef: tests for implementation dynamic anchor and reference link": REMOTE,
    "draft2020-12/dynamicRef: $ref and $dynamicAnchor are independent of order - $defs first": REMOTE,
    "draft2020-12/dynamicRef: $ref and $dynamicAnchor are independent of order - $ref first": REMOTE,
    "draft2020-12/dynamicRef: $ref to $dynamicRef finds detached $dynamicAnchor": REMOTE,
    "draft2020-12/optional/cross-draft: refs to historic drafts are processed as historic drafts": REMOTE,
    "draft2020-12/ref: remote ref, containing refs itself": REMOTE,
    "draft7/definitions: validate definition against metaschema": REMOTE,
    "draft7/optional/cross-draft: refs to future drafts are processed as future drafts": REMOTE,
    "draft7/ref: remote ref, containing refs itself": REMOTE,
    **{
        f"{draft}/refRemote: {group}": REMOTE
        for draft, own in (
            (
                "draft2020-12",
                (
                    "anchor within remote ref",
                    "remote ref with ref to defs",
                    "remote HTTP ref with different $id",
                    "remote HTTP ref with different URN $id",
                    "remote HTTP ref with nested absolute ref",
                    "$ref to $ref finds detached $anchor",
                ),
            ),
            ("draft7", ("remote ref with ref to definitions", "$ref to $ref finds location-independent $id")),
        )
        for group in (
            "remote ref",
            "fragment within remote ref",
            "ref within remote ref",
            "base URI change",
            "base URI change - change folder",
            "base URI change - change folder in subschema",
            "root ref in remote ref",
            "Location-independent identifier in remote ref",
            "retrieved nested refs resolve relative to their URI not $id",
            *own,
        )
    },
    **{
        f"draft2020-12/optional/format-assertion: schema that uses custom metaschema with format-assertion: {value}": (
            META_SCHEMA
        )
        for value in ("false", "true")
    },
    "draft2020-12/vocabulary: schema that uses custom metaschema with with no validation vocabulary": META_SCHEMA,
    "draft2020-12/vocabulary: ignore unrecognized optional vocabulary": META_SCHEMA,
    **{
        f"draft2020-12/format: {name} format: invalid {name} string is only an annotation by default": ANNOTATION
        for name in FORMATS
    },
    **{
        f"draft2020-12/optional/dependencies-compatibility: {case}": OLDER
        for case in (
            "single dependency: missing dependency",
            "multiple dependents required: missing dependency",
            "multiple dependents required: missing other dependency",
            "multiple dependents required: missing both dependencies",
            "dependencies with escaped characters: CRLF missing dependent",
            "dependencies with escaped characters: quoted quotes missing dependent",
            "single schema dependency: wrong type",
            "single schema dependency: wrong type other",
            "single schema dependency: wrong type both",
            "boolean subschemas: object with property having schema false is invalid",
            "boolean subschemas: object with both properties is invalid",
            "schema dependencies with escaped characters: quoted quote",
            "schema dependencies with escaped characters: quoted tab invalid under dependent schema",
            "schema dependencies with escaped characters: quoted quote invalid under dependent schema",
        )
    },
    **{
        f"draft7/optional/content: validation of {case}": CONTENT
        for case in (
            "string-encoded content based on media type: an invalid JSON document",
            "binary string-encoding: an invalid base64 string (% is not a valid character)",
            "binary-encoded media type documents: a validly-encoded invalid JSON document",
            "binary-encoded media type documents: an invalid base64 string that is valid JSON",
        )
    },
}
"""What is not judged as the suite does, and why: the name of a case, or that of a group for all of its cases.

The list may only shrink: a name that is judged as the suite does fails the test.
"""


class Case(NamedTuple):
    """A value of the suite, and whether it is valid."""

    name: str
    data: Json
    valid: bool


class Group(NamedTuple):
    """A schema of the suite with its cases; `name` has the file and the description."""

    name: str
    schema: Json
    cases: list[Case]


@cache
def files() -> dict[str, list[Group]]:
    """The groups of each file, by its draft and name."""
    found: dict[str, list[Group]] = {}
    for draft, dialect in DIALECTS.items():
        for path in sorted((SUITE / draft).rglob("*.json")):
            name = path.relative_to(SUITE).as_posix().removesuffix(".json")
            found[name] = []
            for group in json.loads(path.read_text("utf-8")):
                schema = _beside(group["schema"], "$schema", dialect)
                cases = [Case(test["description"], test["data"], test["valid"]) for test in group["tests"]]
                found[name].append(Group(f"{name}: {group['description']}", schema, cases))
    return found


def _beside(schema: Json, keyword: str, value: str) -> Json:
    """`schema` with `keyword`, where it is a mapping that has none."""
    if not isinstance(schema, dict):
        return schema
    added: dict[str, Json] = {keyword: value}
    return added | schema


def write(folder: Path, schema: Json, data: Json, where: Where) -> None:
    """Write a description whose schema `A` refers to `schema` and has `data` as its example."""
    schemas: dict[str, Json] = {"A": {"$ref": "schema.json", "examples": [data]}}
    if where == "file":
        (folder / "schema.json").write_text(json.dumps(schema), "utf-8")
    else:
        schemas["S"] = _beside(schema, "$id", "schema.json")
        schemas["A"] = {"$ref": "#/components/schemas/S", "examples": [data]}
    root: Json = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "components": {"schemas": schemas}}
    (folder / "openapi.json").write_text(json.dumps(root), "utf-8")


def describe(folder: Path) -> ApiDescription:
    document = load(folder / "openapi.json", "openapi.json")
    version, _ = detect_version(Node(document, (), document.value))
    assert version is not None, document.faults
    description = ApiDescription(document, version, FileAccess(folder), DEFAULT_LIMITS)
    description.analyze()
    return description


def reported(description: ApiDescription) -> str:
    """What is reported of the example: `valid`, `invalid`, or `unsure` where something could not be evaluated."""
    found: set[str] = set()
    for fault in check_examples(description):
        place = fault.report.location.place
        is_own = place.document is description.entry and place.pointer[: len(EXAMPLE)] == EXAMPLE
        if fault.report.severity == "info":
            found.add("unsure")
        elif is_own:  # else it is a default or an example within the schema
            found.add("invalid")
    return "invalid" if "invalid" in found else "unsure" if found else "valid"


def evaluated(description: ApiDescription) -> str:
    """What the step-by-step evaluation alone makes of the example."""
    ground = EvaluationContext(
        description,
        PatternMatcher(),
        OneWayProperties(description),
        Dialects(has_other_dialects=has_other_dialects(description.documents, description.schemas)),
        DynamicReferences(description),
    )
    (schema,) = (item for item in description.schemas if item.pointer == EXAMPLE[:3])
    examples = schema.get("examples")
    assert examples is not None
    (value,) = examples.items()
    outcome = Evaluation(ground, "either", StepBudget(200_000)).evaluate(schema, value)
    return "invalid" if outcome.failures else "valid" if outcome.is_conclusive else "unsure"


def different(folder: Path, name: str, where: Where) -> Iterator[str]:
    """The cases of a file that are judged in another way than the suite does."""
    for group in files()[name]:
        wrong: list[str] = []
        for case in group.cases:
            write(folder, group.schema, case.data, where)
            description = describe(folder)
            if {reported(description), evaluated(description)} != {"valid" if case.valid else "invalid"}:
                wrong.append(case.name)
        if len(wrong) == len(group.cases):
            yield group.name
        else:
            yield from (f"{group.name}: {case}" for case in wrong)


needs_suite = pytest.mark.skipif(
    not SUITE.exists(), reason="needs JSON Schema's test suite, ../shared/suites/json-schema"
)


@needs_suite
@pytest.mark.parametrize("name", files())
@pytest.mark.parametrize("where", ["file", "component"])
def test_judges_as_the_suite_does(name: str, where: Where, tmp_path: Path) -> None:
    listed = [item for item in DIFFERENT if item.partition(": ")[0] == name]
    assert sorted(different(tmp_path, name, where)) == sorted(listed)


@needs_suite
def test_every_name_in_the_list_is_one_of_the_suite() -> None:
    groups = [group for content in files().values() for group in content]
    names = {group.name for group in groups} | {
        f"{group.name}: {case.name}" for group in groups for case in group.cases
    }
    assert DIFFERENT.keys() <= names


@needs_suite
def test_what_is_listed_as_remote_is_remote() -> None:
    for group in (group for content in files().values() for group in content):
        text = json.dumps(group.schema)
        reason = DIFFERENT.get(group.name)
        if reason == REMOTE:
            assert re.search(r'"\$(?:ref|id)": "http://localhost|"\$ref": "https?://json-schema.org', text), group.name
        elif reason == META_SCHEMA:
            assert '"$schema": "http://localhost' in text, group.name
