"""How much of anything is read: no document can take the machine down."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

LIMIT_OPTION = "--limit"
"""The command line's option that widens a limit: `--limit depth=200`."""


LIMIT_CAPS = {"depth": 500, "digits": 4_300}
"""What no setting raises: past these the interpreter's stack overflows, or it reads no number."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds on input, each with the unit in its comment. A refusal names the limit and the option.

    Raises ValueError for one above its cap.
    """

    file_bytes: int = 20_000_000  # bytes of one file
    total_bytes: int = 100_000_000  # bytes of a document and all files that it refers to
    files: int = 5_000  # files of a document, itself and all that it refers to
    depth: int = 100  # levels of nesting
    nodes: int = 3_000_000  # keys, values and items of one file, as written
    expanded_nodes: int = 400_000  # the same with YAML's aliases and merges expanded; or ten times `nodes` as written
    scalar_bytes: int = 1_000_000  # characters of one string
    key_bytes: int = 8_000  # characters of one key
    digits: int = 400  # digits of one number
    ref_chain: int = 100  # references that lead to references
    findings: int = 200  # findings of one rule in one file that are reported (the true count always is)

    def __post_init__(self) -> None:
        for name, cap in LIMIT_CAPS.items():
            if getattr(self, name) > cap:
                raise ValueError(f"limit `{name}` is {getattr(self, name):,}; expected {cap:,} at most")

    def with_overrides(self, overrides: dict[str, int]) -> Limits:
        """These limits with some replaced. Raises KeyError for a name that is no limit, ValueError above a cap."""
        for name in overrides:
            if name not in LIMIT_NAMES:
                raise KeyError(name)
        return replace(self, **overrides)


LIMIT_NAMES = tuple(sorted(field.name for field in fields(Limits)))
DEFAULT_LIMITS = Limits()
