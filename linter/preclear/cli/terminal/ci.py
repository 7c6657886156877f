"""The CI that a command runs in, as its environment variables say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

CiName: TypeAlias = Literal["github", "gitlab", "azure"]
"""A CI that has a report format of its own. Each has the name of its format."""

CI_VARIABLES: dict[str, CiName] = {
    "GITHUB_ACTIONS": "github",  # also set by Gitea and Forgejo, whose runners read the same commands
    "GITLAB_CI": "gitlab",
    "TF_BUILD": "azure",
}
"""The variables that each CI documents as always `true`. The case differs: Azure Pipelines sets `True`."""


def detect_ci(environ: Mapping[str, str]) -> CiName | None:
    """Return the CI that sets these environment variables; None outside of the known ones."""
    for variable, name in CI_VARIABLES.items():
        if environ.get(variable, "").lower() == "true":
            return name
    return None
