"""The reports of an upload: what they are written from, and one file a format."""
