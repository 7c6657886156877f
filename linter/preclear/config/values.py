"""Reads the values of a config, and checks each against its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preclear.config.model import Ignore
from preclear.config.patterns import MAX_PATTERN_LENGTH, MAX_PATTERNS
from preclear.config.registry import FATAL_REASON, make_hint
from preclear.config.setting_specs import IGNORE_FIELDS, SET_ELSEWHERE, SETTING_NAMES, SETTING_SPECS, SEVERITIES
from preclear.source import DEFAULT_LIMITS, LIMIT_NAMES, parse_pointer

if TYPE_CHECKING:
    from preclear.config.config_source import ConfigSource
    from preclear.config.model import Setting, SettingKey, SettingValue
    from preclear.config.registry import RuleOption, RuleRegistry
    from preclear.config.setting_specs import SettingSpec
    from preclear.config.toml_places import KeyPath

_TOML_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a float"),
    (str, "a string"),
    (list, "an array"),
    (dict, "a table"),
)


def read_settings(
    source: ConfigSource, table: dict[str, Any], registry: RuleRegistry
) -> tuple[dict[SettingKey, Setting], tuple[Ignore, ...]]:
    """Return the settings and ignores of a config, and record the problems on `source`."""
    values = _SettingsReader(source, registry)
    specs = {setting.name: setting for setting in SETTING_SPECS}
    for name, value in table.items():
        if name in specs:
            values.read(specs[name], value)
        elif name in SET_ELSEWHERE:
            source.add_problem((name,), f"a config can't set `{name}`; {SET_ELSEWHERE[name]}", at_key=True)
        else:
            source.add_problem((name,), f"unknown key `{name}`; {make_hint(name, SETTING_NAMES)}", at_key=True)
    return values.settings, tuple(values.ignores)


class _SettingsReader:
    def __init__(self, source: ConfigSource, registry: RuleRegistry) -> None:
        self.settings: dict[SettingKey, Setting] = {}
        self.ignores: list[Ignore] = []
        self._source = source
        self._registry = registry
        self._pattern_count = 0

    def read(self, spec: SettingSpec, value: Any) -> None:
        """Read the value of one key of the config."""
        key_path = (spec.name,)
        match spec.type:
            case "selectors":
                self._read_selectors(key_path, value)
            case "choice":
                self._read_choice(key_path, value, spec.choices)
            case "text":
                if self._check_type(key_path, value, str, "a string") and self._check_not_empty(key_path, value):
                    self._set_value(key_path, value)
            case "documents":
                self._read_documents(key_path, value)
            case "severities":
                self._read_severities(key_path, value)
            case "options":
                self._read_options(key_path, value)
            case "limits":
                self._read_limits(key_path, value)
            case "ignores":
                self._read_ignores(key_path, value)

    def _read_selectors(self, key_path: SettingKey, value: Any) -> None:
        strings = self._read_strings(key_path, value)
        if strings == () and key_path == ("select",):
            self._source.add_problem(
                key_path, "`select` is empty, so nothing is checked; expected selectors, or no `select`"
            )
        for number, text in enumerate(strings or ()):
            self._check_selector((*key_path, number), text, is_ignored=key_path == ("ignore",))
        if strings is not None:
            self._set_value(key_path, strings)

    def _check_selector(self, key_path: KeyPath, text: str, *, is_ignored: bool) -> None:
        problem = self._registry.find_selector_problem(text, is_ignored=is_ignored)
        if problem is not None:
            self._source.add_problem(key_path, problem)

    def _read_choice(self, key_path: SettingKey, value: Any, choices: tuple[str, ...], hint: str = "") -> None:
        if not self._check_type(key_path, value, str, "a string"):
            return
        if value in choices:
            self._set_value(key_path, value)
            return
        self._source.add_problem(
            key_path, f"`{value}` is no value of `{'.'.join(key_path)}`; {make_hint(value, choices)}{hint}"
        )

    def _read_documents(self, key_path: SettingKey, value: Any) -> None:
        strings = self._read_strings(key_path, value)
        for number, text in enumerate(strings or ()):
            self._check_pattern((*key_path, number), text)
            if text.startswith(("/", "\\")) or ":" in text.partition("/")[0] or ".." in text.split("/"):
                message = f"document `{text}` is not in the folder of the config; expected a path relative to it"
                self._source.add_problem((*key_path, number), message)
        if strings is not None:
            self._set_value(key_path, strings)

    def _check_pattern(self, key_path: KeyPath, text: str) -> None:
        """Check that a path or pattern is within the bounds, and possible for a file."""
        self._pattern_count += 1
        if "\0" in text:
            self._source.add_problem(key_path, f"`{text[:80]}` has a NUL character; expected the path of a file")
        if len(text) > MAX_PATTERN_LENGTH:
            self._source.add_problem(
                key_path, f"`{text[:80]}…` has {len(text):,} characters; expected {MAX_PATTERN_LENGTH} at most"
            )
        if self._pattern_count == MAX_PATTERNS + 1:
            self._source.add_problem(key_path, f"there are more than {MAX_PATTERNS:,} paths and patterns")

    def _read_severities(self, key_path: SettingKey, value: Any) -> None:
        for rule, severity in self._read_table(key_path, value).items():
            if not self._check_rule((*key_path, rule), rule):
                continue
            if self._registry.is_fatal(rule):
                self._source.add_problem(
                    (*key_path, rule), f"the severity of `{rule}` can't be changed: {FATAL_REASON}", at_key=True
                )
                continue
            hint = "; `ignore` turns a rule off" if severity in ("off", "none", "never", "ignore") else ""
            self._read_choice((*key_path, rule), severity, SEVERITIES, hint)

    def _read_options(self, key_path: SettingKey, value: Any) -> None:
        for rule, rule_options in self._read_table(key_path, value).items():
            if not self._check_rule((*key_path, rule), rule):
                continue
            options = {option.name: option for option in self._registry.options(rule)}
            for name, option_value in self._read_table((*key_path, rule), rule_options).items():
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
                strings = self._read_strings(key_path, value)
                if strings is not None:
                    self._set_value(key_path, strings)
            case "bool":
                if self._check_type(key_path, value, bool, "a boolean"):
                    self._set_value(key_path, value)
            case "int":
                if self._check_type(key_path, value, int, "an integer"):
                    self._set_value(key_path, value)
            case "float":
                if isinstance(value, int) and not isinstance(value, bool):
                    self._set_value(key_path, float(value))
                elif self._check_type(key_path, value, float, "a number"):
                    self._set_value(key_path, value)
            case _:
                if self._check_type(key_path, value, str, "a string"):
                    self._set_value(key_path, value)

    def _read_limits(self, key_path: SettingKey, value: Any) -> None:
        for name, number in self._read_table(key_path, value).items():
            if name not in LIMIT_NAMES:
                hint = make_hint(name, LIMIT_NAMES)
                self._source.add_problem((*key_path, name), f"there is no limit `{name}`; {hint}", at_key=True)
            elif self._check_type((*key_path, name), number, int, "an integer"):
                maximum: int = getattr(DEFAULT_LIMITS, name)
                if not 1 <= number <= maximum:
                    expected = f"a config can only lower it: expected a number from 1 to {maximum}"
                    remedy = "; `--limit` raises it" if number > maximum else ""
                    self._source.add_problem((*key_path, name), f"limit `{name}` is {number}; {expected}{remedy}")
                else:
                    self._set_value((*key_path, name), number)

    def _read_ignores(self, key_path: SettingKey, value: Any) -> None:
        if not self._check_type(key_path, value, list, "an array of tables, `[[ignores]]`"):
            return
        for number, entry in enumerate(value):
            if self._check_type((*key_path, number), entry, dict, "a table"):
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
                if self._read_strings((*key_path, name), value) == ():
                    self._source.add_problem(
                        (*key_path, name), f"`{_format_key_path((*key_path, name))}` is empty; expected at least one"
                    )
            elif self._check_type((*key_path, name), value, str, "a string"):
                self._check_not_empty((*key_path, name), value)
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
            self._check_pattern((*key_path, "paths", number), text)
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

    def _set_value(self, key_path: SettingKey, value: SettingValue) -> None:
        self.settings[key_path] = self._source.make_setting(key_path, value)

    def _read_table(self, key_path: SettingKey, value: Any) -> dict[str, Any]:
        return dict(value) if self._check_type(key_path, value, dict, "a table") else {}

    def _read_strings(self, key_path: KeyPath, value: Any) -> tuple[str, ...] | None:
        """Read an array of non-empty strings; None for anything else."""
        if not self._check_type(key_path, value, list, "an array of strings"):
            return None
        valid = [
            self._check_type((*key_path, number), item, str, "a string")
            and self._check_not_empty((*key_path, number), item)
            for number, item in enumerate(value)
        ]
        return tuple(value) if all(valid) else None

    def _check_not_empty(self, key_path: KeyPath, text: str) -> bool:
        if not text.strip():
            self._source.add_problem(key_path, f"`{_format_key_path(key_path)}` is empty; expected text")
        return bool(text.strip())

    def _check_type(self, key_path: KeyPath, value: Any, expected_type: type, expected: str) -> bool:
        if type(value) is expected_type:
            return True
        actual = next((words for toml_type, words in _TOML_TYPES if isinstance(value, toml_type)), "a date or time")
        self._source.add_problem(key_path, f"`{_format_key_path(key_path)}` is {actual}; expected {expected}")
        return False

    def _check_rule(self, key_path: KeyPath, rule: str) -> bool:
        problem = self._registry.find_rule_problem(rule)
        if problem is not None:
            self._source.add_problem(key_path, problem, at_key=True)
        return problem is None


def _format_key_path(key_path: KeyPath) -> str:
    """Format a key path: `ignores[0].rules`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key_path).removeprefix(".")
