"""Two definitions' names differ in case alone, or would be one if they had only characters that the import allows.

To the import, names that differ in case are two names. To a person they are one, and whatever does not tell upper
case from lower case (file names, some languages that code is generated for) takes one definition for the other. Names
that differ in a character that has no place, such as `Shop.Pet` and `Shop_Pet`, become one when that is mended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Related, Report, rule
from preclear_rules.actions._lookalikes import lookalikes
from preclear_rules.actions._names import mended, shown
from preclear_rules.definitions._components import OUTSIDE, named

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="practice", source="Definition.name", severity="warning")
def confusable_definition_names(connector: Connector) -> Iterator[Report]:
    definitions = dict(named(connector))
    for name, other in lookalikes(definitions, lambda each: _mended(each).casefold()):
        if name.casefold() == other.casefold():
            message = f"definition name `{shown(name)}` differs from `{shown(other)}` in case alone"
        elif OUTSIDE.search(name):
            mend = _mended(name)
            near = f"{'would be' if OUTSIDE.search(other) else 'is'}{'' if _mended(other) == mend else ' but for case'}"
            message = f"definition name `{shown(name)}` would be `{mend}` in the import's characters"
            message = f"{message}, as `{shown(other)}` {near}"
        else:
            continue  # the other one is what has to change, and told to
        related = (Related(f"`{shown(other)}` is here", definitions[other]),)
        message = f"{message}; expected names that can be told apart"
        yield Report(message, definitions[name], help="rename one of them, here and in every `$ref`", related=related)


def _mended(name: str) -> str:
    return (OUTSIDE.search(name) and mended(name, OUTSIDE, set())) or name
