"""Completion in shells: the scripts that call preclear at each TAB, and what it answers."""
