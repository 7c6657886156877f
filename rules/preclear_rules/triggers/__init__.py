"""Rules on triggers: what the import makes of the operations under `webhooks`."""
