"""Find the credentials that actions need, and those with which one connection can call most actions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from preclear import Action, Connector, Node, Place

Alternative: TypeAlias = "frozenset[str]"
"""Names of auth schemes that are required together."""

_MAX_CANDIDATES = 20


class SecurityNeed(NamedTuple):
    """Alternatives of which any one is enough, the actions that need one, and each `security` that requires it."""

    alternatives: tuple[Alternative, ...]
    actions: list[Action]
    securities: dict[Place, None]

    def is_met_by(self, credentials: Alternative) -> bool:
        """Whether a connection with credentials for these schemes can call the actions."""
        return any(option <= credentials for option in self.alternatives)

    @property
    def label(self) -> str:
        """The need as messages show it: "`ApiKey` or `User` with `Token`"."""
        options = [" with ".join(f"`{name[:60]}`" for name in sorted(option)) for option in self.alternatives]
        if len(options) > 3:
            options[2:] = [f"{len(options) - 2} more"]
        return " or ".join(options)


def find_needs(connector: Connector) -> list[SecurityNeed]:
    """Find the distinct needs of the actions of `connector`; an action that works without credentials has no need.

    Undefined schemes are reported by `undefined-auth-scheme` and ignored here.
    """
    defined = {scheme.key.value for scheme in connector.auth_schemes}
    default_security = connector.root.get("security")
    default_alternatives = _read_alternatives(default_security, defined)
    by_alternatives: dict[frozenset[Alternative], SecurityNeed] = {}
    for action in connector.actions:
        own = action.node.get("security")
        security, options = (
            (default_security, default_alternatives) if own is None else (own, _read_alternatives(own, defined))
        )
        if security is None or not options:
            continue
        need = by_alternatives.setdefault(frozenset(options), SecurityNeed(options, [], {}))
        need.actions.append(action)
        need.securities[security.key] = None
    return list(by_alternatives.values())


def find_best_credentials(all_needs: list[SecurityNeed]) -> Alternative:
    """Find the alternative with which a connection can call the most actions.

    Only the most frequent and the largest alternatives are candidates, which keeps this linear.
    """
    counts: Counter[Alternative] = Counter()
    for need in all_needs:
        for option in need.alternatives:
            counts[option] += len(need.actions)
    shortlist = {option for option, _ in counts.most_common(_MAX_CANDIDATES)} | {
        *sorted(counts, key=len, reverse=True)[:_MAX_CANDIDATES]
    }
    candidates = [option for option in counts if option in shortlist]
    return max(candidates, key=lambda option: sum(len(need.actions) for need in all_needs if need.is_met_by(option)))


def _read_alternatives(security: Node | None, defined: set[str]) -> tuple[Alternative, ...]:
    """Return the alternatives of `security` whose schemes are defined; empty if credentials are optional."""
    options = [frozenset(requirement.mapping) for requirement in security.items()] if security is not None else []
    return (
        ()
        if frozenset() in options
        else tuple(dict.fromkeys(alternative for alternative in options if alternative <= defined))
    )
