"""Build the documentation site: `python -m tools.build_site [FOLDER]`, by default in `site`, which is replaced.

The pages are those of `docs`, and files of the repository that these link to. zensical builds them in its strict mode,
which fails at a link that leads nowhere. A page that loads anything from another host is an error, too.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tools.markdown_pages import describe, find_links, indent_nested_blocks, keep_code_together, replace_links
from tools.site_resources import find_foreign_resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.markdown_pages import Link

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "zensical.toml"
PAGES = ROOT / "docs"
RULES_INDEX = "rules/README.md"
RULES_ENTRY = f'{{ "Rules" = "{RULES_INDEX}" }}'

OTHER_FILES = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "benchmarks/README.md": "benchmarks.md",
    ".github/preclear-matcher.json": "preclear-matcher.json",
    "examples/gitlab-ci.yml": "examples/gitlab-ci.yml",
    "preclear.output.schema.json": "preclear.output.schema.json",
    "preclear.schema.json": "preclear.schema.json",
}
"""Files of the repository outside of `docs` that the site has, with their paths there."""


def list_files() -> dict[str, str]:
    """Return the path of each file of the site in the repository, and its path in the site's sources."""
    paths = (path.relative_to(PAGES).as_posix() for path in sorted(PAGES.rglob("*")) if path.is_file())
    return {**{f"docs/{path}": path for path in paths if not path.startswith("theme/")}, **OTHER_FILES}


def localize(text: str, path: str, files: Mapping[str, str]) -> str:
    """Return the text of a page with links to the files of the site.

    `path` is that of the page in the repository, and `files` has the paths of all files, as `list_files` returns them.
    A link to a file that the site doesn't have, such as a test, becomes its text.
    """
    folder, site_folder = posixpath.dirname(path), posixpath.dirname(files[path]) or "."

    def localize_link(link: Link) -> str:
        target, hash_sign, anchor = link.target.partition("#")
        if not link.is_relative or not target:
            return f"[{link.text}]({link.target})"
        found = files.get(posixpath.normpath(posixpath.join(folder, target)))
        if found is None:
            return link.text
        return f"[{link.text}]({posixpath.relpath(found, site_folder)}{hash_sign}{anchor})"

    return replace_links(text, localize_link)


def add_description(text: str) -> str:
    """Return a page with a description for search engines and link previews, made of its first paragraph.

    A page that begins with anything but prose has none, and then the site's own applies.
    """
    description = describe(text)
    return f"---\ndescription: {json.dumps(description, ensure_ascii=False)}\n---\n\n{text}" if description else text


def leave_out_of_search(text: str) -> str:
    """Return the page of a rule without its good example and its suppressions in the search.

    They're alike on all pages. The bad example has the messages that people search for.
    """
    return re.sub(r"(?m)^## (?:Good|Suppress a finding)$", r"\g<0> { data-search-exclude }", text)


def make_config(config: str, index: str) -> str:
    """Return the config with a section for each category of rules in its navigation, as in `index`.

    Raises ValueError unless the config has the one entry that these replace.
    """
    if config.count(RULES_ENTRY) != 1:
        raise ValueError(f"`{CONFIG.name}` has {config.count(RULES_ENTRY)} entries `{RULES_ENTRY}`; expected 1")
    entries = [json.dumps(RULES_INDEX)]
    for section in index.split("\n## ")[1:]:
        category = section.partition("\n")[0]
        pages = ", ".join(json.dumps(f"rules/{link.target}") for link in find_links(section))
        entries.append(f"{{ {json.dumps(category)} = [{pages}] }}")
    lines = "".join(f"    {entry},\n" for entry in entries)
    return config.replace(RULES_ENTRY, f'{{ "Rules" = [\n{lines}  ] }}')


def stage(folder: Path) -> Path:
    """Write into `folder` what zensical reads, and return the path of its config."""
    files = list_files()
    for path, site_path in files.items():
        to = folder / "docs" / site_path
        to.parent.mkdir(parents=True, exist_ok=True)
        if to.suffix == ".md":
            text = localize((ROOT / path).read_text(encoding="utf-8"), path, files)
            if site_path.startswith("rules/"):
                text = leave_out_of_search(text)
            text = keep_code_together(indent_nested_blocks(text))
            to.write_text(add_description(text), encoding="utf-8")
        else:
            shutil.copyfile(ROOT / path, to)
    shutil.copytree(PAGES / "theme", folder / "theme")
    config = make_config(CONFIG.read_text(encoding="utf-8"), (PAGES / RULES_INDEX).read_text(encoding="utf-8"))
    (folder / CONFIG.name).write_text(config, encoding="utf-8")
    return folder / CONFIG.name


def build(config: Path) -> bool:
    """Build the staged site into `site` beside its config; False if zensical fails, which says why."""
    command = (sys.executable, "-P", "-m", "zensical", "build", "--strict", "--config-file", str(config))
    return subprocess.run(command, check=False).returncode == 0


def main(arguments: list[str]) -> int:
    """Build and check the site; 0 if it's right, 1 if not, 2 on misuse."""
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print("usage: python -m tools.build_site [FOLDER]", file=sys.stderr)
        return 2
    target = Path(*arguments or ["site"])
    with TemporaryDirectory() as folder:
        if not build(stage(Path(folder))):
            return 1
        built = Path(folder) / "site"
        resources = find_foreign_resources(built)
        for resource in resources:
            print(f"`{resource.path}` loads `{resource.url}`; expected nothing from other hosts", file=sys.stderr)
        if resources:
            return 1
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(built, target)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
