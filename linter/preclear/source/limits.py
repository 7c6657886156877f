"""Limits on input, so that no document can exhaust the machine."""

from __future__ import annotations

from preclear._records import Record, replace

LIMIT_OPTION = "--limit"
"""The command-line option that sets a limit: `--limit depth=200`."""

LIMIT_CAPS = {"depth": 500, "digits": 4_300}
"""The highest settings: beyond them, Python overflows its stack or refuses to parse a number."""


class Limits(Record):
    """The limits on input; the comments say the units. Raises ValueError if a limit is above its cap."""

    file_bytes: int = 20_000_000  # bytes of one file
    total_bytes: int = 100_000_000  # bytes of a document and of all files it refers to
    files: int = 5_000  # files of a document: itself and all files it refers to
    depth: int = 100  # levels of nesting
    nodes: int = 3_000_000  # keys, values and items of one file, as written
    expanded_nodes: int = 400_000  # the same, with aliases and merge keys expanded; or ten times the nodes as written
    scalar_bytes: int = 1_000_000  # characters of one string
    key_bytes: int = 8_000  # characters of one key
    digits: int = 400  # digits of one number
    ref_chain: int = 100  # references in a chain
    findings: int = 200  # findings shown for one rule and file; the full count is always shown

    def __post_init__(self) -> None:
        for name, cap in LIMIT_CAPS.items():
            if getattr(self, name) > cap:
                raise ValueError(f"limit `{name}` is {getattr(self, name):,}; expected at most {cap:,}")

    def with_overrides(self, overrides: dict[str, int]) -> Limits:
        """Return these limits with `overrides`. Raises KeyError for an unknown limit, ValueError above a cap."""
        for name in overrides:
            if name not in LIMIT_NAMES:
                raise KeyError(name)
        return replace(self, **overrides)


LIMIT_NAMES = tuple(sorted(Limits.__match_args__))
DEFAULT_LIMITS = Limits()
