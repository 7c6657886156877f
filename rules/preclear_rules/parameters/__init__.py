"""Parameters of actions and triggers."""
