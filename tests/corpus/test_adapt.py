"""Real documents, adapted: nothing stands in the way of their import any more, and every change is listed."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator, OpenAPIV32SpecValidator
from openapi_spec_validator.readers import read_from_filename
from prance.util.formats import parse_spec
from referencing.exceptions import Unresolvable

from preclear.edit import AdaptError, AdaptOptions, adapt_document
from preclear.emulator.importer.importer import ImportOptions, import_document
from preclear.emulator.ulids import UlidGenerator
from preclear.engine import check_document
from preclear.rule import discover_rules
from preclear.source import load, load_bytes
from tests.corpus.apply_changes import apply_changes
from tests.corpus.imported import expected_operations
from tests.corpus.test_corpus import documents

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.edit import Adaptation

RULES = discover_rules()
TARGET = ImportOptions("http://127.0.0.1:1/schemas/x", None)
EVERYTHING = AdaptOptions(leave_out_blocked=True, base_url="https://api.example.com")
MAX_BYTES = int(os.environ.get("CORPUS_BYTES", "300000"))
"""Larger documents are adapted and checked like all others, but not read again by slow validators and loaders. Set
CORPUS_BYTES to read them all."""

VALIDATORS = {"3.0": OpenAPIV30SpecValidator, "3.1": OpenAPIV31SpecValidator, "3.2": OpenAPIV32SpecValidator}

pytestmark = pytest.mark.skipif(not documents(), reason="needs the corpus of real documents, ../shared/corpus")


@cache
def adapt(path: Path, *, everything: bool = True) -> Adaptation | None:
    """Adapt a document of the corpus; None if it's no OpenAPI 3 document."""
    options = EVERYTHING if everything else AdaptOptions(base_url="https://api.example.com")
    try:
        return adapt_document(load(path), options, rules=RULES)
    except AdaptError:
        return None


def adapt_or_skip(path: Path, max_bytes: int | None = None) -> Adaptation:
    if max_bytes is not None and path.stat().st_size > max_bytes:
        pytest.skip(f"more than {max_bytes:,} bytes")
    adaptation = adapt(path)
    if adaptation is None:
        pytest.skip("Swagger 2.0")
    return adaptation


each_document = pytest.mark.parametrize("path", documents(), ids=lambda path: f"{path.parent.name}-{path.name}")


@each_document
def test_an_adapted_document_has_no_error(path: Path) -> None:
    adaptation = adapt_or_skip(path)

    checked = check_document(
        load_bytes(adaptation.document.data, f"openapi.{adaptation.document.format}"), rules=RULES, no_ignores=True
    )

    assert adaptation.errors == ()
    assert [finding.message for finding in checked.findings if finding.severity == "error"] == []


def test_nearly_every_operation_is_kept_and_the_others_are_named() -> None:
    counts = {"kept": 0, "left out": 0}
    for path in documents():
        adaptation = adapt(path)
        if adaptation is None:
            continue
        before = count_operations(adaptation.base.value)
        after = count_operations(adaptation.document.value)
        named = [part for part in adaptation.left_out if part.is_operation]
        assert before - after == len(named), path
        assert all(part.detail and part.reason == "blocked" for part in named)
        counts["kept"] += after
        counts["left out"] += len(named)

    assert counts["kept"] > 6_000
    assert counts["left out"] <= 0.005 * sum(counts.values())


def test_most_documents_need_nothing_but_their_edits() -> None:
    adaptations = {path: adapt(path, everything=False) for path in documents()}
    left = {
        f"{path.parent.name}: {finding.rule.name}"
        for path, adaptation in adaptations.items()
        if adaptation is not None
        for finding in adaptation.errors
    }

    importable = [adaptation for adaptation in adaptations.values() if adaptation is not None and not adaptation.errors]
    assert len(importable) >= 55
    assert {entry.partition(": ")[2] for entry in left} <= NEEDS_A_DECISION


NEEDS_A_DECISION = {"missing-base-url", "relative-base-url"}
"""Rules whose errors need something from the user that no edit can know."""


