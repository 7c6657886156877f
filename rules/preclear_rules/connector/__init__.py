"""Rules for the connector itself: its name, base URL and version."""
