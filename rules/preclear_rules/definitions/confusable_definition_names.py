"""Two definitions' names differ in case alone, or would be one if they had only characters that the import allows.

To the import, names that differ in case are two names. To a person they are one, and whatever does not tell upper
case from lower case (file names, some languages that code is generated for) takes one definition for the other. Names
that differ in a character that has no place, such as `Shop.Pet` and `Shop_Pet`, become one when that is mended.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules._alike import and_more, repeated
from preclear_rules.actions._names import mended, shown
from preclear_rules.definitions._components import OUTSIDE, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="practice", source="Definition.name", severity="warning")
def confusable_definition_names(connector: Connector) -> Iterator[Report]:
    definitions = dict(named(connector))
    for (first, _), others in _groups(definitions).items():
        facts = {definitions[name].place: _fact(name, first) for name in others}
        places = [definitions[first].place, *facts]
        yield from repeated(places, f"`{shown(first)}` is here", partial(_report, facts))


def _report(facts: dict[Place, str], places: Sequence[Place]) -> Report:
    message = f"{facts[places[0]]}; expected names that can be told apart{and_more(places, 'name', 'names')}"
    return Report(message, places[0], help="rename one of them, here and in every `$ref`")


def _groups(names: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    """The names that can be taken for another, by that other one, the first of its kind, and by what makes them alike.

    Of two that are alike when mended, the one that may stay is the first.
    """
    folds: tuple[Callable[[str], str], ...] = (str.casefold, _mended, lambda name: _mended(name).casefold())
    alike = [_alike(names, fold) for fold in folds]
    groups: dict[tuple[str, int], list[str]] = {}
    for name in sorted(names, key=_order):
        firsts = [(alike[kind][fold(name)][0], kind) for kind, fold in enumerate(folds)]
        found = next((each for each in firsts if each[0] != name), None)
        if found is not None:
            groups.setdefault(found, []).append(name)
    return groups


def _fact(name: str, other: str) -> str:
    mend = _mended(name)
    if name.casefold() == other.casefold():
        return f"definition name `{shown(name)}` differs from `{shown(other)}` in case alone"
    near = "is" if _mended(other) == other else "would be"
    near = near if _mended(other) == mend else f"{near} but for case"
    return f"definition name `{shown(name)}` would be `{mend}` in the import's characters, as `{shown(other)}` {near}"


def _alike(names: Iterable[str], fold: Callable[[str], str]) -> dict[str, list[str]]:
    """The names by what `fold` makes of them; sorted, so that no order of keys tells, those that may stay first."""
    groups: dict[str, list[str]] = {}
    for name in sorted(names, key=_order):
        groups.setdefault(fold(name), []).append(name)
    return groups


def _order(name: str) -> tuple[bool, str]:
    return _mended(name) != name, name


def _mended(name: str) -> str:
    return (OUTSIDE.search(name) and mended(name, OUTSIDE, set())) or name
