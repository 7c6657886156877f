"""Connections of a binding: created once if they are missing, with secrets that nothing shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.platform.fault_running import CANARY, forms

if TYPE_CHECKING:
    from tests.platform.upload_run.proxy import Fault
    from tests.platform.upload_run.workspace import Workspace

FILE = "name: production\ncredentials: {action: [{scheme: key, value: {env: SHOP_KEY}}]}\n"


@pytest.fixture
def bound(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with a document whose connector is to have a connection."""
    monkeypatch.setenv("SHOP_KEY", CANARY)
    workspace.write("shop.connection.yaml", FILE)
    workspace.bind_all(["Alpha"], 'connections = ["shop.connection.yaml"]\npublish = true\n')
    return workspace


def connections(workspace: Workspace) -> list[dict[str, Any]]:
    connector_id = workspace.connectors()["Alpha"]["id"]
    url = f"{workspace.running.at}/connectors/{connector_id}/connections"
    items: list[dict[str, Any]] = workspace.client.get(url).json()["items"]
    return items


def test_a_missing_connection_is_created_once(bound: Workspace) -> None:
    code, report = bound.upload_json()

    assert code == 0, report
    assert report["uploads"][0]["plan"]["steps"] == ["record the digest", "connections", "publish"]
    assert [connection["name"] for connection in connections(bound)] == ["production"]
    assert bound.plan()["Alpha.yaml"][0] == "unchanged"
    assert bound.upload().code == 0
    assert len(connections(bound)) == 1
    assert not bound.journal.exists()


@pytest.mark.parametrize(("fault", "code"), [("lost", 4), ("answer lost", 4), ("bad gateway", 4), ("refused", 1)])
def test_a_connection_that_may_have_arrived_is_not_created_again(bound: Workspace, fault: Fault, code: int) -> None:
    bound.proxy.spoil(fault, 1, "POST", "/connections")

    first, report = bound.upload_json()

    assert first == code, report
    assert bound.journal.exists() is (fault != "refused")
    assert report["uploads"][0]["notes"][-1] == "version `1.0` isn't published, because a step before wasn't accepted"
    assert bound.upload_json()[0] == 0
    assert len(connections(bound)) == 1
    assert bound.versions("Alpha")["1.0"]["publishedAt"]
    assert not bound.journal.exists()


def test_no_output_and_no_journal_has_a_secret(bound: Workspace) -> None:
    bound.proxy.spoil("bad gateway", 1, "POST", "/connections")
    outputs = [bound.upload()]
    journal = bound.journal.read_text()
    outputs.append(bound.upload("--output-format", "json"))
    text = journal + "".join(result.out + result.err for result in outputs)

    assert not any(form in text for form in forms(CANARY))


def test_a_secret_is_read_only_when_a_connection_is_created(bound: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_KEY")
    assert bound.plan()["Alpha.yaml"][0] == "create connector"

    code, report = bound.upload_json()

    assert code == 3
    (step,) = [step for step in report["uploads"][0]["steps"] if step["outcome"] == "not sent"]
    assert "SHOP_KEY" in step["reason"]
    assert connections(bound) == []
    monkeypatch.setenv("SHOP_KEY", "some-other-key")
    assert bound.upload_json()[0] == 0
    monkeypatch.delenv("SHOP_KEY")
    assert bound.upload_json()[0] == 0


def test_a_file_that_cannot_be_used_blocks_its_document(bound: Workspace) -> None:
    bound.write("shop.connection.yaml", "name: production\ncredential: {}\n")
    action, reason = bound.plan()["Alpha.yaml"]
    assert action == "blocked"
    assert reason is not None
    assert reason.startswith("connection file `shop.connection.yaml` can't be used: ")

    outside = bound.folder.parent / f"{bound.folder.name}.connection.yaml"
    outside.write_text(FILE)
    (bound.folder / "shop.connection.yaml").unlink()
    (bound.folder / "shop.connection.yaml").symlink_to(outside)
    action, reason = bound.plan()["Alpha.yaml"]
    assert action == "blocked"
    assert reason is not None
    assert "may not be read: it is outside of" in reason
