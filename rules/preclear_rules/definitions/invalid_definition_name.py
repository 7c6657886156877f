"""A component schema's name contains characters that the import doesn't allow.

The import names a definition after its key in `components.schemas`. The name can contain only ASCII letters, digits,
`_` and `-`. OpenAPI also allows dots, and code generators often use them (`Shop.Pet`), but the import doesn't allow
them.

The edit renames the key and everything that refers to it. It replaces the invalid characters by `_`, or spells them out
if another schema has that name or would get it: `Shop.Pet` becomes `Shop_Pet` or `Shop_dot_Pet`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Edit, Rename, Report, rule
from preclear_rules.actions._names import describe_invalid_characters, shorten
from preclear_rules.definitions._components import INVALID_CHARACTERS, is_component

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="Definition.name", fix="rename")
def invalid_definition_name(connector: Connector) -> Iterator[Report]:
    for definition in connector.definitions:
        if not is_component(definition.node.pointer):
            continue  # it has no key of its own
        name = definition.name.value  # as in the bundle, which renames schemas of other files
        if name and not INVALID_CHARACTERS.search(name):
            continue
        suggestion = connector.importable_names.definition_name(definition)
        subject = f"definition name `{shorten(name)}`" if name.strip() else "definition name"
        fault = describe_invalid_characters(name, INVALID_CHARACTERS)
        message = f"{subject} {fault}; expected only ASCII letters, digits, `_` and `-`"
        edit = Edit("rename", f"rename it to `{suggestion}`", (Rename(definition.node, suggestion),))
        yield Report(message, definition.node.key, help=f"{edit.title}, here and in every `$ref`", edit=edit)
