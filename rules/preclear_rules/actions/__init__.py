"""Rules for actions, which the import creates from the operations under `paths`."""
