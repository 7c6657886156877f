"""Everything that a config can set: the one table that the reader, the JSON Schema and `preclear config` go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from preclear.config.model import SettingValue

SettingType: TypeAlias = Literal[
    "selectors", "choice", "text", "documents", "severities", "options", "limits", "ignores"
]

FAIL_ON_CHOICES = ("error", "warning", "info", "never")
SEVERITIES = ("error", "warning", "info")


class SettingSpec(NamedTuple):
    """A key of the config: what its value is, what it does, and the value it has where nothing is said."""

    name: str
    type: SettingType
    doc: str
    default: SettingValue | None = None
    choices: tuple[str, ...] = ()


SETTING_SPECS = (
    SettingSpec(
        "select",
        "selectors",
        "What is checked: names of rules, categories, `basis:…` or `all`. The closest selector decides.",
        ("all",),
    ),
    SettingSpec(
        "ignore", "selectors", "What is not checked. Of two selectors that are equally close, this decides.", ()
    ),
    SettingSpec("extend-select", "selectors", "What is checked besides what is selected elsewhere.", ()),
    SettingSpec("fail-on", "choice", "The least severity that makes the exit code 1.", "error", FAIL_ON_CHOICES),
    SettingSpec("show", "choice", "The least severity that `full` and `concise` show.", "warning", SEVERITIES),
    SettingSpec("version", "text", "The name of the version that an import makes; rules look at it too."),
    SettingSpec(
        "documents",
        "documents",
        "The OpenAPI documents of this folder, as paths or patterns: they are checked where no path is given, and where"
        " a file that they refer to is.",
        (),
    ),
    SettingSpec("severity", "severities", "How grave the findings of a rule are, by its name."),
    SettingSpec("rules", "options", "The options of rules, by the rule's name."),
    SettingSpec(
        "limits",
        "limits",
        "How much is read of a document: each limit by its name. A config can only lower one; `--limit` raises it too.",
    ),
    SettingSpec("ignores", "ignores", "Findings that are not wanted: in some files, below a pointer, with the reason."),
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
        "paths", "Paths or patterns, relative to the folder of the config; every file without them.", True, False
    ),
    IgnoreField("pointer", "A JSON Pointer: it holds for the value there and everything in it.", False, False),
    IgnoreField("rules", "Names of rules, categories, `basis:…` or `all`.", True, True),
    IgnoreField("reason", "Why.", False, True),
)

SET_ELSEWHERE = {
    "all": "`--all`",
    "api-key": "the environment",
    "base-url": "an option or the environment",
    "color": "`--color` or PRECLEAR_COLOR",
    "config": "`--config` or PRECLEAR_CONFIG",
    "extends": "nothing: a config stands alone",
    "host": "an option or the environment",
    "isolated": "`--isolated` or PRECLEAR_ISOLATED",
    "jobs": "`--jobs` or PRECLEAR_JOBS",
    "no-ignores": "`--no-ignores` or PRECLEAR_NO_IGNORES",
    "organisation": "an option or the environment",
    "output-format": "`--output-format` or PRECLEAR_OUTPUT_FORMAT",
    "packs": "the environment that preclear is installed in: every installed rule pack takes part",
    "plugins": "the environment that preclear is installed in: every installed rule pack takes part",
    "root": "`--root` or PRECLEAR_ROOT",
    "token": "the environment",
    "url": "an option or the environment",
}
"""What no config can set, for it comes with a repository and would act for a stranger; and what sets it instead."""

JSON_TYPES: dict[str, str] = {
    "bool": "boolean",
    "int": "integer",
    "float": "number",
    "str": "string",
    "tuple[str, ...]": "array",
}
"""What JSON Schema calls the types of a rule's options."""
