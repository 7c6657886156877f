"""Mutants with what `--fix --unsafe-fixes` fixes, in many layouts, with comments, made again from seed and number."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from preclear.source import load_bytes
from tests.edit.corpus import corpus_documents
from tests.fuzz.mutants import Mutant, Source, mutate_structure, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Json

MAX_BYTES = 60_000
"""The largest real document that mutants are made of."""

# fmt: off
NAMES: tuple[Json, ...] = (
    "list pets", "pets/list", "pets.list", "", "Pet Page", "a%20b", "a~1b", "list", "listPets", "1st", "\u00e9t\u00e9",
    5, None, "x" * 300, "get", "Pet", "$ref", "#", "name: value", "- a", "true", "~", "'", '"', "\\", "a b c/d.e",
)
KEYS = ("Pet Page", "pet.page", "a/b", "~", "a%20b", "\u00e9", "Pet", "x y", "#/components", "\u72ac", "&a", "*a", "?")
# fmt: on


@cache
def origins() -> tuple[Source, ...]:
    """The fixtures, and where the corpus is there, its smaller documents."""
    real = [Source(path, path.read_bytes()) for path in corpus_documents(MAX_BYTES)]
    return (*sources(), *real)


def make_fixable(seed: int, number: int) -> Mutant:
    """The mutant with this number."""
    chance = random.Random(f"fix:{seed}:{number}")  # to be repeated, not to be secret
    choices = origins()
    value = mutate_structure(chance, chance.choice(choices), chance.choice(choices))
    for _ in range(chance.choice((1, 2, 4))):
        _break_names(chance, value)
    suffix = chance.choice((".yaml", ".yaml", ".json"))
    data = _dump_json(chance, value) if suffix == ".json" else _dump_yaml(chance, value)
    if chance.randrange(5) == 0:
        data = data.replace(b"\n", b"\r\n")
    if chance.randrange(10) == 0:
        data = b"\xef\xbb\xbf" + data
    return Mutant(f"fix:{number}", Path(f"mutant{suffix}").absolute(), data)


def _dump_json(chance: random.Random, value: Json) -> bytes:
    indent = chance.choice((None, 2, 4))
    return json.dumps(value, indent=indent, ensure_ascii=chance.randrange(2) == 0).encode("utf-8", "replace")


def _dump_yaml(chance: random.Random, value: Json) -> bytes:
    """The value as YAML, with comments wherever they don't change it. `sort_keys` makes references precede names."""
    style = chance.choice((None, None, "'", '"'))
    text = yaml.dump(
        value,
        Dumper=yaml.SafeDumper,
        allow_unicode=True,
        sort_keys=chance.randrange(3) == 0,
        width=chance.choice((40, 120, 100_000)),
        indent=chance.choice((2, 4)),
        default_style=style,
        default_flow_style=chance.choice((False, False, None)),
    )
    data = text.encode("utf-8", "replace")
    commented = "".join(_comment_lines(chance, data.decode())).encode()
    return commented if _load(commented) == _load(data) else data


def _comment_lines(chance: random.Random, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(keepends=True)):
        indent = line[: len(line) - len(line.lstrip(" "))]
        if chance.randrange(6) == 0:
            yield f"{indent}# above {number}\n"
        yield f"{line[:-1]}  # beside {number}\n" if chance.randrange(6) == 0 and line.endswith("\n") else line
        if chance.randrange(20) == 0:
            yield "\n"


def _load(data: bytes) -> Json:
    return load_bytes(data, "mutant.yaml").value


def _break_names(chance: random.Random, root: Json) -> None:
    """Change one name or one field that fixes are about."""
    mappings = list(_mappings(root))
    operations = [mapping for mapping in mappings if "responses" in mapping or "operationId" in mapping]
    match chance.randrange(6):
        case 0 | 1 if operations:
            chance.choice(operations)["operationId"] = chance.choice(NAMES)
        case 2 if operations:
            chance.choice(operations).pop("operationId", None)
        case 3:
            parameters = [mapping for mapping in mappings if mapping.get("in") == "path"]
            if parameters:
                chance.choice(parameters).pop("required", None)
        case 4:
            named = [mapping for mapping in mappings if isinstance(mapping.get("version"), str)]
            if named:
                chance.choice(named)["version"] = chance.choice((1.0, 2, "1.0", "yes", "0o7"))
        case _:
            schemas = [
                mapping["schemas"]
                for mapping in mappings
                if isinstance(mapping.get("schemas"), dict) and mapping["schemas"]
            ]
            if schemas:
                holder = chance.choice(schemas)
                assert isinstance(holder, dict)
                _rename_everywhere(root, holder, chance.choice(list(holder)), chance.choice(KEYS))


def _rename_everywhere(root: Json, holder: dict[str, Json], old: str, new: str) -> None:
    """Rename a schema along with the references to it, as an author would have written them."""
    entries = [(new if key == old else key, value) for key, value in holder.items() if key == old or key != new]
    holder.clear()
    holder.update(entries)
    reference = f"#/components/schemas/{old}"
    written = new.replace("~", "~0").replace("/", "~1").replace("%", "%25").replace(" ", "%20")
    for mapping in _mappings(root):
        if mapping.get("$ref") == reference:
            mapping["$ref"] = f"#/components/schemas/{written}"


def _mappings(root: Json) -> Iterator[dict[str, Json]]:
    pending = [root]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            yield value
            pending += value.values()
        elif isinstance(value, list):
            pending += value
