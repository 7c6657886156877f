"""The categories that connectors can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.option_errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.platform.lookups import PlatformLookup


def resolve_categories(lookup: PlatformLookup, names: Sequence[str]) -> list[str]:
    """Return the categories called `names`, ignoring case, each once.

    Raises InvalidOptionError for an unknown one; it lists the known. Raises LookupFailure.
    """
    if not names:
        return []
    known = lookup.list_categories()
    by_folded_name = {name.casefold(): name for name in known}
    for name in names:
        if name.casefold() not in by_folded_name:
            raise InvalidOptionError(f"there is no category `{name}`{_describe_known(name, known)}")
    return list(dict.fromkeys(by_folded_name[name.casefold()] for name in names))


def _describe_known(name: str, known: Sequence[str]) -> str:
    from preclear.openapi import suggest

    if not known:
        return ": the platform lists none"
    suggestion = suggest(name, known)
    hint = f"; did you mean `{suggestion}`?" if suggestion is not None else ";"
    return f"{hint} expected one of {', '.join(f'`{category}`' for category in known)}"
