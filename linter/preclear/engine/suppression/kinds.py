"""What can be wrong with a suppression."""

from __future__ import annotations

from preclear.source import Kind

UNUSED_SUPPRESSION = Kind(
    name="unused-suppression",
    category="document",
    severity="warning",
    basis="practice",
    source="a suppression that suppresses nothing hides the next finding",
    doc="""A suppression suppresses nothing.

What it was there for has been mended, has moved, or never was: the rule's name is misspelt, or no rule is named at
all. Left in place it hides the next finding of that rule, which nobody has looked at. A rule that is not selected is
not counted as finding nothing.""",
)

UNEXPLAINED_SUPPRESSION = Kind(
    name="unexplained-suppression",
    category="document",
    severity="warning",
    basis="practice",
    source="a reason is what a reader needs to judge a suppression",
    doc="""A suppression gives no reason.

Whoever reads the document next can't tell whether the finding is wrong, accepted for a while, or was only in the way.
The reason stands behind the brackets of the comment, or as the value of the rule's name in `x-preclear-ignore`.""",
)

SUPPRESSION_KINDS = (UNUSED_SUPPRESSION, UNEXPLAINED_SUPPRESSION)
