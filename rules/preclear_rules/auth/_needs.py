"""What credentials actions need, and which of these needs one connection can meet."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from preclear import Action, Connector, Node, Place

Option: TypeAlias = "frozenset[str]"
"""Schemes that are needed together."""

_TRIED = 20


class Need(NamedTuple):
    """Options of which any one will do, the actions that need it, and each `security` that says so."""

    options: tuple[Option, ...]
    actions: list[Action]
    securities: dict[Place, None]

    def met_by(self, credentials: Option) -> bool:
        """Whether a connection with credentials for these schemes can call the actions."""
        return any(option <= credentials for option in self.options)

    @property
    def label(self) -> str:
        """How messages name it: "`ApiKey` or `User` with `Token`"."""
        options = [" with ".join(f"`{name[:60]}`" for name in sorted(option)) for option in self.options]
        if len(options) > 3:
            options[2:] = [f"{len(options) - 2} more"]
        return " or ".join(options)


def needs(connector: Connector) -> list[Need]:
    """The different needs of the actions of `connector`; actions that go without credentials have none.

    Schemes that are not defined are reported at their place, and left out here.
    """
    defined = {scheme.key.value for scheme in connector.auth_schemes}
    common = connector.root.get("security")
    commonly = _options(common, defined)
    found: dict[frozenset[Option], Need] = {}
    for action in connector.actions:
        own = action.node.get("security")
        security, options = (common, commonly) if own is None else (own, _options(own, defined))
        if security is None or not options:
            continue
        need = found.setdefault(frozenset(options), Need(options, [], {}))
        need.actions.append(action)
        need.securities[security.key] = None
    return list(found.values())


def best(listed: list[Need]) -> Option:
    """The credentials, of those that some action needs, with which most actions can be called.

    Looked for among the ones that most actions name and the largest ones, so that it takes linear time.
    """
    counts: Counter[Option] = Counter()
    for need in listed:
        for option in need.options:
            counts[option] += len(need.actions)
    tried = {option for option, _ in counts.most_common(_TRIED)} | {*sorted(counts, key=len, reverse=True)[:_TRIED]}
    candidates = [option for option in counts if option in tried]
    return max(candidates, key=lambda option: sum(len(need.actions) for need in listed if need.met_by(option)))


def _options(security: Node | None, defined: set[str]) -> tuple[Option, ...]:
    """The alternatives of `security` that are defined; none where it can also go without credentials."""
    options = [frozenset(each.mapping) for each in security.items()] if security is not None else []
    return () if frozenset() in options else tuple(dict.fromkeys(each for each in options if each <= defined))
