"""Uploads of many documents that are killed at random moments and run again: nothing twice, nothing missing.

`python -m tests.fuzz.kills --moments 200` kills runs of fifty documents with SIGKILL, several times until all of it is
uploaded, and looks at what the emulator has then. `--seed N` repeats the moments.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.emulator.server import emulator
from tests.import_path import PACKAGES

if TYPE_CHECKING:
    import httpx

    from tests.emulator.server import Emulator

TIMEOUT = 5.0
"""Seconds that a run waits for an answer, and after a kill for what may still arrive."""

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
JOURNAL = ".preclear-upload.jsonl"

DOCUMENT = """\
openapi: 3.1.0
info: {{title: Shop {number}, version: 1.{number}.0}}
servers: [{{url: https://shop{number}.example.com/v1}}]
components: {{securitySchemes: {{key: {{type: apiKey, name: X-Key, in: header}}}}}}
security: [{{key: []}}]
paths:
  /items:
    get:
      operationId: listItems{suffix}
      summary: List the items of shop {number}
      responses: {{'200': {{description: All items}}}}
"""
BINDING = """
[[connectors]]
document = "shop{number}.yaml"
connector = "{name}"
version = "2.0.0"
documentation-url = "https://docs.example.com/{number}"
publish = {publishes}
connections = [{connections}]
"""
CONNECTION = "name: production\ncredentials: {action: [{scheme: key, value: {env: SHOP_KEY}}]}\n"


class Fleet:
    """Documents in a folder, each bound to a connector. Every second connector exists already.

    Every third of the others gets another name than its document's title, and every third of all a connection.
    """

    def __init__(self, folder: Path, running: Emulator, organisation: str, count: int) -> None:
        self.folder = folder
        self.count = count
        self._running = running._replace(organisation=organisation)
        folder.mkdir()
        text = ""
        for number in range(count):
            (folder / f"shop{number}.yaml").write_text(DOCUMENT.format(number=number, suffix=""))
            publishes = "true" if number % 4 == 0 else "false"
            connections = '"shop.connection.yaml"' if self.has_connection(number) else ""
            text += BINDING.format(number=number, name=self.name(number), publishes=publishes, connections=connections)
        (folder / "shop.connection.yaml").write_text(CONNECTION)
        (folder / "preclear.toml").write_text(text)

    def is_new(self, number: int) -> bool:
        return number % 2 == 1

    def has_connection(self, number: int) -> bool:
        return number % 3 == 0

    def name(self, number: int) -> str:
        return f"The shop {number}" if number % 6 == 1 else f"Shop {number}"

    def create_connectors(self, client: httpx.Client) -> None:
        for number in range(0, self.count, 2):
            file = ("openapi.yaml", DOCUMENT.format(number=number, suffix="Before"), "application/yaml")
            files = {"file": file, "metadata": (None, '{"format": "openapi"}', "application/json")}
            answer = client.post(f"{self._running.at}/protocols/http/import", files=files)
            assert answer.status_code == 201, answer.text

    def start(self) -> subprocess.Popen[str]:
        """Start an upload in a process of its own."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PRECLEAR_")}
        environment |= {
            "PYTHONPATH": PACKAGES,
            "PRECLEAR_URL": self._running.url,
            "PRECLEAR_TOKEN": self._running.token,
            "PRECLEAR_ORGANISATION": self._running.organisation,
            "PRECLEAR_INSECURE_LOOPBACK": "1",
            "PRECLEAR_TIMEOUT": str(TIMEOUT),
            "SHOP_KEY": "a-key-of-the-shop",
        }
        return subprocess.Popen(
            [sys.executable, "-m", "preclear", "upload"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.folder,
            env=environment,
        )

    def finish(self) -> str:
        """Run to the end, which must be a success, and again, which must find nothing to do. Return the output."""
        with self.start() as process:
            output, _ = process.communicate(timeout=600)
        assert process.returncode == 0, output
        assert not (self.folder / JOURNAL).exists(), output
        with self.start() as process:
            last_output, _ = process.communicate(timeout=600)
        assert process.returncode == 0, last_output
        assert f"Plan: {self.count} unchanged." in last_output, last_output
        return output

    def find_faults(self, client: httpx.Client) -> list[str]:
        """Return what is there twice, missing, or incomplete."""
        connectors = _list(client, f"{self._running.at}/connectors", "connectors")
        names = Counter(connector["name"] for connector in connectors)
        expected = Counter(self.name(number) for number in range(self.count))
        faults = [f"connector {name} is there {names[name]} times" for name in names | expected if names[name] != 1]
        by_name = {connector["name"]: connector for connector in connectors}
        for number in range(self.count):
            connector = by_name.get(self.name(number))
            if connector is not None:
                faults += self._find_connector_faults(client, number, connector)
        return faults

    def _find_connector_faults(self, client: httpx.Client, number: int, connector: dict[str, Any]) -> list[str]:
        versions = _list(client, f"{self._running.at}/connectors/{connector['id']}/versions", "items")
        recorded = [version for version in versions if "preclear: sha256 " in version.get("description", "")]
        name = self.name(number)
        faults: list[str] = []
        if len(versions) != (1 if self.is_new(number) else 2):
            faults.append(f"connector {name} has {len(versions)} versions")
        if len(recorded) != 1:
            faults.append(f"connector {name} has {len(recorded)} versions with a digest")
        elif (recorded[0]["publishedAt"] is not None) is not (number % 4 == 0):
            faults.append(f"the version of connector {name} is published: {recorded[0]['publishedAt']}")
        connections = _list(client, f"{self._running.at}/connectors/{connector['id']}/connections", "items")
        if len(connections) != self.has_connection(number):
            faults.append(f"connector {name} has {len(connections)} connections")
        if connector.get("documentationURL") != f"https://docs.example.com/{number}":
            faults.append(f"connector {name} has the documentation {connector.get('documentationURL')}")
        return faults


class Tally(NamedTuple):
    """How many runs were killed, in which phase, and what was wrong afterwards."""

    kills: int
    phases: Counter[str]
    faults: list[str]


def kill_runs(fleet: Fleet, client: httpx.Client, generator: random.Random, kills: int, seconds: float) -> Tally:
    """Kill runs at random moments until there were `kills` or everything is uploaded, then finish and look.

    `seconds` is how long one document takes.
    """
    phases: Counter[str] = Counter()
    fleet.create_connectors(client)
    while phases.total() < kills:
        with fleet.start() as process:
            _wait_for_moment(process, generator, fleet.count / kills, seconds)
            process.kill()
            rest, _ = process.communicate()
        if process.returncode != -signal.SIGKILL:
            assert process.returncode == 0, rest
            break
        phases[_find_phase(fleet.folder / JOURNAL)] += 1
    fleet.finish()
    return Tally(phases.total(), phases, fleet.find_faults(client))


def _wait_for_moment(
    process: subprocess.Popen[str], generator: random.Random, documents: float, seconds: float
) -> None:
    """Wait for a random moment: of the start, or of the next few documents, whose numbers come from the output."""
    assert process.stdout is not None
    if generator.random() < 0.15:
        time.sleep(generator.uniform(0.0, 3.0))
        return
    number = generator.randint(1, max(1, round(documents * 1.8)))
    for line in process.stdout:
        number -= line.startswith("preclear: sending to ")
        if number == 0:
            break
    time.sleep(generator.uniform(0.0, seconds * 1.2))


def _find_phase(journal: Path) -> str:
    """Return what the run was at, by the last line of its journal."""
    if not journal.exists() or not journal.read_bytes():
        return "before anything was sent"
    last = journal.read_text().splitlines()[-1]
    for kind, phase in (
        ("intent", "sending"),
        ("outcome", "after an answer"),
        ("done", "after a document"),
        ("connection", "sending a connection"),
        ("connection-outcome", "after a connection"),
    ):
        if f'"type":"{kind}"' in last:
            return phase
    return "before the first document"


def _list(client: httpx.Client, url: str, key: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    after = ""
    while True:
        page = client.get(f"{url}?first=100{after}").json()
        items += page[key]
        if "next" not in page:
            return items
        after = f"&after={page['next']}"


def make_organisation(generator: random.Random) -> str:
    """Return the id of an organisation in which nothing is yet."""
    return "01J" + "".join(generator.choices(CROCKFORD, k=23))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--documents", type=int, default=50)
    parser.add_argument("--kills", type=int, default=25, help="kills of one fleet, at most")
    parser.add_argument("--seed", type=int, default=int(datetime.now(UTC).strftime("%Y%m%d")))
    options = parser.parse_args()
    generator = random.Random(options.seed)
    phases: Counter[str] = Counter()
    faults: list[str] = []
    fleets = 0
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        emulator(Path(folder), seconds=36_000) as running,
        running.client() as client,
    ):
        seconds = _measure(Path(folder), running, client, generator, options.documents)
        sys.stderr.write(f"seed {options.seed}; a document takes {seconds:.2f} s\n")
        while phases.total() < options.moments:
            fleets += 1
            fleet = Fleet(Path(folder) / f"{fleets}", running, make_organisation(generator), options.documents)
            tally = kill_runs(fleet, client, generator, options.kills, seconds)
            phases += tally.phases
            faults += [f"fleet {fleets}: {fault}" for fault in tally.faults]
            sys.stderr.write(f"{phases.total()} moments, {len(faults)} faults, {time.monotonic() - started:.0f} s\n")
    print(f"{phases.total()} kills of {fleets} fleets of {options.documents} documents, seed {options.seed}")
    for phase, count in phases.most_common():
        print(f"  {count} {phase}")
    print("\n".join(faults) or "nothing twice, nothing missing")
    return 1 if faults else 0


def _measure(folder: Path, running: Emulator, client: httpx.Client, generator: random.Random, documents: int) -> float:
    fleet = Fleet(folder / "whole", running, make_organisation(generator), documents)
    fleet.create_connectors(client)
    started = time.monotonic()
    with fleet.start() as process:
        output, _ = process.communicate(timeout=600)
    assert process.returncode == 0, output
    seconds = (time.monotonic() - started) / documents
    assert fleet.find_faults(client) == []
    return seconds


if __name__ == "__main__":
    sys.exit(main())
