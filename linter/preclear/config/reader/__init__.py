"""Reads the text of a config: its settings, each at its place, or every problem in it."""

from preclear.config.reader.reader import read_config

__all__ = ["read_config"]
