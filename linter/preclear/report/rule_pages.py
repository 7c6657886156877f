"""Where a kind of finding is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source import Kind

_BUILTIN_PACKAGE = "preclear_rules."


def page_url(kind: Kind) -> str | None:
    """Give the path of a kind's page in this project's repository; None for a rule of somebody else's pack."""
    module: str = getattr(
        getattr(kind, "check", None), "__module__", _BUILTIN_PACKAGE
    )  # kinds that are no rules have no check
    if not module.startswith(_BUILTIN_PACKAGE):
        return None
    return f"docs/rules/{kind.name}.md"
