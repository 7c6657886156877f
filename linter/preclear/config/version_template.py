"""The names of versions in a config: fixed texts, or templates such as `{info.version}` and `{date}-{commit}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.config.registry import make_hint

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION_PLACEHOLDERS = ("info.version", "date", "commit")
"""The placeholders of a template: the document's `info.version`, the day of the run, the commit that is checked out."""

RESERVED_NAMES = ("default", "latest")
"""Names that no version can have (contract: ConnectorVersion.name)."""

VERSION_PATTERN = (
    rf"^(?!\s*(?:{'|'.join(RESERVED_NAMES)})\s*$)(?=.*\S)"
    rf"(?:[^{{}}\x00-\x1f\x7f]|\{{(?:{'|'.join(map(re.escape, VERSION_PLACEHOLDERS))})\}})+$"
)
"""The pattern of a template, for editors."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def find_template_problem(template: str) -> str | None:
    """Return why `template` can't name versions; None if it can."""
    for match in _PLACEHOLDER.finditer(template):
        if match[1] not in VERSION_PLACEHOLDERS:
            known = [f"{{{name}}}" for name in VERSION_PLACEHOLDERS]
            return f"`version` has no placeholder `{match[0][:80]}`; {make_hint(match[0], known)}"
    fixed_text = _PLACEHOLDER.sub("", template)
    if "{" in fixed_text or "}" in fixed_text:
        return "`version` has a brace that belongs to no placeholder; expected one such as `{info.version}`"
    if not template.isprintable():
        return "`version` has a character that can't be printed; expected a name such as `1.0.0`"
    if template.strip() in RESERVED_NAMES:
        return f"version name `{template.strip()}` is reserved; expected another name"
    return None


def list_placeholders(template: str) -> tuple[str, ...]:
    """Return the placeholders of a valid template, in order, each once."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(template)))


def render_version(template: str, values: Mapping[str, str]) -> str:
    """Return the name that a valid template stands for. `values` has the value of each of its placeholders."""
    return _PLACEHOLDER.sub(lambda match: values[match[1]], template)
