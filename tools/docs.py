"""Write the rule pages: `python tools/docs.py`; with `--check`, only list the pages that are out of date.

Each kind of finding has a page, `docs/rules/<rule>.md`, made from its docstring and its fixtures. The output that a
page shows is what preclear prints for the example above it. `docs/rules/README.md` is the index.
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

from preclear.engine import SUPPRESSION_KINDS, all_kinds, check
from preclear.project.results import make_results
from preclear.report import FIXES
from preclear.report.formats.full import format_full
from preclear.report.rules.basis import BASIS_MEANINGS
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

CATEGORIES = {
    "document": "The file itself: whether it can be read, and how it's written.",
    "openapi": "Conformance with OpenAPI.",
    "connector": "The connector: its name, base URL and version.",
    "auth": "Auth schemes, and the `security` requirements that use them.",
    "actions": "Actions: the operations under `paths`.",
    "paths": "The paths of actions, and their path parameters.",
    "parameters": "Parameters of actions and triggers.",
    "bodies": "Request bodies, responses and their media types.",
    "triggers": "Triggers: the operations under `webhooks`.",
    "definitions": "Definitions: the schemas under `components`, and the schemas of bodies.",
    "overlay": "Overlays: changes that are applied to a document before it's checked.",
    "platform": "Messages in the server's answer to an import.",
}
"""The categories in the order of the index; other categories come last."""

_MARK = re.compile(r"^#(?: *\^+| <-+) [a-z][a-z0-9-]*\r?\n", re.MULTILINE)
"""A line of a fixture that marks where a finding is expected; pages don't show it."""

_RULE_NAME = re.compile(r"`([a-z][a-z0-9]*(?:-[a-z0-9]+)+)`")
"""A rule name in prose."""

_NO_DOCUMENTS = (".carets", ".out")


class Example(NamedTuple):
    """A fixture as a page shows it: its name, bytes and text, and a remark if the bytes aren't UTF-8."""

    name: str
    data: bytes
    text: str
    remark: str = ""


class ExampleOutput(NamedTuple):
    """What preclear prints for an example, and the severities of its findings."""

    output: str
    severities: frozenset[Severity]


def pages() -> dict[str, str]:
    """Return the text of every page by its file name, including the index."""
    rules = discover_rules()
    kinds = all_kinds(rules)
    made = {f"{name}.md": "\n".join(page(kind, rules)) + "\n" for name, kind in kinds.items()}
    return {**made, INDEX: "\n".join(_index(kinds)) + "\n"}


def stale(made: Mapping[str, str]) -> list[str]:
    """Return the names of pages that are missing, differ from `made`, or have no kind any more; sorted."""
    existing = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*")}
    return sorted(name for name in existing.keys() | made.keys() if existing.get(name) != made.get(name))


def page(kind: Kind, rules: Mapping[str, Rule[Any]]) -> Iterator[str]:
    """Yield the lines of the page of `kind`; its examples are checked with `rules`."""
    summary, _, more = _link_rules(kind.doc.strip(), kind.name, all_kinds(rules)).partition("\n")
    bad, good = _examples(kind.name, "bad"), _examples(kind.name, "good")
    outputs = [_check_example(kind, example, rules) for example in bad]
    others = {severity for output in outputs for severity in output.severities} - {kind.severity}
    severity = kind.severity + (f" (in some cases {join_words(sorted(others))})" if others else "")
    options: tuple[Option, ...] = getattr(kind, "options", ())
    yield from (f"# {kind.name}", "", summary, "")
    if more.strip():
        yield from (more.strip(), "")
    yield from ("| | |", "| --- | --- |", f"| severity | {severity} |", f"| category | {kind.category} |")
    yield f"| basis | {kind.basis}: {BASIS_MEANINGS[kind.basis]} |"
    yield f"| source | {_cell(kind.source)} |"
    if kind.fix is not None:
        yield f"| fix | {kind.fix}: {FIXES[kind.fix]} |"
    if options:
        yield "| options | [see below](#options) |"
    yield ""
    if options:
        yield from _options(options)
    if bad:
        yield from ("## Bad", "")
        yield from _show_example(kind.name, bad[0])
        yield from ("preclear reports:", "", *fenced(outputs[0].output, "text"), "")
    if good:
        yield from ("## Good", "")
        yield from _show_example(kind.name, good[0])
    yield from _suppression(kind)
    yield f"[All rules]({INDEX})"


def _link_rules(text: str, own_name: str, kinds: Mapping[str, Kind]) -> str:
    """Link the names of other rules in `text` to their pages."""

    def link(match: re.Match[str]) -> str:
        name = match[1]
        return f"[`{name}`]({name}.md)" if name in kinds and name != own_name else match[0]

    return _RULE_NAME.sub(link, text)


def _options(options: tuple[Option, ...]) -> Iterator[str]:
    yield from ("## Options", "", "| option | type | default |", "| --- | --- | --- |")
    for option in options:
        default = list(option.default) if isinstance(option.default, tuple) else option.default
        shown = json.dumps(default, ensure_ascii=False)
        yield f"| `{option.name}` | {_cell(option.type)} | {_cell(f'`{shown}`')} |"
    yield ""


