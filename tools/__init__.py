"""What the project makes of its own sources."""
