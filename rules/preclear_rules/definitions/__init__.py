"""Rules for definitions, which the import creates from schemas."""
