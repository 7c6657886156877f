"""The options of a check, and the settings of each document: options override configs, configs override defaults."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from preclear._records import NamedTuple
from preclear.config import ConfigError, ConfigFinder, RuleRegistry, Settings, resolve_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from preclear.config import Config, ConnectorBinding, DocumentSettings, Setting, SettingKey
    from preclear.edit import AdaptOptions
    from preclear.engine import RuleSelection
    from preclear.rule import Rule
    from preclear.source import Limits

FindingRetention: TypeAlias = Literal["limited", "bounded", "planned", "all"]
"""How many findings of one rule in one file are kept. All are counted in any case.

`limited`: up to the limit `findings`, 200 by default. `bounded`: as many as memory allows, unless that limit is set.
`planned`: as many as memory allows, whatever the limit is, with the places of the rest. `all`: every finding, whatever
the limit is.
"""

ReportDetail: TypeAlias = Literal["fixes", "kinds", "plans", "suppressed"]
"""A part of ReportDetails, by the name of its field; `fixes` are the `text_fix` of each finding."""

ReportProgress: TypeAlias = "Callable[[int, int, str], None]"
"""Is called before each file with its 1-based number, the number of files, and its display path."""

MAX_JOBS = 256
"""Maximum number of worker processes."""

_UNLIMITED = 1_000_000_000


class OptionError(ValueError):
    """The value of an option can't be used. `origin` names the option: `--select`, `PRECLEAR_SELECT`, `select`."""

    def __init__(self, message: str, origin: str) -> None:
        super().__init__(message)
        self.origin = origin


class CheckOptions(NamedTuple):
    """How documents are checked.

    `settings` are levels of settings, the strongest first; all of them override configs. `root` is the folder that
    references can't leave; by default it is each document's folder. `config` is the config of all documents; by default
    each uses the nearest one above it, and with `isolated` none. Without `use_ignores`, findings that documents,
    configs or the baseline suppress are reported too. `stdin_filename` is the name of standard input.

    With `adapt`, documents are adapted as the settings say before they are checked; without it, only the selection and
    the overlays of the settings apply. AdaptOptions replace those settings.

    The other options apply to runs over many files. `openapi_only` skips files that aren't OpenAPI documents, even if
    they are named. `force_exclude` skips files that a config excludes, even if they are named. `baseline` is the path
    of the baseline, if not the default one. `jobs` is the maximum number of worker processes; 1 starts none, and None
    starts one for each processor if that pays. `details` are what the results contain besides findings. `since` is a
    git revision: only documents that differ from it are checked, and only findings that they don't have there are
    reported.
    """

    settings: Sequence[Mapping[SettingKey, Setting]] = ()
    root: Path | None = None
    config: Path | None = None
    isolated: bool = False
    use_ignores: bool = True
    findings: FindingRetention = "limited"
    stdin_filename: str | None = None
    openapi_only: bool = False
    force_exclude: bool = False
    baseline: Path | None = None
    jobs: int | None = 1
    adapt: bool | AdaptOptions = False
    details: frozenset[ReportDetail] = frozenset()
    since: str | None = None

    def for_programs(self) -> CheckOptions:
        """Return the options for a report that programs read: all findings that memory allows, if no limit is set."""
        return self._replace(findings="bounded") if self.findings == "limited" else self

    def limits(self, settings: Settings) -> Limits:
        """Return the limits of a document with `settings`, with the limit of findings adapted to `findings`."""
        if self.findings == "all" or self.is_bounded(settings):
            return settings.limits.with_overrides({"findings": _UNLIMITED})
        return settings.limits

    def is_bounded(self, settings: Settings) -> bool:
        """Whether only memory limits the findings that are kept of a document with `settings`."""
        if self.findings == "bounded":
            return settings.is_default(("limits", "findings"))
        return self.findings == "planned"


class SettingsResolver:
    """Finds the settings of each document. Each config is read once."""

    def __init__(self, options: CheckOptions, rules: Mapping[str, Rule[Any]]) -> None:
        """Raises OptionError for selectors that select nothing, and ConfigError if the named config can't be used."""
        self._options = options
        self._make_registry = cache(partial(_make_registry, rules))  # without `self`, so that nothing refers to itself
        self._configs = ConfigFinder(self._make_registry)
        self._explicit_config = self._configs.read(options.config) if options.config is not None else None
        # by the ids of a config and of settings of documents, which are kept: others could get the ids of freed ones
        self._settings: dict[tuple[int, ...], tuple[Config | None, tuple[DocumentSettings, ...], Settings]] = {}
        self._selections: dict[int, RuleSelection] = {}
        self._check_selectors()

    @property
    def registry(self) -> RuleRegistry:
        """All rules and other kinds of finding."""
        return self._make_registry()

    @property
    def configs(self) -> ConfigFinder:
        """The configs that were read, and the files that were looked for."""
        return self._configs

    def resolve(self, file: Path | None = None, binding: ConnectorBinding | None = None) -> Settings:
        """Return the settings of the document in `file`; without `file`, those of the current folder.

        The settings of `binding` override those of the config. Raises ConfigError if the document's config can't be
        used.
        """
        config = self._config(file)
        document_settings = config.select_settings(file) if config is not None else ()
        if binding is not None:
            document_settings = (*document_settings, binding.settings)
        key = (id(config), *map(id, document_settings))
        entry = self._settings.get(key)
        if entry is None:
            settings = resolve_settings(self._options.settings, config, document_settings)
            entry = self._settings[key] = config, document_settings, settings
        return entry[2]

    def find_config(self, folder: Path) -> Config | None:
        """Return the config of the documents in `folder`; None if there is none, or none that can be used."""
        try:
            return self._config(folder / "-")
        except ConfigError:
            return None

    def selection(self, settings: Settings) -> RuleSelection:
        """Return which findings are selected, their severities, and the options of the rules."""
        selection = self._selections.get(id(settings))
        if selection is None:
            from preclear.engine import RuleSelection

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


def _make_registry(rules: Mapping[str, Rule[Any]]) -> RuleRegistry:
    from preclear.engine import all_kinds

    return RuleRegistry(all_kinds(rules))
