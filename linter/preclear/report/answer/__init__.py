"""Reports of an answer that was mapped to its document: one file for each format."""
