"""After an unknown outcome: look whether it happened. A look changes nothing."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from preclear.platform.lookups import LookupFailed

if TYPE_CHECKING:
    from collections.abc import Collection

    from preclear.platform.lookups import Listed, Lookups, Version
    from preclear.platform.outcome import Outcome
    from preclear.platform.request import Target

LOOKS = (0.0, 2.0, 4.0)
"""Seconds before each look: what the server began it may end a little later."""

SECONDS = 20.0
"""How long all looks may take."""


def settle(outcome: Outcome, target: Target, lookups: Lookups, known: Collection[str] | None, title: str) -> Outcome:
    """Settle an unknown outcome where that can be done.

    `known` are the ids that were there before, None where nobody looked: then nothing can be said of what is there now.
    A version that is not there was not made, unless the server may still be at it. A new connector is found by `title`;
    one that is not there may be called otherwise.
    """
    for pause in LOOKS:
        time.sleep(pause)
        try:
            found = _found(target, lookups, title)
        except LookupFailed as error:
            return replace(outcome, reason=f"{outcome.reason}; {error}")
        new = [each for each in found if known is not None and each.id not in known]
        if len(new) == 1:
            return replace(outcome, name="accepted", reason=f"{_what(target, new[0])} is there ({outcome.reason})")
        if (found and known is None) or len(new) > 1:
            number = len(new) or len(found)
            said = f"{number} of that name {'is' if number == 1 else 'are'} there, and may not come of this"
            return replace(outcome, reason=f"{outcome.reason}; {said}")
    if target.version is not None and not outcome.open_end:
        reason = f"version `{target.version}` is not there ({outcome.reason})"
        return replace(outcome, name="rejected", reason=reason)
    return replace(outcome, reason=f"{outcome.reason}; it is not there yet")


def _found(target: Target, lookups: Lookups, title: str) -> list[Version] | list[Listed]:
    if target.connector is not None:
        return [each for each in lookups.versions(target.connector) if each.name == target.version]
    return [each for each in lookups.connectors(title) if each.name == title]


def _what(target: Target, found: Version | Listed) -> str:
    return f"version `{target.version}`" if target.version is not None else f"connector `{found.name}` ({found.id})"
