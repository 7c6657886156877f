"""The lowest versions that CI installs are those of pyproject.toml, and every dependency has one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from tools.lowest import lowest

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
HEAD = '[project]\nname = "shop"\n'


def test_every_dependency_is_held_at_its_lowest_version() -> None:
    text = f"""{HEAD}dependencies = ["click>=8.1.7", "httpx >= 0.27, <1", "b_c.d[x]<2,>=1.0.post1; os_name == 'posix'"]
[project.optional-dependencies]
test = ["pytest>=9.0", "shop[more]"]
more = ["a>=1"]
"""

    assert lowest(text) == ["a==1", "b_c.d==1.0.post1", "click==8.1.7", "httpx==0.27", "pytest==9.0"]


@pytest.mark.parametrize("requirement", ["click", "click<9", "click==8.1", "click>8"])
def test_a_dependency_without_a_lowest_version_is_refused(requirement: str) -> None:
    with pytest.raises(ValueError, match="has no lowest version"):
        lowest(f'{HEAD}dependencies = ["{requirement}"]\n')


@pytest.mark.skipif(not PYPROJECT.exists(), reason="needs pyproject.toml, which an installed package has not")
def test_the_project_has_a_lowest_version_of_each() -> None:
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    others = {
        requirement for requirements in lists for requirement in requirements if not requirement.startswith("preclear[")
    }

    assert len(lowest(PYPROJECT.read_text(encoding="utf-8"))) == len(others)
