"""Rules about the connector: its name, its base URL, its version."""
