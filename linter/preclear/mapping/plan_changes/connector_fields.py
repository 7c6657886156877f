"""The connector's own fields: name, base URL, connection variables, auth scheme configs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.plan_changes.change import Resource
from preclear.mapping.plan_changes.operations import describe_field_change

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from preclear.mapping.plan_changes.collector import ChangeCollector
    from preclear.mapping.plan_changes.snapshot import AuthSnapshot, ConnectorSnapshot


def compare_connectors(old: ConnectorSnapshot, new: ConnectorSnapshot, collector: ChangeCollector) -> None:
    """Compare what the connector itself has. Its connections use the base URL and the auth scheme configs."""
    resource = Resource("connector", new.name.value or old.name.value, "", 0)
    for label, code, old_field, new_field in (
        ("name", "changed-connector-name", old.name, new.name),
        ("base URL", "changed-base-url", old.base_url, new.base_url),
    ):
        message = describe_field_change(label, old_field.value, new_field.value)
        if message is not None:
            collector.add(resource, "changed", code, message, place=new_field.place, old_place=old_field.place)
    _compare_variables(old, new, resource, collector)
    _compare_auth(old, new, collector)


def _compare_variables(
    old: ConnectorSnapshot, new: ConnectorSnapshot, resource: Resource, collector: ChangeCollector
) -> None:
    """Compare the connection variables. Existing connections have no value for a new one without a default."""
    for name, field in new.variables.items():
        known = old.variables.get(name)
        if known is None:
            default = f"with the value `{field.value}`" if field.value else "without a value"
            collector.add(
                resource,
                "changed",
                "added-variable",
                f"connection variable `{name}` is new, {default}",
                is_breaking=not field.value,
                place=field.place,
                old_place=old.base_url.place,
            )
        elif known.value != field.value:
            message = describe_field_change(f"connection variable `{name}`", known.value, field.value) or ""
            collector.add(resource, "changed", "changed-variable", message, place=field.place, old_place=known.place)
    for name, field in old.variables.items():
        if name not in new.variables:
            collector.add(
                resource,
                "changed",
                "removed-variable",
                f"connection variable `{name}` is removed",
                place=new.base_url.place,
                old_place=field.place,
            )


def _compare_auth(old: ConnectorSnapshot, new: ConnectorSnapshot, collector: ChangeCollector) -> None:
    matched = _match(old.auth, new.auth)
    ranks = {id(config): rank for rank, config in enumerate((*new.auth, *old.auth))}
    kept = {id(config) for config in matched.values()}
    for config in new.auth:
        resource = Resource("auth scheme config", config.label, config.scheme_type, ranks[id(config)])
        known = matched.get(id(config))
        if known is not None:
            _compare_config(known, config, resource, collector)
            continue
        is_first = not any(other.scheme_type != "none" for other in old.auth)
        message = f"auth scheme config `{config.label}` is new"
        if is_first:
            message += "; the connector had none"
        collector.add(
            resource,
            "added",
            "added-auth-scheme-config",
            message,
            is_breaking=is_first,
            place=config.place,
            old_place=old.sections.auth,
        )
    for config in old.auth:
        if id(config) not in kept:
            collector.add(
                Resource("auth scheme config", config.label, config.scheme_type, ranks[id(config)]),
                "removed",
                "removed-auth-scheme-config",
                f"auth scheme config `{config.label}` is removed",
                is_breaking=True,
                place=new.sections.auth,
                old_place=config.place,
            )


def _match(old: Sequence[AuthSnapshot], new: Sequence[AuthSnapshot]) -> dict[int, AuthSnapshot]:
    """Match configs by the scheme's name, then by type and description, then by what requests depend on.

    Return the old config of each new one, by the new one's `id`.
    """
    matched: dict[int, AuthSnapshot] = {}
    keys: tuple[Callable[[AuthSnapshot], Hashable], ...] = (
        lambda config: (config.key, config.fields.get("grant"), config.scheme_type) if config.key else None,
        lambda config: (config.key, config.fields.get("grant")) if config.key else None,
        lambda config: (config.scheme_type, config.description),
        lambda config: (config.scheme_type, tuple(sorted(config.fields.items()))),
    )
    for key in keys:
        taken = {id(config) for config in matched.values()}
        candidates: dict[Hashable, AuthSnapshot] = {}
        for config in reversed(old):
            if id(config) not in taken:
                candidates[key(config)] = config
        for config in new:
            if id(config) not in matched and key(config) is not None and key(config) in candidates:
                matched[id(config)] = candidates.pop(key(config))
    return matched


def _compare_config(old: AuthSnapshot, new: AuthSnapshot, resource: Resource, collector: ChangeCollector) -> None:
    """Compare two configs. Credentials depend on the type and its fields, and may ask for any scope."""
    if old.key and old.key != new.key:
        message = f"auth scheme config `{old.key}` is now called `{new.key}`"
        collector.add(resource, "renamed", "renamed-auth-scheme-config", message, place=new.place, old_place=old.place)
    fields = [("type", old.scheme_type, new.scheme_type, True)]
    for old_values, new_values, is_breaking in ((old.fields, new.fields, True), (old.urls, new.urls, False)):
        names = [name for name in new_values if name in old_values and old.scheme_type == new.scheme_type]
        fields += [(name, old_values[name], new_values[name], is_breaking) for name in names]
    for name, was, now, is_breaking in fields:
        message = describe_field_change(f"`{name}`", was, now) or ""
        if message:
            collector.add(
                resource,
                "changed",
                "changed-auth-scheme-config",
                message,
                is_breaking=is_breaking,
                place=new.places.get(name, new.place),
                old_place=old.places.get(name, old.place),
            )
    for scopes, others, code, message in (
        (old.scopes, new.scopes, "removed-scope", "scope `{}` is removed"),
        (new.scopes, old.scopes, "added-scope", "scope `{}` is new"),
    ):
        known = set(others)
        for scope in scopes if old.scheme_type == new.scheme_type else ():
            if scope not in known:
                collector.add(
                    resource,
                    "changed",
                    code,
                    message.format(scope),
                    is_breaking=code == "removed-scope",
                    place=new.places.get(scope, new.place),
                    old_place=old.places.get(scope, old.place),
                )
