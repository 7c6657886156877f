"""The HTTP layer below the endpoints: errors, request bodies, memory budget, connection limits.

Requests go in; parsed bodies, reservations and `ApiError` come out. It knows nothing of connectors.
"""
