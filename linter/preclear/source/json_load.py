"""JSON to values: jiter where all is well, our own scanner where something is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from preclear.source.json_scan import JsonScanner

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.limits import Limits

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def load_json(document: Document, limits: Limits) -> Json:
    """The value of `document.text`. What is wrong with it goes to the document's faults.

    Raises Unusable, with a fault, where the text can't be read to its end.
    """
    import jiter

    data = document.data.removeprefix(_BYTE_ORDER_MARK)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = document.text.encode()
    try:
        value = cast("Json", jiter.from_json(data, catch_duplicate_keys=True, allow_inf_nan=False))
    except ValueError:
        return JsonScanner(document, limits).load()
    return value if _within(value, limits) else JsonScanner(document, limits).load()


def _within(value: Json, limits: Limits) -> bool:
    """Whether nothing in `value` is past a limit or no number. Goes down level by level, so no depth can hurt it."""
    longest, longest_key, largest = limits.scalar_bytes, limits.key_bytes, 10**limits.digits
    infinity = float("inf")
    level: list[Json] = [value]
    depth = count = 0
    while level:
        below: list[Json] = []
        for node in level:
            kind = node.__class__
            if kind is str:
                if len(cast("str", node)) > longest:
                    return False
            elif kind is dict:
                mapping = cast("dict[str, Json]", node)
                below.extend(mapping.values())
                count += len(mapping)
                if mapping and len(max(mapping, key=len)) > longest_key:
                    return False
            elif kind is list:
                below.extend(cast("list[Json]", node))
            elif (kind is int or kind is float) and not (
                -largest < cast("float", node) < largest and -infinity < cast("float", node) < infinity
            ):
                return False
        count += len(below)
        depth += any(node.__class__ in (dict, list) for node in level)
        if depth > limits.depth or count > limits.nodes:
            return False
        level = below
    return True
