"""Mutants of the fixtures: broken bytes and broken structures, each made again from a seed, its kind and its number."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import yaml

from preclear.source import format_pointer, load_bytes
from tests.fuzz.overlays import OVERLAYS

if TYPE_CHECKING:
    from preclear.source import Json, Pointer

Sort: TypeAlias = Literal["byte", "structure", "answer", "config", "overlay"]
"""Documents with broken bytes and with broken structures, answers of an import, configs, overlays."""
SORTS: tuple[Sort, ...] = ("byte", "structure", "answer", "config", "overlay")

FIXTURES = Path(__file__).parents[2] / "fixtures"

# fmt: off
TEXTS = (
    "[", "{", "}", "]", ":", ": ", "- ", "? ", ",", "&a ", "*a", "!!int ", "!x ", "<<: ", "<<: *a", "|", ">-", "#",
    "---\n", "...\n", "%YAML 9.9\n", "%TAG ! x\n", "\t", "\r", "\r\n", "\n", "\0", "\x1b[31m", "\x7f", '"', "'",
    "\\", "\\u", '"\\ud800"', '"\\U0010ffff"', "\u2028", "\x85", "\ufeff", "\u202e", "🐶", "é", "~", "null", "no",
    "0o7", "1e999", ".nan", "-.inf", "9" * 500, "2024-13-45", "1:30", "=", "$ref: ", "{$ref: '#'}", "##[error]",
    "\n::error::x", "\n" * 400, " " * 400,
)
CONFIGS = (
    'select = ["all"]\nignore = ["missing-action-summary"]\nfail-on = "warning"\nshow = "info"\n',
    '[severity]\nnon-json-body = "info"\nstatus-range = "warning"\n[limits]\ndepth = 50\nfiles = 10\n',
    ('[[ignores]]\npaths = ["**/*.yaml", "apis/{a,b}/[a-z]*"]\npointer = "/paths/~1pets"\n'
    'rules = ["status-range"]\nreason = "the old API sends them"\n'),
    'documents = ["bad.yaml", "apis/**/openapi.yaml"]\nbasis = ["contract"]\nbaseline = "known.json"\n',
    'root = ".."\noutput-format = "concise"\n[rules.status-range]\nx = 1\n',
)
BYTES = (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe9", b"\xef\xbb\xbf", b"\xff\xfe", b"\x80")
VALUES: tuple[Json, ...] = (
    None, True, False, 0, -1, 1, 200, 1.5, 1e308, -0.0, 10**30, "", " ", "x", "/", "#", "~", "{", "{{ }}", "\ud800",
    "\x1b[31m", "\n::error::x", "犬", "x" * 300, [], {}, [[]], [None], [{}], [1, "a"], {"": None}, {"$ref": 5},
    {"$ref": ""}, {"$ref": "#"}, {"$ref": "#/"}, {"$ref": "#/%"}, {"$ref": "missing.yaml"}, {"$ref": "http://[::1"},
    {"type": "array"}, {"type": ["string", "null"]}, {"schema": {}}, {"content": {}}, {"allOf": [{}]}, {"enum": []},
)
KEYS = (
    "", " ", "/", "~1", "a/b", "%2f", "x-a", "$ref", "__proto__", "{", "}{", "/{a}", "/{a}/{a}", "/{}", "200", "2XX",
    "default", "paths", "webhooks", "components", "schemas", "parameters", "responses", "requestBody", "content",
    "schema", "type", "items", "properties", "allOf", "oneOf", "get", "post", "trace", "query", "servers", "security",
    "additionalOperations", "variables", "securitySchemes", "flows", "scopes", "in", "name", "openapi", "swagger", "é",
    "callbacks", "pathItems", "examples", "$defs", "$id", "pattern", "default", "enum", "\x1b[31m", "\n::error::x",
)
# fmt: on


class Source(NamedTuple):
    """A fixture: its file and what is in it."""

    file: Path
    data: bytes


class Mutant(NamedTuple):
    """An input to try: its label, the document's file, and its text.

    A document's file says where its references start; an answer, config or overlay is about the document in that file.
    """

    label: str
    file: Path
    data: bytes


def sources() -> list[Source]:
    """All fixtures that are documents, in the order of their paths."""
    folders = (FIXTURES / "rules", FIXTURES / "projects")
    found = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in (".yaml", ".json"))
    return [Source(path, path.read_bytes()) for path in found]


def make(origins: list[Source], sort: Sort, seed: int, number: int) -> Mutant:
    """The mutant with this number; the same for the same fixtures, seed and sort."""
    chance = random.Random(f"{sort}:{seed}:{number}")  # to be repeated, not to be secret
    label = f"{sort}:{number}"
    if sort == "answer":
        return _answer_mutant(chance, label)
    if sort == "config":
        document = FIXTURES / "rules" / "status-range" / "bad.yaml"
        first, second = chance.choice(CONFIGS), chance.choice(CONFIGS)
        return Mutant(label, document, _byte_mutant(chance, first.encode(), second.encode()))
    if sort == "overlay":
        return _overlay_mutant(chance, label)
    origin = chance.choice(origins)
    if sort == "byte":
        return Mutant(label, origin.file, _byte_mutant(chance, origin.data, chance.choice(origins).data))
    suffix = chance.choice((".yaml", ".json"))
    data = _structure_mutant(chance, origin, chance.choice(origins), suffix)
    return Mutant(label, origin.file.with_name(f"mutant{suffix}"), data)


def answers() -> list[Source]:
    """All answers of fixtures, each with the file of the document that it is about."""
    found: list[Source] = []
    for path in sorted((FIXTURES / "answers").glob("*/answer.json")):
        beside = path.with_name("document.txt")
        folder = beside.read_text(encoding="utf-8").strip() if beside.exists() else path.parent.name
        found.append(Source(FIXTURES / "answers" / folder / "openapi.yaml", path.read_bytes()))
    return found


def _answer_mutant(chance: random.Random, label: str) -> Mutant:
    origin, other = chance.choice(answers()), chance.choice(answers())
    if chance.randrange(4) == 0:
        return Mutant(label, origin.file, _byte_mutant(chance, origin.data, other.data))
    value, donor = json.loads(origin.data), json.loads(other.data)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        value = _changed(chance, value, donor)
    return Mutant(label, origin.file, json.dumps(value).encode())


def _overlay_mutant(chance: random.Random, label: str) -> Mutant:
    document = FIXTURES / "projects" / "petshop" / "openapi.yaml"
    first, second = (Source(document, chance.choice(OVERLAYS).encode()) for _ in range(2))
    if chance.randrange(2) == 0:
        return Mutant(label, document, _byte_mutant(chance, first.data, second.data))
    return Mutant(label, document, _structure_mutant(chance, first, second, ".yaml"))


def _byte_mutant(chance: random.Random, data: bytes, other: bytes) -> bytes:
    mutant = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        start = chance.randrange(len(mutant) + 1)
        end = min(len(mutant), start + chance.choice((1, 1, 2, 5, 20, 100)))
        match chance.randrange(8):
            case 0:
                del mutant[start:end]
            case 1:
                mutant[start:end] = mutant[start:end] * chance.choice((2, 3, 50))
            case 2:
                mutant[start:start] = chance.choice(TEXTS).encode("utf-8", "surrogatepass")
            case 3:
                mutant[start:end] = chance.choice(TEXTS).encode("utf-8", "surrogatepass")
            case 4:
                mutant[start:start] = chance.choice(BYTES)
            case 5 if start < len(mutant):
                mutant[start] ^= 1 << chance.randrange(8)
            case 6:
                cut = chance.randrange(len(other) + 1)
                mutant[start:end] = other[cut : cut + chance.choice((5, 40, 400))]
            case _:
                del mutant[start if chance.randrange(4) == 0 else end :]
    return bytes(mutant)


def _structure_mutant(chance: random.Random, origin: Source, other: Source, suffix: str) -> bytes:
    value = mutate_structure(chance, origin, other)
    if suffix == ".json" or chance.randrange(3) == 0:
        return json.dumps(value, indent=chance.choice((None, 2)), ensure_ascii=chance.randrange(2) == 0).encode(
            "utf-8", "replace"
        )
    written = yaml.dump(value, Dumper=yaml.SafeDumper, allow_unicode=True, sort_keys=False)
    return written.encode("utf-8", "replace")


def mutate_structure(chance: random.Random, origin: Source, other: Source) -> Json:
    """The value of a document with a few nodes changed; `other` is where new parts can come from."""
    value, donor = _value(origin), _value(other)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        value = _changed(chance, value, donor)
    return value


def _value(source: Source) -> Json:
    """A new copy of what the fixture holds; an empty mapping where it can't be read."""
    document = load_bytes(source.data, source.file.name)
    return document.value if document.is_loaded else {}


