"""What all commands do with a terminal: write and escape lines, print notes and errors, read standard input."""
