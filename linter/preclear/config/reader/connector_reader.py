"""Reads `[[connectors]]`: which document is imported into which connector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preclear.config.adapt_fields import ADAPT, find_base_url_problem
from preclear.config.connector_fields import (
    BINDING_ADAPT_FIELDS,
    CONNECTOR_FIELDS,
    CONNECTOR_FIELDS_BY_NAME,
    NEED_ADAPT,
    find_link_problem,
)
from preclear.config.model import ConnectorBinding, DocumentSettings
from preclear.config.reader.adapt_reader import read_adapt_fields
from preclear.config.registry import make_hint
from preclear.config.setting_specs import SET_ELSEWHERE
from preclear.config.version_template import find_template_problem

if TYPE_CHECKING:
    from preclear.config.connector_fields import ConnectorField
    from preclear.config.model import Setting, SettingKey
    from preclear.config.reader.toml_places import KeyPath
    from preclear.config.reader.value_reader import ValueReader

_ADAPT_NAMES = tuple(field.name for field in BINDING_ADAPT_FIELDS)
_NAMES = (*CONNECTOR_FIELDS_BY_NAME, *_ADAPT_NAMES)
_ELSEWHERE = {name: hint for name, hint in SET_ELSEWHERE.items() if name not in _NAMES}


def read_bindings(reader: ValueReader, key_path: SettingKey, value: Any) -> tuple[ConnectorBinding, ...]:
    """Read `[[connectors]]`. Problems are recorded on the source of `reader`."""
    if not reader.check_type(key_path, value, list, "an array of tables, `[[connectors]]`"):
        return ()
    bindings: dict[tuple[str, str], ConnectorBinding] = {}
    for number, entry in enumerate(value):
        if not reader.check_type((*key_path, number), entry, dict, "a table"):
            continue
        binding = _BindingReader(reader, (*key_path, number)).read(entry)
        if binding is None:
            continue
        earlier = bindings.setdefault((binding.document, binding.connector), binding)
        if earlier is not binding:
            message = f"document `{binding.document}` has connector `{binding.connector}` already, at {earlier.origin}"
            reader.source.add_problem((*key_path, number), f"{message}; expected one entry", at_key=True)
    return tuple(bindings.values())


class _BindingReader:
    def __init__(self, reader: ValueReader, key_path: KeyPath) -> None:
        self._reader = reader
        self._source = reader.source
        self._key_path = key_path

    def read(self, entry: dict[str, Any]) -> ConnectorBinding | None:
        """Read an entry; None if it can't be used."""
        source = self._source
        problem_count = len(source.problems)
        values: dict[str, Any] = {}
        for name, value in entry.items():
            if name in CONNECTOR_FIELDS_BY_NAME:
                values[name] = self._read_field(CONNECTOR_FIELDS_BY_NAME[name], (*self._key_path, name), value)
            elif name not in _ADAPT_NAMES:
                self._add_unknown(name)
        for field in CONNECTOR_FIELDS:
            if field.is_required and field.name not in entry:
                source.add_problem(self._key_path, f"this connector has no `{field.name}`", at_key=True)
        settings = self._read_settings(entry)
        if len(source.problems) > problem_count:
            return None
        return ConnectorBinding(
            document=values["document"],
            connector=values["connector"],
            version=values["version"],
            settings=DocumentSettings((), source.folder, settings),
            folder=source.folder,
            config_path=source.display_path,
            line=source.line(self._key_path),
            is_adapted=values.get("adapt", False),
            base_url=values.get("base-url"),
            documentation_url=values.get("documentation-url"),
            image_url=values.get("image-url"),
            tags=values.get("tags"),
            categories=values.get("categories"),
            connections=values.get("connections") or (),
            publishes=values.get("publish", False),
        )

    def _read_settings(self, entry: dict[str, Any]) -> dict[SettingKey, Setting]:
        """Read the settings of the adaptation; those without effect are problems."""
        for name in NEED_ADAPT:
            if name in entry and entry.get("adapt") is not True:
                message = f"`{name}` has no effect without `adapt = true`"
                self._source.add_problem((*self._key_path, name), message, at_key=True)
        fields = {name: value for name, value in entry.items() if name in _ADAPT_NAMES}
        settings = read_adapt_fields(self._reader, (ADAPT,), self._key_path, fields)
        if "base-url" in entry:
            key_path = (*self._key_path, "base-url")
            settings[ADAPT, "base-url"] = self._source.make_setting(key_path, entry["base-url"])
        return settings

    def _add_unknown(self, name: str) -> None:
        if name in _ELSEWHERE:
            message = f"a config can't set `{name}`; {_ELSEWHERE[name]}"
        else:
            message = f"unknown key `{name}` of a connector; {make_hint(name, _NAMES)}"
        self._source.add_problem((*self._key_path, name), message, at_key=True)

    def _read_field(self, field: ConnectorField, key_path: KeyPath, value: Any) -> Any:
        """Return the value; None if it can't be used, which is a problem."""
        match field.type:
            case "document":
                return self._reader.read_path(key_path, value, "document")
            case "flag":
                return value if self._reader.check_type(key_path, value, bool, "a boolean") else None
            case "texts":
                return self._reader.read_strings(key_path, value)
            case "paths":
                return self._reader.read_paths(key_path, value, "connection file")
            case "tags":
                return self._read_tags(key_path, value)
            case _:
                text = self._reader.read_text(key_path, value)
                problem = None if text is None else _find_problem(field, text)
                if problem is not None:
                    self._source.add_problem(key_path, problem)
                return text

    def _read_tags(self, key_path: KeyPath, value: Any) -> dict[str, tuple[str, ...]]:
        return {
            key: self._reader.read_strings((*key_path, key), texts) or ()
            for key, texts in self._reader.read_table(key_path, value).items()
        }


def _find_problem(field: ConnectorField, text: str) -> str | None:
    match field.type:
        case "version":
            return find_template_problem(text)
        case "base-url":
            return find_base_url_problem(text)
        case "link":
            return find_link_problem(text)
        case _:
            return None if text.isprintable() else f"`{field.name}` has a character that can't be printed"
