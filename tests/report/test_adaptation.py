"""Reports of an adaptation: what is listed, folded, cut and escaped."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from preclear.edit import AdaptOptions, adapt_document
from preclear.engine import check_document, make_plan
from preclear.project import make_results
from preclear.report import (
    describe_changes,
    format_adapt_hint,
    format_adaptation,
    format_plan_json,
    format_plan_table,
    stream_adaptation_json,
)
from preclear.source import load_bytes

if TYPE_CHECKING:
    from preclear.edit import Adaptation
    from preclear.source import Document, Json

HEAD = 'openapi: 3.1.0\ninfo: {title: Orders, version: "7"}\nservers: [{url: https://orders.example.com}]\npaths:\n'


def document(operations: dict[str, str], path: str = "orders.yaml") -> Document:
    """A document with operations, each with its operationId and the status of its response."""
    lines = [
        f"  /o{number}:\n    get: {{operationId: {json.dumps(name)}, responses: {{{status}: {{description: x}}}}}}\n"
        for number, (name, status) in enumerate(operations.items())
    ]
    return load_bytes((HEAD + "".join(lines)).encode(), path)


def adapted(operations: dict[str, str], options: AdaptOptions | None = None) -> Adaptation:
    return adapt_document(document(operations), options or AdaptOptions())


def lines_of(adaptation: Adaptation, width: int = 120, *, show_all: bool = False) -> list[str]:
    return list(format_adaptation(adaptation, width=width, show_all=show_all))


def test_a_loss_that_all_changes_of_a_rule_share_is_said_once() -> None:
    lines = lines_of(adapted({"a": "4XX", "b": "4XX"}))

    start = lines.index("status-range: 2 changes, adapt")
    assert lines[start + 1].startswith("  lost: ")
    assert [line.partition("  4XX → ")[0] for line in lines[start + 2 : start + 4]] == [
        "  orders.yaml:6:41",
        "  orders.yaml:8:41",
    ]
    assert lines[start + 4] == ""


def test_losses_that_differ_are_said_at_each_change() -> None:
    lines = lines_of(adapted({"a": "4XX", "b": "5XX"}))

    start = lines.index("status-range: 2 changes, adapt")
    assert [line.split(":")[0].strip() for line in lines[start + 1 : start + 5]] == [
        "orders.yaml",
        "lost",
        "orders.yaml",
        "lost",
    ]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_of_a_change_is_wider_than_the_terminal_and_no_place_is_cut(width: int) -> None:
    names = {f"{'long/' * 20}{number}": "4XX" for number in range(3)}
    adaptation = adapted(names)

    lines = lines_of(adaptation, width)

    assert max(len(line) for line in lines if line.startswith(" ")) <= width
    places = [f"  orders.yaml:{change.place.span.start.line}:" for change in adaptation.changes]
    assert all(any(line.startswith(place) for line in lines) for place in places)


def test_a_rewritten_document_says_so() -> None:
    adaptation = replace(adapted({"a/b": "200"}), rewrite_reason="it has an alias")

    assert "The document was written anew, without its comments: it has an alias." in lines_of(adaptation)


def test_what_nothing_settles_is_listed_with_the_options_that_might() -> None:
    text = document({"a": "200"}).text.replace("https://orders.example.com", "/v1").replace("/o0:", "o0:")
    relative = load_bytes(text.encode(), "orders.yaml")

    lines = lines_of(adapt_document(relative, AdaptOptions(level=None)))

    assert "Errors left" in lines
    assert "`--base-url URL` sets the base URL and `--leave-out-blocked` leaves out what can't be imported." in lines
    assert lines[-2:] == ["0 changes.", "0 of 2 errors are settled; 2 are left."]
    settled = lines_of(adapt_document(relative, AdaptOptions(base_url="https://x.example", leave_out_blocked=True)))
    assert settled[-1] == "All 2 errors are settled."


def test_text_of_a_document_cannot_act() -> None:
    evil = "\x1b[31m/\u202e##[error]x"
    adaptation = adapt_document(document({evil: "200"}, "::error::.yaml"), AdaptOptions(exclude=(f"operation:{evil}",)))
    named = adapt_document(document({evil: "200"}, "::error::.yaml"), AdaptOptions())

    for text in (*lines_of(adaptation), *lines_of(named), "".join(stream_adaptation_json(named))):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "##[" not in text
        assert not text.lstrip().startswith("::")


def test_the_numbers_of_changes_are_by_level() -> None:
    adaptation = adapted({"a/b": "4XX", "c": "200"}, AdaptOptions(exclude=("operation:c",)))

    assert describe_changes(adaptation).endswith(", 1 part left out")
    assert "1 rename" in describe_changes(adaptation)


def test_the_patch_in_json_gives_the_adapted_document() -> None:
    adaptation = adapted({"a/b": "4XX", "c": "200"})
    report = json.loads("".join(stream_adaptation_json(adaptation)))
    value = json.loads(json.dumps(adaptation.original.value))

    for operation in report["patch"]:
        _apply(value, operation)

    assert value == adaptation.document.value


def _apply(value: Json, operation: dict[str, Json]) -> None:
    """Apply an operation of RFC 6902 to mappings."""

    def parent(pointer: Json) -> tuple[dict[str, Json], str]:
        *keys, last = [key.replace("~1", "/").replace("~0", "~") for key in str(pointer).split("/")[1:]]
        holder = value
        for key in keys:
            assert isinstance(holder, dict)
            holder = holder[key]
        assert isinstance(holder, dict)
        return holder, last

    holder, key = parent(operation["path"])
    match operation["op"]:
        case "remove":
            del holder[key]
        case "move":
            source, source_key = parent(operation["from"])
            holder[key] = source.pop(source_key)
        case _:
            holder[key] = operation["value"]


def test_a_plan_has_what_is_left_out_only_if_the_document_was_adapted() -> None:
    adaptation = adapted({"a/b": "200", "c": "200"}, AdaptOptions(exclude=("operation:c",)))
    checked = check_document(adaptation.document)
    plan, results = make_plan(checked), make_results(checked, adaptation=adaptation)
    assert plan is not None

    report = json.loads(format_plan_json(plan, "orders.yaml", results, adaptation))
    assert report["adaptation"] == {"errorsBefore": 1, "errorsLeft": 0, "changes": 1, "leftOut": 1}
    assert [(part["label"], part["detail"]) for part in report["leftOut"]] == [("action `c` (get /o1)", "operation:c")]
    assert "Left out: 1 part" in list(format_plan_table(plan, adaptation=adaptation))
    without = json.loads(format_plan_json(plan, "orders.yaml", results))
    assert "leftOut" not in without
    assert "adaptation" not in without


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("<stdin>", "preclear plan --adapt -"),
        ("a b;c.yaml", "preclear plan --adapt 'a b;c.yaml'"),
        ("a\x1b[31m.yaml", "preclear plan --adapt 'a\\x1b[31m.yaml'"),
    ],
)
def test_the_command_to_adapt_can_be_copied(path: str, command: str) -> None:
    checked = check_document(document({"a/b": "200"}, path))

    assert list(format_adapt_hint(make_results(checked))) == [f"The error can be adapted: {command}"]
