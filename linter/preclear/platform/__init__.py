"""The Connect API: requests, connections, credentials and outcomes."""
