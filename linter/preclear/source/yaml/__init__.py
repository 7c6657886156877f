"""YAML texts: their values, the places of those values, and messages for syntax errors."""
