"""What a baseline knows stays known, however the document around it changes."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.engine import check, check_document
from preclear.engine.baseline import Baseline, format_baseline, read_baseline, write_baseline
from preclear.engine.rule_selection import RuleSelection
from preclear.rule import discover_rules
from preclear.source import Limits, load_bytes

if TYPE_CHECKING:
    import random

    from preclear.engine import CheckResult
    from preclear.source import Json

RULES = discover_rules()
DOCUMENT = """\
openapi: 3.1.0
info:
  title: Pets
  version: "1"
servers:
  - url: ftp://pets.example.com
paths:
  /pets/{id}:
    get:
      operationId: get pet
      deprecated: true
      security: [{User: [pets:read, pets:rite]}]
      parameters:
        - name: limit
          in: query
          schema: {type: object}
        - name: sort
          in: Query
          schema: {type: string, maxLength: 10, enum: [a, b]}
        - name: X-Key
          in: header
          schema: {type: string}
      responses:
        "2XX":
          description: The pet.
        default: {description: 5}
    delete:
      operationId: get pet
      responses: {}
  pets:
    trace:
      deprecated: true
      parameters:
        - name: x-key
          in: header
          schema: {type: string, maxLength: 10}
      security: [{Key: []}]
      responses:
        "200":
          description: All pets.
          headers: {X-Rate: {schema: {type: integer}}}
          content:
            application/json:
              schema:
                properties:
                  name: {$ref: "#/components/schemas/A%20pet/properties/name"}
                  names: {$ref: "#/components/schemas/A%20pet/properties/name"}
    put:
      operationId: put pets
      summary: Put
      security: [{User: [pets:rite]}]
      responses:
        "200":
          description: All pets.
          headers: {X-Rate: {schema: {type: integer}}}
components:
  securitySchemes:
    Key: {type: apiKey, in: header, name: X-Key}
    User:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://pets.example.com/token
          scopes: {"pets:read": Read, "pets:write": Write}
  schemas:
    "A pet":
      type: objekt
      properties:
        name: {type: strin}
"""
ADDED = """\
operationId: added
deprecated: true
parameters: [{name: X-KEY, in: header, schema: {type: string, maxLength: 5}}]
security: [{Key: []}, {User: ["pets:rite"]}]
responses:
  "200":
    description: Added.
    headers: {X-Rate: {schema: {type: integer}}}
    content: {application/json: {schema: {$ref: "#/components/schemas/A%20pet/properties/name"}}}
