"""JSON to values: with jiter if the text is fine, with our own scanner if not."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from preclear.source.json.compiled import read_nodes

if TYPE_CHECKING:
    from collections.abc import Collection

    from preclear.source.document import Document
    from preclear.source.json.compiled import NodeReader
    from preclear.source.json_value import Json
    from preclear.source.limits import Limits
    from preclear.source.locator import Locator
    from preclear.source.yaml.compiled.extension import NodeTable

_LARGE_NUMBER = 1 << 60
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def load_json(document: Document, limits: Limits) -> None:
    """Parse `document.text` and set the document's value. Problems with the text become faults of the document.

    Raises LoadError, with a fault, if the text can't be read to its end.
    """
    import jiter

    data = document.data.removeprefix(_BYTE_ORDER_MARK)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = document.text.encode()
    value: Json = None
    reader: NodeReader | None = None
    is_valid = False
    with suppress(ValueError):
        value = cast("Json", jiter.from_json(data, catch_duplicate_keys=True, allow_inf_nan=False))
        reader = read_nodes(document.text, limits)
        is_valid = (reader is not None and reader.is_within_limits) or _is_within_limits(value, limits, len(data))
    if not is_valid:
        from preclear.source.json.scan import JsonScanner

        value = reader = None  # freed before the text is read again
        value = JsonScanner(document, limits).load()
    document.set_value(value, _create_locator if reader is None else partial(_create_table_locator, reader.nodes))


def _create_table_locator(nodes: NodeTable, document: Document) -> Locator:
    from preclear.source.yaml.compiled.locate import TableLocator

    return TableLocator(document.value, nodes)


def _create_locator(document: Document) -> Locator:
    from preclear.source.json.locate import JsonLocator

    return JsonLocator(document.text, document.value)


def _is_within_limits(value: Json, limits: Limits, size: int) -> bool:
    """Whether nothing in `value`, of a text of `size` bytes, exceeds a limit or is infinite.

    Goes level by level, so depth does no harm. Has to be fast, because it looks at every value.
    """
    max_length = limits.scalar_bytes
    has_long_strings = size > max_length
    level: list[dict[str, Json] | list[Json]] = [value] if isinstance(value, (dict, list)) else [[value]]
    keys: set[str] = set()
    depth = count = 0
    while level:
        depth += 1
        next_level: list[dict[str, Json] | list[Json]] = []
        for node in level:
            children: Collection[Json] = node
            if isinstance(node, dict):
                children = node.values()
                keys.update(node)
                count += len(node)
            count += len(children)
            for child in children:
                if isinstance(child, str):
                    if has_long_strings and len(child) > max_length:
                        return False
                elif isinstance(child, (dict, list)):
                    next_level.append(child)
                elif (
                    child is not None
                    and not -_LARGE_NUMBER < child < _LARGE_NUMBER
                    and not _is_valid_number(child, limits.digits)
                ):
                    return False
        if depth > limits.depth or count > limits.nodes:
            return False
        level = next_level
    return max(map(len, keys), default=0) <= limits.key_bytes


def _is_valid_number(number: float, digits: int) -> bool:
    """Whether a large number is finite and has at most `digits` digits."""
    return number - number == 0 if isinstance(number, float) else abs(number) < 10**digits
