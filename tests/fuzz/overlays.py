"""Broken overlays, each applied to a fixture and checked with it."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from preclear.edit.overlay import OverlayError, apply_overlays
from preclear.engine import check_document
from preclear.rule import discover_rules
from preclear.source import Place, load, load_bytes, node_at
from tests.fuzz.problem import SECONDS, Problem, Tried, raised

if TYPE_CHECKING:
    from preclear.engine import Finding
    from preclear.source import Document, Json, Pointer, Position
    from tests.fuzz.mutants import Mutant

# fmt: off
OVERLAYS = (
    """\
overlay: 1.1.0
info: {title: What we import, version: "1", x-a: 1}
extends: openapi.yaml
actions:
  - target: $
    description: all of it
    update:
      servers: [{url: "https://api.example.com"}]
      info: {title: Pets, contact: {name: A}}
  - target: $.paths.*.get
    update: {x-safe: true, tags: [a, b], responses: {default: {description: d}}}
  - target: $.paths..responses
    copy: $.paths['/pets'].get.responses
  - target: $.paths.*.*.responses[?@.description == 'd' || match(@.description, '[a-z]+')]
    remove: true
""",
    """\
overlay: 1.0.0
info: {title: T, version: 1.0.0}
actions:
  - {target: "$.paths", update: {/new: {get: {operationId: new, responses: {"200": {description: o}}}}}}
  - {target: "$.paths['/new'].get.responses", update: {"404": {$ref: '#/components/responses/x'}}}
  - {target: "$.components.*[?length(@) > 0 && !@.x]", remove: false, update: {x: {y: [1, null, {z: 1}]}}}
  - {target: "$..parameters[?search(@.name, 'i')]", update: {schema: {type: string}}}
  - {target: "$..[?count(@.*) > 2]", remove: true}
""",
    """\
{"overlay": "1.1.0", "info": {"title": "T", "version": "1"}, "actions": [
  {"target": "$", "update": {"x-new": {}, "x-list": [[1], {"a": 1}]}},
  {"target": "$['x-new']", "copy": "$.paths"},
  {"target": "$['x-list'][0, 0]", "update": [2]},
  {"target": "$['x-list']", "copy": "$['x-list']"},
  {"target": "$['x-list'][::2]", "remove": true},
  {"target": "$.info.title", "update": "\\u0000"},
  {"target": "$.paths[?@.get.responses['200'] == $.paths['/pets'].get.responses['200']]", "remove": true}
]}
""",
)
# fmt: on


def examine_overlay(mutant: Mutant) -> Tried:
    """Apply the overlay to the document in the mutant's file, and check the result."""
    started = time.process_time()
    try:
        document = load(mutant.file)
        overlay = load_bytes(mutant.data, "overlay.yaml")
        problems, finding_count = _apply(document, overlay)
    except Exception as error:
        return Tried((raised(error),), 0, False, time.process_time() - started)
    seconds = time.process_time() - started
    if seconds > SECONDS + len(mutant.data) / 1e6:
        problems.append(Problem("slow", f"more than {SECONDS:.0f} s", f"{seconds:.1f} s"))
    return Tried(tuple(problems), finding_count, overlay.is_loaded, seconds)


def _apply(document: Document, overlay: Document) -> tuple[list[Problem], int]:
    """Return the problems, and the number of findings."""
    findings: tuple[Finding, ...]
    try:
        result = apply_overlays(document, [overlay])
    except OverlayError as error:
        findings = error.findings
        problems = [] if findings else [Problem("silent", "an overlay is refused without a finding")]
    else:
        checked = check_document(result, rules=discover_rules())
        findings = checked.findings
        problems = [Problem("failed rule", "a rule failed")] if checked.failed else []
        problems += _without_origin(result)
    problems += [
        _nowhere(finding) for finding in findings if not all(map(partial(_has, finding.document), finding.span))
    ]
    return problems, len(findings)


def _has(document: Document, position: Position) -> bool:
    return 1 <= position.column <= len(document.line(position.line)) + 1


def _nowhere(finding: Finding) -> Problem:
    detail = f"{finding.place.pointer} {finding.span}"
    return Problem("wrong place", f"{finding.rule.name}: its span is not in the text", detail)


def _without_origin(result: Document) -> list[Problem]:
    """Nodes whose origin doesn't exist, or has another value."""
    problems: list[Problem] = []
    pending: list[tuple[Pointer, Json]] = [((), result.value)]
    while pending:
        pointer, value = pending.pop()
        origin = Place(result, pointer).original
        try:
            origin_value = node_at(origin).value
        except LookupError:
            problems.append(Problem("wrong place", "an origin doesn't exist", f"{pointer} from {origin.pointer}"))
            continue
        if isinstance(value, dict):
            pending += [((*pointer, key), child) for key, child in value.items()]
        elif isinstance(value, list):
            pending += [((*pointer, index), child) for index, child in enumerate(value)]
        elif origin_value != value:
            problems.append(Problem("wrong place", "an origin has another value", f"{pointer} from {origin.pointer}"))
    return problems
