"""`preclear adapt`, and the options that adapt a document in other commands."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from preclear.rule import discover_rules
from tests.cli.making import GOOD, Outcome, run, run_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = discover_rules()
BAD = """\
openapi: 3.1.0
info: {title: Orders, version: "7"}
servers: [{url: https://orders.example.com}]  # production
paths:
  /orders:
    get:
      operationId: orders/list
      tags: [Read]
      parameters:
      - {name: ids, in: query, schema: {type: array, items: {type: string}}}
      responses:
        "200": {description: orders}
        4XX: {description: not these}
    delete:
      operationId: deleteOrders
      deprecated: true
      responses:
        "204": {description: gone}
"""
RELATIVE = BAD.replace("https://orders.example.com", "/v1")


@pytest.fixture(autouse=True)
def document(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("preclear.rule"), "discover_rules", lambda: RULES)
    (folder / "orders.yaml").write_text(BAD)
    (folder / "relative.yaml").write_text(RELATIVE)


def adapt(capsys: pytest.CaptureFixture[str], *arguments: str) -> Outcome:
    return run(capsys, "adapt", *arguments)


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(run(capsys, *arguments, "--output-format", "json").out)


def test_the_document_goes_to_standard_output_and_the_table_to_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    result = adapt(capsys, "orders.yaml")

    assert result.code == 0
    adapted = yaml.safe_load(result.out)
    get = adapted["paths"]["/orders"]["get"]
    assert get["operationId"] == "orders_list"
    assert get["parameters"][0]["schema"]["type"] == "string"
    assert set(get["responses"]) == {"200", "default"}
    assert "# production\n" in result.out
    assert result.err.splitlines()[-1] == "All 3 errors are settled."
    assert "  orders.yaml:7:20  orders/list → orders_list" in result.err.splitlines()
    assert Path("orders.yaml").read_text() == BAD


def test_the_table_goes_to_standard_output_if_the_document_goes_to_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    result = adapt(capsys, "orders.yaml", "-o", "out.yaml")

    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[-2:] == ["3 changes (1 rename and 2 adapt).", "All 3 errors are settled."]
    assert "status-range: 1 change, adapt" in result.out.splitlines()
    assert run(capsys, "check", "out.yaml").code == 0


def test_json_has_the_changes_the_patch_and_no_document(capsys: pytest.CaptureFixture[str]) -> None:
    result = adapt(capsys, "orders.yaml", "--output-format", "json", "-o", "out.yaml")
    found = json.loads(result.out)

    assert found["summary"] == {"errorsBefore": 3, "errorsLeft": 0, "changes": 3, "leftOut": 0}
    assert (found["version"], found["path"], found["errors"], found["leftOut"]) == (1, "orders.yaml", [], [])
    assert found["size"] == len(Path("out.yaml").read_bytes())
    named = next(change for change in found["changes"] if change["rule"] == "invalid-action-name")
    assert named["place"] == {
        "path": "orders.yaml",
        "pointer": "/paths/~1orders/get/operationId",
        "part": "value",
        "start": {"line": 7, "column": 20},
        "end": {"line": 7, "column": 31},
    }
    assert (named["level"], named["before"], named["after"]) == ("rename", "orders/list", "orders_list")
    assert {"op": "replace", "path": "/paths/~1orders/get/operationId", "value": "orders_list"} in found["patch"]
    assert {
        "op": "move",
        "path": "/paths/~1orders/get/responses/default",
        "from": "/paths/~1orders/get/responses/4XX",
    } in found["patch"]
    (file,) = found["files"]
    assert (file["path"], file["size"]) == ("orders.yaml", len(BAD))


def test_a_level_leaves_what_is_above_it(capsys: pytest.CaptureFixture[str]) -> None:
    result = adapt(capsys, "orders.yaml", "--level", "rename", "-o", "out.yaml")

    assert result.code == 1
    assert result.out.splitlines()[-1] == "1 of 3 errors is settled; 2 are left."
    assert "`--leave-out-blocked` leaves out what can't be imported." in result.out
    assert [line for line in result.out.splitlines() if "[status-range]" in line] == [
        "  orders.yaml:13:9: error: status `4XX` is a range; expected a single status, or `default` [status-range]"
    ]
    assert yaml.safe_load(Path("out.yaml").read_text())["paths"]["/orders"]["get"]["operationId"] == "orders_list"


def test_a_base_url_settles_a_relative_one(capsys: pytest.CaptureFixture[str]) -> None:
    without = adapt(capsys, "relative.yaml", "-o", "out.yaml")
    result = adapt(capsys, "relative.yaml", "-o", "out.yaml", "--base-url", "https://api.example.com")

    assert (without.code, result.code) == (1, 0)
    assert "`--base-url URL` sets the base URL" in without.out
    assert yaml.safe_load(Path("out.yaml").read_text())["servers"] == [{"url": "https://api.example.com/v1"}]


@pytest.mark.parametrize("url", ["/v1", "ftp://x.example", "https://user@x.example"])
def test_a_base_url_must_be_absolute(capsys: pytest.CaptureFixture[str], url: str) -> None:
    result = adapt(capsys, "relative.yaml", "--base-url", url)

    assert (result.code, result.out) == (2, "")
    assert f"`{url}` can't be a base URL; expected an http or https URL" in result.err


def test_an_operation_that_is_left_out_is_listed_with_the_pattern(capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys, "adapt", "orders.yaml", "--exclude", "deprecated", "-o", "out.yaml")

    (left_out,) = [part for part in found["leftOut"] if part["isOperation"]]
    assert left_out["reason"] == "selection"
    assert "deprecated" in left_out["detail"]
    assert (left_out["place"]["path"], left_out["place"]["start"]["line"]) == ("orders.yaml", 14)
    assert list(yaml.safe_load(Path("out.yaml").read_text())["paths"]["/orders"]) == ["get"]


def test_the_variables_of_patterns_have_one_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRECLEAR_INCLUDE", "operation:deleteOrders\n\n tag:Read \n")
    monkeypatch.setenv("PRECLEAR_EXCLUDE", "deprecated")

    found = report(capsys, "plan", "orders.yaml")

    assert [action["name"] for action in found["actions"]] == ["orders/list"]
    assert [part["reason"] for part in found["leftOut"] if part["isOperation"]] == ["selection"]


def test_a_pattern_that_selects_nothing_is_an_error_of_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("adapt", "plan", "check"):
        result = run(capsys, command, "orders.yaml", "--exclude", "operation:deleteOrder")

        assert (result.code, result.out) == (2, "")
        assert "orders.yaml can't be used: `operation:deleteOrder` " in result.err
        assert "did you mean `operation:deleteOrders`?" in result.err
        assert "(--exclude)\n" in result.err

    Path("preclear.toml").write_text("[adapt]\ninclude = ['tag:Reed']\n")
    assert "(preclear.toml:2)\n" in run(capsys, "check", "orders.yaml").err


def test_source_map_and_overlay_are_written_with_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    result = adapt(capsys, "orders.yaml", "-o", "out.yaml", "--source-map", "map.json", "--overlay", "overlay.yaml")

    assert result.code == 0
    source_map = json.loads(Path("map.json").read_text())
    assert (source_map["version"], source_map["entry"]) == (1, "orders.yaml")
    assert {
        "pointer": "/paths/~1orders/get/responses/default",
        "path": "orders.yaml",
        "origin": "/paths/~1orders/get/responses/4XX",
    } in source_map["moved"]
    overlay = yaml.safe_load(Path("overlay.yaml").read_text())
    assert (overlay["overlay"], overlay["extends"]) == ("1.1.0", "orders.yaml")

    applied = adapt(capsys, "orders.yaml", "--overlay-in", "overlay.yaml")
    assert yaml.safe_load(applied.out) == yaml.safe_load(Path("out.yaml").read_text())
    assert applied.err.splitlines() == ["0 changes.", "The document had no errors."]


def test_what_is_odd_about_an_overlay_is_reported_in_the_overlay(capsys: pytest.CaptureFixture[str]) -> None:
    actions = "actions:\n- {target: \"$.paths['/order']\", remove: true}\n"
    Path("overlay.yaml").write_text(f"overlay: 1.1.0\ninfo: {{title: Mine, version: '1'}}\n{actions}")
    options = ("orders.yaml", "--overlay-in", "overlay.yaml")

    line = "overlay.yaml:4:12: warning: "
    assert f"\n  {line}" in adapt(capsys, *options, "-o", "out.yaml").out
    assert [finding["path"] for finding in report(capsys, "adapt", *options)["overlayFindings"]] == ["overlay.yaml"]
    for adapted in ((), ("--adapt",)):
        result = run(capsys, "check", *options, *adapted, "--output-format", "concise")
        assert len([item for item in result.out.splitlines() if item.startswith(line)]) == 1


def test_an_overlay_that_cannot_be_applied_is_an_error_at_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    Path("overlay.yaml").write_text("overlay: 1.1.0\ninfo: {title: Mine, version: '1'}\nactions: [{target: '$['}]\n")

    for command in ("adapt", "plan", "check"):
        result = run(capsys, command, "orders.yaml", "--overlay-in", "overlay.yaml")

        assert (result.code, result.out) == (2, "")
        assert result.err.splitlines()[0].startswith("overlay.yaml:3:")
        assert (
            "preclear: orders.yaml can't be used: the overlays can't be applied; they have 1 error"
            in result.err.splitlines()
        )


def test_an_overlay_in_json_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    Path("overlays").mkdir()
    adapt(capsys, "orders.yaml", "-o", "out.yaml", "--overlay", "overlays/changes.json")

    assert json.loads(Path("overlays/changes.json").read_text())["extends"] == "../orders.yaml"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-o", "./orders.yaml"), "`--output` would overwrite `DOCUMENT`; expected another file"),
        (("--source-map", "link.yaml"), "`--source-map` would overwrite `DOCUMENT`; expected another file"),
        (("--overlay", "models.yaml"), "`--overlay` would overwrite `models.yaml`; expected another file"),
        (("-o", "a.json", "--source-map", "./a.json"), "`--output` and `--source-map` name the same file, `a.json`"),
        (("-o", "-", "--output-format", "json"), "standard output can have the document or the report"),
    ],
)
def test_no_input_is_overwritten(capsys: pytest.CaptureFixture[str], options: tuple[str, ...], message: str) -> None:
    Path("models.yaml").write_text("type: object\n")
    text = f"{BAD}components: {{schemas: {{Model: {{$ref: models.yaml}}}}}}\n"
    Path("orders.yaml").write_text(text)
    Path("link.yaml").symlink_to("orders.yaml")

    result = adapt(capsys, "orders.yaml", *options)

    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert (Path("orders.yaml").read_text(), Path("models.yaml").read_text()) == (text, "type: object\n")
    assert not Path("a.json").exists()


def test_no_file_is_written_where_one_cannot_be(capsys: pytest.CaptureFixture[str]) -> None:
    result = adapt(capsys, "orders.yaml", "-o", "out.yaml", "--source-map", "nowhere/map.json")

    assert (result.code, result.out) == (2, "")
    assert "`nowhere/map.json` can't be written: No such file or directory" in result.err
    assert not Path("out.yaml").exists()


@pytest.mark.parametrize("text", ["services: {}\n", "openapi: [\n", "swagger: '2.0'\n", ""])
def test_what_is_no_openapi_3_document_is_reported_at_its_place(capsys: pytest.CaptureFixture[str], text: str) -> None:
    Path("x.yaml").write_text(text)

    result = adapt(capsys, "x.yaml", "-o", "out.yaml")

    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines()[0].startswith("x.yaml:")
    assert result.err.splitlines()[-1] == "preclear: the document can't be adapted; expected an OpenAPI 3 description"
    assert not Path("out.yaml").exists()


def test_standard_input_is_adapted(folder: Path) -> None:
    result = run_apart("adapt", "-", stdin=BAD.encode(), cwd=folder)

    assert result.code == 0
    assert "operationId: orders_list" in result.out
    assert "  <stdin>:7:20  orders/list → orders_list" in result.err.splitlines()


def test_more_changes_than_fit_are_folded(capsys: pytest.CaptureFixture[str]) -> None:
    operations = "".join(
        f"  /o{number}: {{get: {{operationId: 'o/{number}', responses: {{'200': {{description: x}}}}}}}}\n"
        for number in range(21)
    )
    Path("many.yaml").write_text(BAD.split("  /orders:")[0] + operations)

    folded = adapt(capsys, "many.yaml", "-o", "out.yaml").out.splitlines()
    everything = adapt(capsys, "many.yaml", "-o", "out.yaml", "--all").out.splitlines()

    assert folded[0] == everything[0] == "invalid-action-name: 21 changes, rename"
    assert folded[6] == "  and 16 more: --all"
    assert len([line for line in folded if "→" in line]) == 5
    assert len([line for line in everything if "→" in line]) == 21


def test_a_check_of_an_adapted_document_reports_what_is_left_at_the_lines_of_the_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    result = run(capsys, "check", "--adapt", "--level", "rename", "--output-format", "concise", "orders.yaml")

    assert result.code == 1
    assert [line.rpartition(" ")[2] for line in result.out.splitlines() if ": error: " in line] == [
        "[non-scalar-parameter]",
        "[status-range]",
    ]
    assert "orders.yaml:13:9: error: status `4XX` is a range" in result.out
    assert result.out.splitlines()[-1].startswith("Found 2 errors")


def test_a_check_says_what_can_be_adapted(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a b.yaml").write_text(RELATIVE)

    assert run(capsys, "check", "a b.yaml").out.splitlines()[-1] == (
        "3 of 4 errors can be adapted: preclear plan --adapt 'a b.yaml'"
    )
    assert run(capsys, "check", "orders.yaml").out.splitlines()[-1] == (
        "All 3 errors can be adapted: preclear plan --adapt orders.yaml"
    )
    assert run(capsys, "check", "a b.yaml", "orders.yaml").out.splitlines()[-1] == (
        "6 of 7 errors in 2 documents can be adapted, for example: preclear plan --adapt 'a b.yaml'"
    )
    assert report(capsys, "check", "orders.yaml")["summary"]["adaptable"] == 3


@pytest.mark.parametrize("options", [("--output-format", "concise"), ("--adapt",)])
def test_the_line_is_for_people_who_did_not_adapt(capsys: pytest.CaptureFixture[str], options: Sequence[str]) -> None:
    assert "can be adapted" not in run(capsys, "check", *options, "relative.yaml").out


def test_a_document_without_such_errors_has_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("good.yaml").write_text(GOOD)

    assert "can be adapted" not in run(capsys, "check", "good.yaml").out
    assert "adaptable" not in report(capsys, "check", "good.yaml")["summary"]


def test_the_true_number_is_said_whatever_the_limit(capsys: pytest.CaptureFixture[str]) -> None:
    limited = ("--limit", "findings=1", "--jobs", "2")
    operations = "".join(
        f"  /o{number}: {{get: {{operationId: 'o/{number}', responses: {{'200': {{description: x}}}}}}}}\n"
        for number in range(30)
    )
    for name in ("many.yaml", "more.yaml"):
        Path(name).write_text(BAD.split("  /orders:")[0] + operations)

    assert (
        run(capsys, "check", *limited, "many.yaml", "more.yaml")
        .out.splitlines()[-1]
        .startswith("All 60 errors in 2 documents can be adapted")
    )
    assert report(capsys, "check", *limited, "many.yaml", "more.yaml")["summary"]["adaptable"] == 60


def test_the_plan_of_an_adapted_document_says_what_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, "plan", "--adapt", "--exclude", "deprecated", "orders.yaml")

    assert result.code == 0
    assert "  ok      orders_list  GET     /orders  1 parameter, 2 responses" in result.out.splitlines()
    assert "Left out: 1 part" in result.out.splitlines()
    assert "    orders.yaml:14:5  action `deleteOrders` (delete /orders)" in result.out.splitlines()
    assert "Adapted: 3 changes (1 rename and 2 adapt), 1 part left out." in result.out.splitlines()


def test_an_option_without_effect_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for options in (("--level", "safe"), ("--base-url", "https://x.example"), ("--leave-out-blocked",)):
        result = run(capsys, "check", *options, "orders.yaml")

        assert (result.code, result.out) == (2, "")
        assert f"`{options[0]}` has no effect without `--adapt`" in result.err


@pytest.mark.parametrize("options", [("--adapt",), ("--exclude", "deprecated"), ("--include", "tag:Read")])
def test_only_the_document_as_it_is_can_be_fixed(capsys: pytest.CaptureFixture[str], options: tuple[str, ...]) -> None:
    result = run(capsys, "check", "--fix", "--unsafe-fixes", *options, "orders.yaml")

    assert (result.code, result.out) == (2, "")
    assert "whose text isn't the one" in result.err or "its text isn't the one" in result.err
    assert Path("orders.yaml").read_text() == BAD


def test_a_config_says_how_each_document_is_adapted(capsys: pytest.CaptureFixture[str]) -> None:
    Path("preclear.toml").write_text(
        "[adapt]\nstatus-ranges = 'lowest'\n"
        "[[adapt.documents]]\npaths = ['relative.yaml']\nbase-url = 'https://api.example.com'\n"
        "names = {'orders/list' = 'listOrders'}\n"
    )

    adapted = [yaml.safe_load(adapt(capsys, name).out) for name in ("orders.yaml", "relative.yaml")]

    gets = [document["paths"]["/orders"]["get"] for document in adapted]
    assert [get["operationId"] for get in gets] == ["orders_list", "listOrders"]
    assert [set(get["responses"]) for get in gets] == [{"200", "400"}, {"200", "400"}]
    assert adapted[1]["servers"] == [{"url": "https://api.example.com/v1"}]
    rows = run(capsys, "config", "relative.yaml").out.splitlines()
    assert [row.split()[1:] for row in rows if row.startswith("adapt.base-url")] == [
        ["https://api.example.com", "preclear.toml:5"]
    ]
    assert [row.split() for row in rows if row.startswith("adapt.names")] == [
        ["adapt.names.orders/list", "listOrders", "preclear.toml:6"]
    ]


def test_the_selection_of_a_config_applies_without_adapting(capsys: pytest.CaptureFixture[str]) -> None:
    Path("preclear.toml").write_text("[adapt]\nexclude = ['tag:Read']\nlevel = 'rename'\n")

    assert run(capsys, "check", "orders.yaml").code == 0
    assert run(capsys, "check", "--isolated", "orders.yaml").code == 1


def test_an_overlay_of_a_config_that_leads_out_of_the_repository_is_not_read(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "repository" / ".git").mkdir(parents=True)
    (folder / "secret.yaml").write_text("overlay: 1.1.0\ninfo: {title: S3CRET, version: '1'}\nactions: []\n")
    (folder / "repository" / "o.yaml").symlink_to(folder / "secret.yaml")
    (folder / "repository" / "orders.yaml").write_text(BAD)
    (folder / "repository" / "preclear.toml").write_text("[adapt]\noverlays = ['o.yaml']\n")

    result = run(capsys, "plan", "repository/orders.yaml")

    assert (result.code, result.out) == (2, "")
    assert "overlay `o.yaml` may not be read: it is outside of `repository/` (repository/preclear.toml:2)" in result.err
    assert "S3CRET" not in result.err


def test_workers_adapt_as_this_process_does(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("check", "--adapt", "--level", "rename", "orders.yaml", "relative.yaml")

    assert run(capsys, *arguments, "--jobs", "2") == run(capsys, *arguments)


def test_an_upload_of_an_adapted_document_is_not_left_to_the_server(capsys: pytest.CaptureFixture[str]) -> None:
    for options in (("--adapt",), ("--exclude", "deprecated")):
        result = run(
            capsys,
            *("upload", "orders.yaml", "--new", "--dry-run", "--organisation", "01J00000000000000000000000"),
            *("--from-url", "https://orders.example.com/openapi.yaml", *options),
        )

        assert result.code == 2
        assert "upload: not sent: the server would fetch the document from the URL as it is" in result.out


def test_a_dry_run_shows_the_changes_and_sends_the_adapted_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("upload", "orders.yaml", "--new", "--dry-run", "--organisation", "01J00000000000000000000000")
    adapted = adapt(capsys, "orders.yaml").out.encode()
    digest = sha256(adapted).hexdigest()

    result = run(capsys, *arguments, "--adapt")
    found = report(capsys, *arguments, "--adapt")

    assert result.code == 0
    assert f"(orders.yaml, adapted as by `preclear adapt`: {len(adapted):,} bytes, sha256 {digest})" in result.out
    assert "  orders.yaml:7:20  orders/list → orders_list" in result.out.splitlines()
    assert result.out.splitlines()[-2] == (
        "the adapted document is sent: 3 changes (1 rename and 2 adapt); `preclear adapt orders.yaml` with the same"
        " options lists them"
    )
    assert found["adaptation"] == {"errorsBefore": 3, "errorsLeft": 0, "changes": 3, "leftOut": 0}
    assert (found["request"]["size"], found["request"]["sha256"]) == (len(adapted), digest)
    assert found["dryRun"]["plan"]["adaptation"]["changes"] == 3


def test_an_answer_is_mapped_to_the_lines_of_the_vendors_document(capsys: pytest.CaptureFixture[str]) -> None:
    answer = {
        "code": "invalid",
        "message": "refused",
        "fields": [{"field": "/paths/~1orders/get/responses/default", "message": "is odd"}],
    }
    Path("answer.json").write_text(json.dumps(answer))

    found = report(capsys, "map", "--adapt", "orders.yaml", "answer.json", "--status", "400")

    placed = [finding for finding in found["findings"] if "is odd" in finding["message"]]
    assert [(finding["path"], finding["pointer"], finding["start"]["line"]) for finding in placed] == [
        ("orders.yaml", "/paths/~1orders/get/responses/4XX", 13)
    ]
