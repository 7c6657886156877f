"""A verification against the emulator: nothing differs after an upload, and each edit by hand is found once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.making import run_with
from tests.emulator.server import emulator
from tests.platform.platform_script import DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

    from tests.emulator.server import Emulator

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
DOCUMENTS = (
    "3gpp-nrf/TS29510_Nnrf_NFManagement.yaml",
    "ably-control-v1/control-v1.yaml",
    "adyen-BalancePlatformAccountingNotification-v1/BalancePlatformAccountingNotification-v1.yaml",
    "adyen-checkout-yaml/CheckoutService-v71.yaml",
    "blockfrost/openapi.yaml",
    "box-2025/openapi-v2025.0.json",
    "cafe-split/cafe.yaml",
    "notion-json/notion.com.json",
    "readme-30-json-circular/circular.json",
    "scalar-galaxy-yaml/3.1.yaml",
    "versori-embedded-api-v1/embedded-api-v1.yaml",
)
ADAPTED = ("--adapt", "--leave-out-blocked", "--base-url", "https://api.example.com")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulator(tmp_path_factory.mktemp("emulator"), seconds=600) as started:
        yield started
        assert "Traceback" not in started.log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def client(running: Emulator) -> Iterator[httpx.Client]:
    with running.client() as made:
        yield made


def run(running: Emulator, folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Run a command, and return its exit code and its JSON."""
    environment = {
        "PRECLEAR_TOKEN": running.token,
        "PRECLEAR_URL": running.url,
        "PRECLEAR_ORGANISATION": running.organisation,
        "PRECLEAR_INSECURE_LOOPBACK": "1",
        "PRECLEAR_OUTPUT_FORMAT": "json",
    }
    ran = run_with(*arguments, cwd=folder, env=environment)
    assert "Traceback" not in ran.err
    assert running.token not in ran.out + ran.err
    assert ran.out, ran.err
    return ran.code, json.loads(ran.out)


def upload(running: Emulator, folder: Path, document: str, *options: str) -> str:
    """Upload a document; return the id of its connector."""
    _, value = run(running, folder, "upload", document, *options)
    assert value["outcome"] == "accepted", value["reason"]
    connector_id: str = value["created"]["connector"]["id"]
    return connector_id


@pytest.mark.once
@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the corpus of real documents, ../shared/corpus")
@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("via", ["multipart", "upload-url"])
def test_nothing_differs_after_an_upload(running: Emulator, document: str, via: str) -> None:
    if via != "multipart" and document not in DOCUMENTS[::5]:
        pytest.skip("three documents are enough for the other way")
    connector_id = upload(running, CORPUS, document, "--new", "--via", via, *ADAPTED)

    code, value = run(running, CORPUS, "verify", document, "--connector", connector_id, *ADAPTED)

    assert (code, value["outcome"], value["findings"], value["comparison"]["notKnown"]) == (0, "as planned", [], {})
    assert value["schemas"]["read"] == value["comparison"]["compared"]["schemas"]["asPlanned"] > 0


def test_a_new_version_is_compared_and_the_older_one_differs(running: Emulator, tmp_path: Path) -> None:
    (tmp_path / "pets.yaml").write_text(DOCUMENT)
    connector_id = upload(running, tmp_path, "pets.yaml", "--new")
    changed = DOCUMENT.replace("summary: Get a pet", "summary: Read a pet")
    (tmp_path / "pets.yaml").write_text(changed)
    upload(running, tmp_path, "pets.yaml", "--connector", connector_id, "--version", "2")

    newest = run(running, tmp_path, "verify", "pets.yaml", "--connector", connector_id)
    older = run(running, tmp_path, "verify", "pets.yaml", "--connector", connector_id, "--version", "1")
    missing = run(running, tmp_path, "verify", "pets.yaml", "--connector", connector_id, "--version", "3")

    assert (newest[0], newest[1]["connectorVersion"]["name"]) == (0, "2")
    assert (older[0], older[1]["connectorVersion"]["name"], older[1]["differences"]) == (1, "1", 1)
    assert (missing[0], missing[1]["outcome"]) == (1, "no version")


