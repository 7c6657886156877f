"""Files: which may be read, how they are read, kept and written."""
