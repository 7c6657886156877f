"""Fixes: the edits that are written into the user's own files."""
