"""References that try to get out, in circles or into the void: none is followed there, each is a finding."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.engine import check
from preclear.rule import discover_rules
from tests.pace import seconds

if TYPE_CHECKING:
    from preclear.engine import CheckResult

RULES = discover_rules()
CANARY = "canary-1f0c3b"
HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\nservers: [{url: "https://pets.example"}]\n'
FILES = {
    "secret.yaml": f"api_key: {CANARY}\n",
    "api/.env": f"TOKEN={CANARY}\n",
    "api/.git/config": f"[http] extraheader = {CANARY}\n",
    "api/.hidden.yaml": f"api_key: {CANARY}\n",
    "api/other.yaml": "Pet: {type: object}\n",
    "api/text.txt": f"{CANARY}\n",
    "api/folder.yaml/inner.yaml": "a: b\n",
}


def lay_out(folder: Path, reference: object) -> Path:
    """Files that must not be read around a document with one reference; the document's path."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    api = folder / "api"
    (api / "leaves.yaml").symlink_to(folder / "secret.yaml")
    (api / "stays.yaml").symlink_to(api / "other.yaml")
    (api / "circle.yaml").symlink_to(api / "circle.yaml")
    os.mkfifo(api / "pipe.yaml")
    document = api / "openapi.yaml"
    document.write_text(
        f"{HEAD}components: {{schemas: {{A: {{properties: {{a: {{$ref: {json.dumps(reference)}}}}}}}}}}}\n"
    )
    return document


def found(checked: CheckResult) -> list[tuple[str, str]]:
    return [
        (finding.rule.name, "/".join(map(str, finding.pointer)))
        for finding in checked.findings
        if finding.rule.category != "connector"
    ]


REFUSED = [
    "file:///etc/passwd",
    "../../../../etc/passwd",
    "/proc/self/environ",
    "./.git/config",
    "./.env",
    ".hidden.yaml",
    "leaves.yaml",
    "circle.yaml",
    "pipe.yaml",
    "/dev/zero",
    "./",
    "folder.yaml",
    "text.txt",
    "%2e%2e/secret.yaml",
    "%2e%2e/%2e%2e/etc/passwd",
    "../secret.yaml",
    " FILE:///etc/passwd",
    "file:/etc/passwd",
    "file://localhost/etc/passwd",
    "C:\\x.yaml",
    "\\\\host\\share\\x",
    "//host/share/x",
    "a\0b.yaml",
    "x" * 5000,
    "http://[::1",
    "python://os/path",
    "jar:file:x.yaml",
    "data:text/plain,x",
    "gopher://127.0.0.1/x",
    "missing.yaml",
    "OTHER.yaml",
]


@pytest.mark.parametrize("reference", REFUSED, ids=lambda reference: ascii(reference)[:40])
def test_is_refused_where_it_stands_and_nothing_of_the_file_is_told(tmp_path: Path, reference: str) -> None:
    checked = check(lay_out(tmp_path, reference), rules=RULES)

    kinds = {"unresolved-reference", "remote-reference"}
    assert [name for name, _ in found(checked) if name in kinds] != []
    assert {pointer for _, pointer in found(checked)} == {"components/schemas/A/properties/a/$ref"}
    assert CANARY not in str(checked.findings)
    assert "root:" not in str(checked.findings)
    assert not checked.failed


@pytest.mark.parametrize(
    "reference",
    [
        "http://127.0.0.1:9/x",
        "https://pets.example/x.yaml",
        "http://169.254.169.254/",
        "http://0x7f.1/",
        "http://localhost.",
    ],
)
def test_a_url_is_said_not_to_be_fetched(tmp_path: Path, reference: str) -> None:
    checked = check(lay_out(tmp_path, reference), rules=RULES)

    assert [name for name, _ in found(checked)] == ["remote-reference"]


def test_a_link_that_stays_inside_is_followed(tmp_path: Path) -> None:
    checked = check(lay_out(tmp_path, "stays.yaml#/Pet"), rules=RULES)

    assert [name for name, _ in found(checked)] == ["external-reference"]


