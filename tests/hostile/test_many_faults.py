"""Documents with thousands of faults of one kind: time and memory grow with the document, whatever the faults are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pace import is_linear, seconds

ROOT = Path(__file__).parents[2]

# Checks the document that an expression makes; prints its size, seconds of CPU time, megabytes and findings.
CHILD = """
import json, sys, time
from preclear.engine import check_document
from preclear.source import load_bytes
from tests.memory import peak_memory
R = lambda name: {"$ref": f"#/components/schemas/{name}"}
operation = lambda **more: {"responses": {"200": {"description": "d"}}, **more}
n = int(sys.argv[2])
root = {"openapi": sys.argv[3], "info": {"title": "t", "version": "1"}, "servers": [{"url": "https://a.example"}],
        "paths": {}, **eval(sys.argv[1])}
text = json.dumps(root).encode()
del root
start = time.process_time()
checked = check_document(load_bytes(text, "a.json"))
taken = time.process_time() - start
assert not checked.failed, checked.findings
print(json.dumps([len(text), taken, peak_memory() / 1024**2, sum(checked.counts.values())]))
"""

DOCUMENTS = {
    "component-names": "{'components': {'schemas': {f'Page<Item{i}>': {} for i in range(n)}}}",
    "header-names": "{'components': {'headers': {f'a b {i}': {'schema': {}} for i in range(n)}}}",
    "status-keys": "{'paths': {'/a': {'get': {'responses': {f'{i}XX': {'description': 'd'} for i in range(n)}}}}}",
    "paths-without-slash": "{'paths': {f'p{i}': {'get': operation()} for i in range(n)}}",
    "types-of-one-schema": "{'components': {'schemas': {'A': {'properties':"
    " {f'p{i}': {'type': 5} for i in range(n)}}}}}",
    "types-of-many-schemas": "{'components': {'schemas': {f'A{i}': {'type': 'strin'} for i in range(n)}}}",
    "parts-of-all-of": "{'components': {'schemas': {'A': {'allOf': [{'type': 5}] * n}}}}",
    "unknown-keys": "{'components': {'schemas': {'A': {f'k{i}': 1 for i in range(n)}}}}",
    "near-keys": "{'paths': {f'/a{i}': {'get': operation(sumary='s', parameter=[])} for i in range(n)}}",
    "tags": "{'tags': [5] * n}",
    "scopes": "{'components': {'securitySchemes': {'o': {'type': 'oauth2', 'flows': {'clientCredentials':"
    " {'tokenUrl': 'https://a.example/', 'scopes': {f's{i}': 5 for i in range(n)}}}}}}}",
    "required-names": "{'components': {'schemas': {'A': {'required': [5] * n}}}}",
    "missing-fields": "{'paths': {f'/a{i}': {'get': {'operationId': f'o{i}'}} for i in range(n)}}",
    "dead-references": "{'components': {'schemas': {f'Schema{i}': R(f'Scheme{i}') for i in range(n)}}}",
    "undescribed-properties": "{'components': {'schemas': {'A': {'required': [f'r{i}' for i in range(n)],"
    " 'properties': {f'p{i}': {} for i in range(n)}}}}}",
    "undefined-schemes": "{'security': [{f'keyy{i}': []} for i in range(n)], 'components': {'securitySchemes':"
    " {f'key{i}': {'type': 'http', 'scheme': 'basic'} for i in range(n)}}}",
    "undefined-scopes": "{'security': [{'o': [f'scop{i}' for i in range(n)]}], 'components': {'securitySchemes': {'o':"
    " {'type': 'oauth2', 'flows': {'clientCredentials': {'tokenUrl': 'https://a.example/',"
    " 'scopes': {f'scope{i}': 'd' for i in range(n)}}}}}}}",
    "enum-and-example": "{'components': {'schemas': {'A': {'type': 'array', 'items': {'enum':"
    " [f'v{i}' for i in range(n)]}, 'example': [f'w{i}' for i in range(n)]}}}}",
    "enum-of-another-type": "{'components': {'schemas': {'A': {'type': 'integer',"
    " 'enum': [f'{i}' for i in range(n)]}}}}",
    "all-of-and-example": "{'components': {'schemas': {'A': {'example': {'a': 1}, 'allOf':"
    " [{'required': [f'p{i}'], 'properties': {'a': {'type': 'string'}}} for i in range(n)]}}}}",
    "chain-of-all-of": "{'components': {'schemas': {f'S{i}': {'allOf': [R(f'S{i + 1}')], 'example': {'a': 1}}"
    " for i in range(n)} | {f'S{n}': {'properties': {'a': {'type': 'string'}}}}}}",
    "keys-beside-references": "{'components': {'schemas': {'A': {'properties':"
    " {f'p{i}': R('A') | {'description': 'd', 'nullable': True} for i in range(n)}}}}}",
    "null-examples": "{'components': {'schemas': {'A': {'properties':"
    " {f'p{i}': {'type': 'string', 'example': None} for i in range(n)}}}}}",
}


def measured(document: str, count: int, version: str) -> tuple[int, float, float]:
    """The size of a document in bytes, the seconds of CPU time of its check and the megabytes that it took."""
    command = [sys.executable, "-c", CHILD, document, str(count), version]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    size, taken, memory, found = json.loads(done.stdout)
    assert found > 0
    return size, taken, memory


COUNT = 4_000
FEWER = {"chain-of-all-of": 1_000}
"""Documents that take more than half of the promised time with `COUNT` faults, which a busy machine could double."""


@pytest.mark.parametrize(
    ("name", "version"),
    [
        *((name, "3.0.3") for name in DOCUMENTS),
        *((name, "3.1.0") for name in ("component-names", "status-keys", "types-of-one-schema", "near-keys", "scopes")),
    ],
)
def test_many_faults_take_time_and_memory_in_proportion(name: str, version: str) -> None:
    size, taken, memory = measured(DOCUMENTS[name], FEWER.get(name, COUNT), version)

    assert taken < seconds(3 + size / 1e6)
    assert memory < 120 + 64 * size / 1e6


@pytest.mark.parametrize("name", ["component-names", "types-of-one-schema", "all-of-and-example", "enum-and-example"])
def test_twice_the_faults_take_about_twice_the_time(name: str) -> None:
    assert is_linear(lambda count: measured(DOCUMENTS[name], count, "3.0.3")[1], COUNT, slack=0.1)