def _changed(chance: random.Random, root: Json, donor: Json) -> Json:
    """The value with one node changed."""
    nodes = list(_containers(root))
    if not nodes:
        return chance.choice(VALUES)
    pointer, node = chance.choice(nodes)
    if isinstance(node, list):
        at = chance.randrange(len(node) + 1)
        node[at : at + chance.randrange(2)] = [_new(chance, root, donor)] * chance.choice((1, 1, 2))
        return root
    keys = list(node)
    match chance.randrange(6):
        case 0 if keys:
            del node[chance.choice(keys)]
        case 1:
            node[chance.choice(KEYS)] = _new(chance, root, donor)
        case 2 if keys:
            node[chance.choice(KEYS)] = node.pop(chance.choice(keys))
        case 3:
            key = chance.choice(keys or KEYS)
            node.clear()
            node[key] = {"$ref": f"#{format_pointer(pointer)}"}
        case 4 if keys:
            key = chance.choice(keys)
            wrapped: Json = [node[key]]
            node[key] = wrapped
        case _:
            node[chance.choice(keys or KEYS)] = _new(chance, root, donor)
    return root


def _new(chance: random.Random, root: Json, donor: Json) -> Json:
    """A value from the list, a part of another fixture, or a reference to somewhere in this one."""
    match chance.randrange(4):
        case 0:
            parts = list(_containers(donor))
            return _copied(chance.choice(parts)[1]) if parts else None
        case 1:
            parts = list(_containers(root))
            return {"$ref": f"#{format_pointer(chance.choice(parts)[0])}"} if parts else None
        case _:
            return _copied(chance.choice(VALUES))


def _copied(value: Json) -> Json:
    """A copy, so that no later change of one place changes another."""
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _containers(root: Json) -> list[tuple[Pointer, dict[str, Json] | list[Json]]]:
    """All mappings and lists below `root`, itself among them, with the way to each."""
    found: list[tuple[Pointer, dict[str, Json] | list[Json]]] = []
    waiting: list[tuple[Pointer, Json]] = [((), root)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, dict):
            found.append((pointer, value))
            waiting += [((*pointer, key), item) for key, item in value.items()]
        elif isinstance(value, list):
            found.append((pointer, value))
            waiting += [((*pointer, index), item) for index, item in enumerate(value)]
    return found
