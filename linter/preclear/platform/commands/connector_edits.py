"""What to change in a connector, and the connector that results."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from preclear.platform.commands.model import ChangeRefusal, FieldChange
from preclear.platform.option_errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.source import Json

VariableHandling: TypeAlias = Literal["send", "omit"]
"""Whether an update sends the connection variables of a connector whose connections have other values."""

_BASE_URL = re.compile(r"(?:https?://|\{\{)\S+", re.IGNORECASE)  # a placeholder can stand for the start
_LABELS = {
    "name": "name",
    "baseUrl": "base URL",
    "documentationURL": "documentation",
    "imageURL": "image",
    "public": "public",
}
"""The fields that can be changed, by their names in the contract (HTTPConnectorUpdate)."""


class TagEdit(NamedTuple):
    """A value to add to a tag, or to remove. Without a value, the whole tag is removed."""

    key: str
    value: str | None
    is_removal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorEdits:
    """What to change in a connector. What is None stays as it is, and an empty link is unset.

    `variables` are default connection variables to set, or to remove if the value is None. `categories` replace all of
    the connector's categories. `expected_variables` are those that the new base URL needs; a note names
    the missing ones.
    """

    name: str | None = None
    base_url: str | None = None
    documentation_url: str | None = None
    image_url: str | None = None
    is_public: bool | None = None
    variables: Mapping[str, str | None] = field(default_factory=dict[str, "str | None"])
    tags: tuple[TagEdit, ...] = ()
    categories: tuple[str, ...] | None = None
    variable_handling: VariableHandling | None = None
    expected_variables: tuple[str, ...] = ()

    @property
    def changes_fields(self) -> bool:
        """Whether anything but tags and categories may change."""
        values = (self.name, self.base_url, self.documentation_url, self.image_url, self.is_public)
        return any(value is not None for value in values) or bool(self.variables)

    def validate(self) -> None:
        """Raise InvalidOptionError for a blank name, or for what can't be a base URL."""
        if self.name is not None and not self.name.strip():
            raise InvalidOptionError("the new name is blank; expected a name")
        if self.base_url is not None and not is_base_url(self.base_url):
            raise InvalidOptionError(f"`{self.base_url[:200]}` can't be a base URL; expected `https://…` or `http://…`")


def is_base_url(text: str) -> bool:
    """Whether `text` can be a connector's base URL: absolute, or beginning with a placeholder `{{name}}`."""
    return _BASE_URL.fullmatch(text) is not None


