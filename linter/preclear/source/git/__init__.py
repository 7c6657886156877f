"""Files of a revision in a git repository, read without running any program that the repository configures."""
