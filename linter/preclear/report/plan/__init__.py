"""The plan of an import, for people and as JSON."""
