"""Uploads of many documents: the plan, and what became of each."""
