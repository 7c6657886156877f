"""The outline of a file: what the import creates, in ranges that nest as the protocol demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from preclear.language_server.features.symbols import document_symbols
from preclear.project import CheckOptions
from preclear.source import resolve_links
from tests.language_server.making import Editor, make_editor, make_snapshot
from tests.source.test_corpus import CORPUS, corpus_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

API = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: all
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
    post:
      responses: {"200": {description: added}}
  /dogs: {$ref: parts.yaml#/Dogs}
webhooks:
  died: {post: {responses: {"200": {description: sorry}}}}
components:
  schemas:
    Pet: {$ref: models/pet.yaml}
    Dog: {type: object}
  securitySchemes:
    login:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {read: Read}}}
    key: {type: apiKey, in: header, name: X-Key}
"""
PARTS = """\
Dogs:
  get: {operationId: listDogs, responses: {"200": {description: all}}}
Unused: {}
"""
PET = "type: object\nproperties: {}\n"
FILES = {"api.yaml": API, "parts.yaml": PARTS, "models/pet.yaml": PET}


def outline(symbols: Sequence[types.DocumentSymbol], depth: int = 0) -> Iterator[str]:
    for symbol in symbols:
        line = symbol.range.start.line + 1
        yield f"{'  ' * depth}{line} {symbol.kind.name} {symbol.name}" + (
            f" ({symbol.detail})" if symbol.detail else ""
        )
        yield from outline(symbol.children or (), depth + 1)


@pytest.fixture(name="editor")
def make(tmp_path: Path) -> Editor:
    return make_editor(tmp_path, FILES, ["api.yaml"])


def test_the_outline_has_what_the_import_creates(editor: Editor) -> None:
    assert list(outline(document_symbols(editor.snapshot, editor.file("api.yaml")))) == [
        "4 Namespace Actions",
        "  6 Method listPets (GET /pets)",
        "    11 Struct listPets_200 (application/json)",
        "  12 Method POST /pets (no operationId)",
        "15 Namespace Triggers",
        "  16 Event died (POST died)",
        "18 Namespace Definitions",
        "  19 Struct Pet",
        "  20 Struct Dog",
        "21 Namespace Auth scheme configs",
        "  24 Key login (oauth2, client_credentials, 1 scope)",
        "  25 Key key (api-key, header X-Key)",
    ]


def test_another_file_of_a_document_has_the_parts_that_are_in_it(editor: Editor) -> None:
    assert list(outline(document_symbols(editor.snapshot, editor.file("parts.yaml")))) == [
        "2 Method listDogs (GET /dogs)"
    ]
    assert list(outline(document_symbols(editor.snapshot, editor.file("models/pet.yaml")))) == ["1 Struct Pet"]
    assert document_symbols(editor.snapshot, editor.file("nowhere.yaml")) == []


def test_the_key_is_selected(editor: Editor) -> None:
    actions = document_symbols(editor.snapshot, editor.file("api.yaml"))[0]

    assert editor.excerpt("api.yaml", actions.selection_range) == "paths"
    assert [editor.excerpt("api.yaml", action.selection_range) for action in actions.children or ()] == ["get", "post"]


def test_documents_that_share_a_file_add_their_own(tmp_path: Path) -> None:
    other = API.replace("/dogs", "/cats")
    editor = make_editor(tmp_path, {**FILES, "other.yaml": other}, ["api.yaml", "other.yaml"])

    assert list(outline(document_symbols(editor.snapshot, editor.file("parts.yaml")))) == [
        "2 Method listDogs (GET /cats)",
        "  2 Method listDogs (GET /dogs)",
    ]


def test_a_selection_leaves_out_symbols(tmp_path: Path) -> None:
    (tmp_path / "preclear.toml").write_text('[adapt]\ninclude = ["operation:listDogs"]\n', encoding="utf-8")
    editor = make_editor(tmp_path, FILES, ["api.yaml"], CheckOptions())

    assert list(outline(document_symbols(editor.snapshot, editor.file("api.yaml")))) == [
        "21 Namespace Auth scheme configs",
        "  24 Key login (oauth2, client_credentials, 1 scope)",
        "  25 Key key (api-key, header X-Key)",
    ]
    assert list(outline(document_symbols(editor.snapshot, editor.file("parts.yaml")))) == [
        "2 Method listDogs (GET /dogs)"
    ]


def check_nesting(symbols: Sequence[types.DocumentSymbol], around: types.Range | None) -> int:
    count = 0
    for symbol in symbols:
        assert symbol.name.strip()
        assert symbol.range.start <= symbol.selection_range.start <= symbol.selection_range.end <= symbol.range.end
        if around is not None:
            assert around.start <= symbol.range.start <= symbol.range.end <= around.end
        count += 1 + check_nesting(symbol.children or (), symbol.range)
    return count


@pytest.mark.once
@pytest.mark.skipif(not corpus_files(), reason="the corpus of real documents is not beside this repository")
@pytest.mark.parametrize("path", [path for path in corpus_files() if "github" not in path])
def test_ranges_of_a_real_document_nest(path: str) -> None:
    snapshot = make_snapshot([CORPUS / path])
    connector = snapshot.checked_files[0].check_result.connector
    symbols = document_symbols(snapshot, resolve_links(CORPUS / path))

    count = check_nesting(symbols, None)

    if connector is not None and len(connector.api.documents) == 1:
        configs = sum(len(scheme.configs) for scheme in connector.auth_schemes)
        groups = sum(symbol.kind == types.SymbolKind.Namespace for symbol in symbols)
        assert count == len(connector.operations) + len(connector.definitions) + configs + groups
