"""Suppressions: what they keep back, and what they don't; in comments, in the document itself and in configs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.config.model import Ignore
from preclear.connector import Action
from preclear.engine import IgnoreUsage, all_kinds, check, check_document
from preclear.engine.rule_selection import RuleSelection
from preclear.rule import Rule, discover_rules, rule
from preclear.source import Limits, Report, load_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import CheckResult

RULES = discover_rules()
HEAD = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
"""
RULE = "missing-action-name"


def pets(key: str = "get:", above: str = "", more: str = "") -> str:
    """A document with two operations without a name; `get /pets` is what a test changes."""
    return f"""{HEAD}\
paths:
  /pets:
{above}    {key}
{more}      responses: {{"200": {{description: All pets.}}}}
  /dogs:
    get:
      responses: {{"200": {{description: All dogs.}}}}
"""


def checked(text: str, name: str = "openapi.yaml", *, no_ignores: bool = False) -> CheckResult:
    return check_document(load_bytes(text.encode(), name), rules=RULES, no_ignores=no_ignores)


def nameless(of: CheckResult) -> list[str]:
    """The paths whose operation is found to have no name."""
    return [str(finding.pointer[1]) for finding in of.findings if finding.rule.name == RULE]


def complaints(of: CheckResult) -> list[str]:
    return [
        f"{finding.rule.name} {finding.message}"
        for finding in of.findings
        if finding.rule.name.endswith("-suppression")
    ]


def test_without_suppressions_both_are_found() -> None:
    assert nameless(checked(pets())) == ["/pets", "/dogs"]


