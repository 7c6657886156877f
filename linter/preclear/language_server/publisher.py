"""Diagnostics on their way to the editor: what it has is replaced where it differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.language_server.checks import CheckOutcome


class DiagnosticsPublisher:
    """Sends diagnostics to the editor, and messages that belong to no file."""

    def __init__(
        self,
        publish: Callable[[types.PublishDiagnosticsParams], None],
        show_message: Callable[[types.ShowMessageParams], None],
    ) -> None:
        self._publish = publish
        self._show_message = show_message
        self._published: dict[str, list[types.Diagnostic]] = {}
        self._shown: set[str] = set()

    def publish(self, outcome: CheckOutcome) -> None:
        """Send the outcome of a check.

        Each open file gets its diagnostics, even if there are none. Other files get theirs if they have changed. A
        message is shown once, and again only after a check without it.
        """
        diagnostics, versions = outcome
        for uri in sorted(diagnostics.by_uri.keys() | self._published.keys() | versions.keys()):
            new, old = diagnostics.by_uri.get(uri, []), self._published.get(uri, [])
            if uri in versions or new != old:
                self._publish(types.PublishDiagnosticsParams(uri, new, versions.get(uri)))
        self._published = {uri: new for uri, new in diagnostics.by_uri.items() if new}
        for message in diagnostics.messages:
            if message not in self._shown:
                self._show_message(types.ShowMessageParams(types.MessageType.Error, f"preclear: {message}"))
        self._shown = set(diagnostics.messages)
