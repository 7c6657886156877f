"""The rules that come with preclear: one file each, in the folder of its category."""
