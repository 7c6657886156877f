"""Reports of an adaptation: its changes, what it leaves out, and what errors could be adapted."""
