"""Every request of the client, at a mock server that someone else's tool, Prism, makes from the API description.

Prism refuses a request that violates the description with 422, and one without credentials with 401. Its answers are
made up from the schemas, so only those to changes are looked at. Set PRECLEAR_TEST_PRISM to its program, or have
`prism` on the PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest

from preclear.platform import (
    ChangeRequest,
    ConnectionOptions,
    Credentials,
    LookupFailure,
    PlatformClient,
    create_connection,
    create_version,
    delete_connection,
    delete_version,
    publish_version,
    unpublish_version,
    update_categories,
    update_connection,
    update_connector,
    update_tags,
    update_version,
)
from preclear.platform.commands.connector_edits import ConnectorEdits, ConnectorState, TagEdit
from preclear.platform.credentials import ApiAddress
from preclear.platform.credentials.secrets import Token
from preclear.platform.http import (
    Deadline,
    DocumentData,
    DocumentUrl,
    ImportTarget,
    build_change_request,
    build_get_request,
    build_import_request,
    send_request,
)
from preclear.platform.http.outcome import IMPORT_RESULT
from tests.cli.making import GOOD
from tests.emulator.contract import CONTRACT, needs_contract
from tests.platform.change_cases import CONFIG, make_connector, make_version
from tests.platform.fault_running import CONNECTOR, ORGANISATION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from preclear.platform import PlatformLookup
    from preclear.platform.http import Exchange, Request

PRISM = os.environ.get("PRECLEAR_TEST_PRISM") or shutil.which("prism")
CONNECTION = "01J000000000000000000C0NNX"
pytestmark = [
    needs_contract,
    pytest.mark.skipif(PRISM is None, reason="needs Prism: set PRECLEAR_TEST_PRISM, or have `prism` on the PATH"),
]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a mock server. It has the paths of the description without those of the servers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log: Path = tmp_path_factory.mktemp("prism") / "log"
    arguments = [PRISM or "", "mock", "--host", "127.0.0.1", "--port", str(port), "--errors", str(CONTRACT)]
    with (
        log.open("wb") as written,
        subprocess.Popen(arguments, stdout=written, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL) as process,
    ):
        try:
            for _ in range(1200):
                if "Prism is listening" in log.read_text(encoding="utf-8"):
                    break
                assert process.poll() is None, log.read_text(encoding="utf-8")
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture
def client(url: str) -> PlatformClient:
    address = ApiAddress(url, "127.0.0.1", is_https=False)
    options = ConnectionOptions(environment={}, timeout=60.0)
    return PlatformClient(Credentials(address, ORGANISATION, Token("only-for-prism-1", "the test")), options)


def send(client: PlatformClient, request: Request, credentials: Credentials | None = None) -> Exchange:
    """Send one request, and give back what came."""
    used = client.credentials if credentials is None else credentials
    return send_request(request, used, client.options.make_connection(), Deadline(60))


def find_violations(exchange: Exchange) -> list[tuple[str, str]]:
    """The places of the request that violate the description, and how."""
    violations = json.loads((exchange.headers or {}).get("sl-violations", "[]"))
    return [(".".join(violation["location"][1:]), violation["code"]) for violation in violations]


STATE = ConnectorState(
    make_connector(
        documentationURL="https://docs.example.com",
        imageURL="https://img.example.com/pets.png",
        tags={"team": ["pets"]},
        connectionVariables=[{"name": "region", "value": "eu"}],
    )
)
UPDATE: dict[str, Any] = {
    **STATE.build_update(ConnectorEdits(name="Cats", tags=(TagEdit("team", "cats"),))),
    "connectionVariables": [{"name": "region", "value": "us"}],
}
NEW_CONNECTION: dict[str, Any] = {
    "name": "main",
    "variables": [{"name": "region", "value": "eu"}],
    "credentials": {
        "action": [
            {
                "authSchemeConfig": {"id": CONFIG, "description": "key", "schemeType": "none"},
                "credential": {"name": "key", "type": "string", "data": {"value": "pa55word"}},
            }
        ]
    },
}
CHANGED_CONNECTION: dict[str, Any] = {
    "id": CONNECTION,
    "name": "main",
    "variables": [{"name": "region", "value": "eu"}],
    "credentials": {"action": []},
}

CHANGES: dict[str, Callable[[Credentials], ChangeRequest]] = {
    "UpdateConnector": lambda c: update_connector(c, CONNECTOR, UPDATE),
    "UpdateConnectorTags": lambda c: update_tags(c, CONNECTOR, {"team": ["pets"]}),
    "UpdateConnectorCategories": lambda c: update_categories(c, CONNECTOR, ["Development & IT", "ERP"]),
    "CreateConnectorVersion": lambda c: create_version(c, CONNECTOR, "2.0"),
    "CreateConnectorVersion, a copy": lambda c: create_version(c, CONNECTOR, "2.0", "1.0"),
    "UpdateConnectorVersion": lambda c: update_version(c, CONNECTOR, make_version("2.0", description="New")),
    "PublishConnector": lambda c: publish_version(c, CONNECTOR, "2 / é"),
    "UnpublishConnector": lambda c: unpublish_version(c, CONNECTOR, "2.0"),
    "DeleteConnectorVersion": lambda c: delete_version(c, CONNECTOR, "2.0"),
    "DeleteConnectorVersion, forced": lambda c: delete_version(c, CONNECTOR, "2.0", force=True),
    "CreateConnectorConnection": lambda c: create_connection(c, CONNECTOR, NEW_CONNECTION),
    "UpdateConnection": lambda c: update_connection(c, CONNECTOR, CONNECTION, CHANGED_CONNECTION),
    "DeleteConnection": lambda c: delete_connection(c, CONNECTOR, CONNECTION),
    "DeleteConnection, forced": lambda c: delete_connection(c, CONNECTOR, CONNECTION, force=True),
    "ImportHTTPConnector, by URL": lambda c: make_import(c, ImportTarget(), DocumentUrl("https://x.example/a", "yaml")),
    "ImportHTTPConnectorVersion, by URL": lambda c: make_import(
        c, ImportTarget(CONNECTOR, "2.0"), DocumentUrl("https://x.example/a.json", "json")
    ),
}
LOOKUPS: dict[str, Callable[[PlatformLookup], Any]] = {
    "ListConnectors": lambda lookup: lookup.list_connectors(),
    "ListConnectors, filtered": lambda lookup: lookup.list_connectors(
        "Pets", protocol=None, tags=("team:pets", "old"), categories=("ERP", "Development & IT")
    ),
    "GetConnector": lambda lookup: lookup.get_connector(CONNECTOR),
    "ListConnectorVersions": lambda lookup: lookup.list_versions(CONNECTOR),
    "GetConnectorVersion": lambda lookup: lookup.get_version(CONNECTOR, "2 / é"),
    "GetActions": lambda lookup: lookup.list_actions(CONNECTOR, "2.0"),
    "GetTriggers": lambda lookup: lookup.list_triggers(CONNECTOR, "2.0"),
    "GetDefinitions": lambda lookup: lookup.list_definitions(CONNECTOR, "2.0"),
    "GetRawSchema": lambda lookup: lookup.get_schema(CONNECTOR, "2.0", "Pet.json"),
    "ListConnectorConnections": lambda lookup: lookup.list_connections(CONNECTOR),
    "GetConnection": lambda lookup: lookup.get_connection(CONNECTOR, CONNECTION),
    "ListCategories": lambda lookup: lookup.list_categories(),
}
"""All requests of the client, by the operation of the description."""

ANSWER_FAULTS = ("the list of ", "the lookup failed: its answer")
"""What a look-up says of Prism's made-up answers: their next page is always the same, for one."""


