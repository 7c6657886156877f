"""A trigger has a path parameter, but a trigger has no path.

The platform gives every trigger its own URL. A sender can set headers, cookies and query parameters. A trigger's
parameter can't have `in: path`, and a webhook's key is a name, not a path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Edit, RelatedLocation, Report, Trigger, rule
from preclear_rules._parameter_items import ParameterItems
from preclear_rules.paths._path_parameters import ParameterReferences

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, requires=Trigger, basis="contract", source="TriggerHTTPParameter.in", fix="adapt")
def trigger_path_parameter(connector: Connector) -> Iterator[Report]:
    references, items = ParameterReferences(connector), ParameterItems(connector)
    for parameter in connector.parameters:
        triggers = [operation for operation in parameter.used_by if isinstance(operation, Trigger)]
        if parameter.location.value != "path" or not triggers:
            continue
        message = f"{parameter.label[:100]} of `{triggers[0].label[:100]}` isn't supported: a trigger has no path"
        removals = items.removals_from(parameter, triggers)
        loss = f"the path parameter `{parameter.name.value[:60]}`"
        edit = Edit("adapt", "remove it", removals, loss) if removals else None
        expected = "expected `in: query`, `header` or `cookie`"
        if len(triggers) == len(parameter.used_by):
            more = f" and {len(triggers) - 1} more" if len(triggers) > 1 else ""
            message = (
                f"{parameter.label[:100]} of `{triggers[0].label[:100]}`{more} isn't supported: a trigger has no path"
            )
            related = (RelatedLocation(f"used by `{triggers[0].label[:100]}`", triggers[0]),)
            yield Report(f"{message}; {expected}", parameter.location, related=related, edit=edit)
            continue
        for trigger in triggers:
            message = f"{parameter.label[:100]} of `{trigger.label[:100]}` isn't supported: a trigger has no path"
            related = (RelatedLocation("the parameter is here", parameter),)
            place = references.find(parameter, trigger)
            yield Report(f"{message}; {expected}", place, help="remove this reference", related=related, edit=edit)
