"""Reads the values of a config, and checks each against its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preclear.config.model import BaseReference, Config, Ignore
from preclear.config.presets import PRESETS
from preclear.config.reader.adapt_reader import read_adapt_settings
from preclear.config.reader.connector_reader import read_bindings
from preclear.config.reader.value_reader import ValueReader, format_key_path
from preclear.config.registry import FATAL_REASON, make_hint
from preclear.config.setting_specs import IGNORE_FIELDS, SET_ELSEWHERE, SETTING_NAMES, SETTING_SPECS, SEVERITIES
from preclear.source import DEFAULT_LIMITS, LIMIT_NAMES, parse_pointer

if TYPE_CHECKING:
    from preclear.config.model import ConnectorBinding, DocumentSettings, Setting, SettingKey, SettingValue
    from preclear.config.reader.config_source import ConfigSource
    from preclear.config.reader.toml_places import KeyPath
    from preclear.config.registry import RuleOption, RuleRegistry
    from preclear.config.setting_specs import SettingSpec

_BREAKING_HINT = "; `preclear plan --against` has the option `--fail-on breaking`"


def read_settings(source: ConfigSource, table: dict[str, Any], registry: RuleRegistry) -> Config:
    """Return the content of a config, and record the problems on `source`."""
    values = _SettingsReader(source, registry)
    specs = {setting.name: setting for setting in SETTING_SPECS}
    for name, value in table.items():
        if name in specs:
            values.read(specs[name], value)
        elif name in SET_ELSEWHERE:
            source.add_problem((name,), f"a config can't set `{name}`; {SET_ELSEWHERE[name]}", at_key=True)
        else:
            source.add_problem((name,), f"unknown key `{name}`; {make_hint(name, SETTING_NAMES)}", at_key=True)
    return Config(
        display_path=source.display_path,
        folder=source.folder,
        settings=values.settings,
        ignores=tuple(values.ignores),
        document_settings=values.document_settings,
        bindings=values.bindings,
        document_origins=values.document_origins,
        base=values.base,
    )


class _SettingsReader:
    def __init__(self, source: ConfigSource, registry: RuleRegistry) -> None:
        self.settings: dict[SettingKey, Setting] = {}
        self.ignores: list[Ignore] = []
        self.document_settings: tuple[DocumentSettings, ...] = ()
        self.bindings: tuple[ConnectorBinding, ...] = ()
        self.document_origins: tuple[str, ...] = ()
        self.base: BaseReference | None = None
        self._source = source
        self._registry = registry
        self._reader = ValueReader(source)

    def read(self, spec: SettingSpec, value: Any) -> None:
        """Read the value of one key of the config."""
        key_path = (spec.name,)
        match spec.type:
            case "base":
                self._read_base(key_path, value)
            case "selectors":
                self._read_selectors(key_path, value)
            case "choice":
                hint = _BREAKING_HINT if (spec.name, value) == ("fail-on", "breaking") else ""
                self._set_value(key_path, self._reader.read_choice(key_path, value, spec.choices, hint))
            case "text":
                self._set_value(key_path, self._reader.read_text(key_path, value))
            case "documents":
                self._read_paths(key_path, value)
            case "severities":
                self._read_severities(key_path, value)
            case "options":
                self._read_options(key_path, value)
            case "limits":
                self._read_limits(key_path, value)
            case "adapt":
                adapt_settings = read_adapt_settings(self._reader, key_path, value)
                self.settings.update(adapt_settings.settings)
                self.document_settings += adapt_settings.by_document
            case "connectors":
                self.bindings = read_bindings(self._reader, key_path, value)
            case "ignores":
                self._read_ignores(key_path, value)

    def _read_base(self, key_path: SettingKey, value: Any) -> None:
        name = self._reader.read_text(key_path, value)
        if name is None:
            return
        self._set_value(key_path, name)
        self._reader.check_pattern(key_path, name)
        if name not in PRESETS and (not name.endswith(".toml") or name.startswith(("/", "\\")) or ":" in name):
            presets = " or ".join(f"`{preset}`" for preset in PRESETS)
            message = f"`{name}` isn't a config; expected a relative path to a `.toml` file, or {presets}"
            self._source.add_problem(key_path, message)
        self.base = BaseReference(name, self._source.span(key_path))

    def _read_paths(self, key_path: SettingKey, value: Any) -> None:
        are_documents = key_path == ("documents",)
        paths = self._reader.read_paths(key_path, value, "document" if are_documents else "path")
        self._set_value(key_path, paths)
        if are_documents and paths is not None:
            self.document_origins = tuple(self._source.origin((*key_path, number)) for number in range(len(paths)))

    def _read_selectors(self, key_path: SettingKey, value: Any) -> None:
        strings = self._reader.read_strings(key_path, value)
        if strings == () and key_path == ("select",):
            self._source.add_problem(
                key_path, "`select` is empty, so nothing is checked; expected selectors, or no `select`"
            )
        for number, text in enumerate(strings or ()):
            self._check_selector((*key_path, number), text, is_ignored=key_path == ("ignore",))
        self._set_value(key_path, strings)

    def _check_selector(self, key_path: KeyPath, text: str, *, is_ignored: bool) -> None:
        problem = self._registry.find_selector_problem(text, is_ignored=is_ignored)
        if problem is not None:
            self._source.add_problem(key_path, problem)

    def _read_severities(self, key_path: SettingKey, value: Any) -> None:
        for rule, severity in self._reader.read_table(key_path, value).items():
            if not self._check_rule((*key_path, rule), rule):
                continue
            if self._registry.is_fatal(rule):
                self._source.add_problem(
                    (*key_path, rule), f"the severity of `{rule}` can't be changed: {FATAL_REASON}", at_key=True
                )
                continue
            hint = "; `ignore` turns a rule off" if severity in ("off", "none", "never", "ignore") else ""
            self._set_value((*key_path, rule), self._reader.read_choice((*key_path, rule), severity, SEVERITIES, hint))

    def _read_options(self, key_path: SettingKey, value: Any) -> None:
        for rule, rule_options in self._reader.read_table(key_path, value).items():
            if not self._check_rule((*key_path, rule), rule):
                continue
            options = {option.name: option for option in self._registry.options(rule)}
            for name, option_value in self._reader.read_table((*key_path, rule), rule_options).items():
                if name in options:
                    self._read_option((*key_path, rule, name), option_value, options[name])
                else:
                    hint = make_hint(name, options)
                    self._source.add_problem(
                        (*key_path, rule, name), f"rule `{rule}` has no option `{name}`; {hint}", at_key=True
                    )

    def _read_option(self, key_path: SettingKey, value: Any, option: RuleOption) -> None:
        match option.type:
            case "tuple[str, ...]":
                self._set_value(key_path, self._reader.read_strings(key_path, value))
            case "bool":
                if self._reader.check_type(key_path, value, bool, "a boolean"):
                    self._set_value(key_path, value)
            case "int":
                if self._reader.check_type(key_path, value, int, "an integer"):
                    self._set_value(key_path, value)
            case "float":
                if isinstance(value, int) and not isinstance(value, bool):
                    self._set_value(key_path, float(value))
                elif self._reader.check_type(key_path, value, float, "a number"):
                    self._set_value(key_path, value)
            case _:
                if self._reader.check_type(key_path, value, str, "a string"):
                    self._set_value(key_path, value)

    def _read_limits(self, key_path: SettingKey, value: Any) -> None:
        for name, number in self._reader.read_table(key_path, value).items():
            if name not in LIMIT_NAMES:
                hint = make_hint(name, LIMIT_NAMES)
                self._source.add_problem((*key_path, name), f"there is no limit `{name}`; {hint}", at_key=True)
            elif self._reader.check_type((*key_path, name), number, int, "an integer"):
                maximum: int = getattr(DEFAULT_LIMITS, name)
                if not 1 <= number <= maximum:
                    expected = f"a config can only lower it: expected a number from 1 to {maximum}"
                    remedy = "; `--limit` raises it" if number > maximum else ""
                    self._source.add_problem((*key_path, name), f"limit `{name}` is {number}; {expected}{remedy}")
                else:
                    self._set_value((*key_path, name), number)

    def _read_ignores(self, key_path: SettingKey, value: Any) -> None:
        if not self._reader.check_type(key_path, value, list, "an array of tables, `[[ignores]]`"):
            return
        for number, entry in enumerate(value):
            if self._reader.check_type((*key_path, number), entry, dict, "a table"):
                self._read_ignore((*key_path, number), entry)

    def _read_ignore(self, key_path: KeyPath, entry: dict[str, Any]) -> None:
        problem_count = len(self._source.problems)
        fields = {field.name: field for field in IGNORE_FIELDS}
        for name, value in entry.items():
            if name not in fields:
                self._source.add_problem(
                    (*key_path, name), f"unknown key `{name}` of an ignore; {make_hint(name, fields)}", at_key=True
                )
            elif fields[name].is_array:
                if self._reader.read_strings((*key_path, name), value) == ():
                    self._source.add_problem(
                        (*key_path, name), f"`{format_key_path((*key_path, name))}` is empty; expected at least one"
                    )
            elif self._reader.check_type((*key_path, name), value, str, "a string"):
                self._reader.check_not_empty((*key_path, name), value)
        for field in IGNORE_FIELDS:
            if field.is_required and field.name not in entry:
                self._source.add_problem(key_path, f"this ignore has no `{field.name}`", at_key=True)
        if len(self._source.problems) == problem_count:
            self._add_ignore(key_path, entry)

    def _add_ignore(self, key_path: KeyPath, entry: dict[str, Any]) -> None:
        """Read an ignore whose keys and types are valid."""
        for number, text in enumerate(entry["rules"]):
            self._check_selector((*key_path, "rules", number), text, is_ignored=True)
        for number, text in enumerate(entry.get("paths", ())):
            self._reader.check_pattern((*key_path, "paths", number), text)
        pointer = entry.get("pointer")
        if pointer is not None:
            try:
                parse_pointer(pointer)
            except ValueError as error:
                self._source.add_problem((*key_path, "pointer"), str(error))
        ignore = Ignore(
            paths=tuple(entry.get("paths", ())),
            pointer=pointer,
            rules=tuple(entry["rules"]),
            reason=entry["reason"],
            line=self._source.line(key_path),
            config_path=self._source.display_path,
            folder=self._source.folder,
        )
        self.ignores.append(ignore)

    def _set_value(self, key_path: SettingKey, value: SettingValue | None) -> None:
        """Set a value that was read; None if it can't be used."""
        if value is not None:
            self.settings[key_path] = self._source.make_setting(key_path, value)

    def _check_rule(self, key_path: KeyPath, rule: str) -> bool:
        problem = self._registry.find_rule_problem(rule)
        if problem is not None:
            self._source.add_problem(key_path, problem, at_key=True)
        return problem is None
