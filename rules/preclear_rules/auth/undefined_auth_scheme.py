"""A `security` requirement names an auth scheme that the document doesn't define.

The names in `security`, for the document or for an operation, refer to `components.securitySchemes`. For an undefined
name, no auth scheme is imported, and nothing says which credential the API expects. From OpenAPI 3.2 on, a reference
such as `#/components/securitySchemes/ApiKey` can replace the name. An adaptation removes the name.

If the description consists of several files, only the entry document's `components.securitySchemes` counts, because
that's what the import receives.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from preclear import Connector, Edit, Node, Report, Suggester, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear import Document, Json, SecurityRequirement

_REFERENCE = r"[/#:]|\.(?:ya?ml|json)\Z"


@rule(
    on=Connector,
    keys=("security",),
    basis="openapi",
    source="OpenAPI Specification, Security Requirement Object",
    fix="adapt",
)
def undefined_auth_scheme(connector: Connector) -> Iterator[Report]:
    defined = {id(document): _defined_schemes(document) for document in connector.api.documents}
    entry = defined.get(id(connector.root.document), {})
    suggester = Suggester()
    for requirement in [
        *connector.security,
        *(requirement for operation in connector.operations for requirement in operation.security),
    ]:
        if requirement.scheme in entry or _is_reference(requirement, connector):
            continue
        from preclear_rules.auth._scheme_edits import remove_requirement

        message = f"auth scheme `{requirement.scheme[:60]}` is not defined"
        name = requirement.scheme.rpartition("/")[2]
        loss = f"that `{requirement.scheme[:60]}` is required"
        edit = Edit("adapt", f"remove `{requirement.scheme[:60]}`", (remove_requirement(requirement),), loss)
        similar_name = name if name in entry else suggester.suggest(name, entry)
        if requirement.scheme in defined.get(id(requirement.place.document), ()):
            message += f" in the entry document, {connector.root.document.path}, only in this file"
            advice = "define it under `components.securitySchemes` of the entry document"
            yield Report(message, requirement, help=advice, edit=edit)
        elif similar_name is not None:
            message += f" in `components.securitySchemes`; did you mean `{similar_name[:60]}`?"
            yield Report(message, requirement, edit=edit)
        else:
            known = ", ".join(f"`{name[:40]}`" for name in islice(entry, 5)) or "none are defined"
            message = f"{message}; expected a name from `components.securitySchemes` ({known})"
            advice = "define it under `components.securitySchemes`, with its `type`"
            yield Report(message, requirement, help=advice, edit=edit)


def _defined_schemes(document: Document) -> Mapping[str, Json]:
    components = Node(document, (), document.value).get("components")
    schemes = components.get("securitySchemes") if components is not None else None
    return {} if schemes is None else schemes.mapping


def _is_reference(requirement: SecurityRequirement, connector: Connector) -> bool:
    """Whether the name is a reference, as OpenAPI 3.2 allows, that resolves or points to a file (which isn't read)."""
    name = requirement.scheme
    if connector.api.version.series != "3.2" or not re.search(_REFERENCE, name, re.IGNORECASE):
        return False
    holder = Node(requirement.place.document, requirement.place.pointer, {"$ref": name})
    return not name.startswith("#") or connector.api.resolve(holder) is not None
