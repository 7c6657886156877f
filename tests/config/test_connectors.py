"""`[[connectors]]` in a config: what it binds, for which document, and what is wrong with it at which line."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Protocol

import pytest
from jsonschema import Draft7Validator

from preclear.config import list_placeholders, render_version, resolve_settings
from preclear.config.schema import build_config_schema
from tests.config.reading import FOLDER, KNOWN, read, troubles

if TYPE_CHECKING:
    from preclear.source import Json


class Validates(Protocol):
    """The part of a validator of jsonschema that is used here."""

    def is_valid(self, instance: Json, /) -> bool: ...


VALIDATOR: Validates = Draft7Validator(build_config_schema(KNOWN))

ENTRY = '[[connectors]]\ndocument = "a.yaml"\nconnector = "A"\nversion = "1"\n'
WHOLE = """\
[adapt]
level = "rename"
exclude = ["deprecated"]

[[connectors]]
document = "apis/orders.yaml"
connector = "Orders"
version = "{info.version}-{commit}"
adapt = true
level = "adapt"
include = ["tag:Orders"]
base-url = "https://orders.example.com/v1"
documentation-url = "https://docs.example.com/orders"
image-url = "https://example.com/orders.svg"
tags = {team = ["sales", "web"]}
categories = ["ERP"]
connections = ["shop.connection.yaml"]
publish = true

[[connectors]]
document = "apis/orders.yaml"
connector = "01J0000000000000000000C0NN"
version = "{date}"
"""


def test_every_key_is_read_with_the_line_of_its_entry() -> None:
    first, second = read(WHOLE).bindings

    assert (first.document, first.connector, first.version) == ("apis/orders.yaml", "Orders", "{info.version}-{commit}")
    assert (first.file, first.origin) == (FOLDER / "apis/orders.yaml", "preclear.toml:5")
    assert (first.is_adapted, first.publishes) == (True, True)
    assert first.base_url == "https://orders.example.com/v1"
    assert first.documentation_url == "https://docs.example.com/orders"
    assert first.image_url == "https://example.com/orders.svg"
    assert first.connections == ("shop.connection.yaml",)
    assert (first.tags, first.categories) == ({"team": ("sales", "web")}, ("ERP",))
    assert (second.is_adapted, second.publishes, second.origin) == (False, False, "preclear.toml:20")
    assert (second.base_url, second.documentation_url, second.tags, second.categories) == (None, None, None, None)


def test_one_document_has_settings_of_its_own_in_each_entry() -> None:
    config = read(WHOLE)

    def resolved(number: int) -> list[object]:
        settings = resolve_settings([], config, [config.bindings[number].settings])
        assert settings.is_from_config(("adapt", "include")) is (number == 0)
        return [settings.by_key["adapt", key].value for key in ("level", "include", "exclude")]

    assert resolved(0) == ["adapt", ("tag:Orders",), ("deprecated",)]
    assert resolved(1) == ["rename", (), ("deprecated",)]
    assert read(WHOLE).bindings[0].settings.settings["adapt", "base-url"].origin == "preclear.toml:12"


BAD = [
    ("connectors = 1", "1:14", "`connectors` is an integer; expected an array of tables, `[[connectors]]`"),
    ("connectors = [1]", "1:15", "`connectors[0]` is an integer; expected a table"),
    ("[[connectors]]\nconnector = 'A'\nversion = '1'", "1:3", "this connector has no `document`"),
    (f"{ENTRY}publsh = true", "5:1", "unknown key `publsh` of a connector; did you mean `publish`?"),
    (f"{ENTRY}token = 'x'", "5:1", "a config can't set `token`; set it in the environment"),
    (f"{ENTRY}url = 'x'", "5:1", "a config can't set `url`; use an option or the environment"),
    (f"{ENTRY}organisation = 'x'", "5:1", "a config can't set `organisation`; use an option or the environment"),
    (f"{ENTRY}level = 'safe'", "5:1", "`level` has no effect without `adapt = true`"),
    (f"{ENTRY}adapt = true\nlevel = 'saf'", "6:9", "`saf` is no value of `connectors[0].level`; did you mean `safe`?"),
    (f"{ENTRY}publish = 1", "5:11", "`connectors[0].publish` is an integer; expected a boolean"),
    (f"{ENTRY}tags = {{a = 'b'}}", "5:13", "`connectors[0].tags.a` is a string; expected an array of strings"),
    (
        f"{ENTRY}connections = ['/a.yaml']",
        "5:16",
        "connection file `/a.yaml` is not in the folder of the config; expected a path relative to it",
    ),
    (f"{ENTRY}categories = ['']", "5:15", "`connectors[0].categories[0]` is empty; expected text"),
    (
        f"{ENTRY}image-url = 'javascript:x'",
        "5:13",
        "`javascript:x` can't be a link; expected an http or https URL such as `https://docs.example.com`",
    ),
    (
        ENTRY.replace("a.yaml", "../a.yaml"),
        "2:12",
        "document `../a.yaml` is not in the folder of the config; expected a path relative to it",
    ),
    (
        ENTRY.replace('"1"', '"{info.versio}"'),
        "4:11",
        "`version` has no placeholder `{info.versio}`; did you mean `{info.version}`?",
    ),
    (
        ENTRY.replace('"1"', '"{sha}"'),
        "4:11",
        "`version` has no placeholder `{sha}`; expected one of {info.version}, {date}, {commit}",
    ),
    (
        ENTRY.replace('"1"', '"{date"'),
        "4:11",
        "`version` has a brace that belongs to no placeholder; expected one such as `{info.version}`",
    ),
    (ENTRY.replace('"1"', '" latest"'), "4:11", "version name `latest` is reserved; expected another name"),
]


@pytest.mark.parametrize(("text", "place", "message"), BAD)
def test_what_is_wrong_is_reported_at_its_line(text: str, place: str, message: str) -> None:
    line, column = map(int, place.split(":"))

    assert troubles(text) == [(line, column, message)]
    assert not VALIDATOR.is_valid(tomllib.loads(text))


def test_two_entries_of_one_document_for_one_connector_are_an_error() -> None:
    message = "document `a.yaml` has connector `A` already, at preclear.toml:1; expected one entry"

    assert troubles(ENTRY + ENTRY.replace('"1"', '"2"')) == [(5, 3, message)]


@pytest.mark.parametrize("text", [WHOLE, ENTRY, ENTRY.replace('"1"', '"v{date}+{commit}"')])
def test_what_is_read_is_valid(text: str) -> None:
    assert troubles(text) == []
    assert VALIDATOR.is_valid(tomllib.loads(text))


def test_a_template_is_rendered_with_its_placeholders_only() -> None:
    assert list_placeholders("{date}.{info.version}.{date}") == ("date", "info.version")
    assert render_version("v{info.version}", {"info.version": "{date}"}) == "v{date}"
    assert render_version("fixed", {}) == "fixed"
