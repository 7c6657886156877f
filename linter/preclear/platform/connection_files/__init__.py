"""Connection files: a connection's name, variables and credentials, with secrets that are read from elsewhere."""