class Version:
    """A version in the emulator, to be edited by hand."""

    def __init__(self, client: httpx.Client, running: Emulator, connector_id: str, name: str) -> None:
        self._client = client
        self._connector = f"{running.at}/connectors/{connector_id}"
        self._url = f"{self._connector}/versions/{name}"

    def get(self, *parts: str) -> dict[str, Any]:
        answer = self._client.get("/".join((self._url, *parts)))
        assert answer.status_code == 200, answer.text
        value: dict[str, Any] = answer.json()
        return value

    def send(self, method: str, *parts: str, body: object = None, query: str = "") -> None:
        answer = self._client.request(method, "/".join((self._url, *parts)) + query, json=body)
        assert answer.status_code in (200, 201, 204), answer.text

    def change_action(self, name: str, change: Callable[[dict[str, Any]], object]) -> None:
        action = self.get("actions", name)
        change(action)
        self.send("PUT", "actions", name, body=action)

    def change_connector(self, **fields: object) -> None:
        value = self._client.get(self._connector).json()
        answer = self._client.put(self._connector, json={**value, **fields})
        assert answer.status_code == 200, answer.text


def delete_action(version: Version) -> None:
    version.send("DELETE", "actions", "deletePet")


def delete_definition(version: Version) -> None:
    version.send("DELETE", "definitions", "Pet", query="?force=true")


def add_definition(version: Version) -> None:
    schema = {"contentType": "application/schema+json", "content": '{"type": "string"}'}
    added = {"name": "Cat", "accept": ["application/json"], "schema": schema}
    version.send("POST", "definitions", body={"definitions": [added]})


def change_schema(version: Version) -> None:
    content = json.dumps({"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}})
    schema = {"contentType": "application/schema+json", "content": content}
    version.send("PUT", "definitions", "Pet", body={**version.get("definitions", "Pet"), "schema": schema})


def change_accept(version: Version) -> None:
    version.send("PUT", "definitions", "Pet", body={**version.get("definitions", "Pet"), "accept": ["text/plain"]})


def rename_action(version: Version) -> None:
    version.change_action("getPet", lambda action: action.update(name="readPet"))


def change_summary(version: Version) -> None:
    version.change_action("getPet", lambda action: action.update(summary="Read a pet"))


def change_method(version: Version) -> None:
    version.change_action("deletePet", lambda action: action.update(method="PATCH"))


def change_path(version: Version) -> None:
    version.change_action("deletePet", lambda action: action.update(path="/pet/{{ param.id }}"))


def change_type(version: Version) -> None:
    version.change_action("getPet", lambda action: action["parameters"][1].update(type="string", default="10"))


def drop_parameter(version: Version) -> None:
    version.change_action("getPet", lambda action: action["parameters"].pop())


def change_status(version: Version) -> None:
    version.change_action("deletePet", lambda action: action["responses"][0].update(status=202))


def change_base_url(version: Version) -> None:
    version.change_connector(baseUrl="https://cats.example.com")


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (delete_action, [("import-missing-resource", 20)]),
        (delete_definition, [("import-missing-resource", 26)]),
        (add_definition, [("import-unexpected-resource", 1)]),
        (change_schema, [("import-changed-field", 29)]),
        (change_accept, [("import-changed-field", 18)]),
        (rename_action, [("import-changed-field", 7)]),
        (change_summary, [("import-changed-field", 8)]),
        (change_method, [("import-changed-field", 20)]),
        (change_path, [("import-changed-field", 5)]),
        (change_type, [("import-changed-field", 13), ("import-changed-field", 13)]),
        (drop_parameter, [("import-missing-resource", 11)]),
        (change_status, [("import-changed-field", 23)]),
        (change_base_url, [("import-changed-field", 3)]),
    ],
)
def test_an_edit_by_hand_is_found_at_its_line(
    edit: Callable[[Version], None],
    expected: list[tuple[str, int]],
    running: Emulator,
    client: httpx.Client,
    tmp_path: Path,
) -> None:
    (tmp_path / "pets.yaml").write_text(DOCUMENT)
    connector_id = upload(running, tmp_path, "pets.yaml", "--new")
    edit(Version(client, running, connector_id, "1"))

    code, value = run(running, tmp_path, "verify", "pets.yaml", "--connector", connector_id)

    found = [(finding["rule"], finding["start"]["line"]) for finding in value["findings"]]
    assert sorted(found) == sorted(expected), value["findings"]
    assert (code, value["outcome"], value["differences"]) == (1, "different", len(expected))
