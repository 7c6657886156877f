"""What a rule is, and how rule packs are found."""

from preclear.rule.packs import GROUP, PackError, discover
from preclear.rule.rule import Check, Rule, rule

__all__ = ["GROUP", "Check", "PackError", "Rule", "discover", "rule"]
