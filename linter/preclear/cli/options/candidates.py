"""Completions of values: rules, selectors, formats and limits. None of them loads the rules of the built-in pack."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import click
    from click.shell_completion import CompletionItem

_BUILTIN_PACKAGE = "preclear_rules"


def complete_rule(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a rule."""
    return _make_items(_rule_categories(), incomplete)


def complete_selectors(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the last part of a list of rules, categories and bases."""
    from preclear.config import BASES

    categories = _rule_categories()
    groups = dict.fromkeys([*sorted(set(categories.values())), "all", *(f"basis:{basis}" for basis in BASES)], "")
    return _complete_list({**groups, **categories}, incomplete)


def complete_bases(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the last part of a list of bases."""
    from preclear.config import BASES

    return _complete_list(dict.fromkeys(BASES, ""), incomplete)


def complete_limits(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a limit, as in `depth=`."""
    from preclear.source import LIMIT_NAMES

    return _make_items({f"{name}=": "" for name in LIMIT_NAMES}, incomplete)


def complete_report(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a format, and a file after `FORMAT=`."""
    names = _report_formats()
    items = _make_items(dict.fromkeys(names, ""), incomplete)
    return [*items, *complete_report_file(context, parameter, incomplete)]


def complete_report_file(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete `FORMAT=`, and a file after it."""
    from click.shell_completion import CompletionItem

    name, equals, _ = incomplete.partition("=")
    if equals:
        return [CompletionItem("", type="file", before=f"{name}=")]
    return _make_items({f"{name}=": "in a file" for name in _report_formats()}, incomplete)


def _report_formats() -> tuple[str, ...]:
    from preclear.cli.options.report_choice import AUTO
    from preclear.report import FORMATS

    return (*FORMATS, AUTO)


def _complete_list(candidates: Mapping[str, str], incomplete: str) -> list[CompletionItem]:
    before, comma, last = incomplete.rpartition(",")
    used = before.split(",")
    unused = {name: text for name, text in candidates.items() if name not in used}
    return _make_items(unused, last, f"{before}{comma}")


def _make_items(candidates: Mapping[str, str], start: str, before: str = "") -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(before + name, help=text or None)
        for name, text in sorted(candidates.items())
        if name.startswith(start)
    ]


def _rule_categories() -> dict[str, str]:
    """Return the name of every rule with its category.

    The built-in pack has one rule a file, and a folder a category, so its names need no import.
    """
    from preclear.engine import all_kinds
    from preclear.rule import find_installed_packs

    categories = {kind.name: kind.category for kind in all_kinds({}).values()}
    for pack, package in sorted(find_installed_packs()):
        categories.update(_builtin_rules() if package == _BUILTIN_PACKAGE else _pack_rules(pack, package))
    return categories


def _builtin_rules() -> Iterable[tuple[str, str]]:
    from importlib.util import find_spec

    spec = find_spec(_BUILTIN_PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        for path in Path(folder).glob("[!_]*/[!_]*.py"):
            yield path.stem.replace("_", "-"), path.parent.name


def _pack_rules(pack: str, package: str) -> Iterator[tuple[str, str]]:
    from preclear.rule import PackError, load_pack

    with suppress(PackError):
        yield from ((rule.name, rule.category) for rule in load_pack(pack, package))
