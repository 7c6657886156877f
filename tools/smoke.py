"""Try an installed preclear: its data, its compiled modules, its commands, and the servers of its extras.

Needs only preclear and the extras that are named: `python -I tools/smoke.py --compiled --extra emulator`. With `-I`,
Python can't import the sources of this repository.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import threading
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

SECONDS = 60
"""How long a server may take."""
GOOD = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example}]
paths:
  /pets:
    get: {operationId: getPets, summary: Get all pets, responses: {"200": {description: All pets}}}
"""
BAD = GOOD.replace("getPets", "pets/list")


class SmokeError(Exception):
    """Something that an installation should have, or do, is missing."""


def require(condition: object, message: str) -> None:
    """Raise SmokeError with `message` unless `condition` is true."""
    if not condition:
        raise SmokeError(message)


def run(*arguments: str, expected: int = 0, folder: Path, env: dict[str, str] | None = None) -> str:
    """Run preclear in `folder`, and return its output. Raises SmokeError for another exit code than `expected`."""
    ran = subprocess.run(
        [sys.executable, "-I", "-m", "preclear", *arguments],
        cwd=folder,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    require(
        ran.returncode == expected,
        f"`preclear {' '.join(arguments)}` exited with {ran.returncode}; expected {expected}\n{ran.stdout}{ran.stderr}",
    )
    return ran.stdout + ran.stderr


def check_files() -> None:
    """Find what is in a wheel beside the modules of the sources: the index of the rules, manual pages, rule pages."""
    import preclear

    package = Path(preclear.__file__).parent
    places = {Path(sysconfig.get_path(name)).resolve() for name in ("purelib", "platlib")}
    require(package.parent.resolve() in places, f"{package} isn't an installed package")
    require(preclear.__version__ == version("preclear"), f"{preclear.__version__} isn't the version of the metadata")
    require(find_spec("preclear_rules._rule_index"), "the index of the rules is missing")
    require((package / "pages" / "status-range.md").is_file(), "the rule pages are missing")
    require(
        Path(sysconfig.get_path("data"), "share", "man", "man1", "preclear-check.1").is_file(),
        "the manual pages are missing",
    )


def check_compiled_modules(*, is_compiled: bool, is_bundled: bool) -> None:
    """Look for the compiled modules, and for the libyaml that the loader uses: the wheel's own if `is_bundled`."""
    from preclear.source.json.compiled import find_node_reader
    from preclear.source.yaml.compiled.extension import find_compiled_loader

    found = {"YAML loader": find_compiled_loader(), "JSON reader": find_node_reader()}
    for name, module in found.items():
        state = "missing" if is_compiled else "there"
        require((module is not None) == is_compiled, f"the compiled {name} is {state}")
    maps = Path("/proc/self/maps")
    if is_bundled and maps.exists():
        libraries = {line.split()[-1] for line in maps.read_text(encoding="utf-8").splitlines() if "libyaml" in line}
        require(libraries, "the YAML loader has no libyaml")
        require(all("preclear.libs" in library for library in libraries), f"the libyaml isn't the wheel's: {libraries}")


def check_commands(folder: Path) -> None:
    """Run the commands that need no network, each once."""
    run("check", "good.yaml", folder=folder)
    findings = run("check", "bad.yaml", "--output-format", "concise", expected=1, folder=folder)
    require("bad.yaml:6:24: error: " in findings, f"the finding is missing or in another place\n{findings}")
    require("getPets" in run("plan", "good.yaml", folder=folder), "the plan has no action")
    run("adapt", "bad.yaml", "--output", "adapted.yaml", folder=folder)
    run("check", "adapted.yaml", folder=folder)
    require("status-range" in run("explain", "status-range", folder=folder), "the page of a rule is missing")
    run("check", "nowhere.yaml", expected=2, folder=folder)


def check_emulator(folder: Path) -> None:
    """Upload the good document to the emulator, which then has its connector."""
    with start_server("emulate", "--port", "0", "--stop-after", str(SECONDS), folder=folder) as server:
        try:
            line = next((line for line in read_lines(server.stderr) if line.startswith("export ")), None)
            require(line, "the emulator didn't start")
            variables = dict(assignment.split("=", 1) for assignment in str(line).split()[1:])
            variables["PRECLEAR_INSECURE_LOOPBACK"] = "1"
            run("upload", "good.yaml", "--new", folder=folder, env=variables)
            require("Pets" in run("connectors", folder=folder, env=variables), "the connector wasn't created")
        finally:
            server.terminate()


def check_language_server(folder: Path) -> None:
    """Open the bad document in the language server, as an editor does, and wait for its finding."""
    document = {"uri": (folder / "bad.yaml").as_uri(), "languageId": "yaml", "version": 1, "text": BAD}
    with start_server("lsp", folder=folder) as server:
        timer = threading.Timer(SECONDS, server.kill)
        timer.start()
        try:
            send(server, id=1, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}})
            require("capabilities" in receive(server), "the language server doesn't answer")
            send(server, method="initialized", params={})
            send(server, method="textDocument/didOpen", params={"textDocument": document})
            while "invalid-action-name" not in receive(server):
                pass
            send(server, id=2, method="shutdown")
            while '"id":2' not in receive(server).replace(" ", ""):
                pass
            send(server, method="exit")
            require(server.wait() == 0, f"the language server exited with {server.returncode}")
        finally:
            timer.cancel()
            server.kill()


