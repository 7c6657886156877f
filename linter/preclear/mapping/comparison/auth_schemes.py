"""Comparison of auth scheme configs: pairing them by what they have in common, and their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear.mapping.comparison.difference import missing_resource, unexpected_resource
from preclear.mapping.comparison.fields import ComparedObject, locate_child
from preclear.mapping.comparison.pairing import Pairing
from preclear.mapping.comparison.values import is_equal_set, is_equal_text, normalize_text
from preclear.mapping.location import locate_place

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from preclear.connector import AuthSchemeConfig, OAuthFlow
    from preclear.mapping.comparison.difference import Difference
    from preclear.mapping.comparison.fields import FieldComparer
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.mapping.location import MappedLocation
    from preclear.source import HasPlace, Json, Pointer

Item: TypeAlias = "tuple[Pointer, dict[str, Json]]"

_MAX_SCORES = 1_000_000  # pairs of a planned and an actual config that are scored; beyond, only equal ones are paired


class AuthSchemeComparer:
    """Compares the auth scheme configs of a connector."""

    def __init__(self, comparer: FieldComparer, index: ConnectorIndex) -> None:
        self._comparer = comparer
        self._index = index
        self._connector = index.connector

    def compare(self, connector: ComparedObject) -> Iterator[Difference]:
        """Yield the differences of the configs.

        A security scheme that no config type fits isn't in the plan; an answer may have a config for it all the same,
        and one of type `none` where the plan has no config.
        """
        planned = [config for config in self._index.configs if _is_planned(config)]
        items = self._comparer.read_list(connector, "authSchemeConfigs")
        if items is None:
            self._comparer.tally.add_unknown("auth scheme", len(planned))
            return
        pairing = self._pair(planned, items)
        for config, item in pairing.pairs:
            yield from self._comparer.tally.track("auth scheme", self._compare_config(config, item))
        for config in pairing.planned:
            location = locate_place(config.place, is_subtree=True)
            difference = missing_resource(
                self._label(config), "among the connector's auth schemes", location, connector.pointer
            )
            yield from self._comparer.tally.track("auth scheme", iter((difference,)))
        spare_count = len(self._index.configs) - len(planned)
        rest = [item for item in pairing.actual if planned or item[1].get("schemeType") != "none"]
        for pointer, value in rest[spare_count:]:
            self._comparer.tally.add_unexpected("auth scheme")
            label = f"auth scheme `{str(value.get('description') or value.get('schemeType'))[:80]}`"
            yield unexpected_resource(label, "only planned ones", self._schemes_location(), pointer)

    def _label(self, config: AuthSchemeConfig) -> str:
        scheme = self._index.scheme_of(config)
        flow = f", flow `{config.flow.name[:40]}`" if config.flow is not None and len(scheme.configs) > 1 else ""
        return f"auth scheme `{scheme.key.value[:80]}`{flow}"

    def _schemes_location(self) -> MappedLocation:
        components = self._connector.root.get("components")
        if components is None:
            return locate_place(self._connector.root.missing_key("components"))
        return locate_child(components, "securitySchemes")

    def _pair(self, planned: list[AuthSchemeConfig], items: list[Item]) -> Pairing[AuthSchemeConfig, Item]:
        """Pair configs that are equal, then those that have most in common."""
        pairing = Pairing(planned, items)
        pairing.pair_by(self._planned_traits, lambda item: _actual_traits(item[1]))
        if len(pairing.planned) * len(pairing.actual) > _MAX_SCORES:
            return pairing
        planned_traits = [self._planned_traits(config) for config in pairing.planned]
        actual_traits = [_actual_traits(item[1]) for item in pairing.actual]
        scores = sorted(
            (-score, planned_index, actual_index)
            for planned_index, expected in enumerate(planned_traits)
            for actual_index, actual in enumerate(actual_traits)
            if (score := _score(expected, actual)) > 0
        )
        planned_ranks: dict[int, int] = {}
        actual_ranks: dict[int, int] = {}
        for rank, (_, planned_index, actual_index) in enumerate(scores):
            if planned_index not in planned_ranks and actual_index not in actual_ranks:
                planned_ranks[planned_index] = actual_ranks[actual_index] = rank
        planned_indices = {id(config): index for index, config in enumerate(pairing.planned)}
        actual_indices = {item[0]: index for index, item in enumerate(pairing.actual)}
        pairing.pair_by(
            lambda config: planned_ranks.get(planned_indices[id(config)]),
            lambda item: actual_ranks.get(actual_indices[item[0]]),
        )
        return pairing

    def _planned_traits(self, config: AuthSchemeConfig) -> tuple[Hashable, ...]:
        flow = config.flow
        is_api_key = config.scheme_type == "api-key"
        return (
            config.scheme_type,
            normalize_text(config.description),
            (config.name or "") if is_api_key else "",
            (config.location or "") if is_api_key else "",
            "" if flow is None else flow.grant,
            "" if flow is None else flow.token_url.value.strip(),
        )

    def _compare_config(self, config: AuthSchemeConfig, item: Item) -> Iterator[Difference]:
        scheme, comparer = self._index.scheme_of(config), self._comparer
        compared = ComparedObject("auth scheme", "auth scheme", self._label(config), item[1], item[0])
        yield from comparer.compare(
            compared, "schemeType", config.scheme_type, scheme.scheme if scheme.scheme else scheme.type, noun="type"
        )
        description = scheme.node.get("description")
        if description is not None and scheme.node.text("description"):
            yield from comparer.compare(
                compared,
                "description",
                config.description,
                description,
                is_equal=lambda actual, expected: (
                    is_equal_text(actual, expected)
                    or is_equal_text(actual, description.value)
                    or actual == scheme.key.value
                ),
                severity="warning",
            )
        if config.scheme_type == "api-key":
            name: HasPlace = scheme.name if scheme.name else scheme.scheme
            location: HasPlace = scheme.location if scheme.location else scheme.scheme
            yield from comparer.compare(compared, "name", config.name, name)
            yield from comparer.compare(compared, "in", config.location, location)
        if config.flow is not None:
            yield from self._compare_flow(compared, config.flow)

    def _compare_flow(self, compared: ComparedObject, flow: OAuthFlow) -> Iterator[Difference]:
        """Yield the differences of an OAuth 2.0 flow. Only an interactive grant uses `authorizeUrl`."""
        comparer = self._comparer
        token_url, authorize_url = flow.token_url.value.strip(), flow.authorize_url.value.strip()
        unused_values = () if flow.is_interactive else (token_url, authorize_url, "")
        yield from comparer.compare(
            compared,
            "authorizeUrl",
            authorize_url or None if flow.is_interactive else None,
            flow.authorize_url,
            is_equal=lambda actual, expected: (
                is_equal_text(actual, expected) or (isinstance(actual, str) and actual.strip() in unused_values)
            ),
        )
        yield from comparer.compare(compared, "tokenUrl", token_url or None, flow.token_url, is_equal=is_equal_text)
        yield from self._compare_scopes(compared, flow)
        yield from self._compare_default_scopes(compared, flow)
        grant = ComparedObject(
            compared.kind,
            compared.object_kind,
            compared.label,
            {"grant": _grant_type(compared.value)} if "grant" in compared.value else {},
            compared.pointer,
        )
        yield from comparer.compare(grant, "grant", flow.grant, flow)

    def _compare_scopes(self, compared: ComparedObject, flow: OAuthFlow) -> Iterator[Difference]:
        comparer = self._comparer
        items = comparer.read_list(compared, "scopes")
        if items is None:
            comparer.tally.add_unknown("scope", len(flow.scopes))
            return
        pairing = Pairing(flow.scopes, items)
        pairing.pair_by(lambda scope: scope.name, lambda item: str(item[1].get("name")))
        for scope, (pointer, item) in pairing.pairs:
            comparer.tally.add_fields("auth scheme")
            label = f"scope `{scope.name[:80]}` of {compared.label}"
            yield from comparer.compare(
                ComparedObject("auth scheme", "scope", label, item, pointer),
                "description",
                scope.description,
                scope.place._replace(part="value"),
                is_equal=is_equal_text,
                severity="warning",
            )
        for scope in pairing.planned:
            label = f"scope `{scope.name[:80]}` of {compared.label}"
            yield missing_resource(label, "among its scopes", locate_place(scope.place), (*compared.pointer, "scopes"))
        location = locate_child(flow.node, "scopes")
        for pointer, item in pairing.actual:
            label = f"scope `{str(item.get('name'))[:80]}` of {compared.label}"
            yield unexpected_resource(label, "only planned ones", location, pointer)

    def _compare_default_scopes(self, compared: ComparedObject, flow: OAuthFlow) -> Iterator[Difference]:
        """Yield the difference of the default scopes: those of the flow that the document's `security` requires."""
        names = {scope.name for scope in flow.scopes}
        scopes = [name for requirement in self._connector.security for name, _ in requirement.scopes if name in names]
        expected: list[Json] = [*dict.fromkeys(scopes)]
        security = self._connector.root.get("security")
        place = self._connector.root.missing_key("security") if security is None else security.key
        yield from self._comparer.compare(compared, "defaultScopes", expected, place, is_equal=is_equal_set)


def _is_planned(config: AuthSchemeConfig) -> bool:
    return config.scheme_type is not None and (config.flow is None or config.flow.grant is not None)


def _actual_traits(item: dict[str, Json]) -> tuple[Hashable, ...]:
    keys = ("schemeType", "description", "name", "in")
    values = (*(item.get(key) for key in keys), _grant_type(item), item.get("tokenUrl"))
    return tuple(normalize_text(value) if isinstance(value, str) else "" for value in values)


_WEIGHTS = (3, 4, 2, 1, 3, 2)
"""Of type, description, name, location, grant and token URL."""


def _score(expected: tuple[Hashable, ...], actual: tuple[Hashable, ...]) -> int:
    """Return how much two configs have in common; 0 if nothing."""
    parts = zip(_WEIGHTS, expected, actual, strict=True)
    return sum(weight for weight, first, second in parts if bool(first) and first == second)


def _grant_type(config: dict[str, Json]) -> Json:
    """Return the grant type: `grant` itself, or its `grantType` or `type`."""
    grant = config.get("grant")
    return (grant.get("grantType") or grant.get("type")) if isinstance(grant, dict) else grant