"""
"""An operation of which more is said, by rules that tell of many places at the first."""
ALIKE = {
    "credential-parameter",
    "deprecated-operation",
    "dropped-parameter-constraints",
    "dropped-response-headers",
    "missing-action-summary",
    "reference-into-schema",
    "undefined-oauth2-scope",
}
FOLDER = Path(tempfile.gettempdir()) / "nowhere"


def checked(text: str, name: str = "openapi.yaml", known: Baseline | None = None) -> CheckResult:
    document = load_bytes(text.encode(), name, file=FOLDER / name)
    assert document.is_loaded, document.faults
    return check_document(document, rules=RULES, is_known=known.contains if known is not None else None)


def baseline_of(found: CheckResult, file: Path = FOLDER / "baseline.json") -> Baseline:
    noting = Baseline(file)
    noting.add_result(found)
    return Baseline(file, noting.found_entries)


KNOWN = baseline_of(checked(DOCUMENT))


def rest(text: str, name: str = "openapi.yaml", known: Baseline = KNOWN) -> tuple[list[str], list[str]]:
    """What is new in `text`, and what is not found in it any more: rule and pointer of each."""
    found = checked(text, name, known)
    again = Baseline(known.file, known.entries.values())
    again.add_result(found)
    new = [f"{finding.rule.name} {finding.pointer}" for finding in found.findings]
    return new, [f"{entry.rule} {entry.pointer}" for entry in again.stale_entries(RULES)]


def with_lines(text: str, numbers: list[int]) -> str:
    lines = text.split("\n")
    for number in sorted(numbers, reverse=True):
        lines.insert(number % len(lines), "" if number % 2 else " # a comment: [it's")
    return "\n".join(lines)


def shuffled(value: Json, random: random.Random) -> Json:
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: shuffled(value[key], random) for key in keys}
    return [shuffled(item, random) for item in value] if isinstance(value, list) else value


def test_the_document_has_findings_of_many_kinds() -> None:
    assert len({entry.rule for entry in KNOWN.entries.values()}) >= 8
    assert rest(DOCUMENT) == ([], [])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 200), max_size=20))
def test_moving_lines_changes_nothing(numbers: list[int]) -> None:
    assert rest(with_lines(DOCUMENT, numbers)) == ([], [])


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False), st.booleans())
def test_reordering_keys_changes_nothing(random: random.Random, flow: bool) -> None:
    value = shuffled(yaml.safe_load(DOCUMENT), random)

    assert rest(yaml.safe_dump(value, sort_keys=False, default_flow_style=flow)) == ([], [])


PAIR = """\
openapi: 3.1.0
info: {title: Pet store, version: "1"}
servers: [{url: https://api.example.com}]
paths:
  /a/{x}: {parameters: [{name: x, in: path, required: true, schema: {type: string}}]}
  /a/{y}: {parameters: [{name: y, in: path, required: true, schema: {type: string}}]}
"""


@pytest.mark.parametrize(
    ("added", "at", "places"),
    [
        ("first", None, []),
        ("last", None, []),
        ("third", "last", ["/a/{z}"]),
        ("third", "first", ["/a/{x}", "/a/{y}"]),
    ],
)
def test_a_duplicate_that_is_known_is_known_in_every_order(added: str, at: str | None, places: list[str]) -> None:
    known = baseline_of(checked(PAIR))
    head, one, other = PAIR.partition("  /a/{x}")[0], *PAIR.splitlines(keepends=True)[-2:]
    third = one.replace("x", "z")
    lines = [other, one] if added == "first" else [one, other]
    lines = [third, *lines] if at == "first" else [*lines, third] if at == "last" else lines

    findings = checked(head + "".join(lines), known=known).findings
    found = [finding for finding in findings if finding.rule.name == "ambiguous-paths"]

    assert [str(place.pointer[-1]) for item in found for place in item.places] == places


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2), st.sampled_from(["get", "put", "post"]), st.sampled_from(["/dogs", "/a", "/pets/{id}/x"]))
def test_adding_an_operation_elsewhere_changes_nothing_for_the_others(place: int, method: str, path: str) -> None:
    value: dict[str, Json] = yaml.safe_load(DOCUMENT)
    paths = value["paths"]
    assert isinstance(paths, dict)
    items = list(paths.items())
    operation = yaml.safe_load(ADDED)
    items.insert(place, (path, {method: operation}))
    value["paths"] = dict(items)

    new, stale = rest(yaml.safe_dump(value, sort_keys=False))

    assert [item for item in new if path not in item] == []
    assert {item.partition(" ")[0] for item in new} >= ALIKE
    assert stale == []


def test_one_more_place_of_many_that_are_known_is_told_alone() -> None:
    text = DOCUMENT.replace("paths:\n", f"paths:\n  /added:\n    get: {json.dumps(yaml.safe_load(ADDED))}\n")

    found = checked(text, known=KNOWN)

    reported = {finding.rule.name: finding for finding in found.findings if finding.rule.name in ALIKE}
    assert reported.keys() == ALIKE
    assert [item.places for item in reported.values()] == [(item.place,) for item in reported.values()]
    assert reported["deprecated-operation"].message == "`get /added` is deprecated, but an action has no field for that"
    assert "(required " not in reported["undefined-oauth2-scope"].message
    assert sum(found.counts.values()) == len(found.findings)
    assert {len(finding.places) for finding in found.baselined if finding.rule.name == "deprecated-operation"} == {2}


def test_known_places_of_one_that_is_told_stay_known_when_all_are_asked_for() -> None:
    text = DOCUMENT.replace("paths:\n", f"paths:\n  /added:\n    get: {json.dumps(yaml.safe_load(ADDED))}\n")

    again = Baseline(KNOWN.file, KNOWN.entries.values())
    again.add_result(checked(text, known=KNOWN))

    assert {entry.fingerprint for entry in again.known_entries} == KNOWN.entries.keys()


def test_only_the_name_of_a_file_counts_and_not_its_format() -> None:
    text = json.dumps(yaml.safe_load(DOCUMENT), indent=2)
    known = baseline_of(checked(DOCUMENT, "openapi.json.yaml"))

    assert {entry[1:4] for entry in baseline_of(checked(text, "a.json")).entries.values()} == {
        entry[1:4] for entry in known.entries.values()
    }


def test_severity_does_not_matter() -> None:
    names = [entry.rule for entry in KNOWN.entries.values()]
    document = load_bytes(DOCUMENT.encode(), "openapi.yaml", file=FOLDER / "openapi.yaml")

    found = check_document(
        document, rules=RULES, is_known=KNOWN.contains, selection=RuleSelection(severities=dict.fromkeys(names, "info"))
    )

    assert found.findings == ()
    assert sum(found.counts.values()) == 0
    assert sum(len(item.affected_places) for item in found.baselined) == len(KNOWN.entries)


def test_one_more_of_a_rule_at_a_node_is_new() -> None:
    one = DOCUMENT.replace("description: The pet.", "summery: a\n          description: The pet.")

    new, stale = rest(one)

    assert len(new) == 1
    assert stale == []


def test_what_is_mended_is_stale_and_nothing_else() -> None:
    new, stale = rest(DOCUMENT.replace("ftp:", "https:"))

    assert new == []
    assert stale == ["unsupported-base-url-scheme /servers/0/url"]


def test_the_limit_holds_for_what_is_new() -> None:
    document = load_bytes(DOCUMENT.encode(), "openapi.yaml", file=FOLDER / "openapi.yaml")

    found = check_document(document, rules=RULES, is_known=lambda _: False, limits=Limits(findings=1))

    assert len({finding.rule.name for finding in found.findings}) == len(found.findings)
    assert sum(found.counts.values()) == len(found.findings) + sum(found.omitted.values())
    assert sum(found.omitted.values()) > 0


def test_what_is_fatal_is_never_known(tmp_path: Path) -> None:
    file = tmp_path / "openapi.yaml"
    file.write_text("openapi: [", encoding="utf-8")
    found = check(file, rules=RULES)
    baseline = Baseline(tmp_path / "baseline.json")

    baseline.add_result(found)

    assert [finding.rule.name for finding in found.findings] == ["syntax-error"]
    assert baseline.found_entries == []
    assert [finding.rule.name for finding in check(file, rules=RULES, is_known=lambda _: True).findings] == [
        "syntax-error"
    ]


def test_reads_what_it_writes(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"

    write_baseline(file, KNOWN.entries.values())

    assert read_baseline(file).entries == KNOWN.entries
    assert file.read_text(encoding="utf-8") == format_baseline(reversed(list(KNOWN.entries.values())))
    assert len(json.loads(file.read_bytes())["findings"]) == len(KNOWN.entries)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("count", [0, 1])
def test_few_entries_are_json_too(count: int) -> None:
    content = list(KNOWN.entries.values())[:count]

    assert len(json.loads(format_baseline(content))["findings"]) == count


def test_a_fingerprint_is_the_findings_own_where_paths_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("openapi.yaml").write_text(DOCUMENT, encoding="utf-8")

    found = check(Path("openapi.yaml"), rules=RULES)

    entries = baseline_of(found, tmp_path / "b.json").entries
    assert {finding.fingerprint for finding in found.findings} <= entries.keys()
    assert len(entries) == sum(len(finding.affected_places) for finding in found.findings)
