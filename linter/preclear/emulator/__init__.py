"""The import endpoint on this machine: it answers from the connector model, in the contract's shapes."""
