"""Request bodies: reading, checking, and what is stored of them. Each module is for one kind of resource."""
