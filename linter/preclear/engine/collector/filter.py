"""Which findings of a run are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.engine.rule_selection import SELECT_ALL, RuleSelection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from preclear.config import Ignore
    from preclear.engine.finding import FindingIdentity
    from preclear.engine.unlisted import UnlistedFindings
    from preclear.source import Kind, Report


class FindingFilter(NamedTuple):
    """Which findings of a run are reported.

    `ignores` are those of the configs. With `no_ignores`, neither they nor the document's own suppressions apply.
    `is_known` says whether a baseline has an entry for a finding; such findings aren't counted, unless they are fatal.
    With `bounded`, the size of the documents limits how many findings are listed, and `unlisted` records the nodes of
    the others. `observe` is called with every report that is reported, also with those that a limit leaves out.
    """

    selection: RuleSelection = SELECT_ALL
    ignores: Sequence[Ignore] = ()
    no_ignores: bool = False
    is_known: Callable[[FindingIdentity], bool] | None = None
    bounded: bool = False
    unlisted: UnlistedFindings | None = None
    observe: Callable[[Kind, Report], None] | None = None
