"""What a rule is, and how rule packs are found."""

from preclear.rule.packs import ENTRY_POINT_GROUP, PackError, discover_rules
from preclear.rule.rule import OPTION_TYPES, Option, Rule, RuleFunction, rule

__all__ = ["ENTRY_POINT_GROUP", "OPTION_TYPES", "Option", "PackError", "Rule", "RuleFunction", "discover_rules", "rule"]
