"""Rules on definitions: what the import makes of schemas."""
