"""What credentials actions need, and which of these needs one connection can meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from preclear import Action, Connector, Place

Option: TypeAlias = "frozenset[str]"
"""Schemes that are needed together."""


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

    Schemes that are not defined are told at their place, and left out here.
    """
    defined = {scheme.key.value for scheme in connector.auth_schemes}
    found: dict[frozenset[Option], Need] = {}
    for action in connector.actions:
        security = action.node.get("security") or connector.root.get("security")
        options = [frozenset(each.mapping) for each in security.items()] if security is not None else []
        if security is None or frozenset() in options:
            continue
        known = tuple(dict.fromkeys(option for option in options if option <= defined))
        if known:
            need = found.setdefault(frozenset(known), Need(known, [], {}))
            need.actions.append(action)
            need.securities[security.key] = None
    return list(found.values())


def best(listed: list[Need]) -> Option:
    """The credentials, of those that some action needs, with which most actions can be called."""
    options = dict.fromkeys(option for need in listed for option in need.options)
    return max(options, key=lambda option: sum(len(need.actions) for need in listed if need.met_by(option)))