@pytest.mark.parametrize(
    "text",
    [
        pets(f"get: # preclear: ignore[{RULE}] it is internal"),
        pets(f"get: #preclear:ignore[ {RULE} ]: it is internal"),
        pets(f"get:  ## preclear: ignore [{RULE}] — it is internal"),
        pets(f"get: # yamllint disable-line # preclear: ignore[{RULE}] it is internal"),
        pets(f"get: # preclear: ignore[status-range] no # preclear: ignore[{RULE}] it is internal"),
        pets(f"get: # preclear: ignore[status-range, {RULE}] it is internal"),
        pets(above=f"    # preclear: ignore[{RULE}] it is internal\n"),
        pets(above=f"    # preclear: ignore[{RULE}] it is internal\n\n    # a word on it\n\n"),
        pets(above=f"# preclear: ignore[{RULE}] it is internal\n    # preclear: ignore[status-range] no\n"),
        pets().replace("  /pets:", f"  # preclear: ignore[{RULE}] it is internal\n  /pets:"),
        pets(more=f"      x-preclear-ignore: {{{RULE}: it is internal}}\n"),
        pets(above=f"    x-preclear-ignore: {{{RULE}: it is internal}}\n"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_keeps_a_finding_back(text: str, line_end: str) -> None:
    found = checked(text.replace("\n", line_end))

    assert nameless(found) == ["/dogs"]
    assert [(item.finding.pointer[1], item.reason) for item in found.suppressed] == [("/pets", "it is internal")]
    assert not [complaint for complaint in complaints(found) if RULE in complaint]


@pytest.mark.parametrize(
    "text",
    [
        pets(more=f'      description: "# preclear: ignore[{RULE}] text"\n'),
        pets(more=f"      description: '\n        # preclear: ignore[{RULE}] text'\n"),
        pets(more=f"      description: |\n        # preclear: ignore[{RULE}] text\n"),
        pets(f"get: # see preclear: ignore[{RULE}]"),
        pets(f"get: # Preclear: ignore[{RULE}] case matters"),
        pets(more=f"      summary: a#preclear:ignore[{RULE}] no blank before it\n"),
        pets(above=f"    x-ours: {{x-preclear-ignore: {{{RULE}: data}}}}\n"),
        pets() + f"...\n# preclear: ignore[{RULE}] behind the document\n",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    found = checked(text)

    assert nameless(found) == ["/pets", "/dogs"]
    assert complaints(found) == []


def test_a_comment_behind_a_key_is_not_about_what_is_in_its_value() -> None:
    found = checked(pets().replace("/pets:", f"/pets: # preclear: ignore[{RULE}] the path is fine"))

    assert nameless(found) == ["/pets", "/dogs"]
    assert [complaint.partition(":")[0] for complaint in complaints(found)] == [
        f"unused-suppression suppression of `{RULE}` suppresses nothing"
    ]


def test_a_comment_behind_the_last_line_of_a_text_is_about_its_first() -> None:
    text = pets().replace("description: All dogs.}", 'description: "All\n\n       dogs."}')
    text = text.replace('dogs."}}', 'dogs."}} # preclear: ignore[status-range] never')

    (complaint,) = complaints(checked(text))

    assert complaint.endswith("finds nothing on its lines")


def test_a_comment_above_a_list_item_is_about_that_item() -> None:
    parameters = """\
      parameters:
        - {name: a, in: body, schema: {type: string}}
        # preclear: ignore[unsupported-parameter-place] not needed
        -
          name: b
          in: body
          schema: {type: string}
        - {name: c, in: body, schema: {type: string}}
"""
    found = checked(pets(more=parameters))

    kept = [finding.pointer[4] for finding in found.findings if finding.rule.name == "unsupported-parameter-place"]
    assert kept == [0, 2]


def test_the_first_line_stands_for_the_document_too() -> None:
    text = pets().replace("servers: [{url: https://pets.example.com}]\n", "")
    ignored = f"# preclear: ignore[missing-base-url] it differs everywhere\n{text}"

    assert "missing-base-url" in {finding.rule.name for finding in checked(text).findings}
    assert "missing-base-url" not in {finding.rule.name for finding in checked(ignored).findings}


def test_what_no_pointer_can_say_is_suppressed_on_its_line() -> None:
    twice = pets(more="      summary: a\n      summary: b # preclear: ignore[duplicate-key] a test\n      summary: c\n")
    second = pets() + "--- # preclear: ignore[multiple-documents] a test\na: 1\n"

    assert [finding.span.start.line for finding in checked(twice).findings if finding.rule.name == "duplicate-key"] == [
        9
    ]
    assert [item.finding.rule.name for item in checked(second).suppressed] == ["multiple-documents"]


def test_a_comment_where_an_anchor_stands_holds_for_its_aliases() -> None:
    text = pets(f"get: &op # preclear: ignore[{RULE}] shared").replace(
        '  /dogs:\n    get:\n      responses: {"200": {description: All dogs.}}', "  /dogs:\n    get: *op"
    )
    inside = text.replace(f" # preclear: ignore[{RULE}] shared", "").replace(
        "{description: All pets.}}", "{description: 5}} # preclear: ignore[invalid-openapi] shared"
    )

    assert nameless(checked(text)) == ["/dogs"]
    assert "invalid-openapi" not in {finding.rule.name for finding in checked(inside).findings}
    assert {item.finding.rule.name for item in checked(inside).suppressed} == {"invalid-openapi"}


def test_a_key_that_yaml_shares_is_one_suppression() -> None:
    text = pets("get: &op", more=f"      x-preclear-ignore: {{{RULE}: shared}}\n").replace(
        '  /dogs:\n    get:\n      responses: {"200": {description: All dogs.}}', "  /dogs:\n    get: *op"
    )

    found = checked(text)

    assert nameless(found) == []
    assert complaints(found) == []


JSON = """\
{
  "openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "servers": [{"url": "https://pets.example.com"}],
  "paths": {
    "/pets": {"get": {"x-preclear-ignore": {"missing-action-name": "it is internal"}, "responses": {}}},
    "/dogs": {"get": {"responses": {"200": {"description": "# preclear: ignore[missing-action-name] no"}}}}
  }
}
"""


def test_json_has_keys_and_no_comments() -> None:
    found = checked(JSON, "openapi.json")

    assert nameless(found) == ["/dogs"]
    assert complaints(found) == []


@pytest.mark.parametrize(
    ("way", "holds"),
    [
        ((), True),
        (("info",), True),
        (("servers", 0), True),
        (("servers", 0, "variables"), False),
        (("servers", 0, "variables", "host"), True),
        (("paths",), True),
        (("paths", "/pets", "get", "responses"), True),
        (("paths", "/pets", "get", "responses", "default"), True),
        (("paths", "/pets", "get", "responses", "200", "content"), False),
        (("paths", "/pets", "get", "responses", "200", "content", "a/b"), True),
        (("paths", "/pets", "parameters", 0, "schema"), True),
        (("paths", "/pets", "get", "security", 0), False),
        (("components", "responses"), False),
        (("components", "responses", "paths"), True),
        (("components", "schemas", "Pet", "properties"), False),
        (("components", "schemas", "Pet", "properties", "default"), True),
        (("components", "schemas", "Pet", "default"), False),
        (("components", "schemas", "Pet", "examples", 0), False),
        (("components", "schemas", "Pet", "allOf", 1), True),
        (("components", "examples", "pet", "value"), False),
        (("components", "securitySchemes", "oauth", "flows", "implicit", "scopes"), False),
        (("components", "securitySchemes", "oauth", "flows", "implicit"), True),
        (("x-ours", "paths"), False),
    ],
)
def test_only_an_object_with_fields_can_hold_the_key(way: tuple[str | int, ...], holds: bool) -> None:
    from preclear.engine.suppression.extension import is_suppressible_object

    assert is_suppressible_object(way) is holds


def test_with_no_ignores_everything_is_shown() -> None:
    found = checked(pets(f"get: # preclear: ignore[{RULE}] it is internal"), no_ignores=True)

    assert nameless(found) == ["/pets", "/dogs"]
    assert found.suppressed == ()
    assert complaints(found) == []


def deprecated(**notes: str) -> str:
    """Three deprecated operations, told of at the first; a note by the method is a comment behind its `deprecated`."""
    lines = [f"{HEAD}paths:", "  /pets:"]
    for method in ("get", "put", "delete"):
        comment = f" # preclear: ignore[deprecated-operation] {notes[method]}" if method in notes else ""
        lines += [f"    {method}:", f"      operationId: {method}", f"      deprecated: true{comment}"]
        lines.append("      responses: {'200': {description: Done.}}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("notes", "left"),
    [
        ({}, ["get", "put", "delete"]),
        ({"get": "old clients"}, ["put", "delete"]),
        ({"put": "old clients"}, ["get", "delete"]),
        ({"get": "old clients", "delete": "old clients"}, ["put"]),
        ({"get": "old clients", "put": "the same", "delete": "the same"}, []),
    ],
)
def test_of_many_places_that_are_told_of_together_each_is_suppressed_alone(
    notes: dict[str, str], left: list[str]
) -> None:
    found = checked(deprecated(**notes))

    reported = [finding for finding in found.findings if finding.rule.name == "deprecated-operation"]
    assert [place.pointer[2] for item in reported for place in item.places] == left
    assert [item.pointer[2] for item in reported] == left[:1]
    more = {0: [], 1: [""], 2: ["1 more operation"], 3: ["2 more operations"]}
    assert [finding.message.partition("; the same applies to ")[2] for finding in reported] == more[len(left)]
    assert found.counts["info"] == len(found.findings) - found.counts["warning"] - found.counts["error"]
    kept_back = [(item.finding.pointer[2], item.reason) for item in found.suppressed]
    assert kept_back == list(notes.items())
    assert complaints(found) == []


def test_with_no_ignores_all_of_them_are_told_of_and_none_is_unused() -> None:
    found = checked(deprecated(get="old", put="old"), no_ignores=True)

    (reported,) = [finding for finding in found.findings if finding.rule.name == "deprecated-operation"]
    assert len(reported.places) == 3
    assert complaints(found) == []


def test_what_is_told_of_together_has_the_severity_that_was_asked_for() -> None:
    document = load_bytes(deprecated(get="old clients").encode(), "openapi.yaml")

    found = check_document(document, rules=RULES, selection=RuleSelection(severities={"deprecated-operation": "error"}))

    severities = {finding.severity for finding in found.findings if finding.rule.name == "deprecated-operation"}
    assert severities == {item.finding.severity for item in found.suppressed} == {"error"}


def test_what_is_suppressed_is_not_counted_and_takes_no_place_under_the_limit() -> None:
    text = pets(f"get: # preclear: ignore[{RULE}] it is internal")
    document = load_bytes(text.encode(), "openapi.yaml")

    found = check_document(document, rules={RULE: RULES[RULE]}, limits=Limits(findings=1))

    assert nameless(found) == ["/dogs"]
    assert sum(found.counts.values()) == 1
    assert not found.omitted


def test_a_rule_that_was_not_looked_for_is_not_missed() -> None:
    from preclear.engine.rule_selection import RuleSelection

    document = load_bytes(pets(more="      operationId: a # preclear: ignore[status-range] x\n").encode(), "a.yaml")

    assert complaints(check_document(document, rules=RULES, selection=RuleSelection(ignore=("status-range",)))) == []
    assert len(complaints(check_document(document, rules=RULES))) == 1


def test_a_rule_that_failed_is_not_missed() -> None:
    @rule(on=Action, basis="practice", source="a test")
    def failing(action: Action) -> Iterator[Report]:
        """It fails."""
        assert len(action.name.value) > 999, "it fails"
        yield Report("never", action)

    rules: dict[str, Rule[Action]] = {failing.name: failing}
    document = load_bytes(pets(f"get: # preclear: ignore[{failing.name}] x").encode(), "a.yaml")

    assert complaints(check_document(document, rules=rules)) == []


def test_of_a_document_that_was_not_examined_nothing_is_missed() -> None:
    found = checked(pets(f"get: # preclear: ignore[{RULE}] x").replace("3.1.0", "9.0"))

    assert found.connector is None
    assert complaints(found) == []


def test_the_nearer_of_two_is_the_one_that_is_used() -> None:
    text = pets(f"get: # preclear: ignore[{RULE}] near").replace(
        "  /pets:", f"  # preclear: ignore[{RULE}] far\n  /pets:"
    )

    found = checked(text)

    assert [item.reason for item in found.suppressed] == ["near"]
    assert [complaint.partition(":")[0] for complaint in complaints(found)] == [
        f"unused-suppression suppression of `{RULE}` suppresses nothing"
    ]


def test_other_files_have_suppressions_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(HEAD + "paths:\n  /pets: {$ref: pets.yaml}\n", encoding="utf-8")
    pets = f"""\
# preclear: ignore[{RULE}] in its own file
get:
  responses: # preclear: ignore[status-range] in vain
    "200": {{description: All pets.}}
"""
    (tmp_path / "pets.yaml").write_text(pets, encoding="utf-8")

    found = check(tmp_path / "openapi.yaml", rules=RULES, display_path="openapi.yaml")

    assert nameless(found) == []
    unused = [finding for finding in found.findings if finding.rule.name == "unused-suppression"]
    assert [(Path(item.path).name, item.span.start) for item in unused] == [("pets.yaml", (3, 33))]


def ignore(folder: Path, **of: object) -> Ignore:
    content: dict[str, object] = {"paths": (), "pointer": None, "rules": (RULE,), "reason": "old", "line": 2}
    content.update(of)
    return Ignore(**content, config_path="preclear.toml", folder=folder)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("of", "left"),
    [
        ({}, []),
        ({"rules": ("all",)}, []),
        ({"rules": ("actions",)}, []),
        ({"rules": ("basis:openapi", "status-range")}, ["/pets", "/dogs"]),
        ({"paths": ("legacy/**",)}, []),
        ({"paths": ("new/**",)}, ["/pets", "/dogs"]),
        ({"pointer": "/paths/~1pets"}, ["/dogs"]),
        ({"pointer": "/paths/~1pets/get/responses"}, ["/pets", "/dogs"]),
    ],
)
def test_a_config_ignores_by_path_and_pointer(tmp_path: Path, of: dict[str, object], left: list[str]) -> None:
    file = tmp_path / "legacy" / "openapi.yaml"
    file.parent.mkdir()
    file.write_text(pets(), encoding="utf-8")

    found = check(file, rules=RULES, ignores=[ignore(tmp_path, **of)])

    assert nameless(found) == left


def test_an_ignore_that_ignores_nothing_is_found_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "preclear.toml").write_text("[[ignore]]\nrules = ['x']\n", encoding="utf-8")
    file = tmp_path / "openapi.yaml"
    file.write_text(pets(), encoding="utf-8")
    ignores = [
        ignore(tmp_path),
        ignore(tmp_path, rules=("status-range",)),
        ignore(tmp_path, paths=("other.yaml",)),
        ignore(tmp_path, paths=("*.yaml",), rules=("status-range",)),
    ]
    use = IgnoreUsage()
    use.add_result(check(file, rules=RULES, ignores=ignores), ignores)

    sure = use.find_unused(all_kinds(RULES).values(), is_whole_tree=False)
    every = use.find_unused(all_kinds(RULES).values(), is_whole_tree=True)

    assert [item.span.start for item in every] == [(2, 1)] * 3
    assert [item.span.end for item in every] == [(2, 14)] * 3
    assert {finding.rule.name for finding in every} == {"unused-suppression"}
    assert {item.path for item in every} == {"preclear.toml"}
    assert sure == []


SHARED_BY_ALIAS = f"""{HEAD}\
paths:
  /pets:
    get:
      operationId: a
      parameters:
        - &tags {{name: tags, in: query, schema: {{type: array}}}}
      responses: {{"200": {{description: All pets.}}}}
    put:
      operationId: b
      parameters: [*tags]
      responses: {{"200": {{description: All pets.}}}}
"""


def test_what_yaml_shares_by_an_alias_is_told_once_of_all_its_nodes() -> None:
    found = checked(SHARED_BY_ALIAS)

    (reported,) = [finding for finding in found.findings if finding.rule.name == "non-scalar-parameter"]
    assert [place.pointer[2] for place in reported.places] == ["get", "put"]
    assert found.counts["error"] == 1


def test_a_comment_where_the_anchor_stands_suppresses_it_for_all() -> None:
    text = SHARED_BY_ALIAS.replace(
        "type: array}}\n", "type: array}} # preclear: ignore[non-scalar-parameter] so be it\n"
    )
    assert "so be it" in text

    found = checked(text)

    assert "non-scalar-parameter" not in {finding.rule.name for finding in found.findings}
    assert complaints(found) == []
