"""Reports of connections: the list, and what the platform says about their credentials."""
