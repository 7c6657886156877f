"""Reads `[adapt]`: how documents are adapted, and `[[adapt.documents]]` for some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from preclear.config.adapt_fields import (
    ADAPT_FIELDS_BY_NAME,
    DOCUMENTS,
    find_base_url_problem,
    find_name_problem,
)
from preclear.config.model import DocumentSettings
from preclear.config.registry import make_hint
from preclear.config.setting_specs import SET_ELSEWHERE

if TYPE_CHECKING:
    from preclear.config.adapt_fields import AdaptField
    from preclear.config.model import Setting, SettingKey, SettingValue
    from preclear.config.reader.toml_places import KeyPath
    from preclear.config.reader.value_reader import ValueReader

_PATHS = "paths"
_ELSEWHERE = {name: hint for name, hint in SET_ELSEWHERE.items() if name not in ADAPT_FIELDS_BY_NAME}


class AdaptSettings(NamedTuple):
    """The settings of `[adapt]`, and those of `[[adapt.documents]]`."""

    settings: dict[SettingKey, Setting]
    by_document: tuple[DocumentSettings, ...]


def read_adapt_settings(reader: ValueReader, key_path: SettingKey, value: Any) -> AdaptSettings:
    """Read `[adapt]`. Problems are recorded on the source of `reader`."""
    adapt_reader = _AdaptReader(reader, key_path)
    table = reader.read_table(key_path, value)
    entries = table.pop(DOCUMENTS, [])
    settings = adapt_reader.read_fields(key_path, table, (*ADAPT_FIELDS_BY_NAME, DOCUMENTS))
    return AdaptSettings(settings, adapt_reader.read_documents((*key_path, DOCUMENTS), entries))


def read_adapt_fields(
    reader: ValueReader, root: SettingKey, key_path: KeyPath, fields: dict[str, Any]
) -> dict[SettingKey, Setting]:
    """Read keys of `[adapt]` that are in another table, at `key_path`. `root` begins the keys of the settings."""
    return _AdaptReader(reader, root).read_fields(key_path, fields, tuple(ADAPT_FIELDS_BY_NAME))


class _AdaptReader:
    def __init__(self, reader: ValueReader, root: SettingKey) -> None:
        """`root` begins the keys of all settings, wherever in the config they are."""
        self._reader = reader
        self._source = reader.source
        self._root = root

    def read_documents(self, key_path: KeyPath, value: Any) -> tuple[DocumentSettings, ...]:
        """Read `[[adapt.documents]]`."""
        if not self._reader.check_type(key_path, value, list, "an array of tables, `[[adapt.documents]]`"):
            return ()
        return tuple(
            self._read_document((*key_path, number), entry)
            for number, entry in enumerate(value)
            if self._reader.check_type((*key_path, number), entry, dict, "a table")
        )

    def read_fields(
        self, key_path: KeyPath, table: dict[str, Any], names: tuple[str, ...]
    ) -> dict[SettingKey, Setting]:
        """Read the fields of a table; `names` are all its keys, for hints."""
        settings: dict[SettingKey, Setting] = {}
        for name, value in table.items():
            field = ADAPT_FIELDS_BY_NAME.get(name)
            if field is not None:
                for key, path, field_value in self._read_field(field, (*key_path, name), value):
                    settings[key] = self._source.make_setting(path, field_value)
            elif name in _ELSEWHERE:
                message = f"a config can't set `{name}`; {_ELSEWHERE[name]}"
                self._source.add_problem((*key_path, name), message, at_key=True)
            else:
                message = f"unknown key `{name}` of `adapt`; {make_hint(name, names)}"
                self._source.add_problem((*key_path, name), message, at_key=True)
        return settings

    def _read_document(self, key_path: KeyPath, entry: dict[str, Any]) -> DocumentSettings:
        fields = dict(entry)
        paths = self._reader.read_paths((*key_path, _PATHS), fields.pop(_PATHS, []), "document")
        if paths == ():
            self._source.add_problem(key_path, "these settings have no `paths`; expected at least one", at_key=True)
        settings = self.read_fields(key_path, fields, (_PATHS, *ADAPT_FIELDS_BY_NAME))
        return DocumentSettings(paths or (), self._source.folder, settings)

    def _read_field(
        self, field: AdaptField, key_path: KeyPath, value: Any
    ) -> list[tuple[SettingKey, KeyPath, SettingValue]]:
        """Return the keys of settings with their places in the config and values; none if the value can't be used."""
        key = (*self._root, field.name)
        if field.type == "names":
            names = self._reader.read_table(key_path, value)
            return [
                ((*key, old), (*key_path, old), new)
                for old, new in names.items()
                if self._check_name((*key_path, old), new)
            ]
        setting_value = self._read_value(field, key_path, value)
        return [] if setting_value is None else [(key, key_path, setting_value)]

    def _read_value(self, field: AdaptField, key_path: KeyPath, value: Any) -> SettingValue | None:
        match field.type:
            case "choice":
                return self._reader.read_choice(key_path, value, field.choices)
            case "flag":
                return bool(value) if self._reader.check_type(key_path, value, bool, "a boolean") else None
            case "url":
                url = self._reader.read_text(key_path, value)
                return url if url is not None and self._check(key_path, find_base_url_problem(url)) else None
            case "overlays":
                return self._reader.read_paths(key_path, value, "overlay")
            case _:
                return self._reader.read_strings(key_path, value)

    def _check_name(self, key_path: KeyPath, value: Any) -> bool:
        name = self._reader.read_text(key_path, value)
        return name is not None and self._check(key_path, find_name_problem(name))

    def _check(self, key_path: KeyPath, problem: str | None) -> bool:
        if problem is not None:
            self._source.add_problem(key_path, problem)
        return problem is None
