"""Print the lowest versions that a `pyproject.toml` allows, as constraints for pip.

CI runs the tests with these versions, too, so that the lower bounds are true.
"""

from __future__ import annotations

import re
import sys
import tomllib
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?P<extras>\[[^]]*\])?(?P<versions>[^;]*)")
_LOWEST = re.compile(r">=\s*([0-9][0-9A-Za-z.]*)")


def lowest(text: str) -> list[str]:
    """Return a line `name==version` for each dependency of the project and of its extras, sorted.

    Raises ValueError for a dependency without a lowest version.
    """
    project = tomllib.loads(text)["project"]
    extras: dict[str, list[str]] = project.get("optional-dependencies", {})
    requirements: list[str] = [*project.get("dependencies", []), *chain.from_iterable(extras.values())]
    return sorted({line for each in requirements for line in _constraint(each, str(project["name"]))})


def _constraint(requirement: str, project: str) -> Iterator[str]:
    """Yield the line for a requirement; nothing if it is another extra of the project."""
    found = _REQUIREMENT.match(requirement)
    if found is None:
        raise ValueError(f"`{requirement}` is not a requirement")
    if found["name"] == project:
        return
    version = _LOWEST.search(found["versions"])
    if version is None:
        raise ValueError(f"`{requirement}` has no lowest version; expected `>=`")
    yield f"{found['name']}=={version[1]}"


if __name__ == "__main__":
    print("\n".join(lowest(Path(sys.argv[1]).read_text(encoding="utf-8"))))
