"""Rules for request bodies, responses and their media types."""
