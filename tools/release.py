"""Check that a tag can be released, and print its release notes: `python tools/release.py v1.2.3 [--dist FOLDER]`.

The release workflow runs it before it publishes anything, because a release on a package index can't be replaced.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[1]
_VERSION = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)
_SECTION = re.compile(r"^## (?P<version>\S+) \((?P<date>[^)]*)\)\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLACEHOLDER = ".example"
"""The end of host names that belong to nobody (RFC 2606)."""
_INSTALLATION = "git+URL@COMMIT"
"""What pages install as long as preclear isn't on a package index."""


def find_problems(root: Path, tag: str, distribution: Path | None = None) -> Iterator[str]:
    """Yield what keeps the repository `root` from being released as `tag`, and its files from `distribution`."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = str(project["version"])
    if tag != f"v{version}":
        yield f"the tag is `{tag}`; expected `v{version}`, the version of pyproject.toml"
    package = _VERSION.search((root / "linter" / "preclear" / "__init__.py").read_text(encoding="utf-8"))
    if package is None or package[1] != version:
        yield f"`__version__` is `{package[1] if package else None}`; expected `{version}`"
    yield from _find_placeholders(project.get("urls", {}))
    yield from _find_unreleased_installations(root)
    yield from _find_changelog_problems(root, version)
    if distribution is not None:
        yield from _find_file_problems(distribution, str(project["name"]), version)


def _find_placeholders(urls: Mapping[str, str]) -> Iterator[str]:
    """Yield each address of the project that leads nowhere."""
    for name, url in urls.items():
        host = urlsplit(url).hostname or ""
        if not host or host.endswith(_PLACEHOLDER):
            yield f"`{name}` in [project.urls] is `{url}`, a placeholder; expected the project's address"


def _find_unreleased_installations(root: Path) -> Iterator[str]:
    """Yield each page that installs preclear from its repository, which pages do before the first release."""
    paths = [root / "README.md", *(root / "docs").rglob("*.md"), *(root / "examples").glob("*")]
    for path in sorted(path for path in paths if path.is_file()):
        if _INSTALLATION in path.read_text(encoding="utf-8"):
            name = path.relative_to(root).as_posix()
            yield f"`{name}` installs `{_INSTALLATION}`; expected `preclear`, from the package index"


def _find_changelog_problems(root: Path, version: str) -> Iterator[str]:
    """Yield what is wrong with the section of the version, and each change that isn't in it."""
    sections = list(_SECTION.finditer((root / "CHANGELOG.md").read_text(encoding="utf-8")))
    names = [section["version"] for section in sections]
    if names[:1] != [version]:
        yield f"the first section of CHANGELOG.md is `{next(iter(names), None)}`; expected `{version}`"
    elif names.count(version) > 1:
        yield f"CHANGELOG.md has several sections for `{version}`; expected one"
    elif not _DATE.fullmatch(sections[0]["date"]):
        yield f"the section for `{version}` has the date `{sections[0]['date']}`; expected YYYY-MM-DD"
    for path in sorted((root / "changelog.d").iterdir()):
        if path.name != "README.md":
            yield f"the fragment `changelog.d/{path.name}` isn't in CHANGELOG.md; run `towncrier build`"


def _find_file_problems(folder: Path, name: str, version: str) -> Iterator[str]:
    """Yield what is wrong with the files to publish: another version, or none for all platforms."""
    names = sorted(path.name for path in folder.iterdir())
    for required in (f"{name}-{version}.tar.gz", f"{name}-{version}-py3-none-any.whl"):
        if required not in names:
            yield f"`{required}` is missing"
    for file in names:
        if not re.fullmatch(rf"{name}-{re.escape(version)}(\.tar\.gz|(-[\w.]+){{3}}\.whl)", file):
            yield f"`{file}` isn't a file of `{name}` {version}"


def read_notes(root: Path, version: str) -> str:
    """Return the text of the version's section in the changelog; empty if it has none."""
    sections = _SECTION.finditer((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    return next((section["text"].strip() + "\n" for section in sections if section["version"] == version), "")


def main(arguments: list[str] | None = None) -> int:
    """Print the notes and return 0, or the problems and return 1."""
    parser = argparse.ArgumentParser(description="Check that a tag can be released, and print its release notes.")
    parser.add_argument("tag", metavar="TAG", help="the tag, such as v1.2.3")
    parser.add_argument("--dist", type=Path, metavar="FOLDER", help="folder of the files to publish")
    options = parser.parse_args(arguments)
    tag: str = options.tag
    problems = list(find_problems(ROOT, tag, options.dist))
    for problem in problems:
        print(f"release: {problem}", file=sys.stderr)
    if not problems:
        print(read_notes(ROOT, tag.removeprefix("v")), end="")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
