"""The keys of `[adapt]` in a config, in one table for the reader, the JSON Schema and `preclear config`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple

if TYPE_CHECKING:
    from preclear.config.model import SettingKey, SettingValue

AdaptFieldType: TypeAlias = Literal["choice", "url", "flag", "patterns", "overlays", "names"]

ADAPT = "adapt"
"""The key of the table."""

ADAPT_LEVELS = ("safe", "rename", "adapt")
ARRAY_PARAMETERS = ("string", "items", "leave-out")
STATUS_RANGES = ("default", "lowest", "leave-out")

BASE_URL_PATTERN = r"^[Hh][Tt][Tt][Pp][Ss]?://(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#@:{}\[\]]+)(?::[0-9]+)?(?:/[^\s?#{}]*)?$"
NAME_PATTERN = r"^[A-Za-z0-9_$-]+$"
"""What a name in an import consists of (contract: ActionBase.name). Definitions have no `$`; rules report one."""

_BASE_URL = lazy_pattern(BASE_URL_PATTERN.removesuffix("$"))
_NAME = lazy_pattern(NAME_PATTERN.removesuffix("$"))


class AdaptField(NamedTuple):
    """A key of `[adapt]`: its type, its documentation, and its default. `choices` go with the type `choice`."""

    name: str
    type: AdaptFieldType
    doc: str
    default: SettingValue | None = None
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> SettingKey:
        """The key of the setting."""
        return ADAPT, self.name


ADAPT_FIELDS = (
    AdaptField("level", "choice", "The highest level of changes that are made.", "adapt", ADAPT_LEVELS),
    AdaptField(
        "array-parameters",
        "choice",
        "What an array parameter becomes: a `string`, a parameter with the type of its `items`, or nothing.",
        "string",
        ARRAY_PARAMETERS,
    ),
    AdaptField(
        "status-ranges",
        "choice",
        "What a status range such as `4XX` becomes: the `default` response, its `lowest` status, or nothing.",
        "default",
        STATUS_RANGES,
    ),
    AdaptField("base-url", "url", "The base URL of the API, for documents whose server URL is missing or relative."),
    AdaptField("leave-out-blocked", "flag", "Whether to leave out what still can't be imported.", default=False),
    AdaptField(
        "include",
        "patterns",
        "The operations to keep, such as `tag:Orders` or `path:/v2/**`. Without patterns, all of them.",
        (),
    ),
    AdaptField("exclude", "patterns", "The operations to leave out, such as `deprecated`.", ()),
    AdaptField(
        "overlays", "overlays", "Overlay files that are applied first, in this order; paths in the config's folder.", ()
    ),
    AdaptField(
        "names", "names", "Names of actions, triggers and components, by operationId, `METHOD /path` or component key."
    ),
)
ADAPT_FIELDS_BY_NAME = {field.name: field for field in ADAPT_FIELDS}
NAMES_KEY: SettingKey = (ADAPT, "names")
DOCUMENTS = "documents"
"""The key of the settings for some documents, `[[adapt.documents]]`."""


def find_base_url_problem(url: str) -> str | None:
    """Return why `url` can't be the base URL of a document; None if it can."""
    if _BASE_URL.fullmatch(url) is not None:
        return None
    expected = "expected an http or https URL such as `https://api.example.com/v1`, without user, query or fragment"
    return f"`{url[:200]}` can't be a base URL; {expected}"


def find_name_problem(name: str) -> str | None:
    """Return why nothing in an import can have this name; None if something can."""
    if _NAME.fullmatch(name) is not None:
        return None
    return f"`{name[:200]}` can't be a name in an import; expected only ASCII letters, digits, `_`, `-` and `$`"
