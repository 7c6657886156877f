"""Answers that were made to cost time or memory, each mapped by a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from preclear.engine import check_document
from preclear.mapping import map_answer, read_answer
from preclear.source import load_bytes
from tests import pace
from tests.import_path import PACKAGES_AND_TESTS
from tests.mapping.answer_sizes import DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from preclear.source import Json

ROOT = Path(__file__).parents[2]
MOST = 150_000
NODES = 300_000  # objects with nothing in them that an answer has beside all else: half of those that it can have
MEMORY = 82_000_000
"""Of the 120 MB that are promised, a process takes 45 before it reads anything. Half of the others are left for answers
that could be twice as large.
"""
PROGRAM = """
import json, os, sys
from preclear.cli import main
from tests.memory import peak_memory
code = main(sys.argv[2:])
used = os.times()
with open(sys.argv[1], "w") as file:
    json.dump([code, peak_memory(), used.user + used.system], file)
"""
GET_BOAT = '"name":"getBoat","method":"GET","path":"/boats/{id}"'


def listed(text: str, number: int = MOST) -> str:
    """A JSON array of so many texts, `#` being the number of each."""
    return f"[{','.join(text.replace('#', str(index)) for index in range(number))}]"


def result(connector: str = "{}", **lists: str) -> str:
    """The result of an import."""
    names = ("actions", "triggers", "definitions", "messages")
    return f'{{"connector":{connector},' + ",".join(f'"{name}":{lists.get(name, "[]")}' for name in names) + "}"


def refusal(**fields: str) -> str:
    """The answer of an import that refuses a document."""
    return '{"code":"x","message":"m"' + "".join(f',"{name}":{value}' for name, value in fields.items()) + "}"


RESULTS: dict[str, Callable[[], str]] = {
    "definitions": lambda: result(definitions=listed('{"name":"D#"}')),
    "empty definitions": lambda: result(definitions=listed("{}", NODES)),
    "actions": lambda: result(actions=listed('{"name":"a#"}', 75_000)),
    "one action again and again": lambda: result(actions=listed("{" + GET_BOAT + "}", 50_000)),
    "actions with errors": lambda: result(actions=listed('{"name":"a#","errors":["x"]}', 75_000)),
    "triggers with errors": lambda: result(triggers=listed('{"name":"a#","errors":["x"]}', 75_000)),
    "errors of one action": lambda: result(
        actions="[{" + GET_BOAT + ',"errors":' + listed('{"field":"/parameters/#/type","message":"x"}', 100_000) + "}]"
    ),
    "short messages": lambda: result(messages=listed('"#"')),
    "objects without a text": lambda: result(messages=listed("{}", NODES)),
    "a long message": lambda: result(messages=listed('"' + "/b#.c[0] `x` GET /y " * 800 + '"', 350)),
    "details": lambda: result(messages='[{"text":"t","detail":' + listed('""', NODES) + "}]"),
    "details of many messages": lambda: result(
        messages=listed('{"text":"' + "t" * 250 + '","detail":' + listed('"getBoat"', 300) + "}", 750)
    ),
    "deep messages": lambda: result(messages=listed("[" * 80 + "]" * 80, 4_500)),
    "versions": lambda: result('{"versions":' + listed('{"name":"v#","messages":["x"]}', 75_000) + "}"),
    "auth schemes": lambda: result('{"authSchemeConfigs":' + listed('{"validationMessages":["x"]}', 75_000) + "}"),
    "connections": lambda: result(
        '{"connections":' + listed('{"credentials":{"action":[{"credential":{"errors":["x"]}}]}}', 50_000) + "}"
    ),
}
REFUSALS: dict[str, Callable[[], str]] = {
    "fields": lambda: refusal(fields=listed('{"field":"/paths/a#","message":"x"}')),
    "empty fields": lambda: refusal(fields=listed("{}", NODES)),
    "messages": lambda: refusal(messages=listed('{"text":"getBoat #"}')),
    "nested details": lambda: refusal(details=listed("[" * 80 + "]" * 80, 4_500)),
    "a field again and again": lambda: refusal(fields=listed('{"a":1,"a":2}', 50_000)),
    "errors": lambda: listed('{"code":"x","message":"m#"}'),
    "nothing that is known": lambda: '{"a":' + listed("[]", NODES) + "}",
}
ANSWERS = [(201, name) for name in RESULTS] + [(400, name) for name in REFUSALS]


class Run(NamedTuple):
    """How a process ended, what it wrote, its peak of memory in bytes, its CPU time in seconds."""

    code: int
    out: str
    memory: int
    seconds: float

    def is_within(self, size: int) -> bool:
        """Whether it took no more than what is promised for so many bytes of document and answer."""
        return self.memory <= MEMORY + 64 * size and self.seconds <= pace.seconds(3 + size / 1e6)


def run(folder: Path, *arguments: str, variables: dict[str, str] | None = None) -> Run:
    """Run preclear in `folder`, with more variables in its environment."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PRECLEAR_")}
    completed = subprocess.run(
        [sys.executable, "-c", PROGRAM, "cost.json", *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": PACKAGES_AND_TESTS, **(variables or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "internal error" not in completed.stderr
    code, memory, seconds = json.loads((folder / "cost.json").read_text())
    return Run(code, completed.stdout, memory, seconds)


@contextmanager
def answering(status: int, body: bytes) -> Generator[str]:
    """A server of this machine that answers everything with `body`; its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Write nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def upload(folder: Path, status: int, answer: str, output_format: str) -> Run:
    """Upload the document and get that answer."""
    arguments = ("upload", "boats.yaml", "--new", "--force", "--no-lookup", "--insecure-loopback")
    with answering(status, answer.encode()) as url:
        return run(
            folder,
            *(*arguments, "--output-format", output_format, "--url", url),
            variables={
                "PRECLEAR_TOKEN": "a-token-that-is-none",
                "PRECLEAR_ORGANISATION": "01J000000000000000000000RG",
            },
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "boats.yaml").write_text(DOCUMENT)
    return tmp_path


def answer_of(status: int, name: str) -> str:
    return (RESULTS if status == 201 else REFUSALS)[name]()


@pytest.mark.parametrize(("status", "name"), ANSWERS)
def test_an_answer_is_mapped_in_bounded_time_and_memory(folder: Path, status: int, name: str) -> None:
    answer = answer_of(status, name)
    (folder / "answer.json").write_text(answer)
    output_format = ("json", "concise", "full")[len(name) % 3]
    done = run(folder, "map", "boats.yaml", "answer.json", "--status", str(status), "--output-format", output_format)

    assert done.code in (0, 1, 2)
    assert done.is_within(len(DOCUMENT) + len(answer)), done[2:]


@pytest.mark.parametrize(
    ("status", "name", "output_format"),
    [
        (201, "definitions", "json"),
        (201, "actions with errors", "full"),
        (201, "deep messages", "concise"),
        (400, "fields", "json"),
    ],
)
def test_an_upload_reads_an_answer_in_bounded_time_and_memory(
    folder: Path, status: int, name: str, output_format: str
) -> None:
    answer = answer_of(status, name)
    done = upload(folder, status, answer, output_format)

    assert done.code == 1
    assert done.is_within(len(DOCUMENT) + len(answer)), done[2:]


def test_an_upload_counts_what_it_does_not_list(folder: Path) -> None:
    report = json.loads(upload(folder, 201, result(definitions=listed('{"name":"D#"}', 5_000)), "json").out)
    kinds = [finding["rule"] for finding in report["findings"]]

    assert kinds.count("import-unexpected-resource") == 1_000
    assert report["summary"]["omitted"] == [
        {"rule": "import-unexpected-resource", "path": "boats.yaml", "count": 4_000}
    ]
    assert report["summary"]["warnings"] == 5_000 + sum(
        finding["severity"] == "warning" and finding["rule"] != "import-unexpected-resource"
        for finding in report["findings"]
    )


@pytest.mark.parametrize("number", [10, 2_500])
def test_map_counts_what_it_does_not_list(folder: Path, number: int) -> None:
    answer = result(messages=listed('{"text":"x#","severity":"error"}', number)[:-1] + ',{"text":"y"}]')
    (folder / "answer.json").write_text(answer)
    report = json.loads(run(folder, "map", "boats.yaml", "answer.json", "--output-format", "json").out)
    left_out = max(0, number + 1 - 1_000)

    omitted = [{"rule": "import-message", "path": "boats.yaml", "count": left_out}]
    assert report.get("summary") == ({"omitted": omitted} if left_out else None)
    for output_format in ("full", "concise"):
        lines = run(folder, "map", "boats.yaml", "answer.json", "--output-format", output_format).out.splitlines()
        assert (f"and {left_out:,} more of `import-message` in boats.yaml" in lines) is bool(left_out)
        assert f"Found {number + 3:,} errors and 1 warning in 1 file." in lines  # 3 were not created
        assert any(line.endswith(f"{left_out:,} not listed (`--limit findings=N`)") for line in lines) is bool(left_out)


def test_the_limit_of_findings_is_one_of_an_answer_and_the_most_severe_are_listed(folder: Path) -> None:
    messages = listed('{"text":"x#","severity":"info"}', 50)[:-1] + ',{"text":"y","severity":"error"}]'
    (folder / "answer.json").write_text(f'{{"messages":{messages}}}')
    done = run(folder, "map", "boats.yaml", "answer.json", "--output-format", "json", "--limit", "findings=3")
    report = json.loads(done.out)

    assert sorted(finding["severity"] for finding in report["findings"]) == ["error", "info", "info"]
    assert report["summary"]["omitted"][0]["count"] == 48


def test_every_resource_of_a_list_is_where_the_answer_has_it() -> None:
    items: list[Json] = [
        {"name": "c", "authSchemeConfigs": [{"description": "a"}, 1, {"description": "b"}]},
        {"versions": {}},
    ]
    answer = read_answer({"connectors": items, "actions": [{"name": "x"}, 7, {"name": "y"}]})

    assert answer.actions is not None
    assert [(resource.pointer, resource.list_index) for resource in answer.actions] == [
        (("actions", 0), 0),
        (("actions", 2), 2),
    ]
    assert [(scheme.pointer, scheme.text("description")) for scheme in answer.auth_schemes] == [
        (("connectors", 0, "authSchemeConfigs", 0), "a"),
        (("connectors", 0, "authSchemeConfigs", 2), "b"),
    ]
    assert [version.pointer for version in answer.versions] == [("connectors", 1, "versions")]
    found = [answer.auth_schemes.find_by_index(number) for number in (0, 1, 2, 3)]
    assert [item and item.text("description") for item in found] == ["a", None, "b", None]


def test_a_scheme_among_many_is_found_by_its_description_or_at_last_by_its_number() -> None:
    schemes = ", ".join(f"k{index}: {{type: apiKey, in: header, name: X}}" for index in range(1_200))
    text = DOCUMENT.replace("components:\n", f"components:\n  securitySchemes: {{{schemes}}}\n")
    checked = check_document(load_bytes(text.encode(), "boats.yaml"))
    configs = listed('{"schemeType":"api-key","in":"header","description":"k#","validationMessages":["x"]}', 1_000)
    entries = map_answer(
        checked, read_answer(json.loads(f'{{"connector":{{"authSchemeConfigs":{configs}}}}}'))
    ).mapped_findings
    places = {entry.pointer[2]: entry.finding.pointer for entry in entries if "authSchemeConfigs" in entry.pointer}

    assert len(places) == 1_000
    assert all(places[number] == ("components", "securitySchemes", f"k{number}") for number in range(1_000))
