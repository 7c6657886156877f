"""Texts that are dense with one thing: what costs little to write and much to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DENSE: dict[str, tuple[Callable[[int], bytes], int]] = {
    "equal keys": (lambda n: b"a: 1\n" * n, 100_000),
    "equal keys of a flow mapping": (lambda n: b"{" + b"a: 1," * n + b"}", 100_000),
    "two of each key": (lambda n: b"".join(b"k%d: 1\n" % i for i in range(n)) * 2, 30_000),
    "wrong tags": (lambda n: b"[" + b"!a," * n + b"]", 200_000),
    "wrong values of tags": (lambda n: b"- !!int x\n" * n, 50_000),
    "keys that are null": (lambda n: b"- ~: 1\n" * n, 75_000),
    "keys that are lists": (lambda n: b"- [a]: 1\n" * n, 60_000),
    "merge keys of no mapping": (lambda n: b"- {<<: 1}\n" * n, 60_000),
    "merge keys of one mapping": (lambda n: b"<<: {}\n" * n, 75_000),
    "tagged merge keys": (lambda n: b"- !!merge <<: {}\n" * n, 30_000),
    "values that contain themselves": (lambda n: b"&a [" + b"*a," * n + b"]", 150_000),
    "words that versions read differently": (lambda n: b"[" + b"y," * n + b"]", 300_000),
    "line ends of YAML 1.1": (lambda n: b"- a\xe2\x80\xa8b\n" * n, 60_000),
    "question marks": (lambda n: b"[" + b"?x," * n + b"]", 150_000),
    "colons": (lambda n: b"[" + b":x," * n + b"]", 150_000),
    "tabs between tokens": (lambda n: b"-\tx\n" * n, 125_000),
    "tabs in empty lines": (lambda n: b"- |\n  x\n" + b"\t\n" * n, 250_000),
    "names of anchors": (lambda n: b"".join(b"- &a%d:b x\n" % i for i in range(n)), 40_000),
    "documents": (lambda n: b"a: 1\n...\n" * n, 50_000),
}
"""By what a text is dense with: the text by the number of these, and a number that takes seconds."""
