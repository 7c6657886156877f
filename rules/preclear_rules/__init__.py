"""The rules that come with preclear: one file per rule, one folder per category."""
