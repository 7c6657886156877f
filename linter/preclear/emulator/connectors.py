"""Connectors: which ones a list has, and what an update changes (ConnectorPage, HTTPConnectorUpdate)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.connections import read_variables
from preclear.emulator.reading import Reading
from preclear.emulator.store import size_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.emulator.problem import Object
    from preclear.emulator.store import Kept, Store
    from preclear.source import Json


def matches(kept: Kept, asked: Mapping[str, str]) -> bool:
    """Whether a connector is among those that are asked for by name, protocol, tags and categories."""
    if asked.get("name", "").lower() not in str(kept.fields["name"]).lower():
        return False
    if asked.get("protocol", "").lower() not in "http" or asked.get("categories"):
        return False  # no connector here is in a category
    tags = kept.fields.get("tags")
    held = tags if isinstance(tags, dict) else {}
    return all(_has_tag(held, each.strip()) for each in asked.get("tags", "").split(",") if each.strip())


def _has_tag(tags: Object, asked: str) -> bool:
    """Whether there is a tag `key`, `key:` or `key:value`."""
    key, _, value = asked.partition(":")
    held = tags.get(key)
    return isinstance(held, list) and (not value or value in held)


def update(kept: Kept, body: Object, store: Store) -> None:
    """Change a connector as the body says. What it leaves out is unset, the order of the configs aside.

    Connection variables go to the connections too. Raises Problem, and changes nothing then.
    """
    reading = Reading()
    for key, own in (("id", kept.id), ("organisationId", kept.organisation), ("protocol", "http")):
        if reading.text(body, key).lower() != own.lower() and isinstance(body.get(key), str):
            reading.fault(key, f"can't be changed; expected `{own}`")
    fields: Object = {"name": reading.text(body, "name"), "baseUrl": reading.text(body, "baseUrl")}
    if "name" in body and not str(fields["name"]).strip():
        reading.fault("name", "is blank")
    for key in ("documentationURL", "imageURL"):
        value = reading.optional_text(body, key)
        if value is not None:
            fields[key] = value
    public = body.get("public", False)
    if not isinstance(public, bool):
        reading.fault("public", "expected a boolean")
    fields["public"] = public
    if "tags" in body:
        held = reading.inner(body, "tags")
        fields["tags"] = {key: [*reading.texts(held, key, "tags")] for key in held}
    variables = read_variables(reading, body, "connectionVariables", required=False)
    fields["connectionVariables"] = variables
    fields["authSchemeConfigs"] = _ordered(reading, body, kept)
    reading.check()
    spread = kept.connections if "connectionVariables" in body else []
    before = size_of(kept.fields) + sum(size_of(each["variables"]) for each in spread)
    store.grow(kept, size_of(fields) + size_of(variables) * len(spread) - before)
    kept.fields = fields
    for connection in spread:
        connection["variables"] = [*variables]


def _ordered(reading: Reading, body: Object, kept: Kept) -> list[Json]:
    """The configs in the order that `authSchemeConfigIds` gives them."""
    held = kept.fields["authSchemeConfigs"]
    configs = held if isinstance(held, list) else []
    if "authSchemeConfigIds" not in body:
        return configs
    by_id = {str(each["id"]): each for each in configs if isinstance(each, dict)}
    ids = reading.texts(body, "authSchemeConfigIds")
    if sorted(ids) != sorted(by_id):
        reading.fault("authSchemeConfigIds", "expected the id of each auth scheme config once")
        return configs
    return [by_id[id] for id in ids]
