"""The options that several commands have, and their values: a command adds them with a decorator."""
