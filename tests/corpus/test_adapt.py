"""Real documents, adapted: nothing stands in the way of their import any more, and every change is listed."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator, OpenAPIV32SpecValidator
from openapi_spec_validator.readers import read_from_filename
from prance.util.formats import (  # pyright: ignore[reportMissingTypeStubs]
    parse_spec,  # pyright: ignore[reportUnknownVariableType]
)
from referencing.exceptions import Unresolvable
from yaml import YAMLError

from preclear.edit import AdaptError, AdaptOptions, adapt_document
from preclear.emulator.importer.importer import ImportOptions, import_document
from preclear.emulator.ulids import UlidGenerator
from preclear.engine import check_document
from preclear.rule import discover_rules
from preclear.source import load, load_bytes
from tests.corpus.apply_changes import apply_changes
from tests.corpus.imported import expected_operations, items
from tests.corpus.plain import is_mapping
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


@pytest.fixture(scope="module", params=documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def adaptation(request: pytest.FixtureRequest) -> Adaptation:
    """A document of the corpus, adapted; all tests of one document run together, so that only it is in memory."""
    path: Path = request.param
    try:
        return adapt_document(load(path), EVERYTHING, rules=RULES)
    except AdaptError:
        assert "swagger" in path.read_text()[:2_000]
        pytest.skip("Swagger 2.0")


def skip_large(adaptation: Adaptation, max_bytes: int = MAX_BYTES) -> None:
    if len(adaptation.original.data) > max_bytes:
        pytest.skip(f"more than {max_bytes:,} bytes")


def test_an_adapted_document_has_no_error(adaptation: Adaptation) -> None:
    checked = check_document(
        load_bytes(adaptation.document.data, f"openapi.{adaptation.document.format}"), rules=RULES, no_ignores=True
    )

    assert adaptation.errors == ()
    assert [finding.message for finding in checked.findings if finding.severity == "error"] == []


def test_edits_are_enough_and_every_operation_is_kept(adaptation: Adaptation) -> None:
    assert [part for part in adaptation.left_out if part.reason == "blocked"] == []
    assert list_operations(adaptation.document.value) == list_operations(adaptation.base.value)


def test_the_listed_changes_lead_from_the_original_to_the_adapted_document(adaptation: Adaptation) -> None:
    skip_large(adaptation)

    original = read_with_prance(adaptation.base.text, adaptation.base.format)
    expected = apply_changes(original, as_json_patch(adaptation))

    assert read_with_prance(adaptation.document.text, adaptation.document.format) == expected


def test_the_other_validators_loader_agrees(adaptation: Adaptation, tmp_path: Path) -> None:
    skip_large(adaptation)
    files = [tmp_path / f"{name}.{adaptation.base.format}" for name in ("original", "adapted")]
    for file, document in zip(files, (adaptation.base, adaptation.document), strict=True):
        file.write_bytes(document.text.encode())

    try:
        original, _ = read_from_filename(str(files[0]))
    except YAMLError:
        pytest.skip("the loader can't read the original")
    adapted, _ = read_from_filename(str(files[1]))

    assert adapted == apply_changes(original, as_json_patch(adaptation))


def test_an_independent_validator_finds_nothing_new(adaptation: Adaptation) -> None:
    skip_large(adaptation)

    before, after = complaints(adaptation.base.value), complaints(adaptation.document.value)

    if before is None:
        pytest.skip("the validator stops at the original")
    assert after is not None
    assert not after - before


def test_an_import_accepts_it_and_creates_what_the_document_says(adaptation: Adaptation) -> None:
    skip_large(adaptation, max(MAX_BYTES, 2_000_000))
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


def list_operations(document: Any) -> list[tuple[str, str, str]]:
    """Methods and paths, without the names of path parameters: two paths that differ in these alone become one."""
    methods = {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
    return sorted(
        (section, re.sub(r"\{[^}]*\}", "{}", path), method)
        for section in ("paths", "webhooks")
        for path, item in items(document.get(section))
        if is_mapping(item)
        for method in item
        if method in methods
    )


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
