"""One verification: a checked document in, its differences from what the platform has out. It changes nothing."""
