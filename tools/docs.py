"""Write the rules' pages: `python tools/docs.py`; with `--check`, only say which are not as they should be.

Every kind of finding has a page, `docs/rules/<rule>.md`, made of its explanation and its fixtures; what is shown as
the tool's output is what it says of the text above it. `docs/rules/README.md` lists them.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine import all_kinds, check
from preclear.engine.suppression.kinds import KINDS as SUPPRESSION_KINDS
from preclear.project.results import make_results
from preclear.report.full import format_full
from preclear.report.summary import join_words
from preclear.rule import discover_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from preclear.rule import Option, Rule
    from preclear.source import Kind, Severity

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "rules"
FIXTURES = ROOT / "fixtures" / "rules"
INDEX = "README.md"

BASES = {
    "contract": "the API description of the import says it",
    "docs": "the platform's user documentation says it",
    "openapi": "the OpenAPI Specification, or a standard that it builds on, says it",
    "inferred": "it follows from the shape of what an import creates, which has no place for this or requires what is "
    "missing; what the server does with it is not published",
    "practice": "no specification says it, experience does",
}
"""What each basis means, in words."""

CATEGORIES = {
    "document": "The file: whether it can be read, and how it is written.",
    "openapi": "Conformance with OpenAPI itself.",
    "connector": "What the connector is made of: its name, its base URL, its version.",
    "auth": "Auth schemes, and what operations ask of them.",
    "actions": "Actions: the operations under `paths`.",
    "paths": "An action's path and the parameters in it.",
    "parameters": "Parameters of actions and triggers.",
    "bodies": "Request bodies, responses and their media types.",
    "triggers": "Triggers: the operations under `webhooks`.",
    "definitions": "Definitions: the schemas under `components`, and those of bodies.",
    "platform": "What the server answered to an import.",
}
"""The categories in the order of the index; one that is not among them comes last."""

_MARK = re.compile(r"^#(?: *\^+| <-+) [a-z][a-z0-9-]*\r?\n", re.MULTILINE)
"""A line of a fixture that says where something must be found: no part of what is shown."""

_NO_DOCUMENTS = (".carets", ".out")


class Example(NamedTuple):
    """A fixture as it is shown: a name, its text, and what there is to say of its bytes where they are not UTF-8."""

    name: str
    data: bytes
    text: str
    remark: str = ""


class Told(NamedTuple):
    """What the tool says of one example, and how grave it was."""

    output: str
    severities: frozenset[Severity]


def pages() -> dict[str, str]:
    """Every page by the name of its file, the index among them."""
    rules = discover_rules()
    kinds = all_kinds(rules)
    made = {f"{name}.md": "\n".join(page(kind, rules)) + "\n" for name, kind in kinds.items()}
    return {**made, INDEX: "\n".join(_index(kinds)) + "\n"}


def stale(made: Mapping[str, str]) -> list[str]:
    """The names of pages that are missing, differ from `made`, or are of no kind any more; sorted."""
    held = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*")}
    return sorted(name for name in held.keys() | made.keys() if held.get(name) != made.get(name))


def page(kind: Kind, rules: Mapping[str, Rule[Any]]) -> Iterator[str]:
    """The lines of a kind's page; its examples are checked with `rules`."""
    summary, _, more = kind.doc.strip().partition("\n")
    bad, good = _examples(kind.name, "bad"), _examples(kind.name, "good")
    told = [_told(kind, each, rules) for each in bad]
    others = {severity for each in told for severity in each.severities} - {kind.severity}
    severity = kind.severity + (f"; in some cases {join_words(sorted(others))}" if others else "")
    yield from (f"# {kind.name}", "", summary, "")
    if more.strip():
        yield from (more.strip(), "")
    yield from ("| | |", "| --- | --- |", f"| severity | {severity} |", f"| category | {kind.category} |")
    yield f"| basis | {kind.basis}: {BASES[kind.basis]} |"
    yield f"| source | {_cell(kind.source)} |"
    options: tuple[Option, ...] = getattr(kind, "options", ())
    yield f"| options | {'see below' if options else 'none'} |"
    yield ""
    if options:
        yield from _options(options)
    if bad:
        yield from ("## Bad", "")
        yield from _shown(kind.name, bad[0])
        yield from ("What the rule says of it:", "", *fenced(told[0].output, "text"), "")
    if good:
        yield from ("## Good", "")
        yield from _shown(kind.name, good[0])
    yield from _silence(kind)
    yield f"[All rules]({INDEX})"


def _options(options: tuple[Option, ...]) -> Iterator[str]:
    yield from ("## Options", "", "| option | type | default |", "| --- | --- | --- |")
    for option in options:
        default = list(option.default) if isinstance(option.default, tuple) else option.default
        shown = json.dumps(default, ensure_ascii=False)
        yield f"| `{option.name}` | {_cell(option.type)} | {_cell(f'`{shown}`')} |"
    yield ""


