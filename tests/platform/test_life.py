"""The life of a connector around its import, at the emulator: each command as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from preclear.cli import main
from tests.cli.making import GOOD
from tests.emulator.server import Emulator, emulator
from tests.import_path import PACKAGES

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class Life:
    """Commands with the emulator's address and token, and what they print."""

    def __init__(self, running: Emulator, folder: Path) -> None:
        self._folder = folder
        self._environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PRECLEAR_")},
            "PRECLEAR_URL": running.url,
            "PRECLEAR_TOKEN": running.token,
            "PRECLEAR_ORGANISATION": running.organisation,
            "PRECLEAR_INSECURE_LOOPBACK": "1",
            "PYTHONPATH": PACKAGES,
        }
        self.token = running.token

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run a command; give its exit code and the last line of its output."""
        done = self._run(*arguments)
        return done.returncode, done.stdout.rstrip("\n").rpartition("\n")[2]

    def read(self, *arguments: str) -> Any:
        """Run a command that reads; give its JSON."""
        return json.loads(self._run(*arguments, "--output-format", "json").stdout)

    def versions(self) -> dict[str, str]:
        """The versions, each a draft or published, with what else it is."""
        listed = self.read("versions", "Cats")["versions"]
        marks = (("isLatest", "latest"), ("isDefault", "default"))
        return {
            version["name"]: " ".join(
                ["published" if version["publishedAt"] else "draft", *(word for key, word in marks if version[key])]
            )
            for version in listed
        }

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "preclear", *arguments],
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert self.token not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done


ACCEPTED = {
    200: "accepted: the server answered 200",
    201: "accepted: the server answered 201",
    204: "accepted: the server answered 204",
}


def test_a_connector_lives_as_the_commands_say(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (tmp_path / "pets.yaml").write_text(GOOD)
    with emulator(tmp_path_factory.mktemp("emulator")) as running:
        life = Life(running, tmp_path)
        assert life.run("upload", "pets.yaml", "--new")[0] == 0
        name = life.read("connectors")["connectors"][0]["name"]

        options = ("--name", "Cats", "--base-url", "https://cats.example", "--tag", "team:cats", "--category", "erp")
        assert life.run("connector", "update", name, *options) == (0, f"connector update: {ACCEPTED[204]}")
        assert life.run("connector", "update", "Cats", "--name", "Cats", "--tag", "team:cats") == (
            0,
            "connector update: unchanged: the connector has all of this already",
        )
        assert life.run("connector", "update", "Cats", "--tag", "team:dogs") == (
            0,
            f"connector update: {ACCEPTED[204]}",
        )
        connector = life.read("connector", "show", "Cats")["connector"]
        assert (connector["baseUrl"], connector["tags"]) == ("https://cats.example", {"team": ["cats", "dogs"]})
        for filters, names in (
            (("--category", "ERP", "--tag", "team:dogs"), ["Cats"]),
            (("--category", "HR"), []),
            (("--tag", "team:pets"), []),
            (("--protocol", "all", "--tag", "team"), ["Cats"]),
        ):
            assert [found["name"] for found in life.read("connectors", *filters)["connectors"]] == names

        (first,) = life.versions()
        on_cats = ("--connector", "Cats")
        assert life.run("version", "create", "9", *on_cats, "--from", first) == (0, f"version create: {ACCEPTED[201]}")
        assert life.run("version", "update", "9", *on_cats, "--description", "Nine") == (
            0,
            f"version update: {ACCEPTED[200]}",
        )
        assert life.run("version", "publish", "9", *on_cats) == (0, f"version publish: {ACCEPTED[200]}")
        assert life.versions() == {"9": "published latest default", first: "draft"}
        assert life.read("versions", "Cats")["versions"][0]["description"] == "Nine"
        assert life.run("version", "delete", "9", *on_cats, "--yes")[0] == 3
        assert life.run("version", "unpublish", "9", *on_cats) == (0, f"version unpublish: {ACCEPTED[200]}")
        assert life.versions() == {"9": "draft", first: "draft"}
        assert life.run("version", "delete", "9", *on_cats, "--yes") == (0, f"version delete: {ACCEPTED[204]}")
        assert life.versions() == {first: "draft"}


OPTIONAL: dict[str, Any] = {
    "documentationURL": "https://docs.example.com/é?a=b#c",
    "imageURL": "https://img.example.com",
    "tags": {"": [], "team €": ["pets", "{{cats}}"], "empty": []},
    "connectionVariables": [{"name": "region", "value": ""}, {"name": "a b", "value": "é\n"}],
    "public": True,
}
"""Fields that a connector may have or not."""

CHANGES: dict[str, tuple[str, str]] = {
    "name": ("--name", "Cats"),
    "baseUrl": ("--base-url", "https://cats.example"),
    "imageURL": ("--image-url", "https://cats.example/cat.png"),
    "documentationURL": ("--documentation-url", "https://cats.example/docs"),
}


def test_an_update_changes_one_field_and_no_other(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Over connectors with any of the optional fields, and with a connection."""
    (tmp_path / "pets.yaml").write_text(GOOD)
    with emulator(tmp_path_factory.mktemp("emulator")) as running, running.client() as http:
        life = Life(running, tmp_path)
        assert life.run("upload", "pets.yaml", "--new")[0] == 0
        (listed,) = life.read("connectors")["connectors"]
        url = f"{running.at}/connectors/{listed['id']}"
        required = {key: listed[key] for key in ("id", "organisationId", "protocol", "name", "baseUrl")}
        connection: dict[str, Any] = {"name": "main", "variables": [], "credentials": {"action": []}}
        assert http.post(f"{url}/connections", json=connection).status_code == 200
        where = ("--url", running.url, "--organisation", running.organisation, "--insecure-loopback")
        monkeypatch.setenv("PRECLEAR_TOKEN", running.token)
        for number in range(2 ** len(OPTIONAL)):
            chosen = {key: OPTIONAL[key] for bit, key in enumerate(OPTIONAL) if number >> bit & 1}
            variables = {"connectionVariables": chosen.get("connectionVariables", [])}
            assert http.put(url, json={**required, **chosen, **variables}).status_code == 200
            before = http.get(url).json()
            field, (option, value) = [*CHANGES.items()][number % len(CHANGES)]

            code = main(["connector", "update", listed["id"], option, value, *where])

            after = http.get(url).json()
            assert code == 0, capsys.readouterr().out
            assert {**before, field: value, "updatedAt": after["updatedAt"]} == after, chosen
