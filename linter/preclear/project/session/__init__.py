"""Checks that are repeated while files are edited."""

from preclear.project.session.session import CheckSession

__all__ = ["CheckSession"]