def start_server(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start a command of preclear that goes on until it's stopped."""
    pipe = subprocess.PIPE
    error = pipe if arguments[0] == "emulate" else None
    return subprocess.Popen(
        [sys.executable, "-I", "-m", "preclear", *arguments], stdin=pipe, stdout=pipe, stderr=error, cwd=folder
    )


def read_lines(stream: IO[bytes] | None) -> Iterator[str]:
    """Yield the lines of a server's output as they come."""
    for line in stream or ():
        yield line.decode()


def send(server: subprocess.Popen[bytes], **message: object) -> None:
    """Send a message of the Language Server Protocol."""
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    if server.stdin is not None:
        server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        server.stdin.flush()


def receive(server: subprocess.Popen[bytes]) -> str:
    """Return the next message of a language server. Raises SmokeError if it has ended."""
    length = 0
    for line in read_lines(server.stdout):
        name, _, value = line.strip().partition(": ")
        if name == "Content-Length":
            length = int(value)
        elif not name:
            break
    require(length, "the language server ended before it reported a finding")
    return "" if server.stdout is None else server.stdout.read(length).decode()


EXTRAS: dict[str, Callable[[Path], None]] = {"emulator": check_emulator, "lsp": check_language_server}
"""What to try if an extra is installed."""


def main() -> int:
    """Try everything that the options name. Return 1 with a message if something is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    modules = parser.add_mutually_exclusive_group()
    modules.add_argument("--compiled", action="store_true", help="fail without the compiled modules")
    modules.add_argument("--pure", action="store_true", help="fail with compiled modules")
    parser.add_argument("--bundled", action="store_true", help="fail unless the wheel has its own libyaml (on Linux)")
    parser.add_argument("--extra", action="append", choices=EXTRAS, default=[], help="try the server of an extra")
    options = parser.parse_args()
    try:
        check_files()
        if options.compiled or options.pure:
            check_compiled_modules(is_compiled=options.compiled, is_bundled=options.bundled)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
            (folder / "bad.yaml").write_text(BAD, encoding="utf-8")
            check_commands(folder)
            for extra in options.extra:
                EXTRAS[extra](folder)
    except SmokeError as error:
        print(f"smoke: {error}", file=sys.stderr)
        return 1
    print(f"preclear {version('preclear')} works: {', '.join(['commands', *options.extra])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
