"""Connectors and their versions, for people and as JSON."""
