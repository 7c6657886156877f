"""What the editor asks about open files: each request leads to a function over a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from preclear.language_server.definition import definition
from preclear.language_server.hover import hover
from preclear.language_server.references import references
from preclear.language_server.symbols import document_symbols

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from preclear.language_server.client_session import ClientSession


def register_features(server: LanguageServer, session: ClientSession) -> None:
    """Register the requests that the server answers."""

    async def answer_hover(params: types.HoverParams) -> types.Hover | None:
        return await session.answer(
            params.text_document.uri, lambda snapshot, file: hover(snapshot, file, params.position)
        )

    async def answer_definition(params: types.DefinitionParams) -> list[types.Location] | None:
        return await session.answer(
            params.text_document.uri, lambda snapshot, file: definition(snapshot, file, params.position)
        )

    async def answer_references(params: types.ReferenceParams) -> list[types.Location] | None:
        include_declaration = params.context.include_declaration
        return await session.answer(
            params.text_document.uri,
            lambda snapshot, file: references(snapshot, file, params.position, include_declaration=include_declaration),
        )

    async def answer_symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        return await session.answer(params.text_document.uri, document_symbols)

    server.feature(types.TEXT_DOCUMENT_HOVER)(answer_hover)
    server.feature(types.TEXT_DOCUMENT_DEFINITION)(answer_definition)
    server.feature(types.TEXT_DOCUMENT_REFERENCES)(answer_references)
    server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(answer_symbols)