def make_import(credentials: Credentials, target: ImportTarget, document: DocumentData | DocumentUrl) -> ChangeRequest:
    return ChangeRequest(build_import_request(credentials, target, document, "key"), IMPORT_RESULT, "import")


@pytest.mark.parametrize("operation", CHANGES)
def test_a_change_conforms_to_the_description_and_its_answer_is_understood(
    operation: str, client: PlatformClient
) -> None:
    outcome = client.send(CHANGES[operation](client.credentials))

    assert (outcome.name, outcome.response_text) == ("accepted", None), outcome


@pytest.mark.parametrize("operation", LOOKUPS)
def test_a_look_up_conforms_to_the_description(operation: str, client: PlatformClient) -> None:
    failure: LookupFailure | None = None
    try:
        LOOKUPS[operation](client.lookup)
    except LookupFailure as error:
        failure = error

    assert failure is None or (failure.status is None and str(failure).startswith(ANSWER_FAULTS))


def test_the_signed_upload_url_is_requested_as_described(client: PlatformClient) -> None:
    query = "content_type=application%2Fyaml&content_length=100"
    exchange = send(client, build_get_request(f"{client.credentials.url('protocols', 'http', 'upload-url')}?{query}"))

    assert exchange.status == 200
    assert {"uploadUrl", "url"} <= {*json.loads(exchange.body)}


@pytest.mark.parametrize("target", [ImportTarget(), ImportTarget(CONNECTOR, "2.0")], ids=["connector", "version"])
def test_a_document_in_parts_is_refused_only_for_what_prism_cannot_read(
    target: ImportTarget, client: PlatformClient
) -> None:
    """Prism reads every part of a form as a text, so it takes the JSON of `metadata` for a string, not for an object.

    RFC 7578 and OpenAPI's default encoding for objects say that the part is JSON, and the platform's own documentation
    sends it so. This is the one known exception.
    """
    document = DocumentData(GOOD.encode(), "yaml")
    exchange = send(client, build_import_request(client.credentials, target, document, "key"))

    assert find_violations(exchange) in ([], [("body.metadata", "type")])


@pytest.mark.parametrize(
    ("method", "path", "body", "violation"),
    [
        ("POST", ("versions",), {"fromVersion": "1"}, ("body", "required")),
        ("PUT", (), {**UPDATE, "name": 5}, ("body.name", "type")),
        ("PUT", ("categories",), {"categories": ["Pets"]}, ("body.categories.0", "enum")),
        ("PUT", ("versions", "1"), {"name": "1"}, ("body", "required")),
    ],
)
def test_prism_refuses_what_violates_the_description(
    method: str, path: tuple[str, ...], body: Any, violation: tuple[str, str], client: PlatformClient
) -> None:
    exchange = send(client, build_change_request(method, client.credentials.url("connectors", CONNECTOR, *path), body))

    assert exchange.status == 422
    assert violation in find_violations(exchange)


def test_prism_refuses_a_request_without_a_token(client: PlatformClient) -> None:
    credentials = client.credentials._replace(token=None)
    request = build_get_request(credentials.url("connectors"))

    assert send(client, request, credentials).status == 401
