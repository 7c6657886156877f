"""Help, related findings and comparison with the plan in findings of the import."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from preclear.engine import check, check_document
from preclear.engine.rule_selection import RuleSelection
from preclear.mapping import map_answer, read_answer, summary_lines
from preclear.mapping.field_path import parse_field_path
from preclear.source import Place, load_bytes
from tests.mapping.answers import ANSWERS, document_of, mapped, names
from tests.texts import words_at

if TYPE_CHECKING:
    from preclear.source import Document, Json, Pointer

PETS = document_of("pets")
ERROR: Json = {"field": "/parameters/1/type", "message": "no scalar", "severity": "error"}


def of_list_pets(*errors: Json) -> Json:
    return {"actions": [{"name": "listPets", "method": "GET", "path": "/pets", "errors": list(errors)}]}


def test_at_least_forty_answers_stand_for_every_way_of_placing() -> None:
    placed = {entry.finding.placement for name in names() for entry in mapped(name).mapped_findings}

    assert len(names()) >= 40
    assert placed == {"exact", "resource", "text", "document"}


def test_every_kind_of_the_platform_is_met() -> None:
    from preclear.mapping import KINDS

    met = {entry.finding.rule.name for name in names() for entry in mapped(name).mapped_findings}

    assert met == {kind.name for kind in KINDS}


def test_what_a_rule_foresaw_is_reported_once_and_names_the_rule() -> None:
    mapped_answer = map_answer(PETS, read_answer(of_list_pets(ERROR)))
    (finding,) = mapped_answer.findings
    left = {finding.rule.name for finding in mapped_answer.unconfirmed_findings(PETS.findings)}

    assert finding.help is not None
    assert finding.help.startswith("foreseen by `non-scalar-parameter`; declare it as")
    assert [related.message.partition(":")[0] for related in finding.related] == ["`non-scalar-parameter`"]
    assert "non-scalar-parameter" not in left
    assert "status-range" in left


def test_what_no_rule_foresaw_says_so() -> None:
    error: Json = {"field": "/parameters/0/type", "message": "odd", "severity": "error"}
    (finding,) = map_answer(PETS, read_answer(of_list_pets(error))).findings

    assert finding.help == "no preclear rule foresaw this"
    assert finding.message == "action `listPets`, `/parameters/0/type`: odd"
    assert finding.origin == "import"


def test_a_suppressed_finding_foresaw_it_too() -> None:
    text = (ANSWERS / "pets" / "openapi.yaml").read_text(encoding="utf-8")
    text = text.replace(
        "            type: array\n            items:", "            type: array # preclear: x\n            items:"
    )
    text = text.replace("# preclear: x", "# preclear: ignore[non-scalar-parameter] read as text")
    checked = check_document(load_bytes(text.encode(), "openapi.yaml"))
    (entry,) = map_answer(checked, read_answer(of_list_pets(ERROR))).mapped_findings

    assert "non-scalar-parameter" not in {finding.rule.name for finding in checked.findings}
    assert [finding.rule.name for finding in entry.foreseen_by] == ["non-scalar-parameter"]


def test_a_fault_of_another_part_of_the_parameter_foresaw_nothing() -> None:
    error: Json = {"field": "/parameters/1/name", "message": "odd", "severity": "error"}
    (entry,) = map_answer(PETS, read_answer(of_list_pets(error))).mapped_findings

    assert entry.foreseen_by == ()


def of_post(text: str, severity: str) -> set[str]:
    """The rules of the findings that are left beside a message about `delete /pets/{petId}`, which has no name."""
    answer: Json = {"messages": [{"text": text, "severity": severity}]}
    mapped_answer = map_answer(PETS, read_answer(answer))
    assert [finding.rule.name for entry in mapped_answer.mapped_findings for finding in entry.foreseen_by] == [
        "missing-action-name"
    ]
    return {finding.rule.name for finding in mapped_answer.unconfirmed_findings(PETS.findings)}


@pytest.mark.parametrize("severity", ["info", "warning", "error"])
def test_a_message_that_only_names_the_place_takes_no_finding_away(severity: str) -> None:
    assert "missing-action-name" in of_post("DELETE /pets/{petId}: imported, and a name was made up", severity)


def test_a_message_repeats_a_finding_only_if_it_is_as_severe() -> None:
    words = next(finding.message for finding in PETS.findings if finding.rule.name == "missing-action-name")
    text = f"#/paths/~1pets~1%7BpetId%7D/delete: {words}"

    assert "missing-action-name" not in of_post(text, "error")
    assert "missing-action-name" in of_post(text, "warning")
    assert "missing-action-name" in of_post(text, "info")


@pytest.mark.parametrize("severity", ["info", "warning"])
def test_a_less_severe_error_of_a_field_takes_no_finding_away(severity: str) -> None:
    error: Json = {"field": "/parameters/1/type", "message": "no scalar", "severity": severity}
    mapped_answer = map_answer(PETS, read_answer(of_list_pets(error)))

    assert [finding.rule.name for entry in mapped_answer.mapped_findings for finding in entry.foreseen_by] == [
        "non-scalar-parameter"
    ]
    assert "non-scalar-parameter" in {
        finding.rule.name for finding in mapped_answer.unconfirmed_findings(PETS.findings)
    }


def test_a_resource_that_is_missing_takes_no_finding_away() -> None:
    mapped_answer = mapped("result-with-missing-resources")

    assert mapped_answer.unconfirmed_findings(PETS.findings) == list(PETS.findings)


@pytest.mark.parametrize("name", names())
def test_no_answer_makes_a_run_less_severe(name: str) -> None:
    checked, mapped_answer = document_of(name), mapped(name)
    rank = {"info": 0, "warning": 1, "error": 2}
    before = max((rank[finding.severity] for finding in checked.findings), default=-1)
    left = [*mapped_answer.findings, *mapped_answer.unconfirmed_findings(checked.findings)]

    assert max((rank[item.severity] for item in left), default=-1) >= before


def test_what_is_not_selected_is_counted_in_the_summary() -> None:
    selection = RuleSelection(ignore=("import-action-error", "import-missing-resource"))
    action: Json = {"name": "listPets", "method": "GET", "path": "/pets", "errors": [ERROR, ERROR]}
    answer: Json = {"actions": [action], "triggers": [], "definitions": []}
    mapped_answer = map_answer(PETS, read_answer(answer), selection=selection)

    assert mapped_answer.mapped_findings == ()
    assert mapped_answer.deselected_counts["import-action-error"] == 2
    assert mapped_answer.deselected_counts["import-missing-resource"] > 1
    assert "2 `import-action-error`" in "\n".join(summary_lines(mapped_answer))
    assert mapped_answer.unconfirmed_findings(PETS.findings) == list(PETS.findings)


def test_a_severity_that_was_set_is_the_messages_own() -> None:
    selection = RuleSelection(severities={"import-action-error": "info"})
    mapped_answer = map_answer(PETS, read_answer(of_list_pets(ERROR)), selection=selection)

    assert [finding.severity for finding in mapped_answer.findings] == ["info"]
    assert "non-scalar-parameter" in {
        finding.rule.name for finding in mapped_answer.unconfirmed_findings(PETS.findings)
    }


def test_help_mentions_a_selection() -> None:
    answer: Json = {"messages": [{"text": "nothing", "severity": "info"}]}
    (finding,) = map_answer(PETS, read_answer(answer), selection=RuleSelection(ignore=("paths",))).findings

    assert finding.help is not None
    assert finding.help.startswith("no selected rule foresaw this")


def test_a_long_message_is_cut_and_says_by_how_much() -> None:
    mapped_answer = map_answer(PETS, read_answer({"messages": [{"text": "a" * 20_000, "severity": "info"}]}))
    (entry,) = mapped_answer.mapped_findings

    assert entry.finding.message == f"{'a' * 300}… (19,700 more characters)"
    assert len(entry.text) == 16_384
    assert entry.omitted_length == 20_000 - 16_384


def test_the_same_message_twice_is_two_findings_with_two_fingerprints() -> None:
    first, second = map_answer(PETS, read_answer(of_list_pets(ERROR, ERROR))).findings

    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(
    ("text", "line"),
    [("line 3: `:` expected", 3), ("yaml: line 2: bad", 2), ("line 99", 1), ("lines 2 and 3", 1), ("nothing", 1)],
)
def test_a_document_that_cannot_be_read_takes_lines_all_the_same(text: str, line: int) -> None:
    checked = check_document(load_bytes(b"openapi: 3.1.0\ninfo: {\npaths\n", "broken.yaml"))
    (finding,) = map_answer(checked, read_answer({"code": "parse", "message": text}, 400)).findings

    assert finding.span.start.line == line


def test_nothing_is_missing_from_an_answer_that_lists_nothing() -> None:
    assert (
        map_answer(PETS, read_answer({"name": "Pets", "versions": [], "authSchemeConfigs": []})).mapped_findings == ()
    )


def test_the_summary_says_what_was_created_foreseen_and_validated() -> None:
    assert list(summary_lines(mapped("result-as-planned"))) == [
        "created connector `Pets` (01JCONNECTOR00000000000000), version `1.0` (01JVERSION0000000000000000)",
        "0 messages",
        "as planned: the connector, 5 actions, 1 trigger, 7 definitions",
        "    (31 fields compared)",
        "not known: 4 auth schemes, 1 base URL, 1 connection variable, 7 parameters,",
        "    2 request bodies, 8 responses, 7 schemas, 1 summary",
        "3 actions validated; 2 actions not validated; 1 trigger not validated",
    ]
    assert list(summary_lines(mapped("result-with-missing-resources")))[1:] == [
        "0 messages and 5 differences from the plan: 2 foreseen, 3 not",
        "as planned: the connector, 3 of 5 actions, 0 of 1 trigger, 3 of 5 definitions",
        "    (19 fields compared)",
        "not known: 4 auth schemes, 1 base URL, 1 connection variable, 5 parameters,",
        "    1 request body, 5 responses, 3 schemas, 1 summary",
        "3 actions not validated",
    ]
    assert (
        next(summary_lines(mapped("refused-and-wrapped")))
        == "refused with status 409 (`conflict`): nothing was created"
    )


@pytest.mark.parametrize(
    ("field", "parts"),
    [
        ("/parameters/0/properties/id", ("parameters", "0", "properties", "id")),
        ("#/paths/~1pets~1%7Bid%7D/get", ("paths", "/pets/{id}", "get")),
        ("/a~1b/m~0n/~2", ("a/b", "m~n", "~2")),
        ("field1.field2[0].field3", ("field1", "field2", "0", "field3")),
        ("actions[3].parameters[0].name", ("actions", "3", "parameters", "0", "name")),
        ("$.paths['/pets.json'][\"get\"]", ("paths", "/pets.json", "get")),
        ("paths./pets.get", ("paths", "/pets", "get")),
        ("", ()),
        ("/", ()),
        ("#", ()),
        (" [ 1 ] ", ("1",)),
        ("...", ()),
    ],
)
def test_both_forms_of_a_field_are_read(field: str, parts: tuple[str, ...]) -> None:
    assert parse_field_path(field).parts == parts


@pytest.mark.parametrize("index", ["00", "01", "+0", "\u0660", "\uff10"])
@pytest.mark.parametrize("field", ["/parameters/{}/name", "/responses/{}/statusCode"])
def test_other_digits_than_rfc_6901_has_are_no_index(field: str, index: str) -> None:
    placed: list[str] = []
    for part in ("0", index):
        error: Json = {"field": field.format(part), "message": "odd", "severity": "error"}
        (entry,) = map_answer(PETS, read_answer(of_list_pets(error))).mapped_findings
        placed.append(entry.finding.placement)

    assert placed[0] == "exact"
    assert placed[1] != "exact"


@pytest.mark.parametrize(
    ("index", "pointer"), [("0", ("paths", "/pets", "get")), ("00", ("openapi",)), ("\u0660", ("openapi",))]
)
def test_an_index_into_the_request_is_one_of_rfc_6901_too(index: str, pointer: Pointer) -> None:
    answer: Json = {"errors": [{"field": f"/actions/{index}/name", "message": "odd", "severity": "error"}]}
    (entry,) = map_answer(PETS, read_answer(answer)).mapped_findings

    assert entry.finding.place.pointer[:3] == pointer


class _Moved(NamedTuple):
    """A source map in which one component of the bundle comes from another file."""

    entry: Document
    other: Document

    def origin(self, pointer: Pointer) -> Place:
        moved = ("components", "schemas", "Line")
        if pointer[:3] == moved:
            return Place(self.other, ("Line", *pointer[3:]))
        return Place(self.entry, pointer)


def test_what_only_the_bundle_has_is_found_in_the_file_it_comes_from() -> None:
    checked = check(ANSWERS / "several-files" / "openapi.yaml", display_path="openapi.yaml")
    assert checked.connector is not None
    other = next(document for document in checked.connector.api.documents if document.path.endswith("line.yaml"))
    bundle = load_bytes(b"openapi: 3.0.3\ncomponents:\n  schemas:\n    Line:\n      type: object\n", "bundle.yaml")
    value: Json = {
        "code": "x",
        "message": "line 4: bad",
        "fields": [{"field": "/components/schemas/Line/properties/sku/type", "message": "bad"}],
    }
    mapped_answer = map_answer(checked, read_answer(value, 400), _Moved(checked.document, other), bundle)

    assert [(finding.path, words_at(finding.place), finding.placement) for finding in mapped_answer.findings] == [
        ("schemas/line.yaml", "Line", "text"),
        ("schemas/line.yaml", "string", "exact"),
    ]


def test_a_real_bundle_leads_back_to_the_files_it_was_made_of() -> None:
    from preclear.bundle import bundle

    checked = check(ANSWERS / "several-files" / "openapi.yaml", display_path="openapi.yaml")
    assert checked.connector is not None
    made = bundle(checked.connector.api)
    sent = load_bytes(made.data, "bundle.yaml")
    line = 1 + next(number for number, text in enumerate(made.data.decode().splitlines()) if "sku:" in text)
    answer = read_answer({"messages": [{"text": f"line {line} is odd", "severity": "info"}]})
    (finding,) = map_answer(checked, answer, made.source_map, sent).findings

    assert finding.path == "schemas/line.yaml"
    assert words_at(finding.place) == "sku"