class ConnectorState:
    """A connector as it was read, checked so that nothing is lost if it's sent back.

    Raises ChangeRefusal if a field isn't what the contract says.
    """

    def __init__(self, connector: dict[str, Json]) -> None:
        self.connector = connector
        self.tags: dict[str, list[str]] = _read_tags(connector)
        self.variables: dict[str, str] = _read_variables(connector, "connectionVariables")
        self.connections: list[tuple[str, dict[str, str]]] = [
            (str(connection.get("name")), _read_variables(connection, "variables"))
            for connection in _read_objects(connector, "connections", is_required=True)
        ]

    def build_update(self, edits: ConnectorEdits) -> dict[str, Json]:
        """Build the body that changes the connector and keeps everything else (HTTPConnectorUpdate).

        The connection variables aren't in it. Raises ChangeRefusal for a connector of another protocol.
        """
        connector = self.connector
        protocol = connector.get("protocol")
        if protocol != "http":
            raise ChangeRefusal(f"the connector's protocol is `{protocol}`; expected `http`")
        configs = _read_objects(connector, "authSchemeConfigs", is_required=True)
        body: dict[str, Json] = {
            "id": _read_text(connector, "id"),
            "organisationId": _read_text(connector, "organisationId"),
            "name": _read_text(connector, "name") if edits.name is None else edits.name,
            "protocol": protocol,
            "authSchemeConfigIds": [_read_text(config, "id") for config in configs],
            "public": _read_public(connector) if edits.is_public is None else edits.is_public,
            "baseUrl": _read_text(connector, "baseUrl") if edits.base_url is None else edits.base_url,
        }
        for key, link in (("documentationURL", edits.documentation_url), ("imageURL", edits.image_url)):
            text = _read_text(connector, key, is_required=False) if link is None else link
            if text:
                body[key] = text
        tags = self.apply_tags(edits.tags)
        if tags or "tags" in connector:
            body["tags"] = {key: [*values] for key, values in tags.items()}
        return body

    def apply_tags(self, edits: tuple[TagEdit, ...]) -> dict[str, list[str]]:
        """Return the tags after `edits`, in their order. A tag whose last value is removed goes."""
        tags = {key: [*values] for key, values in self.tags.items()}
        for edit in edits:
            values = tags.get(edit.key, [])
            if not edit.is_removal and edit.value is not None and edit.value not in values:
                tags[edit.key] = [*values, edit.value]
            elif edit.is_removal and edit.key in tags:
                tags[edit.key] = [value for value in values if edit.value is not None and value != edit.value]
                if not tags[edit.key]:
                    del tags[edit.key]
        return tags

    def apply_variables(self, edits: Mapping[str, str | None]) -> dict[str, str]:
        """Return the default connection variables after `edits`."""
        variables = {**self.variables, **{name: value for name, value in edits.items() if value is not None}}
        return {name: value for name, value in variables.items() if edits.get(name, value) is not None}

    def list_field_changes(self, body: dict[str, Json]) -> Iterator[FieldChange]:
        """Yield the fields of `body` that differ from the connector, without tags and variables."""
        for key, label in _LABELS.items():
            old, new = _show(self.connector.get(key)), _show(body.get(key))
            if old != new:
                yield FieldChange(label, old, new)

    def list_tag_changes(self, tags: Mapping[str, list[str]]) -> Iterator[FieldChange]:
        """Yield the tags that differ."""
        for key in dict.fromkeys((*self.tags, *tags)):
            if self.tags.get(key) != tags.get(key):
                yield FieldChange(f"tag {key}", _join(self.tags.get(key)), _join(tags.get(key)))

    def list_variable_changes(self, variables: Mapping[str, str]) -> Iterator[FieldChange]:
        """Yield the variables that differ: the defaults, and then those of connections, which are overwritten, too."""
        for name in dict.fromkeys((*self.variables, *variables)):
            if self.variables.get(name) != variables.get(name):
                yield FieldChange(f"variable {name}", self.variables.get(name), variables.get(name))
        for connection, values in self.connections:
            for name in dict.fromkeys((*values, *variables)):
                if values.get(name) != variables.get(name):
                    label = f"variable {name} of connection {connection}"
                    yield FieldChange(label, values.get(name), variables.get(name))


def find_unsent_fields(body: dict[str, Json], answer: dict[str, Json]) -> Iterator[FieldChange]:
    """Yield the fields that the platform has otherwise than they were sent: `old` as sent, `new` as answered."""
    keys = {**_LABELS, "tags": "tags", "connectionVariables": "connection variables"}
    for key, label in keys.items():
        if key not in body and key not in ("documentationURL", "imageURL"):
            continue
        if (body.get(key) or None) != (answer.get(key) or None):
            yield FieldChange(label, _show(body.get(key)), _show(answer.get(key)))


def _show(value: Json) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value or None
    if not value:
        return None
    import json

    return json.dumps(value)


def _join(values: list[str] | None) -> str | None:
    return None if values is None else ", ".join(values)


def _read_text(value: dict[str, Json], key: str, *, is_required: bool = True) -> str:
    text = value.get(key, None if is_required else "")
    if text is None and not is_required:
        return ""
    if not isinstance(text, str):
        raise _unexpected(key)
    return text


def _read_public(connector: dict[str, Json]) -> bool:
    value = connector.get("public")
    if not isinstance(value, bool):
        raise _unexpected("public")
    return value


def _read_objects(value: dict[str, Json], key: str, *, is_required: bool = False) -> list[dict[str, Json]]:
    """Return a list of objects. An empty list may be null, and missing unless it `is_required`."""
    items = value.get(key)
    if items is None and not (is_required and key not in value):
        return []
    objects = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    if not isinstance(items, list) or len(objects) != len(items):
        raise _unexpected(key)
    return objects


def _read_variables(value: dict[str, Json], key: str) -> dict[str, str]:
    """Return variables by name (ConnectionVariable)."""
    return {_read_text(item, "name"): _read_text(item, "value") for item in _read_objects(value, key)}


def _read_tags(connector: dict[str, Json]) -> dict[str, list[str]]:
    tags = connector.get("tags")
    if tags is None:
        return {}
    if not isinstance(tags, dict):
        raise _unexpected("tags")
    read: dict[str, list[str]] = {}
    for key, values in tags.items():
        texts = [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
        if not isinstance(values, list) or len(texts) != len(values):
            raise _unexpected("tags")
        read[key] = texts
    return read


def _unexpected(key: str) -> ChangeRefusal:
    reason = f"the platform's `{key}` of the connector isn't what its API description says"
    return ChangeRefusal(f"{reason}, and sending it back could lose it")
