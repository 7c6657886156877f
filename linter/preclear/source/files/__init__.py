"""Files: which may be read, and how files are read, cached and written."""
