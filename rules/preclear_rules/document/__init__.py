"""Rules for how the file itself is written."""
