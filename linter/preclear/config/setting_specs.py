"""The settings of a config, in one table for the reader, the JSON Schema and `preclear config`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from preclear._records import NamedTuple

if TYPE_CHECKING:
    from preclear.config.model import SettingValue

SettingType: TypeAlias = Literal[
    "base",
    "selectors",
    "choice",
    "text",
    "documents",
    "severities",
    "options",
    "limits",
    "adapt",
    "connectors",
    "ignores",
]

FAIL_ON_CHOICES = ("error", "warning", "info", "never")
SEVERITIES = ("error", "warning", "info")


class SettingSpec(NamedTuple):
    """A key of the config: its type, its documentation, and its default."""

    name: str
    type: SettingType
    doc: str
    default: SettingValue | None = None
    choices: tuple[str, ...] = ()


SETTING_SPECS = (
    SettingSpec(
        "extends",
        "base",
        "A config in the same repository whose settings apply where this one has none: a path to a `.toml` file, or"
        " `strict`. What is about files (documents, exclude, ignores, adapt, connectors) isn't inherited.",
    ),
    SettingSpec(
        "select",
        "selectors",
        "What is checked: rule names, categories, `basis:…` or `all`. The most specific selector decides.",
        ("all",),
    ),
    SettingSpec("ignore", "selectors", "What isn't checked. Of two equally specific selectors, `ignore` decides.", ()),
    SettingSpec("extend-select", "selectors", "What is checked in addition to what is selected elsewhere.", ()),
    SettingSpec("fail-on", "choice", "The lowest severity that makes the exit code 1.", "error", FAIL_ON_CHOICES),
    SettingSpec("show", "choice", "The lowest severity that `full` and `concise` show.", "warning", SEVERITIES),
    SettingSpec("version", "text", "The name of the version that an import creates. Rules check it, too."),
    SettingSpec(
        "documents",
        "documents",
        "The OpenAPI documents of this folder, as paths or patterns. They are checked if no path is given, or if a file"
        " that they refer to is given.",
        (),
    ),
    SettingSpec(
        "exclude",
        "documents",
        "Files and folders that searches pass over, as paths or patterns. What is named is checked all the same, unless"
        " `--force-exclude` is set.",
        (),
    ),
    SettingSpec("severity", "severities", "The severity of a rule's findings, by rule name."),
    SettingSpec("rules", "options", "The options of rules, by rule name."),
    SettingSpec(
        "limits",
        "limits",
        "How much of a document is read, by limit name. A config can only lower a limit; `--limit` can also raise it.",
    ),
    SettingSpec(
        "adapt",
        "adapt",
        "How documents are adapted, what is left out of them, and which overlays are applied. With `documents`, also"
        " for some documents in particular.",
    ),
    SettingSpec(
        "connectors",
        "connectors",
        "The connectors that documents are imported into. `preclear upload` without arguments uploads all of them.",
    ),
    SettingSpec("ignores", "ignores", "Findings that are ignored, by file, pointer and rule, with a reason."),
)
SETTING_NAMES = tuple(setting.name for setting in SETTING_SPECS)


class IgnoreField(NamedTuple):
    """A key of an entry of `ignores`."""

    name: str
    doc: str
    is_array: bool
    is_required: bool


IGNORE_FIELDS = (
    IgnoreField(
        "paths", "Paths or patterns, relative to the folder of the config. Without them, all files.", True, False
    ),
    IgnoreField("pointer", "A JSON Pointer. It covers the value there and everything in it.", False, False),
    IgnoreField("rules", "Rule names, categories, `basis:…` or `all`.", True, True),
    IgnoreField("reason", "Why the findings are acceptable.", False, True),
)

SET_ELSEWHERE = {
    "all": "use `--all`",
    "api-key": "set it in the environment",
    "base-url": "`adapt.base-url` is that of a document; for the platform's, use `--url` or PRECLEAR_URL",
    "color": "use `--color` or PRECLEAR_COLOR",
    "config": "use `--config` or PRECLEAR_CONFIG",
    "force-exclude": "use `--force-exclude` or PRECLEAR_FORCE_EXCLUDE",
    "host": "use an option or the environment",
    "isolated": "use `--isolated` or PRECLEAR_ISOLATED",
    "jobs": "use `--jobs` or PRECLEAR_JOBS",
    "no-ignores": "use `--no-ignores` or PRECLEAR_NO_IGNORES",
    "organisation": "use an option or the environment",
    "output-format": "use `--output-format` or PRECLEAR_OUTPUT_FORMAT",
    "packs": "every rule pack that is installed beside preclear is used",
    "plugins": "every rule pack that is installed beside preclear is used",
    "root": "use `--root` or PRECLEAR_ROOT",
    "token": "set it in the environment",
    "url": "use an option or the environment",
}
"""Keys that a config can't set, and what to use instead. A config comes with a repository, which can be anyone's."""

JSON_TYPES: dict[str, str] = {
    "bool": "boolean",
    "int": "integer",
    "float": "number",
    "str": "string",
    "tuple[str, ...]": "array",
}
"""The JSON Schema types of a rule's options."""
