"""The emulated import: a document goes in; the resources, errors and messages of the contract's result come out."""
