"""The options of a check, and the settings of each document: options over configs over defaults."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from preclear.config import ConfigError, ConfigFinder, RuleRegistry, Settings, resolve_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from preclear.config import Config, Setting, SettingKey
    from preclear.engine.rule_selection import RuleSelection
    from preclear.rule import Rule
    from preclear.source import Limits

FindingRetention: TypeAlias = Literal["limited", "bounded", "planned", "all"]
"""How many findings of one rule in one file are kept; the true number is counted in any case.

`limited`: as many as the limit `findings` says, 200 by default. `bounded`: as many as memory allows, where nothing sets
that limit. `planned`: as many as memory allows, whatever the limit is, and where all others are. `all`: every one,
whatever the limit is.
"""

MAX_JOBS = 256
"""Processes that check at the same time."""

_UNLIMITED = 1_000_000_000


class OptionError(ValueError):
    """The value of an option can't be used. `origin` names the option: `--select`, `PRECLEAR_SELECT`, `select`."""

    def __init__(self, message: str, origin: str) -> None:
        super().__init__(message)
        self.origin = origin


class CheckOptions(NamedTuple):
    """How documents are checked.

    `settings` are levels of settings, the strongest first; all of them beat configs. `root` is the folder that
    references may lead into, each document's own by default. `config` is the config of all documents; by default each
    has the nearest one upwards, and with `isolated` none. Without `use_ignores`, findings that documents, configs or
    the baseline suppress are reported too. `stdin_filename` is the name of standard input.

    The others matter to a run over many files. `openapi_only` passes over files that aren't OpenAPI documents, even
    those that are named. `baseline` is the baseline's file, the default one by default. `jobs` is the number of
    processes that check documents; 1 starts none.
    """

    settings: Sequence[Mapping[SettingKey, Setting]] = ()
    root: Path | None = None
    config: Path | None = None
    isolated: bool = False
    use_ignores: bool = True
    findings: FindingRetention = "limited"
    stdin_filename: str | None = None
    openapi_only: bool = False
    baseline: Path | None = None
    jobs: int = 1

    def limits(self, settings: Settings) -> Limits:
        """Return the limits of a document with `settings`, widened to the findings that are kept."""
        if self.findings == "all" or self.is_bounded(settings):
            return settings.limits.with_overrides({"findings": _UNLIMITED})
        return settings.limits

    def is_bounded(self, settings: Settings) -> bool:
        """Whether all findings that memory allows are kept of a document with `settings`."""
        if self.findings == "bounded":
            return settings.is_default(("limits", "findings"))
        return self.findings == "planned"


class SettingsResolver:
    """Gives each document its settings. Each config is read once."""

    def __init__(self, options: CheckOptions, rules: Mapping[str, Rule[Any]]) -> None:
        """Raises OptionError for selectors that select nothing, ConfigError where the named config can't be used."""
        self._options = options
        self._rules = rules
        self._registry: RuleRegistry | None = None
        self._configs = ConfigFinder(lambda: self.registry)
        self._explicit_config = self._configs.read(options.config) if options.config is not None else None
        self._settings: dict[int, Settings] = {}
        self._selections: dict[int, RuleSelection] = {}
        self._check_selectors()

    @property
    def registry(self) -> RuleRegistry:
        """The rules, and everything else that can be found."""
        if self._registry is None:
            from preclear.engine import all_kinds

            self._registry = RuleRegistry(all_kinds(self._rules))
        return self._registry

    def settings(self, file: Path | None = None) -> Settings:
        """The settings of the document in `file`; those of the current folder without one.

        Raises ConfigError where the document's config can't be used.
        """
        config = self._config(file)
        settings = self._settings.get(id(config))
        if settings is None:
            settings = self._settings[id(config)] = resolve_settings(self._options.settings, config)
        return settings

    def current(self) -> Settings | None:
        """The settings of the current folder; None where its config can't be used."""
        try:
            return self.settings()
        except ConfigError:
            return None

    def selection(self, settings: Settings) -> RuleSelection:
        """Which findings are selected, with which severities, and with which options rules run."""
        selection = self._selections.get(id(settings))
        if selection is None:
            from preclear.engine.rule_selection import RuleSelection

            is_default = settings.config is None and not any(self._options.settings)
            selection = self._selections[id(settings)] = RuleSelection(
                settings.select,
                settings.ignore,
                settings.severities,
                {} if is_default else settings.options(self.registry),
                settings.bases,
            )
        return selection

    def _config(self, file: Path | None) -> Config | None:
        if self._explicit_config is not None or self._options.isolated:
            return self._explicit_config
        return self._configs.find(file.parent if file is not None else Path.cwd())

    def _check_selectors(self) -> None:
        for level in self._options.settings:
            for key in (("select",), ("ignore",), ("extend-select",)):
                value, origin = level.get(key, ((), ""))
                for selector in value if isinstance(value, tuple) else ():
                    problem = self.registry.find_selector_problem(selector, is_ignored=key == ("ignore",))
                    if problem is not None:
                        raise OptionError(problem, origin)
