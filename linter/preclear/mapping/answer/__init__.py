"""The server's answer to an import, read into messages and created resources."""
