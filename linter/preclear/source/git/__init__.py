"""What git knows: files of a revision, read without running any program that the repository configures, and ignores."""
