"""The reports of an answer that was mapped to its document: one file a format."""
