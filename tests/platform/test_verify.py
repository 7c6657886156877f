"""What a verification reads, what it finds, and what it says where it can't."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from preclear import check, check_document
from preclear.platform import CheckedDocument, ConnectionOptions, InvalidOptionError, VerifyOptions, verify_document
from preclear.platform.lookups import reader
from preclear.platform.lookups.schemas import MAX_PARALLEL_REQUESTS
from preclear.source import load_bytes
from tests.pace import is_prompt
from tests.platform.fault_running import CANARY, CONNECTOR, ORGANISATION, faulty, prepare, run
from tests.platform.fault_server import SOON
from tests.platform.platform_script import (
    BASE,
    DOCUMENT,
    GET_CONNECTOR,
    LIST,
    VERSIONS,
    Platform,
    make_definition,
    make_version,
    resource_request,
    schema_request,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.platform.fault_running import CommandResult, Server

ALL_REQUESTS = [
    LIST,
    GET_CONNECTOR,
    VERSIONS,
    resource_request("actions"),
    resource_request("triggers"),
    resource_request("definitions"),
    schema_request("Pet.json"),
]


@pytest.fixture(autouse=True)
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch, tmp_path, DOCUMENT)


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    return Platform(tmp_path)


@pytest.fixture
def server(platform: Platform) -> Iterator[Server]:
    with faulty("scripted", FAULT_SCRIPT=str(platform.file)) as running:
        yield running


def verify(capsys: pytest.CaptureFixture[str], server: Server, *options: str, connector: str = "Pets") -> CommandResult:
    where = ["--url", server.url, "--insecure-loopback"]
    return run(capsys, "verify", "pets.yaml", "--connector", connector, *where, *options)


def requests_of(server: Server) -> list[str]:
    return [f"{request['method']} {request['path']}" for request in server.requests]


def test_a_version_that_is_as_planned(platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    platform.write()

    result = verify(capsys, server)

    assert result.code == 0
    assert result.last == "verify: as planned: the connector, 2 actions, 1 definition, 1 schema (34 fields compared)"
    assert f"connector  Pets {CONNECTOR}\n" in result.out
    assert "version    1.0 id-1.0 (created 2026-01-02T03:04:05Z, a draft, the newest of 1 version)\n" in result.out
    assert result.err == ""
    assert requests_of(server) == ALL_REQUESTS
    assert all(f"Authorization: Bearer {CANARY}" in request["head"] for request in server.requests)


def drop_action(platform: Platform) -> None:
    platform.actions.remove(platform.action("deletePet"))


def drop_definition(platform: Platform) -> None:
    platform.definitions.clear()


def add_action(platform: Platform) -> None:
    platform.actions.append({**platform.action("deletePet"), "name": "listPets", "path": "/pets", "parameters": []})


def change_method(platform: Platform) -> None:
    platform.action("getPet")["method"] = "POST"


def change_path(platform: Platform) -> None:
    platform.action("deletePet")["path"] = "/pet/{{ param.id }}"


def rename_action(platform: Platform) -> None:
    platform.action("getPet")["name"] = "readPet"


def change_summary(platform: Platform) -> None:
    platform.action("getPet")["summary"] = "Read a pet"


def drop_parameter(platform: Platform) -> None:
    platform.action("getPet")["parameters"].pop()


def change_parameter_type(platform: Platform) -> None:
    platform.action("getPet")["parameters"][1]["type"] = "string"


def require_parameter(platform: Platform) -> None:
    platform.action("getPet")["parameters"][1]["required"] = True


def change_default(platform: Platform) -> None:
    platform.action("getPet")["parameters"][1]["default"] = 20


def change_status(platform: Platform) -> None:
    platform.action("deletePet")["responses"][0]["status"] = 202


def change_accept(platform: Platform) -> None:
    platform.definitions[0]["accept"] = ["text/plain"]


def change_schema(platform: Platform) -> None:
    platform.schemas["Pet.json"]["required"] = []


def change_base_url(platform: Platform) -> None:
    platform.connector["baseUrl"] = "https://cats.example.com"


@pytest.mark.parametrize(
    ("edit", "line", "words"),
    [
        (drop_action, 20, "`deletePet`"),
        (drop_definition, 26, "`Pet`"),
        (add_action, 1, "`listPets`"),
        (change_method, 6, "`POST`"),
        (change_path, 5, "/pet/"),
        (rename_action, 7, "`readPet`"),
        (change_summary, 8, "Read a pet"),
        (drop_parameter, 11, "limit"),
        (change_parameter_type, 13, "string"),
        (require_parameter, 11, "limit"),
        (change_default, 13, "20"),
        (change_status, 23, "202"),
        (change_accept, 18, "text/plain"),
        (change_schema, 28, "`/required` in the schema of definition `Pet`"),
        (change_base_url, 3, "cats.example.com"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_an_edit_by_hand_is_reported_once_at_its_line(
    edit: Callable[[Platform], None],
    line: int,
    words: str,
    platform: Platform,
    server: Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    edit(platform)
    platform.write()

    result = verify(capsys, server, "--output-format", "json")

    (finding,) = result.json["findings"]
    assert words in finding["message"]
    assert finding["start"]["line"] == line, finding
    assert finding["path"] == "pets.yaml"
    assert (result.code, result.json["exitCode"], result.json["outcome"], result.json["differences"]) == (
        1,
        1,
        "different",
        1,
    )


def test_a_difference_does_not_fail_where_nothing_may(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    drop_action(platform)
    platform.write()

    result = verify(capsys, server, "--fail-on", "never")

    assert result.code == 0
    assert result.last.startswith("verify: different: 1 difference; as planned: the connector, 1 of 2 actions, ")


def test_differences_that_are_not_selected_are_counted_and_do_not_fail(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    drop_action(platform)
    platform.write()

    result = verify(capsys, server, "--ignore", "import-missing-resource")

    assert result.code == 0
    assert "not shown because of `select` and `ignore`: 1 `import-missing-resource`\n" in result.out


def test_order_is_no_difference(platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    platform.actions.reverse()
    for action in platform.actions:
        action["parameters"].reverse()
    platform.write()

    assert verify(capsys, server).code == 0


@pytest.mark.parametrize(
    ("options", "name", "words"),
    [
        ((), "2.0", "a draft, the newest of 3 versions)"),
        (("--version", "1.0"), "1.0", "published 2026-01-02T00:00:00Z)"),
        (("--version", "latest"), "1.0", "published 2026-01-02T00:00:00Z)"),
        (("--version", "default"), "0.9", "a draft)"),
    ],
)
def test_the_version_that_is_read_is_named(
    options: tuple[str, ...],
    name: str,
    words: str,
    platform: Platform,
    server: Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    platform.versions = [
        make_version("1.0", "2026-01-02T03:04:05Z", publishedAt="2026-01-02T00:00:00Z", isLatest=True),
        make_version("2.0", "2026-01-02T03:04:05.001+00:00"),
        make_version("0.9", "2026-01-02T04:04:05+02:00", isDefault=True),
    ]
    platform.write(name)

    result = verify(capsys, server, *options)

    assert result.code == 0
    assert f"version    {name} id-{name} (" in result.out
    assert words in result.out
    assert resource_request("actions", name) in requests_of(server)


def test_messages_of_the_platform_are_no_differences(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.action("getPet")["errors"] = [{"field": "/path", "message": "bad", "severity": "error"}]
    platform.versions[0]["messages"] = [{"text": "look at this", "severity": "warning"}]
    older = [{"text": "of another version", "severity": "error"}]
    platform.versions.append(make_version("0.9", "2025-01-02T03:04:05Z", messages=older))
    platform.write()

    result = verify(capsys, server, "--output-format", "json")

    assert (result.code, result.json["messages"], result.json["findings"]) == (0, 2, [])
    note = "the platform keeps 2 validation messages of this version, which are no differences"
    assert result.json["notes"] == [note]


def test_a_version_that_does_not_exist(platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    platform.versions = [make_version(f"1.{number}") for number in range(8)]
    platform.write()

    result = verify(capsys, server, "--version", "2.0")

    assert result.code == 1
    assert result.last == (
        "verify: no version: connector `Pets` has no version `2.0`; it has `1.0`, `1.1`, `1.2`, `1.3`, `1.4` and 3 more"
    )
    assert requests_of(server) == [LIST, GET_CONNECTOR, VERSIONS]


def test_a_connector_without_versions(platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    platform.versions = []
    platform.write()

    result = verify(capsys, server, "--output-format", "json")

    assert (result.code, result.json["outcome"], result.json["connectorVersion"]) == (1, "no version", None)
    assert result.json["reason"] == "connector `Pets` has no versions"


def test_a_connector_that_does_not_exist(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.answers[LIST] = [[200, {"totalCount": 0, "connectors": []}]]
    platform.answers[LIST.replace("name=Pets&", "")] = [
        [200, {"totalCount": 1, "connectors": [{**platform.connector, "name": "Pest"}]}]
    ]
    platform.answers[GET_CONNECTOR] = [[404, {"code": "not_found", "message": "no"}]]
    platform.write()

    by_name = verify(capsys, server)
    by_id = verify(capsys, server, connector=CONNECTOR)

    assert (by_name.code, by_name.out) == (2, "")
    assert by_name.err == f"preclear: verify: no connector is called `Pets`; similar: `Pest` ({CONNECTOR})\n"
    assert (by_id.code, by_id.err) == (2, f"preclear: verify: there is no connector `{CONNECTOR}`\n")


def test_two_connectors_of_one_name_are_listed(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {**platform.connector, "id": "01J00000000000000000000THR"}
    platform.answers[LIST] = [[200, {"totalCount": 2, "connectors": [platform.connector, other]}]]
    platform.write()

    result = verify(capsys, server)

    assert result.code == 2
    assert f"`{CONNECTOR}`, `01J00000000000000000000THR`" in result.err


def test_an_id_of_any_form_is_one_with_the_option(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.answers[GET_CONNECTOR.replace(CONNECTOR, "pets-1")] = [[404, {}]]
    platform.write()

    result = verify(capsys, server, "--id", connector="pets-1")

    assert result.err == "preclear: verify: there is no connector `pets-1`\n"
    assert requests_of(server) == [f"GET {BASE}/connectors/pets-1"]


def test_all_pages_are_read(platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = platform.actions
    platform.answers[resource_request("actions")] = [[200, {"totalCount": 2, "actions": [first], "next": "c"}]]
    platform.answers[resource_request("actions", after="c")] = [[200, {"totalCount": 2, "actions": [second]}]]
    platform.write()

    assert verify(capsys, server).code == 0


def test_pages_without_an_end_are_left(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MAX_PAGES", 5)
    for number in range(9):
        request = resource_request("actions", after=f"c{number}" if number else "")
        platform.answers[request] = [[200, {"totalCount": 1, "actions": [], "next": f"c{number + 1}"}]]
    platform.write()

    result = verify(capsys, server)

    assert (result.code, result.err) == (2, "preclear: verify: the list of actions has too many pages\n")
    assert len(requests_of(server)) == 3 + 5


@pytest.mark.parametrize("request_line", ALL_REQUESTS[:-1])
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([500, dict[str, str]()], "the lookup failed: the server answered 500"),
        ([0, None], "the lookup failed: the request was sent; then: "),
        ([200, ["x"]], "the lookup failed: its answer is"),
        ([401, {"code": "x", "message": "who?"}], "the lookup failed: the server answered 401: who?"),
    ],
)
def test_what_can_not_be_read_is_not_compared(
    request_line: str,
    answer: list[Any],
    words: str,
    platform: Platform,
    server: Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    platform.answers[request_line] = [answer]
    platform.write()

    result = verify(capsys, server)

    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"preclear: verify: {words}")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("row", ["silent", "drip"])
def test_a_server_that_takes_too_long_is_left(row: str, capsys: pytest.CaptureFixture[str]) -> None:
    with faulty(row) as server:
        result = verify(capsys, server, "--timeout", "1.5")
        assert result.code == 2
        assert "(`--timeout`)" in result.err
        assert result.seconds < SOON


def test_a_redirect_is_not_followed(capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("accepted") as other, faulty("redirect", FAULT_STATUS="307", FAULT_OTHER=str(other.port)) as server:
        result = verify(capsys, server)
        assert result.err == "preclear: verify: the lookup failed: redirect refused: the server answered 307\n"
        assert other.requests == []


def test_a_server_that_repeats_the_token_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    with faulty("echo") as server:
        assert "***" in verify(capsys, server).err


def test_a_schema_that_the_platform_does_not_have_is_not_known(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.answers[schema_request("Pet.json")] = [[404, {}]]
    platform.write()

    result = verify(capsys, server)

    assert result.code == 0
    assert result.last.startswith("verify: as planned: the connector, 2 actions, 1 definition (")
    assert result.last.endswith(" fields compared); not known: 1 schema")


def test_a_schema_that_can_not_be_read_leaves_the_rest_compared(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.answers[schema_request("Pet.json")] = [[500, {}]]
    platform.write()

    result = verify(capsys, server)
    failure = "the schema of definition `Pet` can't be read: the lookup failed: the server answered 500"
    assert result.code == 2
    assert result.last.startswith(f"verify: incomplete: {failure}; as planned: the connector, ")

    drop_action(platform)
    platform.write()
    result = verify(capsys, server)
    assert result.code == 1
    assert result.last.startswith(f"verify: different: 1 difference; {failure}; as planned: the connector, ")


def test_schemas_are_given_up_if_all_fail(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"D{number:02}" for number in range(30)]
    platform.definitions = [make_definition(name) for name in names]
    platform.answers = {schema_request(f"{name}.json"): [[503, {}]] for name in names}
    platform.write()

    result = verify(capsys, server, "--output-format", "json")

    assert result.json["schemas"] == {"requested": True, "read": 0, "missing": 0, "unread": 30}
    requests = sorted(line for line in requests_of(server) if "/schemas/" in line)
    assert requests == [schema_request(f"{name}.json") for name in names[:MAX_PARALLEL_REQUESTS]]
    assert "the schema of definition `D00` can't be read: the lookup failed: the server answered 503" in result.out


def test_schemas_are_read_on_past_a_failure(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"D{number:02}" for number in range(30)]
    platform.definitions = [make_definition(name) for name in names]
    platform.schemas = {f"{name}.json": {"title": name} for name in names}
    failing = [name for number, name in enumerate(names) if number % 3 != 0]
    platform.answers = {schema_request(f"{name}.json"): [[503, {}]] for name in failing}
    platform.answers[schema_request("D00.json")] = [[404, {}]]
    platform.write()

    result = verify(capsys, server, "--output-format", "json")

    assert result.json["schemas"] == {"requested": True, "read": 9, "missing": 1, "unread": 20}


@pytest.mark.parametrize("url", [None, 5, "", "https://x.example.com", "https://[x/Pet.json"])
def test_a_definition_without_a_usable_url_has_no_schema(
    url: object, platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.definitions[0]["url"] = url
    platform.write()

    result = verify(capsys, server, "--output-format", "json")

    assert (result.code, result.json["schemas"]["missing"]) == (0, 1)
    assert requests_of(server) == ALL_REQUESTS[:-1]


@pytest.mark.parametrize("name", ["..", ".", "a/..", "%2e%2e", "ü b?c"])
def test_the_name_of_a_schema_stays_a_name(
    name: str, platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.definitions[0]["url"] = f"https://x.example.com/schemas/{quote(name)}"
    platform.write()

    verify(capsys, server, "--output-format", "json")

    for line in requests_of(server)[6:]:
        assert line == schema_request(quote(name.rpartition("/")[2], safe=""))


def test_schemas_are_left_out_on_request(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    change_schema(platform)
    platform.write()

    result = verify(capsys, server, "--no-schemas")

    assert result.code == 0
    assert requests_of(server) == ALL_REQUESTS[:-1]
    assert "the schemas of definitions weren't read (`--no-schemas`)\n" in result.out
    assert result.last.endswith(" fields compared); not known: 1 schema")


def test_a_version_is_named_in_the_url_whatever_its_name(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "v/1 ß?"
    platform.versions = [make_version(name)]
    platform.write(quote(name, safe=""))

    assert verify(capsys, server, "--version", name).code == 0


def test_the_json_has_everything(platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    drop_action(platform)
    platform.write()

    value = verify(capsys, server, "--output-format", "json").json

    assert value["version"] == 1
    assert value["connector"] == {"id": CONNECTOR, "name": "Pets"}
    assert value["connectorVersion"] == {
        "id": "id-1.0",
        "name": "1.0",
        "createdAt": "2026-01-02T03:04:05Z",
        "publishedAt": None,
    }
    assert (value["requestedVersion"], value["versions"]) == (None, ["1.0"])
    assert value["comparison"]["complete"] is True
    actions = value["comparison"]["compared"]["actions"]
    assert (actions["resources"], actions["asPlanned"], actions["unexpected"]) == (2, 1, 0)
    assert value["schemas"] == {"requested": True, "read": 1, "missing": 0, "unread": 0}
    assert value["reason"].startswith("1 difference; as planned: the connector, 1 of 2 actions, ")
    assert [finding["rule"] for finding in value["findings"]] == ["import-missing-resource"]


def test_a_line_for_each_difference(platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    drop_action(platform)
    platform.write()

    result = verify(capsys, server, "--output-format", "concise")

    assert result.out.startswith("pets.yaml:20:5: error: action `deletePet`")
    assert result.last.startswith("verify: different: 1 difference; ")


def test_a_document_that_can_not_be_read_is_not_compared(
    platform: Platform, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.write()
    (tmp_path / "pets.yaml").write_text("openapi: [")

    result = verify(capsys, server)

    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("pets.yaml:1:")
    assert result.err.endswith("preclear: verify: the document could not be checked\n")
    assert server.requests == []


def test_a_selection_is_compared_as_it_was_uploaded(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    drop_action(platform)
    platform.write()

    assert verify(capsys, server, "--exclude", "operation:deletePet").code == 0
    assert verify(capsys, server, "--include", "operation:deletePet").code == 1


def test_an_adapted_document_is_compared_as_it_was_uploaded(
    platform: Platform, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pets.yaml").write_text(DOCUMENT.replace("operationId: getPet", "operationId: get/Pet"))
    platform.action("getPet")["name"] = "get_Pet"
    platform.write()

    assert verify(capsys, server, "--adapt").code == 0
    platform.action("get_Pet")["method"] = "POST"
    platform.write()
    result = verify(capsys, server, "--adapt", "--output-format", "json")
    assert [(finding["path"], finding["start"]["line"]) for finding in result.json["findings"]] == [("pets.yaml", 6)]


def test_a_missing_token_is_reported_before_anything_is_read(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PRECLEAR_TOKEN")
    result = verify(capsys, server)
    assert result.code == 2
    assert result.err.startswith("preclear: verify: there is no token; set PRECLEAR_TOKEN")
    assert server.requests == []


def test_a_server_text_with_control_characters_is_escaped(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.connector["name"] = "Pets\x1b[31m\n::error::x"
    platform.write()

    result = verify(capsys, server, connector=CONNECTOR)

    assert "\x1b" not in result.out
    assert "\n::error" not in result.out
    assert json.dumps(result.out)


def test_a_program_verifies_too(platform: Platform, server: Server, tmp_path: Path) -> None:
    drop_action(platform)
    platform.write()
    connection = ConnectionOptions(url=server.url, organisation=ORGANISATION, insecure_loopback=True)
    document = CheckedDocument(check_result=check(tmp_path / "pets.yaml"))
    steps: list[str] = []

    lookup = connection.make_lookup(connection.load_credentials())
    result = verify_document(document, VerifyOptions(connector="Pets"), lookup, steps.append)

    assert (result.outcome, result.difference_count, result.is_failing) == ("different", 1, True)
    assert [finding.rule.name for finding in result.findings] == ["import-missing-resource"]
    assert result.version is not None
    assert result.version.name == "1.0"
    assert steps == ["connector", "versions", "actions", "triggers", "definitions", "schema 1 of 1"]


def test_a_program_is_not_given_a_plan_of_nothing(platform: Platform, server: Server) -> None:
    platform.write()
    connection = ConnectionOptions(url=server.url, organisation=ORGANISATION, insecure_loopback=True)
    document = CheckedDocument(check_result=check_document(load_bytes(b"openapi: [", "pets.yaml")))

    with pytest.raises(InvalidOptionError, match="the document could not be checked"):
        verify_document(
            document, VerifyOptions(connector="Pets"), connection.make_lookup(connection.load_credentials())
        )
    assert server.requests == []


def test_advice_fits_a_difference_that_nobody_imported(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    drop_action(platform)
    platform.actions.append({**platform.action("getPet"), "name": "getCat", "path": "/cats"})
    change_summary(platform)
    platform.write()

    result = verify(capsys, server)

    assert "= help: if it was removed on purpose, remove it from the document" in result.out
    assert "= help: if it was added on purpose, add it to the document" in result.out
    assert "= help: if the platform is right, change the document" in result.out
    assert "foresaw" not in result.out


@pytest.mark.parametrize("silent", [GET_CONNECTOR, schema_request("Pet.json")])
def test_an_interruption_ends_it_at_once(silent: str, platform: Platform, server: Server, tmp_path: Path) -> None:
    platform.answers[silent] = [[-1, None]]
    platform.write()
    arguments = ["verify", "pets.yaml", "--connector", "Pets", "--url", server.url, "--insecure-loopback"]

    def interrupt() -> float:
        before = len(server.requests)
        with subprocess.Popen(
            [sys.executable, "-m", "preclear", *arguments],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            server.wait(before + ALL_REQUESTS.index(silent) + 1)
            started = time.monotonic()
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
            taken = time.monotonic() - started
        assert (process.returncode, out) == (130, "")
        assert "Traceback" not in err
        return taken

    assert is_prompt(interrupt)


def test_schemas_end_with_the_time_limit(
    platform: Platform, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.answers[schema_request("Pet.json")] = [[-1, None]]
    platform.write()

    result = verify(capsys, server, "--timeout", "2")

    assert result.code == 2
    assert result.last.startswith(
        "verify: incomplete: the schema of definition `Pet` can't be read: the lookup failed: "
    )
    assert "(`--timeout`)" in result.last
    assert result.seconds < SOON
