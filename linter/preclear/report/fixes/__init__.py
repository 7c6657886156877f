"""What a check fixed: for people, as JSON, as a diff."""
