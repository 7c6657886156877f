"""The pages that explain rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._urls import DOCUMENTATION

if TYPE_CHECKING:
    from preclear.source import EditLevel, Kind

_BUILTIN_PACKAGE = "preclear_rules."

FIXES: dict[EditLevel, str] = {
    "safe": "`preclear check --fix` makes changes that mean the same to every reader",
    "rename": "`preclear check --fix --unsafe-fixes` also gives the same API other names",
    "adapt": "`preclear adapt` also makes changes after which the document says less, in a copy of it",
}
"""What each level of fixes is."""


def page_url(kind: Kind) -> str | None:
    """Return the address of a kind's page; None for rules of other packs."""
    module: str = getattr(kind, "module", _BUILTIN_PACKAGE)  # only rules have one
    if not module.startswith(_BUILTIN_PACKAGE):
        return None
    return f"{DOCUMENTATION}/rules/{kind.name}"