@pytest.mark.parametrize("reference", [5, None, [], ["a"], {}, True])
def test_a_reference_that_is_no_text_is_said_to_be_none(tmp_path: Path, reference: object) -> None:
    checked = check(lay_out(tmp_path, reference), rules=RULES)

    assert found(checked) == [("unresolved-reference", "components/schemas/A/properties/a/$ref")]


@pytest.mark.parametrize(
    "field",
    ["$schema", "$id", "x-ref", "externalValue"],
)
def test_other_fields_that_hold_urls_open_nothing(tmp_path: Path, field: str) -> None:
    document = tmp_path / "openapi.yaml"
    (tmp_path / "secret.yaml").write_text(CANARY)
    document.write_text(f"{HEAD}components: {{schemas: {{A: {{{field}: 'secret.yaml'}}}}}}\n")

    checked = check(document, rules=RULES)

    assert CANARY not in str(checked.findings)
    assert checked.connector is not None
    assert len(checked.connector.api.documents) == 1


def test_a_fan_out_of_references_is_no_work(tmp_path: Path) -> None:
    def level(number: int) -> str:
        properties = ", ".join(f"p{index}: {{$ref: '#/components/schemas/L{number + 1}'}}" for index in range(9))
        return f"    L{number}: {{properties: {{{properties}}}}}"

    levels = "\n".join(level(number) for number in range(9))
    document = tmp_path / "openapi.yaml"
    document.write_text(f"{HEAD}components:\n  schemas:\n{levels}\n    L9: {{type: string}}\n")

    started = time.process_time()
    checked = check(document, rules=RULES)

    assert time.process_time() - started < seconds(1)
    assert not [finding for finding in checked.findings if finding.rule.category == "openapi"]


@pytest.mark.parametrize(
    ("section", "more"),
    [
        ("schemas", ""),
        ("parameters", ""),
        ("responses", ""),
        ("requestBodies", ""),
        ("headers", ""),
        ("examples", ""),
        ("callbacks", ""),
        ("links", ""),
        ("securitySchemes", ""),
        ("pathItems", "paths: {/a: {$ref: '#/components/pathItems/A'}}\n"),
    ],
)
def test_circles_end_in_every_position(tmp_path: Path, section: str, more: str) -> None:
    document = tmp_path / "openapi.yaml"
    document.write_text(f"{HEAD}{more}components: {{{section}: {{A: {{$ref: '#/components/{section}/A'}}}}}}\n")

    assert "reference-loop" in {name for name, _ in found(check(document, rules=RULES))}


@pytest.mark.parametrize("field", ["$ref", "$schema", "$id", "$dynamicRef"])
def test_nobody_knocks_at_a_listening_door(tmp_path: Path, field: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"http://127.0.0.1:{door.getsockname()[1]}/x.yaml"
        document = tmp_path / "openapi.yaml"
        document.write_text(f"{HEAD}jsonSchemaDialect: '{url}'\ncomponents: {{schemas: {{A: {{{field}: '{url}'}}}}}}\n")

        subprocess.run([sys.executable, "-m", "preclear", "check", "openapi.yaml"], cwd=tmp_path, timeout=60)

        door.setblocking(False)
        with pytest.raises(BlockingIOError):
            door.accept()


@pytest.mark.skipif(
    subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode != 0
    if Path("/usr/bin/unshare").exists()
    else True,
    reason="needs unshare and the right to make a network namespace",
)
def test_a_check_needs_no_network_at_all(tmp_path: Path) -> None:
    document = lay_out(tmp_path, "http://127.0.0.1:9/x")
    text = document.read_text().replace("properties: {", "$schema: 'http://127.0.0.1:9/s', properties: {")
    document.write_text(text)
    command = [sys.executable, "-m", "preclear", "check", "openapi.yaml", "--output-format", "concise"]

    inside = subprocess.run(
        ["unshare", "-rn", *command], cwd=document.parent, capture_output=True, text=True, timeout=60
    )
    outside = subprocess.run(command, cwd=document.parent, capture_output=True, text=True, timeout=60)

    assert inside.stdout == outside.stdout
    assert "[remote-reference]" in inside.stdout
