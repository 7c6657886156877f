"""Rules on actions: what the import makes of the operations under `paths`."""
