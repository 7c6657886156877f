"""How messages come from the client and go to it: frames, the connection, and which messages are refused."""

from preclear.language_server.transport.connection import Connection
from preclear.language_server.transport.messages import MAX_MESSAGE_BYTES, MessageWriter, read_messages
from preclear.language_server.transport.protocol import ServerProtocol

__all__ = ["MAX_MESSAGE_BYTES", "Connection", "MessageWriter", "ServerProtocol", "read_messages"]
