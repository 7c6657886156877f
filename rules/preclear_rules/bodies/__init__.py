"""Request bodies, responses and their media types."""
