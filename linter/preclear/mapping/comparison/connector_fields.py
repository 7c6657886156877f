"""Comparison of the connector's own fields and of its connection variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.comparison.difference import missing_resource, unexpected_resource
from preclear.mapping.comparison.fields import ComparedObject, locate_child
from preclear.mapping.comparison.pairing import Pairing
from preclear.mapping.comparison.values import is_equal_text, is_equal_url
from preclear.mapping.location import locate_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector import Connector, ServerVariable, Value
    from preclear.mapping.answer.answer import Answer
    from preclear.mapping.comparison.difference import Difference
    from preclear.mapping.comparison.fields import FieldComparer
    from preclear.mapping.location import MappedLocation
    from preclear.source import Severity

_LABEL = "the connector"


def make_connector_object(answer: Answer) -> ComparedObject | None:
    """Return the answer's connector; None if it has none."""
    if answer.connector is None:
        return None
    return ComparedObject("connector", "connector", _LABEL, answer.connector, answer.connector_pointer)


def compare_connector(comparer: FieldComparer, compared: ComparedObject, connector: Connector) -> Iterator[Difference]:
    """Yield the differences of name, base URL, links and connection variables."""
    texts: tuple[tuple[str, str, Value[str], Severity], ...] = (
        ("name", "name", connector.name, "warning"),
        ("documentationURL", "documentation URL", connector.documentation_url, "warning"),
        ("imageURL", "image URL", connector.image_url, "warning"),
    )
    for key, noun, value, severity in texts:
        yield from comparer.compare(
            compared, key, value.value or None, value, noun=noun, is_equal=is_equal_text, severity=severity
        )
    base_url = connector.base_url
    yield from comparer.compare(
        compared, "baseUrl", base_url.value or None, base_url, noun="base URL", is_equal=is_equal_url
    )
    yield from _compare_variables(comparer, compared, connector)


def _compare_variables(comparer: FieldComparer, compared: ComparedObject, connector: Connector) -> Iterator[Difference]:
    items = comparer.read_list(compared, "connectionVariables")
    if items is None:
        comparer.tally.add_unknown("connection variable", len(connector.connection_variables))
        return
    pairing = Pairing(connector.connection_variables, items)
    pairing.pair_by(lambda variable: variable.name.value, lambda item: str(item[1].get("name")))
    pairing.pair_by(lambda variable: variable.default.value, lambda item: str(item[1].get("value")), is_unique=True)
    for variable, (pointer, item) in pairing.pairs:
        comparer.tally.add_fields("connector")
        yield from _compare_value(comparer, variable, ComparedObject("connector", "variable", "", item, pointer))
    for variable in pairing.planned:
        yield missing_resource(
            f"connection variable `{variable.name.value[:80]}`",
            "among the connector's variables",
            locate_place(variable.name.place, is_subtree=True),
            (*compared.pointer, "connectionVariables"),
        )
    for pointer, item in pairing.actual:
        label = f"connection variable `{str(item.get('name'))[:80]}`"
        yield unexpected_resource(label, "only planned ones", _variables_location(connector), pointer)


def _compare_value(comparer: FieldComparer, variable: ServerVariable, compared: ComparedObject) -> Iterator[Difference]:
    compared = compared._replace(label=f"connection variable `{variable.name.value[:80]}`")
    name, default = variable.name, variable.default
    yield from comparer.compare(compared, "name", name.value, name, is_equal=is_equal_text)
    yield from comparer.compare(compared, "value", default.value, default, is_equal=is_equal_text)


def _variables_location(connector: Connector) -> MappedLocation:
    """Return the location of the variables of the server whose URL is the base URL."""
    if not connector.servers:
        return locate_place(connector.base_url.place)
    return locate_child(connector.servers[0].node, "variables")
