"""The structure check against the suites of others, and on a large document."""

from __future__ import annotations

import csv
import json
from copy import deepcopy
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import pytest

from preclear.openapi.structure.conformance import check_structure
from preclear.source import Document, Fault, Json, Node, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from jsonschema.protocols import Validator

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
NEGATIVE = CORPUS / "negative"
VERSIONS = ("3.0", "3.1", "3.2")


def found(document: Document, version: str) -> list[Fault]:
    return check_structure(Node(document, (), document.value), version)


def documents(*suites: str) -> list[tuple[str, str]]:
    """The documents of the suites with the verdict that is expected; none where the corpus is not there."""
    index = CORPUS / "negative-EXPECT.tsv"
    if not index.exists():
        return []
    with index.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return [(row["path"], row["expect"]) for row in rows if not suites or row["suite"] in suites]


needs_corpus = pytest.mark.skipif(not NEGATIVE.exists(), reason="the corpus is not beside the repository")

ELSEWHERE = {
    "oai-spec/3.2/fail/header-object-name.yaml": "its schema is newer than the one that is shipped",
    "oai-spec/3.2/fail/parameter-object-header-name.yaml": "its schema is newer than the one that is shipped",
}
"""Documents that the suites call wrong and of which we say nothing here."""


@needs_corpus
def test_the_documents_of_the_specification_are_right_and_wrong_as_they_say() -> None:
    wrong: list[str] = []
    for path, expect in documents("oai-spec"):
        document = load(NEGATIVE / path)
        version = path.split("/")[1]
        if version in VERSIONS and bool(found(document, version)) != (expect == "fail") and path not in ELSEWHERE:
            wrong.append(path)
    assert wrong == []


STRICTER_THAN_MERMADE = {
    "mermade-openapi3-examples/3.0/pass/server_enum_unknown.yaml",  # 3.0 requires `paths`, and they have none
    "mermade-openapi3-examples/3.0/pass/server_enum_empty.yaml",
}


@needs_corpus
def test_what_is_reported_elsewhere_is_not_reported_here() -> None:
    for path in ELSEWHERE:
        assert found(load(NEGATIVE / path), path.split("/")[1]) == []


@needs_corpus
def test_the_right_documents_of_another_suite_are_right() -> None:
    wrong: set[str] = set()
    for path, expect in documents("mermade-openapi3-examples"):
        document = load(NEGATIVE / path)
        if expect != "pass" or not document.is_loaded or not isinstance(document.value, dict):
            continue
        version = str(document.value.get("openapi"))[:3]
        if version in VERSIONS and found(document, version):
            wrong.add(path)
    assert wrong == STRICTER_THAN_MERMADE


STRICTER = "a format, which the official schema names and its validators pass over"
DIFFERENT = {
    "mermade-openapi3-examples/3.0/fail/refAsInteger.yaml": "a `$ref` is reported where it is followed",
    **{
        f"mermade-openapi3-examples/3.0/fail/fuzz1/{name}.yaml": STRICTER
        for name in (
            "39a5dbd7-b0c2-42f6-8b80-c9a9faec9260",
            "6213afe9-852c-427a-aa5b-3ad64b2c99b3",
            "7665f29f-7502-4846-840c-7205870447fd",
            "8eed4b36-fe95-48d5-9968-5af531a2dcb3",
            "a2c3cd63-857e-4f62-a256-968878f2787b",
            "d3c6e7e2-f131-47ba-833f-6c7525692ff8",
        )
    },
    "oai-spec/3.1/pass/path_item_servers_parameters.yaml": "a mistake of the shipped schema that is mended",
    "oai-spec/3.1/fail/link-object-no-body.yaml": "a mistake of the shipped schema that is mended",
    "oai-spec/3.1/fail/example-examples.yaml": "a mistake of the shipped schema that is mended",
}
"""Documents of which we and the official schema, by another validator and without rewriting, do not say the same."""


def oracle(version: str) -> Validator:
    """The schema as it is shipped, in the Python validator, with the official dialect for Schema Objects."""
    from importlib.util import find_spec

    from jsonschema import Draft4Validator, Draft202012Validator
    from openapi_schema_validator._specifications import REGISTRY  # the registry of the official dialects
    from referencing import Resource

    spec = find_spec("openapi_spec_validator")
    assert spec is not None
    assert spec.origin is not None
    text = (Path(spec.origin).parent / "resources" / "schemas" / f"v{version}" / "schema.json").read_text("utf-8")
    shipped = json.loads(text)
    if version == "3.0":
        return Draft4Validator(shipped)
    dialect = "3.1/dialect/base" if version == "3.1" else "3.2/dialect/2025-09-17"
    registry = REGISTRY.with_resource(shipped["$id"], Resource.from_contents(shipped))
    based = {
        "$id": "urn:based",
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": shipped["$id"],
        "$defs": {"schema": {"$dynamicAnchor": "meta", "$ref": f"https://spec.openapis.org/oas/{dialect}"}},
    }
    return Draft202012Validator(based, registry=registry)


@needs_corpus
def test_the_rewritten_schema_accepts_what_the_official_one_accepts() -> None:
    judges = {version: oracle(version) for version in VERSIONS}
    different: set[str] = set()
    compared = 0
    for path, _ in documents():
        document = load(NEGATIVE / path)
        value = document.value
        version = str(value.get("openapi"))[:3] if isinstance(value, dict) else ""
        if not document.is_loaded or version not in VERSIONS:
            continue
        compared += 1
        if bool(found(document, version)) == judges[version].is_valid(value):
            different.add(path)
    assert compared > 200
    assert different == set(DIFFERENT)


@needs_corpus
def test_no_two_faults_stand_at_one_place_and_every_place_exists() -> None:
    for path, _ in documents():
        document = load(NEGATIVE / path)
        value = document.value
        version = str(value.get("openapi"))[:3] if isinstance(value, dict) else ""
        if not document.is_loaded or version not in VERSIONS:
            continue
        places = [fault.report.location.place for fault in found(document, version)]
        assert len({place[1:4] for place in places}) == len(places), path
        for place in places:
            node: Json = value
            for step in place.pointer:
                node = node[step] if isinstance(node, list) else node[str(step)]  # type: ignore[index]
            assert place.missing is None or (isinstance(node, dict) and place.missing not in node)


def cpu(work: Callable[[], object]) -> float:
    """The seconds of CPU time that some work takes: the least of three."""
    times: list[float] = []
    for _ in range(3):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


@pytest.mark.skipif(not (CORPUS / "github-json").exists(), reason="the corpus is not beside the repository")
def test_a_large_document_is_swept_over_in_less_time_than_the_standard_library_reads_it() -> None:
    path = next((CORPUS / "github-json").glob("*.json"))
    data = path.read_bytes()
    document = load(path)
    assert found(document, "3.0") == []
    assert cpu(lambda: found(document, "3.0")) < cpu(lambda: json.loads(data)) / 2


@pytest.mark.skipif(not (CORPUS / "github-json").exists(), reason="the corpus is not beside the repository")
def test_a_fault_at_the_root_of_a_large_document_costs_no_copy_of_it() -> None:
    document = load(next((CORPUS / "github-json").glob("*.json")))
    assert isinstance(document.value, dict)
    document.value = {key: value for key, value in document.value.items() if key != "info"}
    assert len(found(document, "3.0")) == 1
    assert cpu(lambda: found(document, "3.0")) < cpu(lambda: deepcopy(document.value)) / 2
