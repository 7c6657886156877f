"""The settings of every document of a run, and what is told of a config that can't be used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from preclear.config import ConfigError, ConfigFinder, RuleRegistry, Settings, resolve_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.cli.asking import Asked
    from preclear.config import Config
    from preclear.engine.rule_selection import RuleSelection
    from preclear.rule import Rule


class Configuring:
    """Gives each document its settings; each config is read once, and told of once where it is broken."""

    def __init__(self, asked: Asked, rules: Mapping[str, Rule[Any]]) -> None:
        """Raises BadParameter for selectors that select nothing, ConfigError where a config was named and is broken."""
        self._asked = asked
        self._rules = rules
        self._known: RuleRegistry | None = None
        self._configs = ConfigFinder(lambda: self.known)
        self._named = self._configs.read(asked.config) if asked.config is not None else None
        self._settings: dict[int, Settings] = {}
        self._selections: dict[int, RuleSelection] = {}
        self._told: list[ConfigError] = []
        self._check_selectors()

    @property
    def known(self) -> RuleRegistry:
        """The rules, and everything else that can be found."""
        if self._known is None:
            from preclear.engine import all_kinds

            self._known = RuleRegistry(all_kinds(self._rules))
        return self._known

    def settings(self, file: Path | None) -> Settings | None:
        """What is in force for a document, for standard input where it is none; None where its config is broken."""
        try:
            config = self._config(file)
        except ConfigError as error:
            if error not in self._told:
                self._told.append(error)
                tell_config_error(error)
            return None
        settings = self._settings.get(id(config))
        if settings is None:
            settings = self._settings[id(config)] = resolve_settings(self._asked.said, config)
        return settings

    def selection(self, settings: Settings) -> RuleSelection:
        """Which findings are wanted, how grave they are, with which options rules run."""
        selection = self._selections.get(id(settings))
        if selection is None:
            from preclear.engine.rule_selection import RuleSelection

            bare = settings.config is None and not any(self._asked.said)
            selection = self._selections[id(settings)] = RuleSelection(
                settings.select,
                settings.ignore,
                settings.severities,
                {} if bare else settings.options(self.known),
                settings.bases,
            )
        return selection

    def _config(self, file: Path | None) -> Config | None:
        if self._named is not None or self._asked.isolated:
            return self._named
        return self._configs.find(file.parent if file is not None else Path.cwd())

    def _check_selectors(self) -> None:
        for level in self._asked.said:
            for key in (("select",), ("ignore",), ("extend-select",)):
                value, origin = level.get(key, ((), ""))
                for selector in value if isinstance(value, tuple) else ():
                    trouble = self.known.find_selector_problem(selector, is_ignored=key == ("ignore",))
                    if trouble is not None:
                        raise click.BadParameter(trouble, param_hint=origin)


def tell_stop(error: Exception) -> None:
    """Tell why a command can't begin: a config that can't be used, or what `error` says."""
    if isinstance(error, ConfigError):
        tell_config_error(error)
    else:
        from preclear.cli.output import tell

        tell(str(error))


def tell_config_error(error: ConfigError) -> None:
    """Write everything that is wrong with a config to standard error, each at its place."""
    from preclear.cli.output import tell_lines

    tell_lines(_lines(error))


def _lines(error: ConfigError) -> Iterator[str]:
    from preclear.report.escape import escape, escape_path
    from preclear.report.excerpt import make_excerpt
    from preclear.source.lines import Lines

    lines = Lines(error.text)
    for span, message in error.problems:
        if span is None:
            yield f"{escape_path(error.display_path)}: {escape(message)}"
            continue
        (number, column), gutter = span.start, " " * len(str(span.start.line))
        yield f"{escape_path(error.display_path)}:{number}:{column}: {escape(message)}"
        if error.text:
            part = make_excerpt(lines.text(number), span, 120 - len(gutter) - 3)
            yield f"{gutter} |"
            yield f"{number} | {part.text}".rstrip()
            yield f"{gutter} | {' ' * part.start}{'^' * part.length}"
