"""`[adapt]` in a config: what it says, for which documents, and what is wrong with it at which line."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Protocol

import pytest
from jsonschema import Draft7Validator

from preclear.config import Setting, find_base_url_problem, resolve_settings
from preclear.config.schema import build_config_schema
from tests.config.reading import FOLDER, KNOWN, read, troubles

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.config import SettingKey
    from preclear.source import Json


class Validates(Protocol):
    """The part of a validator of jsonschema that is used here."""

    def is_valid(self, instance: Json, /) -> bool: ...


VALIDATOR: Validates = Draft7Validator(build_config_schema(KNOWN))

WHOLE = """\
[adapt]
level = "rename"
array-parameters = "items"
status-ranges = "lowest"
base-url = "https://api.example.com/v1"
leave-out-blocked = true
include = ["tag:Orders", "path:/v2/**"]
exclude = ["deprecated"]
overlays = ["overlays/a.yaml"]
[adapt.names]
"actions/list" = "listActions"
"get /x" = "getX"
[[adapt.documents]]
paths = ["apis/pets/*.yaml"]
base-url = "https://pets.example.com"
include = []
names = {"actions/list" = "list"}
[[adapt.documents]]
paths = ["apis/**"]
level = "safe"
"""


def test_every_key_is_read_with_its_line() -> None:
    config = read(WHOLE)

    assert {key: (setting.value, setting.origin) for key, setting in config.settings.items()} == {
        ("adapt", "level"): ("rename", "preclear.toml:2"),
        ("adapt", "array-parameters"): ("items", "preclear.toml:3"),
        ("adapt", "status-ranges"): ("lowest", "preclear.toml:4"),
        ("adapt", "base-url"): ("https://api.example.com/v1", "preclear.toml:5"),
        ("adapt", "leave-out-blocked"): (True, "preclear.toml:6"),
        ("adapt", "include"): (("tag:Orders", "path:/v2/**"), "preclear.toml:7"),
        ("adapt", "exclude"): (("deprecated",), "preclear.toml:8"),
        ("adapt", "overlays"): (("overlays/a.yaml",), "preclear.toml:9"),
        ("adapt", "names", "actions/list"): ("listActions", "preclear.toml:11"),
        ("adapt", "names", "get /x"): ("getX", "preclear.toml:12"),
    }
    assert [entry.paths for entry in config.document_settings] == [("apis/pets/*.yaml",), ("apis/**",)]


def test_a_later_entry_for_the_document_overrides_an_earlier_one_and_both_override_the_table() -> None:
    config = read(WHOLE)

    def resolved(file: Path | None) -> dict[str, object]:
        settings = resolve_settings([], config, config.select_settings(file))
        names = {name: setting.value for name, setting in settings.adapt_names.items()}
        keys = ("level", "base-url", "include")
        return {**{key: settings.by_key["adapt", key].value for key in keys}, "names": names}

    both = {"level": "safe", "base-url": "https://pets.example.com", "include": ()}
    table = {"level": "rename", "base-url": "https://api.example.com/v1", "include": ("tag:Orders", "path:/v2/**")}
    names = {"actions/list": "listActions", "get /x": "getX"}
    assert resolved(FOLDER / "apis/pets/a.yaml") == {**both, "names": {**names, "actions/list": "list"}}
    assert resolved(FOLDER / "apis/a.yaml") == {**table, "level": "safe", "names": names}
    assert resolved(FOLDER / "a.yaml") == resolved(None) == {**table, "names": names}


def test_an_option_beats_what_a_config_says_of_the_document() -> None:
    config = read(WHOLE)
    level: dict[SettingKey, Setting] = {("adapt", "level"): Setting("adapt", "--level")}

    settings = resolve_settings([level, {}], config, config.select_settings(FOLDER / "apis/a.yaml"))

    assert settings.by_key["adapt", "level"] == ("adapt", "--level")
    assert not settings.is_from_config(("adapt", "level"))
    assert settings.is_from_config(("adapt", "overlays"))
    assert settings.by_key["adapt", "exclude"].origin == "preclear.toml:8"


BAD = [
    ("adapt = 1", "1:9", "`adapt` is an integer; expected a table"),
    ("[adapt]\nlevle = 'rename'", "2:1", "unknown key `levle` of `adapt`; did you mean `level`?"),
    ("[adapt]\nlevel = 'renam'", "2:9", "`renam` is no value of `adapt.level`; did you mean `rename`?"),
    (
        "[adapt]\narray-parameters = 'list'",
        "2:20",
        "`list` is no value of `adapt.array-parameters`; expected one of string, items, leave-out",
    ),
    ("[adapt]\nleave-out-blocked = 'yes'", "2:21", "`adapt.leave-out-blocked` is a string; expected a boolean"),
    ("[adapt]\ninclude = 'deprecated'", "2:11", "`adapt.include` is a string; expected an array of strings"),
    ("[adapt]\nexclude = ['a', ' ']", "2:17", "`adapt.exclude[1]` is empty; expected text"),
    (
        "[adapt]\noverlays = ['../a.yaml']",
        "2:13",
        "overlay `../a.yaml` is not in the folder of the config; expected a path relative to it",
    ),
    (
        "[adapt]\noverlays = ['https://x.example/a.yaml']",
        "2:13",
        "overlay `https://x.example/a.yaml` is not in the folder of the config; expected a path relative to it",
    ),
    (
        "[adapt]\nbase-url = '/v1'",
        "2:12",
        "`/v1` can't be a base URL; expected an http or https URL such as `https://api.example.com/v1`, without",
    ),
    (
        "[adapt.names]\n'a/b' = 'a b'",
        "2:9",
        "`a b` can't be a name in an import; expected only ASCII letters, digits, `_`, `-` and `$`",
    ),
    ("[adapt.names]\n'a/b' = 1", "2:9", "`adapt.names.a/b` is an integer; expected a string"),
    ("[adapt]\nurl = 'x'", "2:1", "a config can't set `url`; use an option or the environment"),
    (
        "[[adapt.documents]]\nlevel = 'safe'",
        "1:9",
        "these settings have no `paths`; expected at least one",
    ),
    (
        "[[adapt.documents]]\npaths = ['/a.yaml']",
        "2:10",
        "document `/a.yaml` is not in the folder of the config; expected a path relative to it",
    ),
    (
        "[[adapt.documents]]\npaths = ['a.yaml']\nlevels = 'safe'",
        "3:1",
        "unknown key `levels` of `adapt`; did you mean `level`?",
    ),
    ("[adapt.documents]\npaths = []", "1:8", "`adapt.documents` is a table; expected an array of tables, `[[adapt.d"),
    (
        "base-url = 'https://x.example'",
        "1:1",
        "a config can't set `base-url`; `adapt.base-url` is that of a document; for the platform's, use `--url`",
    ),
]


@pytest.mark.parametrize(("text", "place", "message"), BAD)
def test_what_is_wrong_is_reported_at_its_place(text: str, place: str, message: str) -> None:
    ((line, column, found),) = troubles(text)

    assert f"{line}:{column}" == place
    assert found.startswith(message)
    assert not VALIDATOR.is_valid(tomllib.loads(text))


def test_the_schema_takes_what_the_reader_takes() -> None:
    assert troubles(WHOLE) == []
    assert VALIDATOR.is_valid(tomllib.loads(WHOLE))


@pytest.mark.parametrize(
    "url", ["https://api.example.com", "HTTP://localhost:8080/", "https://[::1]:8443/v1", "https://a.example/a%20b"]
)
def test_an_absolute_url_can_be_a_base_url(url: str) -> None:
    assert find_base_url_problem(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.example.com",
        "//api.example.com",
        "ftp://api.example.com",
        "https://",
        "https:///v1",
        "https://user:secret@api.example.com",
        "https://api.example.com/v1?key=1",
        "https://api.example.com/#top",
        "https://api.example.com/a b",
        "https://api.example.com\n",
        "https://{region}.example.com",
        "https://api.example.com/{{ .conn.x }}",
        "javascript:alert(1)",
    ],
)
def test_anything_else_can_not(url: str) -> None:
    assert find_base_url_problem(url) is not None
