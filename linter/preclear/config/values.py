"""The values of a config, each against what its key takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preclear.config.known import WITHOUT, meant
from preclear.config.model import Ignore
from preclear.config.patterns import LONGEST, PATTERNS
from preclear.config.table import ELSEWHERE, IGNORE_FIELDS, NAMES, SETTINGS, SEVERITIES
from preclear.source import DEFAULT_LIMITS, LIMIT_NAMES, pointer_parts

if TYPE_CHECKING:
    from preclear.config.known import Known, RuleOption
    from preclear.config.model import Key, Said, Value
    from preclear.config.read import Reading
    from preclear.config.table import Setting
    from preclear.config.toml_places import Way

_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a float"),
    (str, "a string"),
    (list, "an array"),
    (dict, "a table"),
)


def read_settings(reading: Reading, table: dict[str, Any], known: Known) -> tuple[dict[Key, Said], tuple[Ignore, ...]]:
    """Give the settings and ignores of a config; what is wrong with them is noted on `reading`."""
    values = _Values(reading, known)
    settings = {setting.name: setting for setting in SETTINGS}
    for name, value in table.items():
        if name in settings:
            values.read(settings[name], value)
        elif name in ELSEWHERE:
            reading.refuse((name,), f"a config can't set `{name}`; what sets it is {ELSEWHERE[name]}", key=True)
        else:
            reading.refuse((name,), f"unknown key `{name}`; {meant(name, NAMES)}", key=True)
    return values.said, tuple(values.ignores)


class _Values:
    def __init__(self, reading: Reading, known: Known) -> None:
        self.said: dict[Key, Said] = {}
        self.ignores: list[Ignore] = []
        self._reading = reading
        self._known = known
        self._patterns = 0

    def read(self, setting: Setting, value: Any) -> None:
        """Read the value of one key of the config."""
        way = (setting.name,)
        match setting.form:
            case "selectors":
                self._selectors(way, value)
            case "choice":
                self._choice(way, value, setting.choices)
            case "text":
                if self._is(way, value, str, "a string") and self._filled(way, value):
                    self._say(way, value)
            case "documents":
                self._documents(way, value)
            case "severities":
                self._severities(way, value)
            case "options":
                self._options(way, value)
            case "limits":
                self._limits(way, value)
            case "ignores":
                self._ignores(way, value)

    def _selectors(self, way: Key, value: Any) -> None:
        texts = self._texts(way, value)
        if texts == () and way == ("select",):
            self._reading.refuse(
                way, "`select` is empty, so that nothing is checked; expected selectors, or no `select`"
            )
        for number, text in enumerate(texts or ()):
            self._selector((*way, number), text, ignored=way == ("ignore",))
        if texts is not None:
            self._say(way, texts)

    def _selector(self, way: Way, text: str, *, ignored: bool) -> None:
        trouble = self._known.selector_trouble(text, ignored=ignored)
        if trouble is not None:
            self._reading.refuse(way, trouble)

    def _choice(self, way: Key, value: Any, choices: tuple[str, ...], more: str = "") -> None:
        if not self._is(way, value, str, "a string"):
            return
        if value in choices:
            self._say(way, value)
            return
        self._reading.refuse(way, f"`{value}` is no value of `{'.'.join(way)}`; {meant(value, choices)}{more}")

    def _documents(self, way: Key, value: Any) -> None:
        texts = self._texts(way, value)
        for number, text in enumerate(texts or ()):
            self._pattern((*way, number), text)
            if text.startswith(("/", "\\")) or ":" in text.partition("/")[0] or ".." in text.split("/"):
                message = f"document `{text}` is not in the folder of the config; expected a path relative to it"
                self._reading.refuse((*way, number), message)
        if texts is not None:
            self._say(way, texts)

    def _pattern(self, way: Way, text: str) -> None:
        """Read a path or pattern: within the bounds on its length and number, and one that a file can have."""
        self._patterns += 1
        if "\0" in text:
            self._reading.refuse(way, f"`{text[:80]}` has a NUL character; expected the path of a file")
        if len(text) > LONGEST:
            self._reading.refuse(way, f"`{text[:80]}…` has {len(text):,} characters; expected {LONGEST} at most")
        if self._patterns == PATTERNS + 1:
            self._reading.refuse(way, f"there are more than {PATTERNS:,} paths and patterns")

    def _severities(self, way: Key, value: Any) -> None:
        for rule, severity in self._table(way, value).items():
            if not self._is_rule((*way, rule), rule):
                continue
            if self._known.is_fatal(rule):
                self._reading.refuse((*way, rule), f"the severity of `{rule}` can't be changed: {WITHOUT}", key=True)
                continue
            off = "; `ignore` turns a rule off" if severity in ("off", "none", "never", "ignore") else ""
            self._choice((*way, rule), severity, SEVERITIES, off)

    def _options(self, way: Key, value: Any) -> None:
        for rule, held in self._table(way, value).items():
            if not self._is_rule((*way, rule), rule):
                continue
            options = {option.name: option for option in self._known.options(rule)}
            for name, each in self._table((*way, rule), held).items():
                if name in options:
                    self._option((*way, rule, name), each, options[name])
                else:
                    hint = meant(name, options)
                    self._reading.refuse((*way, rule, name), f"rule `{rule}` has no option `{name}`; {hint}", key=True)

    def _option(self, way: Key, value: Any, option: RuleOption) -> None:
        match option.type:
            case "tuple[str, ...]":
                texts = self._texts(way, value)
                if texts is not None:
                    self._say(way, texts)
            case "bool":
                if self._is(way, value, bool, "a boolean"):
                    self._say(way, value)
            case "int":
                if self._is(way, value, int, "an integer"):
                    self._say(way, value)
            case "float":
                if isinstance(value, int) and not isinstance(value, bool):
                    self._say(way, float(value))
                elif self._is(way, value, float, "a number"):
                    self._say(way, value)
            case _:
                if self._is(way, value, str, "a string"):
                    self._say(way, value)

    def _limits(self, way: Key, value: Any) -> None:
        for name, number in self._table(way, value).items():
            if name not in LIMIT_NAMES:
                hint = meant(name, LIMIT_NAMES)
                self._reading.refuse((*way, name), f"there is no limit `{name}`; {hint}", key=True)
            elif self._is((*way, name), number, int, "an integer"):
                most: int = getattr(DEFAULT_LIMITS, name)
                if not 1 <= number <= most:
                    expected = f"a config can only lower it: expected a number from 1 to {most}"
                    how = "; `--limit` raises it" if number > most else ""
                    self._reading.refuse((*way, name), f"limit `{name}` is {number}; {expected}{how}")
                else:
                    self._say((*way, name), number)

    def _ignores(self, way: Key, value: Any) -> None:
        if not self._is(way, value, list, "an array of tables, `[[ignores]]`"):
            return
        for number, entry in enumerate(value):
            if self._is((*way, number), entry, dict, "a table"):
                self._ignore((*way, number), entry)

    def _ignore(self, way: Way, entry: dict[str, Any]) -> None:
        before = len(self._reading.troubles)
        known = {field.name: field for field in IGNORE_FIELDS}
        for name, value in entry.items():
            if name not in known:
                self._reading.refuse((*way, name), f"unknown key `{name}` of an ignore; {meant(name, known)}", key=True)
            elif known[name].many:
                if self._texts((*way, name), value) == ():
                    self._reading.refuse((*way, name), f"`{_named((*way, name))}` is empty; expected at least one")
            elif self._is((*way, name), value, str, "a string"):
                self._filled((*way, name), value)
        for field in IGNORE_FIELDS:
            if field.required and field.name not in entry:
                self._reading.refuse(way, f"an ignore without `{field.name}`", key=True)
        if len(self._reading.troubles) == before:
            self._take(way, entry)

    def _take(self, way: Way, entry: dict[str, Any]) -> None:
        """Read an ignore whose keys are in order."""
        for number, text in enumerate(entry["rules"]):
            self._selector((*way, "rules", number), text, ignored=True)
        for number, text in enumerate(entry.get("paths", ())):
            self._pattern((*way, "paths", number), text)
        pointer = entry.get("pointer")
        if pointer is not None:
            try:
                pointer_parts(pointer)
            except ValueError as error:
                self._reading.refuse((*way, "pointer"), str(error))
        ignore = Ignore(
            paths=tuple(entry.get("paths", ())),
            pointer=pointer,
            rules=tuple(entry["rules"]),
            reason=entry["reason"],
            line=self._reading.line(way),
            config=self._reading.shown,
            folder=self._reading.folder,
        )
        self.ignores.append(ignore)

    def _say(self, way: Key, value: Value) -> None:
        self.said[way] = self._reading.said(way, value)

    def _table(self, way: Key, value: Any) -> dict[str, Any]:
        return dict(value) if self._is(way, value, dict, "a table") else {}

    def _texts(self, way: Way, value: Any) -> tuple[str, ...] | None:
        """An array of strings; None where it is anything else."""
        if not self._is(way, value, list, "an array of strings"):
            return None
        fine = [
            self._is((*way, number), each, str, "a string") and self._filled((*way, number), each)
            for number, each in enumerate(value)
        ]
        return tuple(value) if all(fine) else None

    def _filled(self, way: Way, text: str) -> bool:
        if not text.strip():
            self._reading.refuse(way, f"`{_named(way)}` is empty; expected a text")
        return bool(text.strip())

    def _is(self, way: Way, value: Any, kind: type, expected: str) -> bool:
        if type(value) is kind:
            return True
        found = next((words for each, words in _KINDS if isinstance(value, each)), "a date or time")
        self._reading.refuse(way, f"`{_named(way)}` is {found}; expected {expected}")
        return False

    def _is_rule(self, way: Way, rule: str) -> bool:
        trouble = self._known.rule_trouble(rule)
        if trouble is not None:
            self._reading.refuse(way, trouble, key=True)
        return trouble is None


def _named(way: Way) -> str:
    """A way as people write it: `ignores[0].rules`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in way).removeprefix(".")
