"""A language server: the findings of open files while they are edited, and what an editor asks about them.

Messages of the Language Server Protocol come in on standard input, answers and diagnostics go out on standard output.
It needs the extra `lsp` (pygls).
"""

from preclear.language_server.server import serve

__all__ = ["serve"]
