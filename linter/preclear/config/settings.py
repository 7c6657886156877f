"""What is in force for a document: command line over environment over config over default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from preclear.config.model import Said
from preclear.config.table import SETTINGS
from preclear.source import DEFAULT_LIMITS, LIMIT_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from preclear.config.known import Known
    from preclear.config.model import Config, Ignore, Key, Value
    from preclear.source import Limits, Severity

SELECT, IGNORE, EXTEND = ("select",), ("ignore",), ("extend-select",)
DEFAULT = "default"


class Settings(NamedTuple):
    """Every setting in force with its origin, and the config that had a part in it."""

    said: Mapping[Key, Said]
    config: Config | None

    @property
    def select(self) -> tuple[str, ...]:
        """The selectors of what is wanted."""
        return (*self._texts(SELECT), *self._texts(EXTEND))

    @property
    def ignore(self) -> tuple[str, ...]:
        """The selectors of what is not."""
        return self._texts(IGNORE)

    @property
    def bases(self) -> tuple[str, ...]:
        """The bases that what is wanted is narrowed to; none where it is not."""
        return self._texts(("basis",)) if ("basis",) in self.said else ()

    @property
    def fail_on(self) -> str:
        """The least severity that makes the exit code 1, or `never`."""
        return str(self.said["fail-on",].value)

    @property
    def show(self) -> Severity:
        """The least severity that is shown to people."""
        value = self.said["show",].value
        return "error" if value == "error" else "info" if value == "info" else "warning"

    @property
    def documents(self) -> tuple[str, ...]:
        """Paths and patterns of the documents, relative to the config's folder."""
        return self._texts(("documents",))

    @property
    def severities(self) -> dict[str, Severity]:
        """The severities that rules have here, by name."""
        found: dict[str, Severity] = {}
        for key, said in self.said.items():
            if key[0] == "severity":
                found[key[1]] = "error" if said.value == "error" else "info" if said.value == "info" else "warning"
        return found

    @property
    def limits(self) -> Limits:
        """How much is read of a document."""
        numbers = {key[1]: said.value for key, said in self.said.items() if key[0] == "limits"}
        return DEFAULT_LIMITS.widened({name: value for name, value in numbers.items() if isinstance(value, int)})

    @property
    def ignores(self) -> tuple[Ignore, ...]:
        """The findings that the config does not want."""
        return self.config.ignores if self.config is not None else ()

    def is_default(self, key: Key) -> bool:
        """Whether nothing sets `key`, so that its default holds."""
        return self.said[key].origin == DEFAULT

    def options(self, known: Known) -> dict[str, dict[str, Any]]:
        """The keyword arguments of rules that something is said of, by the rule's name."""
        found: dict[str, dict[str, Any]] = {}
        for rule, name, said in self.rule_options(known):
            if said.origin != DEFAULT:
                found.setdefault(rule, {})[name.replace("-", "_")] = said.value
        return found

    def rule_options(self, known: Known) -> Iterator[tuple[str, str, Said]]:
        """Every option of every rule: the rule's name, the option's, its value.

        An option called `version` has the setting of that name, where nothing else is said of it.
        """
        for rule in known.names:
            for option in known.options(rule):
                said = self.said.get(("rules", rule, option.name))
                if said is None and option.name == "version":
                    said = self.said.get(("version",))
                yield rule, option.name, said or Said(option.default, DEFAULT)

    def _texts(self, key: Key) -> tuple[str, ...]:
        value: Value = self.said[key].value
        return value if isinstance(value, tuple) else ()


def defaults() -> dict[Key, Said]:
    """What holds where nothing is said."""
    held: dict[Key, Said] = {(each.name,): Said(each.default, DEFAULT) for each in SETTINGS if each.default is not None}
    for name in LIMIT_NAMES:
        number: int = getattr(DEFAULT_LIMITS, name)
        held["limits", name] = Said(number, DEFAULT)
    return held


def settle(given: Sequence[Mapping[Key, Said]], config: Config | None) -> Settings:
    """Bring together what command line and environment say (`given`, the stronger first), a config and the defaults.

    A stronger level's value replaces a weaker's, but: what `extend-select` names is added to the `select` of its own
    and of weaker levels; and an `ignore` of a weaker level does not hold against the very selector that a stronger one
    selects.
    """
    levels = [*given, config.said if config is not None else {}, defaults()]
    said: dict[Key, Said] = {}
    for level in reversed(levels):
        said.update(level)
    strongest = next(number for number, level in enumerate(levels) if SELECT in level)
    said[EXTEND] = _joined([level[EXTEND] for level in levels[: strongest + 1] if EXTEND in level])
    said[IGNORE] = _ignored(levels)
    return Settings(said, config)


def _joined(parts: list[Said]) -> Said:
    parts = [part for part in parts if part.value]
    if not parts:
        return Said((), DEFAULT)
    texts = [text for part in parts if isinstance(part.value, tuple) for text in part.value]
    return Said(tuple(dict.fromkeys(texts)), ", ".join(part.origin for part in parts))


def _ignored(levels: Sequence[Mapping[Key, Said]]) -> Said:
    wanted: set[str] = set()
    for level in levels:
        if IGNORE in level:
            value, origin = level[IGNORE]
            texts = value if isinstance(value, tuple) else ()
            return Said(tuple(text for text in texts if text not in wanted), origin)
        for key in (SELECT, EXTEND):
            value = level[key].value if key in level else ()
            wanted.update(value if isinstance(value, tuple) else ())
    return Said((), DEFAULT)
