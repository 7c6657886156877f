"""Reports of a command that changes something on the platform: the model, and one file for each format."""
