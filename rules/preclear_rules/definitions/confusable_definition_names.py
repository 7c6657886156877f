"""Two definitions' names differ in case alone, or would be one if they had only characters that the import allows.

To the import, names that differ in case are two names. To a person they are one, and whatever does not tell upper
case from lower case (file names, some languages that code is generated for) takes one definition for the other. Names
that differ in a character that has no place, such as `Shop.Pet` and `Shop_Pet`, become one when that is mended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Related, Report, rule
from preclear_rules.actions._names import mended, shown
from preclear_rules.definitions._components import OUTSIDE, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@rule(on=Connector, basis="practice", source="Definition.name", severity="warning")
def confusable_definition_names(connector: Connector) -> Iterator[Report]:
    definitions = dict(named(connector))
    in_case = _alike(definitions, str.casefold)
    as_mended = _alike(definitions, _mended)
    in_both = _alike(definitions, lambda name: _mended(name).casefold())
    for name in definitions:
        mend = _mended(name)
        if other := _other(name, in_case[name.casefold()]):
            message = f"definition name `{shown(name)}` differs from `{shown(other)}` in case alone"
        elif mend == name:
            continue  # of two that are alike when mended, the other one is what has to change, and told to
        elif other := _other(name, as_mended[mend]) or _other(name, in_both[mend.casefold()]):
            near = "is" if _mended(other) == other else "would be"
            near = near if _mended(other) == mend else f"{near} but for case"
            message = f"definition name `{shown(name)}` would be `{mend}` in the import's characters"
            message = f"{message}, as `{shown(other)}` {near}"
        else:
            continue
        related = (Related(f"`{shown(other)}` is here", definitions[other]),)
        message = f"{message}; expected names that can be told apart"
        yield Report(message, definitions[name], help="rename one of them, here and in every `$ref`", related=related)


def _alike(names: Iterable[str], fold: Callable[[str], str]) -> dict[str, list[str]]:
    """The names by what `fold` makes of them; sorted, so that no order of keys tells, those that may stay first."""
    groups: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda each: (_mended(each) != each, each)):
        groups.setdefault(fold(name), []).append(name)
    return groups


def _other(name: str, group: list[str]) -> str | None:
    """The first of `group` that is not `name`."""
    return next((each for each in group[:2] if each != name), None)


def _mended(name: str) -> str:
    return (OUTSIDE.search(name) and mended(name, OUTSIDE, set())) or name
