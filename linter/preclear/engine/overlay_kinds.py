"""The kinds of findings in overlays, which are applied to a document before it's checked."""

from __future__ import annotations

from preclear.source import Kind

INVALID_OVERLAY = Kind(
    name="invalid-overlay",
    category="overlay",
    severity="error",
    basis="openapi",
    source="Overlay 1.1, Overlay Object, Info Object, Action Object",
    fatal=True,
    doc="""The overlay doesn't conform to the Overlay Specification.

An overlay has the fields `overlay`, `info` and `actions`. `overlay` is the version of the specification, as a string:
1.0 and 1.1 are supported. Each action has a `target`, which is a JSONPath query as RFC 9535 defines it, and one of
`update`, `remove` and, since 1.1, `copy`. Other fields must begin with `x-`. Many tools ignore a field that they don't
know, so a misspelled `update` changes nothing there. Here, no overlay is applied if one has a fault.
""",
)

INAPPLICABLE_OVERLAY_ACTION = Kind(
    name="inapplicable-overlay-action",
    category="overlay",
    severity="error",
    basis="openapi",
    source="Overlay 1.1, Action Object",
    fatal=True,
    doc="""An action of an overlay can't be applied to the document.

A mapping can be merged with a mapping only, a string, number, boolean or null replaces only one of those, and a list
takes new items. If `target` selects several values, all must be mappings, all lists, or all neither. To change the type
of a value, remove it in one action and add the new one to its parent in the next. `copy` must select exactly one value,
and the root of a document can't be removed. No overlay is applied if an action can't be, because the result would be
neither the document nor what its author wants.
""",
)

UNMATCHED_OVERLAY_TARGET = Kind(
    name="unmatched-overlay-target",
    category="overlay",
    severity="warning",
    basis="practice",
    source="Overlay 1.1, Action Object, `target`",
    doc="""The target of an action selects nothing, so the action changes nothing.

The specification allows that, because an overlay can be meant for several documents. More often, the document has
changed since the overlay was written, an earlier action has removed the target, or the query has a mistake. Names are
case-sensitive, and a name with characters other than letters, digits and `_` needs quotes: `$.paths['/pets']`.
""",
)

INEFFECTIVE_OVERLAY_ACTION = Kind(
    name="ineffective-overlay-action",
    category="overlay",
    severity="warning",
    basis="openapi",
    source="Overlay 1.1, Action Object",
    doc="""A part of an action has no effect.

An action without `update`, `copy` or `remove: true` changes nothing. With `remove: true`, the action's `update` and
`copy` have no effect. An action with both `update` and `copy` changes nothing: each of them has no effect if the other
one is there. Write an action for each.
""",
)

MISMATCHED_OVERLAY_DOCUMENT = Kind(
    name="mismatched-overlay-document",
    category="overlay",
    severity="info",
    basis="openapi",
    source="Overlay 1.1, Overlay Object, `extends`",
    doc="""The overlay says that it extends another document.

`extends` names the document that an overlay was written for. The overlay is applied anyway, because a document can have
been moved or renamed. Only a reference to a local file is compared; a URL isn't.
""",
)

OVERLAY_KINDS = (
    INVALID_OVERLAY,
    INAPPLICABLE_OVERLAY_ACTION,
    UNMATCHED_OVERLAY_TARGET,
    INEFFECTIVE_OVERLAY_ACTION,
    MISMATCHED_OVERLAY_DOCUMENT,
)
