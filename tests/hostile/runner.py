"""Who reads our output and may act on it: the runners of pipelines, and terminals.

The two ways in which GitHub's runner reads a line are those of its ActionCommand class: `TryParseV2` takes a line that
begins, blanks aside, with `::` and has a second `::` behind the command's name; `TryParse` takes `##[` anywhere in the
line, with a `]` behind the command's name. Both then ask whether there is a command of that name, which is not asked
here: names come and go. `##vso[` is Azure Pipelines', `##teamcity[` TeamCity's.
"""

from __future__ import annotations

import re

_SECTION = re.compile(r"##(?:|vso|teamcity)\[", re.IGNORECASE)
_CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # all but the line feed: C0, DEL, C1
    "\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # what turns the direction or is not seen
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def command_in(line: str) -> bool:
    """Whether a pipeline's runner takes `line` for a command."""
    return _is_second_kind(line) or _is_first_kind(line)


def control_in(text: str) -> bool:
    """Whether there is a character in `text` that a terminal obeys or a person cannot see, line feeds aside."""
    return _CONTROL.search(text) is not None


def lines_of(output: str) -> list[str]:
    """The lines of `output` as the most generous reader sees them: every line end of Unicode ends one."""
    return output.splitlines()


def _is_second_kind(line: str) -> bool:
    """`::name key=value::data`, the command at the start of the line, trimmed as .NET trims."""
    trimmed = line.lstrip()
    if not trimmed.startswith("::"):
        return False
    end = trimmed.find("::", 2)
    return end > 2 and not trimmed[2:end].isspace()


def _is_first_kind(line: str) -> bool:
    """`##[name key=value;]data`, anywhere in the line."""
    found = _SECTION.search(line)
    return found is not None and line.find("]", found.end()) > found.end()
