"""A parameter has a serialization that the import drops.

An action's parameter has a name, a location and a type. It doesn't say how its value is written into the request:
`style: matrix` and `style: label` in a path, `allowReserved` and `allowEmptyValue` in a query. An API that relies on
these may not understand a value that's written in the default way.

Settings that don't matter for a single value, such as `explode`, aren't reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Edit, Node, Parameter, Remove, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_EFFECTS = {
    ("path", "style", "matrix"): ("writes it as `;{name}=value`", "simple"),
    ("path", "style", "label"): ("writes it as `.value`", "simple"),
    ("cookie", "style", "cookie"): ("writes it without percent-encoding", "form"),
    ("query", "allowReserved", "true"): ("leaves `/`, `?` and the like as they are", "false"),
    ("query", "allowEmptyValue", "true"): ("allows `{name}` without a value", "false"),
}
"""What each setting does to a single value, and the default (OpenAPI 3.1.1, Parameter Object)."""
_ADVICE = {
    "style": "check that the API accepts the default serialization",
    "allowReserved": "check that the API also accepts the value percent-encoded",
    "allowEmptyValue": "say in the description which value means empty",
}


@rule(
    on=Parameter,
    keys=("style", "allowReserved", "allowEmptyValue"),
    basis="contract",
    source="ActionHTTPParameter",
    severity="warning",
    fix="adapt",
)
def dropped_serialization(parameter: Parameter) -> Iterator[Report]:
    names = parameter.types.names
    if not names or not set(names) <= set(SCALAR_TYPES):
        return  # non-scalar-parameter reports these, and considers the style
    for keyword, advice in _ADVICE.items():
        setting = parameter.node.get(keyword)
        setting_text = "" if setting is None else _format_setting(setting)
        effect_and_default = _EFFECTS.get((parameter.location.value, keyword, setting_text))
        if setting is not None and effect_and_default is not None:
            effect, default = effect_and_default
            subject = (
                f"`{keyword}: {setting_text}` of {parameter.label} {effect.replace('{name}', parameter.name.value)}"
            )
            message = f"{subject}, which the import drops; expected `{default}`"
            yield Report(message, setting, help=advice, edit=_describe_style(parameter, setting))


def _describe_style(parameter: Parameter, setting: Node) -> Edit | None:
    """Say in the description how the value is written in a path; None for a setting that the value can't replace."""
    form = {"matrix": f";{parameter.name.value[:60]}=value", "label": ".value"}.get(_format_setting(setting))
    if form is None or parameter.location.value != "path":
        return None
    from preclear_rules._edits import add_to_description

    operations = (Remove(setting), add_to_description(parameter.node, f"Write the value as `{form}`."))
    loss = f"that `{parameter.name.value[:60]}` is written as `{form}`, except in its description"
    return Edit("adapt", "say in the description how to write it", operations, loss)


def _format_setting(setting: Node) -> str:
    return "true" if setting.value is True else str(setting.value) if isinstance(setting.value, str) else ""
