"""The settings that apply to a document: command line over environment over config over default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preclear._records import NamedTuple
from preclear.config.adapt_fields import ADAPT_FIELDS, NAMES_KEY
from preclear.config.model import Setting
from preclear.config.setting_specs import SETTING_SPECS
from preclear.source import DEFAULT_LIMITS, LIMIT_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from preclear.config.model import Config, ConnectorBinding, DocumentSettings, Ignore, SettingKey, SettingValue
    from preclear.config.registry import RuleRegistry
    from preclear.source import Limits, Severity

SELECT, IGNORE, EXTEND_SELECT = ("select",), ("ignore",), ("extend-select",)
DEFAULT_ORIGIN = "default"


class Settings(NamedTuple):
    """All settings that apply, with their origins, and the config that they partly come from."""

    by_key: Mapping[SettingKey, Setting]
    config: Config | None

    @property
    def select(self) -> tuple[str, ...]:
        """The selectors of what is checked."""
        return (*self._strings(SELECT), *self._strings(EXTEND_SELECT))

    @property
    def ignore(self) -> tuple[str, ...]:
        """The selectors of what isn't checked."""
        return self._strings(IGNORE)

    @property
    def bases(self) -> tuple[str, ...]:
        """The bases that the selection is narrowed to; empty if it isn't narrowed."""
        return self._strings(("basis",)) if ("basis",) in self.by_key else ()

    @property
    def fail_on(self) -> str:
        """The lowest severity that makes the exit code 1, or `never`."""
        return str(self.by_key["fail-on",].value)

    @property
    def show(self) -> Severity:
        """The lowest severity that text reports show."""
        value = self.by_key["show",].value
        return "error" if value == "error" else "info" if value == "info" else "warning"

    @property
    def documents(self) -> tuple[str, ...]:
        """The paths and patterns of the documents, relative to the config's folder."""
        return self._strings(("documents",))

    @property
    def severities(self) -> dict[str, Severity]:
        """The severities that are set for rules, by rule name."""
        severities: dict[str, Severity] = {}
        for key, setting in self.by_key.items():
            if key[0] == "severity":
                severities[key[1]] = (
                    "error" if setting.value == "error" else "info" if setting.value == "info" else "warning"
                )
        return severities

    @property
    def limits(self) -> Limits:
        """The limits on what is read of a document."""
        numbers = {key[1]: setting.value for key, setting in self.by_key.items() if key[0] == "limits"}
        return DEFAULT_LIMITS.with_overrides({name: value for name, value in numbers.items() if isinstance(value, int)})

    @property
    def ignores(self) -> tuple[Ignore, ...]:
        """The ignores of the config."""
        return self.config.ignores if self.config is not None else ()

    def is_default(self, key: SettingKey) -> bool:
        """Whether `key` has its default because nothing sets it."""
        return self.by_key[key].origin == DEFAULT_ORIGIN

    @property
    def adapt_names(self) -> dict[str, Setting]:
        """The names that `adapt.names` sets, by operationId, `METHOD /path` or component key."""
        start = len(NAMES_KEY)
        return {key[start]: setting for key, setting in self.by_key.items() if key[:start] == NAMES_KEY}

    @property
    def changes_documents(self) -> bool:
        """Whether overlays or a selection apply to the document, also without an adaptation."""
        return any(self._strings(("adapt", name)) for name in ("overlays", "include", "exclude"))

    @property
    def bindings(self) -> tuple[ConnectorBinding, ...]:
        """The entries of `[[connectors]]` of the config."""
        return self.config.bindings if self.config is not None else ()

    def is_from_config(self, key: SettingKey) -> bool:
        """Whether a config sets `key`. A config comes with a repository, which can be anyone's."""
        setting = self.by_key.get(key)
        return setting is not None and self.config is not None and self.config.defines(setting)

    def options(self, registry: RuleRegistry) -> dict[str, dict[str, Any]]:
        """Return the keyword arguments of the rules with options that are set, by rule name."""
        options: dict[str, dict[str, Any]] = {}
        for rule, name, setting in self.rule_options(registry):
            if setting.origin != DEFAULT_ORIGIN:
                options.setdefault(rule, {})[name.replace("-", "_")] = setting.value
        return options

    def rule_options(self, registry: RuleRegistry) -> Iterator[tuple[str, str, Setting]]:
        """Yield every option of every rule: the rule's name, the option's name, the value.

        An option called `version` falls back to the setting of that name.
        """
        for rule in registry.rule_names:
            for option in registry.options(rule):
                setting = self.by_key.get(("rules", rule, option.name))
                if setting is None and option.name == "version":
                    setting = self.by_key.get(("version",))
                yield rule, option.name, setting or Setting(option.default, DEFAULT_ORIGIN)

    def _strings(self, key: SettingKey) -> tuple[str, ...]:
        value: SettingValue = self.by_key[key].value
        return value if isinstance(value, tuple) else ()


def default_settings() -> dict[SettingKey, Setting]:
    """Return the default of each setting that has one."""
    settings: dict[SettingKey, Setting] = {
        (spec.name,): Setting(spec.default, DEFAULT_ORIGIN) for spec in SETTING_SPECS if spec.default is not None
    }
    for field in ADAPT_FIELDS:
        if field.default is not None:
            settings[field.key] = Setting(field.default, DEFAULT_ORIGIN)
    for name in LIMIT_NAMES:
        limit: int = getattr(DEFAULT_LIMITS, name)
        settings["limits", name] = Setting(limit, DEFAULT_ORIGIN)
    return settings


def resolve_settings(
    overrides: Sequence[Mapping[SettingKey, Setting]],
    config: Config | None,
    document_settings: Sequence[DocumentSettings] = (),
) -> Settings:
    """Combine `overrides` (command line and environment, strongest first), a config and the defaults.

    `document_settings` are those of the config that apply to the document; the later ones take precedence.

    The value of a stronger level replaces that of a weaker one, with two exceptions. `extend-select` adds to the
    `select` of its own level and of weaker ones. An `ignore` of a weaker level loses each selector that a stronger
    level selects.
    """
    of_document = [entry.settings for entry in reversed(document_settings)]
    of_config = () if config is None else (config.settings, *config.inherited)
    levels = [*overrides, *of_document, *of_config, default_settings()]
    settings: dict[SettingKey, Setting] = {}
    for level in reversed(levels):
        settings.update(level)
    strongest = next(number for number, level in enumerate(levels) if SELECT in level)
    settings[EXTEND_SELECT] = _concatenate(
        [level[EXTEND_SELECT] for level in levels[: strongest + 1] if EXTEND_SELECT in level]
    )
    settings[IGNORE] = _resolve_ignore(levels)
    return Settings(settings, config)


def _concatenate(settings: list[Setting]) -> Setting:
    settings = [setting for setting in settings if setting.value]
    if not settings:
        return Setting((), DEFAULT_ORIGIN)
    texts = [text for setting in settings if isinstance(setting.value, tuple) for text in setting.value]
    return Setting(tuple(dict.fromkeys(texts)), ", ".join(setting.origin for setting in settings))


def _resolve_ignore(levels: Sequence[Mapping[SettingKey, Setting]]) -> Setting:
    selected: set[str] = set()
    for level in levels:
        if IGNORE in level:
            value, origin = level[IGNORE]
            texts = value if isinstance(value, tuple) else ()
            return Setting(tuple(text for text in texts if text not in selected), origin)
        for key in (SELECT, EXTEND_SELECT):
            value = level[key].value if key in level else ()
            selected.update(value if isinstance(value, tuple) else ())
    return Setting((), DEFAULT_ORIGIN)
