"""Rules for the parameters of actions and triggers."""
