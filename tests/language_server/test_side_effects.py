"""The server opens no connection, writes no file and starts no program: its fixes are edits that the editor makes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.smoke import receive, send

from tests.import_path import PACKAGES

PETSHOP = Path(__file__).parents[2] / "fixtures" / "projects" / "petshop"

PROGRAM = """
import os, sys

FORBIDDEN = {
    "os.mkdir", "os.remove", "os.rename", "socket.bind", "socket.connect", "socket.getaddrinfo", "socket.sendto",
    "subprocess.Popen",
}

def watch(event, arguments):
    is_file = event == "open" and not isinstance(arguments[0], int) and arguments[0] != os.devnull
    if event in FORBIDDEN or (is_file and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
        os.write(2, f"forbidden: {event} {arguments}\\n".encode())

sys.dont_write_bytecode = True
sys.addaudithook(watch)
from preclear.cli import main
main()
"""


def read_answer(server: subprocess.Popen[bytes], number: int) -> Any:
    """Read messages up to the answer to the request `number`, and return its result."""
    while (message := json.loads(receive(server))).get("id") != number or "method" in message:
        pass
    return message["result"]


def test_nothing_is_sent_and_nothing_is_written(tmp_path: Path) -> None:
    files = {path.relative_to(PETSHOP): path.read_bytes() for path in PETSHOP.rglob("*") if path.is_file()}
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    uri = (tmp_path / "openapi.yaml").as_uri()
    text = files[Path("openapi.yaml")].decode()
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 500, "character": 0}}
    document = {"uri": uri}
    requests: list[tuple[str, dict[str, Any]]] = [
        ("textDocument/hover", {"textDocument": document, "position": {"line": 13, "character": 20}}),
        ("textDocument/documentSymbol", {"textDocument": document}),
        ("textDocument/codeAction", {"textDocument": document, "range": whole, "context": {"diagnostics": []}}),
        ("shutdown", {}),
    ]
    opened = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
    start: dict[str, Any] = {"processId": None, "rootUri": tmp_path.as_uri(), "capabilities": {}}
    answers: dict[str, Any] = {}

    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "lsp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": PACKAGES},
    ) as server:
        send(server, id=0, method="initialize", params=start)
        send(server, method="textDocument/didOpen", params={"textDocument": opened})
        for number, (method, parameters) in enumerate(requests, 1):
            send(server, id=number, method=method, params=parameters)
            answers[method] = read_answer(server, number)
        send(server, method="exit")
        assert server.stderr is not None
        errors = server.stderr.read().decode()

    assert "invalid-action-name" in json.dumps(answers["textDocument/hover"])
    assert [action["title"] for action in answers["textDocument/codeAction"] if "changes" in action["edit"]]
    assert answers["textDocument/documentSymbol"]
    assert errors == ""
    assert server.returncode == 0
    assert {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == files
