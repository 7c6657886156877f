"""Rules for the paths of actions, and for their path parameters."""
