"""What a rule is, and how rule packs are found."""

from preclear.rule.packs import GROUP, PackError, discover
from preclear.rule.rule import OPTION_TYPES, Check, Option, Rule, rule

__all__ = ["GROUP", "OPTION_TYPES", "Check", "Option", "PackError", "Rule", "discover", "rule"]
