"""The plan of a run: what is created, updated, skipped or refused, and that a plan changes nothing."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from preclear.platform.upload_run.description import find_digest, record_digest
from tests.platform.fault_running import run
from tests.platform.upload_run.workspace import make_document

if TYPE_CHECKING:
    from tests.platform.upload_run.workspace import Workspace

ENTRY = 'document = "a.yaml"\nconnector = "Alpha"\nversion = "1.0"\n'


def test_a_plan_looks_up_and_changes_nothing(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha", "Beta"])
    workspace.create("Beta")

    result = workspace.upload("--dry-run")

    assert result.code == 0
    assert result.out.splitlines()[1].split()[:4] == ["create", "connector", "Alpha.yaml", "Alpha"]
    assert result.out.splitlines()[2].split()[:4] == ["create", "version", "Beta.yaml", "Beta"]
    assert result.out.splitlines()[-2:] == [
        "Plan: 1 connector to create, 1 version to create.",
        "upload: not sent: this is a dry run",
    ]
    assert workspace.proxy.changes == []
    assert workspace.proxy.seen
    assert not workspace.journal.exists()


def test_what_has_not_changed_is_skipped_and_what_has_needs_another_name(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha", "Beta", "Gamma"])
    assert workspace.upload().code == 0
    workspace.write("Beta.yaml", make_document("Beta", "1.1"))
    workspace.write("Gamma.yaml", make_document("Gamma", "1.0", "Other"))

    assert workspace.plan() == {
        "Alpha.yaml": ("unchanged", "version `1.0` has the same sha256"),
        "Beta.yaml": ("create version", None),
        "Gamma.yaml": ("impossible", "version `1.0` exists already, with another sha256; expected another name"),
    }
    result = workspace.upload()
    assert result.code == 3
    assert result.last == "upload: not sent: 1 accepted, 1 unchanged, 1 not sent"
    assert sorted(workspace.versions("Beta")) == ["1.0", "1.1"]
    assert sorted(workspace.versions("Gamma")) == ["1.0"]


def test_a_version_that_records_no_digest_is_not_overwritten(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha"], "")
    workspace.create("Alpha")
    workspace.write("Alpha.yaml", make_document("Alpha", "0.9"))

    reason = "version `0.9` exists already, with no recorded sha256; expected another name"
    assert workspace.plan() == {"Alpha.yaml": ("impossible", reason)}


def test_two_connectors_of_one_name_are_an_error_that_lists_them(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha", "Beta"])
    first, second = workspace.create("Alpha"), workspace.create("Alpha")

    action, reason = workspace.plan()["Alpha.yaml"]

    assert action == "impossible"
    assert reason == f"2 connectors are called `Alpha`; expected the id of one: `{second}`, `{first}`"
    result = workspace.upload()
    assert (result.code, result.last) == (3, "upload: not sent: 1 accepted, 1 not sent")


def test_a_connector_can_be_named_by_its_id(workspace: Workspace) -> None:
    connector_id = workspace.create("Alpha")
    workspace.create("Alpha")
    workspace.write("a.yaml", make_document("Alpha"))
    workspace.bind(ENTRY.replace('"Alpha"', f'"{connector_id}"'))

    assert workspace.upload().code == 0
    versions = workspace.client.get(f"{workspace.running.at}/connectors/{connector_id}/versions").json()["items"]
    assert sorted(version["name"] for version in versions) == ["0.9", "1.0"]

    workspace.bind(ENTRY.replace('"Alpha"', '"01J00000000000000000000000"'))
    action, reason = workspace.plan()["a.yaml"]
    assert action == "impossible"
    assert reason is not None
    assert reason.startswith("no HTTP connector has the id `01J00000000000000000000000`")


def test_no_two_entries_create_the_same(workspace: Workspace) -> None:
    workspace.create("Beta")
    for name in "abcd":
        workspace.write(f"{name}.yaml", make_document("Alpha", suffix=name))
    entry = 'document = "{}.yaml"\nconnector = "{}"\nversion = "1.0"\n'
    names = [("a", "Alpha"), ("b", "Alpha"), ("c", "Beta"), ("d", "Beta")]
    workspace.bind(*(entry.format(*pair) for pair in names))

    plan = workspace.plan()

    actions = [plan[f"{name}.yaml"][0] for name, _ in names]
    assert actions == ["create connector", "impossible", "create version", "impossible"]
    remedy = "upload again when it exists"
    assert plan["b.yaml"][1] == f"connector `Alpha` is created for `a.yaml` (preclear.toml:1); {remedy}"
    assert plan["d.yaml"][1] == "version `1.0` is created for `c.yaml` (preclear.toml:11); expected another name"


def test_entries_of_one_connector_agree_on_its_fields(workspace: Workspace) -> None:
    workspace.create("Alpha")
    for name in "abc":
        workspace.write(f"{name}.yaml", make_document("Alpha", suffix=name))
    entry = 'document = "{0}.yaml"\nconnector = "Alpha"\nversion = "{0}"\n{1}'
    workspace.bind(
        entry.format("a", 'image-url = "https://a.example.com"'),
        entry.format("b", 'image-url = "https://b.example.com"'),
        entry.format("c", ""),
    )

    plan = workspace.plan()

    assert [action for action, _ in plan.values()] == ["create version", "impossible", "create version"]
    remedy = "expected the same, or one of them"
    assert plan["b.yaml"][1] == f"`image-url` of this connector is another at preclear.toml:1; {remedy}"


def test_the_texts_of_documents_and_the_platform_do_not_act(workspace: Workspace) -> None:
    workspace.write("a.yaml", make_document("Alpha"))
    workspace.write("::error::b.yaml", make_document("Beta").replace("listItems", "list/items"))
    workspace.write("::error::c.yaml", make_document("Gamma"))
    workspace.bind(
        ENTRY.replace('"Alpha"', '"::error::x ##[error]"'),
        ENTRY.replace("a.yaml", "./::error::b.yaml"),
        ENTRY.replace("a.yaml", "./::error::c.yaml").replace("Alpha", "Gamma"),
    )

    result = workspace.upload()

    lines = (result.out + result.err).splitlines()
    assert len(workspace.connectors()) == 2, result.out + result.err
    assert not [line for line in lines if line.lstrip().startswith(("::", "##["))]
    assert "##[error]" not in result.out


def test_a_similar_name_is_pointed_out(workspace: Workspace) -> None:
    workspace.create("Alpha Shop")
    workspace.write("a.yaml", make_document("Alpha"))
    workspace.bind(ENTRY.replace('"Alpha"', '"alpha shop"'))

    assert workspace.plan() == {"a.yaml": ("create connector", "similar names exist: `Alpha Shop`")}


def test_a_document_with_errors_is_blocked_with_its_errors_and_hides_no_other(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha", "Beta"])
    workspace.write("Alpha.yaml", make_document("Alpha").replace("listItems", "list/items"))

    result = workspace.upload()

    assert result.code == 3
    assert "Alpha.yaml:9:20: error: action name `list/items`" in result.out
    assert result.last == "upload: not sent: 1 accepted, 1 not sent"
    assert list(workspace.connectors()) == ["Beta"]

    workspace.write("Alpha.yaml", "x: [")
    assert workspace.upload().code == 2
    (workspace.folder / "Alpha.yaml").unlink()
    assert workspace.upload().code == 2


def test_an_entry_adapts_and_selects_for_itself(workspace: Workspace) -> None:
    workspace.write("a.yaml", make_document("Alpha").replace("listItems", "list/items"))
    workspace.bind(
        f"{ENTRY}adapt = true", f"{ENTRY}adapt = true\nnames = {{'list/items' = 'all'}}".replace("Alpha", "Beta")
    )

    assert workspace.upload().code == 0

    def actions(name: str) -> list[str]:
        connector_id = workspace.connectors()[name]["id"]
        url = f"{workspace.running.at}/connectors/{connector_id}/versions/1.0/actions"
        return [action["name"] for action in workspace.client.get(url).json()["actions"]]

    assert actions("Alpha") == ["list_items"]
    assert actions("Beta") == ["all"]


def test_fields_of_the_connector_follow_the_config_and_nothing_else_changes(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha"])
    assert workspace.upload().code == 0
    before = workspace.connectors()["Alpha"]
    workspace.bind_all(
        ["Alpha"],
        'base-url = "https://new.example.com"\ntags = {team = ["a", "b"]}\ncategories = ["ERP"]\npublish = true\n',
    )
    workspace.proxy.seen.clear()

    code, report = workspace.upload_json()

    (entry,) = report["uploads"]
    assert (code, entry["outcome"]) == (0, "accepted")
    assert entry["plan"]["action"] == "update"
    assert entry["plan"]["steps"] == ["base URL", "tags", "categories", "publish"]
    after = workspace.connectors()["Alpha"]
    changed = {key for key in after if after[key] != before.get(key)}
    assert changed == {"baseUrl", "tags", "versions", "updatedAt"}
    assert (after["baseUrl"], after["tags"]) == ("https://new.example.com", {"team": ["a", "b"]})
    assert workspace.versions("Alpha")["1.0"]["publishedAt"]
    url = f"{workspace.running.at}/connectors?categories=ERP"
    assert [item["name"] for item in workspace.client.get(url).json()["connectors"]] == ["Alpha"]
    assert not any(request.is_import for request in workspace.proxy.changes)

    workspace.proxy.seen.clear()
    assert workspace.plan()["Alpha.yaml"][0] == "unchanged"
    assert workspace.upload().code == 0
    assert workspace.proxy.changes == []


def test_an_unknown_category_is_an_error_that_lists_the_known(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha"], 'categories = ["ERPP"]')

    action, reason = workspace.plan()["Alpha.yaml"]

    assert action == "impossible"
    assert reason is not None
    assert reason.startswith("there is no category `ERPP`; expected one of ")
    assert "ERP," in reason


def test_the_name_of_a_new_connector_is_that_of_the_config(workspace: Workspace) -> None:
    workspace.write("a.yaml", make_document("Title of the document", "3.0"))
    workspace.bind(ENTRY)

    code, report = workspace.upload_json()

    assert code == 0
    (entry,) = report["uploads"]
    assert entry["version"] == "3.0"
    assert entry["notes"] == [
        "the platform called the first version `3.0`; the config's `1.0` is for the versions after it"
    ]
    assert list(workspace.connectors()) == ["Alpha"]
    assert workspace.plan()["a.yaml"][0] == "unchanged"


def test_documents_can_be_named(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha", "Beta", "Gamma"])

    assert list(workspace.plan("Gamma.yaml", "./Alpha.yaml")) == ["Alpha.yaml", "Gamma.yaml"]
    assert list(workspace.plan("Beta.yaml")) == ["Beta.yaml"]
    workspace.write("other.yaml", make_document("Other"))
    result = workspace.upload("Alpha.yaml", "other.yaml")
    assert result.code == 2
    assert "`other.yaml` has no `[[connectors]]` in a config" in result.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--connector", "Alpha"), "`--connector` is for one document"),
        (("a.yaml", "b.yaml", "--new"), "`--new` is for one document"),
        (("a.yaml", "--version", "1", "--changed-since", "HEAD"), "`--version` is for one document"),
    ],
)
def test_options_of_one_document_do_not_go_with_a_config(
    workspace: Workspace, arguments: tuple[str, ...], message: str
) -> None:
    workspace.bind(ENTRY)

    result = workspace.upload(*arguments)

    assert result.code == 2
    assert message in result.err
    assert workspace.proxy.seen == []


def test_without_a_config_it_says_what_is_missing(workspace: Workspace) -> None:
    result = workspace.upload()

    assert result.code == 2
    assert "no config has `[[connectors]]`; expected a DOCUMENT" in result.err


def test_a_document_with_a_config_of_its_own_is_not_sent(workspace: Workspace) -> None:
    workspace.write("apis/a.yaml", make_document("Alpha"))
    workspace.write("apis/preclear.toml", 'fail-on = "never"\n')
    workspace.bind(ENTRY.replace("a.yaml", "apis/a.yaml"))

    code, report = workspace.upload_json()

    assert code == 2
    assert report["uploads"][0]["plan"]["reason"] == (
        "the document has `apis/preclear.toml`, not that of its connector; expected the entry in that one "
        "(preclear.toml:1)"
    )


def test_a_document_that_leads_out_of_the_repository_is_not_read(workspace: Workspace) -> None:
    outside = workspace.folder.parent / f"{workspace.folder.name}-outside.yaml"
    outside.write_text(make_document("Secret"))
    (workspace.folder / "a.yaml").symlink_to(outside)
    workspace.bind(ENTRY)

    result = workspace.upload()

    assert result.code == 2
    assert "Secret" not in result.out + result.err
    assert workspace.proxy.changes == []


@pytest.mark.parametrize(
    ("template", "version"), [("{info.version}-rc", "1.0-rc"), ("v {date}", None), ("fixed", "fixed")]
)
def test_versions_are_called_as_the_template_says(workspace: Workspace, template: str, version: str | None) -> None:
    workspace.create("Alpha")
    workspace.write("a.yaml", make_document("Alpha"))
    workspace.bind(ENTRY.replace("1.0", template))

    assert workspace.upload().code == 0
    (created,) = {*workspace.versions("Alpha")} - {"0.9"}
    assert created == version or created.startswith("v 20")


def test_a_version_without_a_name_is_not_sent(workspace: Workspace) -> None:
    workspace.write("a.yaml", make_document("Alpha", "latest"))
    workspace.write("b.yaml", make_document("Alpha"))
    workspace.bind(
        ENTRY.replace('"1.0"', '"{info.version}"'),
        ENTRY.replace("a.yaml", "b.yaml").replace('"1.0"', '"{commit}"'),
    )

    plan = workspace.plan()

    assert plan["a.yaml"] == ("blocked", "version name `latest` is reserved; expected another name")
    assert plan["b.yaml"][0] == "blocked"
    assert str(plan["b.yaml"][1]).endswith("isn't in a git repository")


def test_the_description_keeps_its_text() -> None:
    digests = ["a" * 64, "b" * 64]

    description = record_digest(record_digest("What changed:\n- all of it\n", digests[0]), digests[1])

    assert description == f"What changed:\n- all of it\n\npreclear: sha256 {digests[1]}"
    assert find_digest(description) == digests[1]
    assert find_digest("preclear: sha256 abc") is None
    assert find_digest(record_digest("", digests[0])) == digests[0]


def git(workspace: Workspace, *arguments: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=workspace.folder, check=True, capture_output=True)


def test_only_documents_with_a_changed_file_are_uploaded(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha", "Beta", "Gamma"])
    part = "$ref: part.yaml#/all"
    workspace.write("Beta.yaml", make_document("Beta").replace("'200': {description: All items}", f"'200': {{{part}}}"))
    workspace.write("part.yaml", "all: {description: All}\n")
    git(workspace, "init", "--quiet")
    git(workspace, "add", ".")
    git(workspace, "commit", "--quiet", "-m", "x")

    def actions(*arguments: str) -> list[str]:
        return [action for action, _ in workspace.plan(*arguments).values()]

    assert actions("--changed-since", "HEAD") == ["skipped"] * 3
    workspace.write("part.yaml", "all: {description: Every one}\n")
    assert actions("--changed-since", "HEAD") == ["skipped", "create connector", "skipped"]
    assert actions() == ["create connector"] * 3
    workspace.write("preclear.toml", (workspace.folder / "preclear.toml").read_text() + "publish = true\n")
    assert actions("--changed-since", "HEAD") == ["create connector"] * 3

    code, report = workspace.upload_json("--changed-since", "nowhere")
    assert (code, report["uploads"]) == (2, [])
    assert "the repository has no revision `nowhere`" in report["reason"]
    assert workspace.proxy.changes == []


def test_a_document_that_changes_after_the_plan_is_not_sent(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from preclear.platform.upload_run.execution import Execution

    workspace.bind_all(["Alpha", "Beta"])
    run_plan = Execution.run

    def change_first(self: Execution, entries: list[object]) -> None:
        workspace.write("Beta.yaml", make_document("Beta", suffix="Late"))
        run_plan(self, entries)  # type: ignore[arg-type]

    monkeypatch.setattr(Execution, "run", change_first)
    code, report = workspace.upload_json()

    assert code == 3
    assert [entry["outcome"] for entry in report["uploads"]] == ["accepted", "not sent"]
    assert report["uploads"][1]["reason"] == "the document has changed since it was planned; upload again"
    assert list(workspace.connectors()) == ["Alpha"]


def test_the_output_does_not_depend_on_the_working_directory(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.bind_all(["Alpha"])
    assert workspace.upload().code == 0
    (workspace.folder / "sub").mkdir()
    monkeypatch.chdir(workspace.folder / "sub")

    _, report = workspace.upload_json()

    assert [entry["plan"]["action"] for entry in report["uploads"]] == ["unchanged"]
    assert report["uploads"][0]["document"] == "../Alpha.yaml"


def test_the_config_shows_its_connectors(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha"], "publish = true")

    result = run(workspace.capsys, "config")

    row = result.out.splitlines()[-1]
    assert row.split(maxsplit=1)[0] == "connectors"
    assert "Alpha.yaml: version {info.version} of Alpha, published  preclear.toml:1" in row


def test_documents_go_through_the_storage_of_the_platform(workspace: Workspace) -> None:
    workspace.write("a.yaml", make_document("Alpha"))
    workspace.bind(ENTRY)

    code, report = workspace.upload_json("--via", "upload-url")

    assert (code, [entry["outcome"] for entry in report["uploads"]]) == (0, ["accepted"])
    assert [*workspace.connectors()] == ["Alpha"]
    requests = [request.path.rpartition("/")[2] for request in workspace.proxy.seen]
    assert requests.index("upload-url") < requests.index("import")