def _suppression(kind: Kind) -> Iterator[str]:
    """Yield how a finding is suppressed, if it can be, and how a config changes the rule."""
    yield from ("## Suppress a finding", "")
    if kind.fatal and kind.category == "overlay":
        yield from ("This finding can't be suppressed, because the overlays were not applied.", "")
        return
    if kind.fatal:
        yield from ("This finding can't be suppressed, because the rest of the document was not checked.", "")
        return
    if kind in SUPPRESSION_KINDS:
        yield from ("This finding can't be suppressed in a document: fix the suppression, or remove it.", "")
        yield from _settings(kind)
        return
    if kind.category == "platform":
        yield from ("This finding can't be suppressed in a document, because it comes from the server.", "")
        yield from _settings(kind)
        return
    yield "In YAML, add a comment at the end of the line. On a line of its own, it applies to the whole node below:"
    yield from ("", *fenced(f"# preclear: ignore[{kind.name}] the reason", "yaml"), "")
    yield "In YAML and JSON, add a key to the object, or to one that contains it:"
    yield from ("", *fenced(f"x-preclear-ignore: {{{kind.name}: the reason}}", "yaml"), "")
    yield from _settings(kind)


def _settings(kind: Kind) -> Iterator[str]:
    severity = "warning" if kind.severity == "error" else "error"
    yield f'In a [config](../configuration.md), `ignore = ["{kind.name}"]` turns the rule off, and'
    yield from (f'`{kind.name} = "{severity}"` under `[severity]` changes its severity.', "")


def _index(kinds: Mapping[str, Kind]) -> Iterator[str]:
    yield from ("# Rules", "", "All rules, by category. The basis of a rule says how certain it is:", "")
    for basis, meaning in BASIS_MEANINGS.items():
        yield f"- **{basis}**: {meaning}"
    yield from (
        "",
        "The fix is the highest level of changes that a rule proposes. If it has none, its page says why. The levels:",
        "",
    )
    for level, meaning in FIXES.items():
        yield f"- **{level}**: {meaning}"
    yield ""
    order = list(CATEGORIES)
    categories = {kind.category for kind in kinds.values()}
    for category in sorted(categories, key=lambda name: (order.index(name) if name in order else len(order), name)):
        yield from (f"## {category}", "")
        if category in CATEGORIES:
            yield from (CATEGORIES[category], "")
        yield from ("| rule | what it reports | severity | basis | fix |", "| --- | --- | --- | --- | --- |")
        for kind in kinds.values():
            if kind.category == category:
                link = f"[{kind.name}]({kind.name}.md)"
                fix = kind.fix or ""
                yield f"| {link} | {_cell(kind.summary)} | {kind.severity} | {kind.basis} | {fix} |"
        yield ""
    yield "<!-- Generated by `python tools/docs.py` from the rules and their fixtures. -->"


def _examples(name: str, word: str) -> list[Example]:
    """Return the fixtures of a kind whose names begin with `word`, the plain name first, YAML before JSON."""
    paths = [path for path in (FIXTURES / name).glob(f"{word}*") if path.suffix not in _NO_DOCUMENTS and path.is_file()]
    return [_example(path) for path in sorted(paths, key=lambda path: (path.suffix == ".json", path.stem, path.name))]


def _example(path: Path) -> Example:
    data = path.read_bytes()
    try:
        text = _MARK.sub("", data.decode())
    except UnicodeDecodeError:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if wide else "latin-1", "replace")
        return Example(path.name, data, text, "in UTF-16" if wide else "read as Latin-1")
    return Example(path.name, text.encode(), text.removeprefix("\ufeff"))


def _check_example(kind: Kind, example: Example, rules: Mapping[str, Rule[Any]]) -> ExampleOutput:
    """Check the example as the page shows it, in a folder of its own, and keep the findings of `kind`."""
    with TemporaryDirectory() as folder:
        shutil.copytree(FIXTURES / kind.name, folder, dirs_exist_ok=True)
        path = Path(folder) / example.name
        path.write_bytes(example.data)
        for file in _referenced_files(kind.name, example):
            (Path(folder) / file.name).write_bytes(file.data)
        results = make_results(check(path, rules=dict(rules), display_path=example.name))
        findings = tuple(finding for finding in results.findings if finding.rule.name == kind.name)
        counts: Counter[Severity] = Counter(finding.severity for finding in findings)
        reported = results._replace(
            findings=findings, shown_findings=findings, counts=counts, omitted=Counter(), hidden_counts=Counter()
        )
        lines = list(format_full(reported))
    return ExampleOutput("\n".join(lines), frozenset(counts))


def _show_example(name: str, example: Example) -> Iterator[str]:
    """Yield the text of an example under its name, and the texts of the other files that it refers to."""
    for file in (example, *_referenced_files(name, example)):
        remark = f", {file.remark}" if file.remark else ""
        if file.text:
            yield from (f"`{file.name}`{remark}:", "", *fenced(file.text, file.name.rpartition(".")[2]), "")
        else:
            yield from (f"`{file.name}`, which is empty.", "")


def _referenced_files(name: str, example: Example) -> list[Example]:
    """Return the files in subfolders of the fixture's folder whose paths are in the text of the example."""
    folder = FIXTURES / name
    names = (path.relative_to(folder).as_posix() for path in sorted(folder.glob("*/**/*")) if path.is_file())
    return [_example(folder / path)._replace(name=path) for path in names if path in example.text]


def fenced(text: str, language: str) -> tuple[str, ...]:
    """Return the lines of `text` as a code block, with a fence longer than any run of backticks in it."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return (f"{fence}{language}", text.rstrip("\n"), fence)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` list those that are out of date; 0 if there are none, 1 if so, 2 on misuse."""
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
