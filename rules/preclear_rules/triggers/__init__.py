"""Rules for triggers, which the import creates from the operations under `webhooks`."""
