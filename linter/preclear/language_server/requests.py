"""What the editor asks about open files: each request leads to a function over a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from preclear.language_server.checks import read_data
from preclear.language_server.features.code_actions import CODE_ACTION_KINDS
from preclear.language_server.features.definition import definition
from preclear.language_server.features.hover import hover
from preclear.language_server.features.symbols import document_symbols

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from preclear.language_server.client_session import ClientSession


def register_features(server: LanguageServer, session: ClientSession) -> None:
    """Register the requests that the server answers."""

    async def answer_hover(params: types.HoverParams) -> types.Hover | None:
        return await session.answer(
            params.text_document.uri, lambda _, snapshot, file: hover(snapshot, file, params.position)
        )

    async def answer_definition(params: types.DefinitionParams) -> list[types.Location] | None:
        return await session.answer(
            params.text_document.uri, lambda _, snapshot, file: definition(snapshot, file, params.position)
        )

    async def answer_references(params: types.ReferenceParams) -> list[types.Location] | None:
        found = await session.answer(
            params.text_document.uri, lambda checks, snapshot, file: checks.find_references(snapshot, file, params)
        )
        if found is not None and found.problems:
            session.show_warning(f"some references may be missing: {'; '.join(found.problems)}")
        return None if found is None else found.locations

    async def answer_symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        return await session.answer(
            params.text_document.uri, lambda _, snapshot, file: document_symbols(snapshot, file)
        )

    async def answer_code_actions(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        return await session.answer(
            params.text_document.uri,
            lambda checks, snapshot, file: checks.list_code_actions(snapshot, file, params),
            has_fixes=True,
        )

    async def resolve_code_action(action: types.CodeAction) -> types.CodeAction:
        uri = str(read_data(action.data).get("uri", ""))
        resolved = await session.answer(
            uri, lambda checks, snapshot, file: checks.resolve(snapshot, file, action), has_fixes=True
        )
        return resolved or action

    server.feature(types.TEXT_DOCUMENT_HOVER)(answer_hover)
    server.feature(types.TEXT_DOCUMENT_DEFINITION)(answer_definition)
    server.feature(types.TEXT_DOCUMENT_REFERENCES)(answer_references)
    server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(answer_symbols)
    kinds = types.CodeActionOptions(code_action_kinds=CODE_ACTION_KINDS, resolve_provider=True)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)(answer_code_actions)
    server.feature(types.CODE_ACTION_RESOLVE)(resolve_code_action)