def _silence(kind: Kind) -> Iterator[str]:
    yield from ("## Silence one finding", "")
    if kind.fatal:
        yield from ("It can't be ignored: the document was not checked to its end.", "")
        return
    if kind in SUPPRESSION_KINDS:
        yield from ("In a document it can't be silenced: mend the suppression, or remove it.", "")
        return
    if kind.category == "platform":
        yield from ("In a document it can't be silenced: it is what the server says.", "")
        return
    yield "In YAML, by a comment behind what it is about, or alone on the line above, which covers all that is in it:"
    yield from ("", *fenced(f"# preclear: ignore[{kind.name}] the reason", "yaml"), "")
    yield "In YAML and JSON, by a key in the object that it is about, or in one around that:"
    yield from ("", *fenced(f"x-preclear-ignore: {{{kind.name}: the reason}}", "yaml"), "")


def _index(kinds: Mapping[str, Kind]) -> Iterator[str]:
    yield from ("# Rules", "", "What is looked for, by category. The basis says how sure that is:", "")
    for basis, meaning in BASES.items():
        yield f"- **{basis}**: {meaning}"
    yield ""
    order = list(CATEGORIES)
    found = {kind.category for kind in kinds.values()}
    for category in sorted(found, key=lambda each: (order.index(each) if each in order else len(order), each)):
        yield from (f"## {category}", "")
        if category in CATEGORIES:
            yield from (CATEGORIES[category], "")
        yield from ("| rule | severity | basis | what it finds |", "| --- | --- | --- | --- |")
        for kind in kinds.values():
            if kind.category == category:
                link = f"[{kind.name}]({kind.name}.md)"
                yield f"| {link} | {kind.severity} | {kind.basis} | {_cell(kind.summary)} |"
        yield ""
    yield "Made by `python tools/docs.py` of the rules and their fixtures."


def _examples(name: str, word: str) -> list[Example]:
    """The fixtures of a kind whose names begin with `word`, the plain one first, YAML before JSON."""
    paths = [path for path in (FIXTURES / name).glob(f"{word}*") if path.suffix not in _NO_DOCUMENTS and path.is_file()]
    return [_example(path) for path in sorted(paths, key=lambda path: (path.suffix == ".json", path.stem, path.name))]


def _example(path: Path) -> Example:
    data = path.read_bytes()
    try:
        text = _MARK.sub("", data.decode())
    except UnicodeDecodeError:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if wide else "latin-1", "replace")
        return Example(path.name, data, text, "in UTF-16" if wide else "its bytes read as Latin-1")
    return Example(path.name, text.encode(), text.removeprefix("\ufeff"))


def _told(kind: Kind, example: Example, rules: Mapping[str, Rule[Any]]) -> Told:
    """Check just what is shown, in a folder of its own, and keep what is said of this kind alone."""
    with TemporaryDirectory() as folder:
        shutil.copytree(FIXTURES / kind.name, folder, dirs_exist_ok=True)
        path = Path(folder) / example.name
        path.write_bytes(example.data)
        for each in _beside(kind.name, example):
            (Path(folder) / each.name).write_bytes(each.data)
        results = make_results(check(path, rules=dict(rules), display_path=example.name))
        findings = tuple(each for each in results.findings if each.rule.name == kind.name)
        counts: Counter[Severity] = Counter(each.severity for each in findings)
        told = results._replace(
            findings=findings, shown_findings=findings, counts=counts, omitted=Counter(), hidden_counts=Counter()
        )
        lines = list(format_full(told))
    return Told("\n".join(lines), frozenset(counts))


def _shown(name: str, example: Example) -> Iterator[str]:
    """The text of an example under its name, and the texts of the other files that it names."""
    for each in (example, *_beside(name, example)):
        remark = f", {each.remark}" if each.remark else ""
        if each.text:
            yield from (f"`{each.name}`{remark}:", "", *fenced(each.text, each.name.rpartition(".")[2]), "")
        else:
            yield from (f"`{each.name}`, which is empty.", "")


def _beside(name: str, example: Example) -> list[Example]:
    """The files in folders beside a fixture that it names, by the paths that it names them with."""
    folder = FIXTURES / name
    names = (path.relative_to(folder).as_posix() for path in sorted(folder.glob("*/**/*")) if path.is_file())
    return [_example(folder / path)._replace(name=path) for path in names if path in example.text]


def fenced(text: str, language: str) -> tuple[str, ...]:
    """`text` as a code block, its fence longer than any run of backticks in it."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return (f"{fence}{language}", text.rstrip("\n"), fence)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` only name those that are stale. 0 if all is well, 1 if not, 2 if misused."""
    if arguments not in ([], ["--check"]):
        print("usage: python tools/docs.py [--check]", file=sys.stderr)
        return 2
    made = pages()
    changed = stale(made)
    for name in changed:
        print(f"docs/rules/{name} {'is stale' if arguments else 'is written' if name in made else 'is removed'}")
    if arguments:
        return 1 if changed else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for name in changed:
        if name in made:
            (PAGES / name).write_text(made[name], encoding="utf-8", newline="\n")
        else:
            (PAGES / name).unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
