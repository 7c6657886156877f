"""The kinds of findings about suppressions."""

from __future__ import annotations

from preclear.source import Kind

UNUSED_SUPPRESSION = Kind(
    name="unused-suppression",
    category="document",
    severity="warning",
    basis="practice",
    source="a suppression that suppresses nothing hides the next finding",
    doc="""A suppression suppresses nothing.

The problem was fixed, moved or never existed: the rule's name may be misspelled, or missing. If the suppression stays,
it hides the next finding of that rule before anyone sees it. A suppression of a rule that isn't selected isn't
reported.

No fix: a suppression can be a comment, and edits don't change comments.""",
)

UNEXPLAINED_SUPPRESSION = Kind(
    name="unexplained-suppression",
    category="document",
    severity="warning",
    basis="practice",
    source="a reason is what a reader needs to judge a suppression",
    doc="""A suppression gives no reason.

Without a reason, the next reader can't tell whether the finding is wrong, accepted for now, or was merely inconvenient.
Write the reason after the brackets of the comment, or as the value of the rule's name in `x-preclear-ignore`.

No fix: only you know the reason.""",
)

SUPPRESSION_KINDS = (UNUSED_SUPPRESSION, UNEXPLAINED_SUPPRESSION)
