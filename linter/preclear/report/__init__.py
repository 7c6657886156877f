"""Findings and plans in, text out: one file a format."""
