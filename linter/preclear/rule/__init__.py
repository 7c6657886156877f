"""Rules: what a rule is, and how the rules of installed packs are found.

In: functions with the decorator `rule`, in packages that an entry point names. Out: `Rule` objects by name.
"""

from preclear.rule.definition import OPTION_TYPES, Option, Rule, RuleFunction, rule
from preclear.rule.packs import ENTRY_POINT_GROUP, PackError, discover_rules, find_installed_packs, load_pack

__all__ = [
    "ENTRY_POINT_GROUP",
    "OPTION_TYPES",
    "Option",
    "PackError",
    "Rule",
    "RuleFunction",
    "discover_rules",
    "find_installed_packs",
    "load_pack",
    "rule",
]
