"""A parameter is written in a way that the import has no place for.

An action's parameter has a name, a place and a type. How its value is put into the request is not held: `style: matrix`
and `style: label` in a path, `allowReserved` and `allowEmptyValue` in a query. An API that insists on its own way may
not understand what is sent without it.

What changes nothing for a single value, such as `explode`, is not reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Node, Parameter, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_EFFECTS = {
    ("path", "style", "matrix"): ("writes it as `;{name}=value`", "simple"),
    ("path", "style", "label"): ("writes it as `.value`", "simple"),
    ("cookie", "style", "cookie"): ("writes it without percent-encoding", "form"),
    ("query", "allowReserved", "true"): ("leaves `/`, `?` and the like as they are", "false"),
    ("query", "allowEmptyValue", "true"): ("allows `{name}` without a value", "false"),
}
"""What each does to a single value, and what stands there by default (OpenAPI 3.1.1, Parameter Object)."""
_ADVICE = {
    "style": "check that the API reads the value as it is written by default",
    "allowReserved": "check that the API reads the value percent-encoded, too",
    "allowEmptyValue": "say in the description which value stands for an empty one",
}


@rule(on=Parameter, basis="contract", source="ActionHTTPParameter", severity="warning")
def dropped_serialization(parameter: Parameter) -> Iterator[Report]:
    names = parameter.types.names
    if not names or not set(names) <= set(SCALAR_TYPES):
        return  # that it has no scalar type is told with what to do about its style
    for keyword, advice in _ADVICE.items():
        setting = parameter.node.get(keyword)
        setting_text = "" if setting is None else _format_setting(setting)
        effect_and_default = _EFFECTS.get((parameter.location.value, keyword, setting_text))
        if setting is not None and effect_and_default is not None:
            effect, default = effect_and_default
            subject = (
                f"`{keyword}: {setting_text}` of {parameter.label} {effect.replace('{name}', parameter.name.value)}"
            )
            yield Report(f"{subject}, which has no place in the import; expected `{default}`", setting, help=advice)


def _format_setting(setting: Node) -> str:
    return "true" if setting.value is True else str(setting.value) if isinstance(setting.value, str) else ""
