"""A server that fails in the middle of a run: nothing is sent twice, and no failure hides another document."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.platform.upload_run.workspace import make_document

if TYPE_CHECKING:
    from tests.platform.upload_run.proxy import Fault
    from tests.platform.upload_run.workspace import Workspace

TITLES = ["Alpha", "Beta", "Gamma", "Delta"]
WHILE_LATE = ("--timeout", "60")
"""Options with which the next run waits for what arrives late, also on a busy machine."""


def expect_all_there(workspace: Workspace, existing: list[str]) -> None:
    """Every document is there once, with its digest, beside the version that existing connectors had."""
    assert sorted(workspace.connectors()) == sorted(TITLES)
    for title in TITLES:
        digest = hashlib.sha256(make_document(title).encode()).hexdigest()
        assert workspace.digests(title) == ({"0.9": None} if title in existing else {}) | {"1.0": digest}
    assert not workspace.journal.exists()


@pytest.mark.parametrize(
    ("fault", "code_of_new", "code_of_version"),
    [("lost", 4, 1), ("answer lost", 0, 0), ("late", 4, 1), ("bad gateway", 4, 4), ("refused", 1, 1)],
)
@pytest.mark.parametrize("is_new", [True, False])
def test_an_import_that_fails_is_settled_by_the_next_run(
    workspace: Workspace, fault: Fault, code_of_new: int, code_of_version: int, is_new: bool
) -> None:
    workspace.bind_all(TITLES)
    existing = ["Alpha"] if is_new else ["Alpha", "Beta"]
    for title in existing:
        workspace.create(title)
    workspace.proxy.spoil(fault, 2)

    code, report = workspace.upload_json(*WHILE_LATE if fault == "late" else ())

    assert code == (code_of_new if is_new else code_of_version)
    outcomes = {entry["connector"]["name"]: entry["outcome"] for entry in report["uploads"]}
    assert [outcomes[title] for title in ("Alpha", "Gamma", "Delta")] == ["accepted"] * 3
    assert outcomes["Beta"] == ("accepted", "rejected", None, None, "unknown")[code]
    assert workspace.journal.exists() is (fault not in ("answer lost", "refused"))

    code, report = workspace.upload_json()

    assert code == 0, report
    expect_all_there(workspace, existing)
    sent_again = {"lost": 1, "answer lost": 0, "late": 0, "bad gateway": 1, "refused": 1}[fault]
    assert sum(request.is_import for request in workspace.proxy.changes) == len(TITLES) + sent_again

    assert workspace.upload_json()[0] == 0
    assert sum(request.is_import for request in workspace.proxy.changes) == len(TITLES) + sent_again


@pytest.mark.parametrize(("fault", "code"), [("lost", 4), ("answer lost", 4), ("bad gateway", 4), ("refused", 1)])
@pytest.mark.parametrize(
    ("method", "ending"), [("PUT", "/versions/1.0"), ("PUT", "/connectors/"), ("POST", "/publish")]
)
def test_a_step_after_the_import_that_fails_is_made_up_for(
    workspace: Workspace, fault: Fault, code: int, method: str, ending: str
) -> None:
    workspace.bind_all(TITLES, 'documentation-url = "https://docs.example.com"\npublish = true\n')
    workspace.proxy.spoil(fault, 2, method, ending)

    assert workspace.upload_json()[0] == code
    imports = [request for request in workspace.proxy.changes if request.is_import]
    assert workspace.upload_json()[0] == 0

    expect_all_there(workspace, [])
    assert [request for request in workspace.proxy.changes if request.is_import] == imports
    assert all(workspace.versions(title)["1.0"]["publishedAt"] for title in TITLES)
    assert {item["documentationURL"] for item in workspace.connectors().values()} == {"https://docs.example.com"}


def test_while_the_server_may_be_at_it_a_dry_run_says_so_and_does_not_wait(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha"])
    workspace.create("Alpha")
    workspace.proxy.spoil("lost", 1)
    workspace.upload_json()

    action, reason = workspace.plan("--timeout", "600")["Alpha.yaml"]

    assert action == "unknown"
    assert reason is not None
    assert reason.startswith("an earlier run may have sent it at ")
    assert "the server may be at it for" in reason
    assert workspace.journal.exists()


def test_a_connector_that_someone_else_made_meanwhile_is_not_taken_for_it(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha"])
    workspace.proxy.spoil("lost", 1)
    assert workspace.upload_json()[0] == 4
    workspace.create("Omega")

    code, report = workspace.upload_json()

    assert code == 4
    (entry,) = report["uploads"]
    assert entry["plan"]["action"] == "unknown"
    assert "one connector was created since: `Omega`" in entry["plan"]["reason"]
    assert entry["lookupCommand"].startswith("preclear connectors")
    assert list(workspace.connectors()) == ["Omega"]

    workspace.journal.unlink()
    assert workspace.upload_json()[0] == 0
    assert sorted(workspace.connectors()) == ["Alpha", "Omega"]


def test_what_arrived_is_finished_although_its_document_is_blocked_by_then(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha"])
    workspace.proxy.spoil("late", 1)
    assert workspace.upload_json(*WHILE_LATE)[0] == 4
    workspace.write("Alpha.yaml", make_document("Alpha").replace("listItems", "list/items"))

    code, report = workspace.upload_json()

    (entry,) = report["uploads"]
    assert (code, entry["plan"]["action"], entry["outcome"]) == (3, "blocked", "not sent")
    digest = hashlib.sha256(make_document("Alpha").encode()).hexdigest()
    assert workspace.digests("Alpha") == {"1.0": digest}
    assert not workspace.journal.exists()


def test_a_document_that_changed_since_what_arrived_is_another_version(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha"])
    workspace.proxy.spoil("late", 1)
    assert workspace.upload_json(*WHILE_LATE)[0] == 4
    changed = make_document("Alpha", "1.1")
    workspace.write("Alpha.yaml", changed)

    assert workspace.upload_json()[0] == 0

    digests = [hashlib.sha256(text.encode()).hexdigest() for text in (make_document("Alpha"), changed)]
    assert workspace.digests("Alpha") == {"1.0": digests[0], "1.1": digests[1]}


def test_an_import_whose_answer_is_lost_is_looked_up_and_goes_on(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha"])
    workspace.proxy.spoil("answer lost", 1)
    result = workspace.upload()

    assert result.code == 0
    assert "accepted: connector `Alpha`" in result.out
    assert workspace.digests("Alpha")["1.0"] is not None
    assert sum(request.is_import for request in workspace.proxy.changes) == 1