@each_document
def test_the_listed_changes_lead_from_the_original_to_the_adapted_document(path: Path) -> None:
    adaptation = adapt_or_skip(path, MAX_BYTES)

    original = read_with_prance(adaptation.base.text, adaptation.base.format)
    expected = apply_changes(original, as_json_patch(adaptation))

    assert read_with_prance(adaptation.document.text, adaptation.document.format) == expected


@each_document
def test_the_other_validators_loader_agrees(path: Path, tmp_path: Path) -> None:
    adaptation = adapt_or_skip(path, MAX_BYTES)
    files = [tmp_path / f"{name}.{adaptation.base.format}" for name in ("original", "adapted")]
    for file, document in zip(files, (adaptation.base, adaptation.document), strict=True):
        file.write_bytes(document.text.encode())

    (original, _), (adapted, _) = (read_from_filename(str(file)) for file in files)

    assert adapted == apply_changes(original, as_json_patch(adaptation))


@each_document
def test_an_independent_validator_finds_nothing_new(path: Path) -> None:
    adaptation = adapt_or_skip(path, MAX_BYTES)

    before, after = complaints(adaptation.base.value), complaints(adaptation.document.value)

    if before is None:
        pytest.skip("the validator stops at the original")
    assert after is not None
    assert not after - before


@each_document
def test_an_import_accepts_it_and_creates_what_the_document_says(path: Path) -> None:
    adaptation = adapt_or_skip(path, max(MAX_BYTES, 2_000_000))
    document = adaptation.document

    imported = import_document(document.data, document.format, TARGET, UlidGenerator())

    messages: list[Any] = imported.messages
    assert [message["text"] for message in messages if message["severity"] == "error"] == []
    value = json.loads(json.dumps(document.value))
    for section, resources in (("paths", imported.actions), ("webhooks", imported.triggers)):
        expected = expected_operations(value, section)
        created = {resource["name"]: resource for resource in resources if isinstance(resource, dict)}
        assert created.keys() == expected.keys()
        for name, resource in created.items():
            assert_created(resource, expected[str(name)], is_action=section == "paths")


def assert_created(resource: Any, expected: dict[str, Any], *, is_action: bool) -> None:
    assert [error for error in resource.get("errors", ()) if error["severity"] == "error"] == []
    assert resource["method"] == expected["method"]
    if is_action:
        assert resource["path"] == expected["path"]
    parameters = {
        (parameter["name"].lower() if parameter["in"] == "header" else parameter["name"], parameter["in"]): parameter
        for parameter in resource["parameters"]
    }
    assert {key: parameter["required"] for key, parameter in parameters.items()} == expected["parameters"]
    assert all(parameter["type"] in ("string", "number", "integer", "boolean") for parameter in parameters.values())
    statuses = {str(response.get("status", "default")) for response in resource["responses"]}
    assert statuses == set(expected["responses"])


def count_operations(document: Any) -> int:
    return sum(
        len(expected_operations_by_place(document, section)) for section in ("paths", "webhooks") if section in document
    )


def expected_operations_by_place(document: Any, section: str) -> list[tuple[str, str]]:
    methods = {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
    return [
        (path, method)
        for path, item in (document[section] or {}).items()
        if isinstance(item, dict)
        for method in item
        if method in methods
    ]


def as_json_patch(adaptation: Adaptation) -> list[dict[str, Any]]:
    return [
        {"op": operation.op, "path": operation.pointer}
        | ({"from": operation.source} if operation.op == "move" else {})
        | ({"value": operation.value} if operation.op in ("add", "replace") else {})
        for operation in adaptation.patch
    ]


def read_with_prance(text: str, format: str) -> Any:
    return parse_spec(text, f"openapi.{format}")


def complaints(value: Any) -> set[str] | None:
    """The messages of openapi-spec-validator, each once; None if it fails."""
    document = json.loads(json.dumps(value))
    validator = VALIDATORS[str(document["openapi"])[:3]]
    try:
        return {error.message for error in validator(document).iter_errors()}
    except (KeyError, Unresolvable):  # a path item's extension; a reference to a file that isn't there
        return None
