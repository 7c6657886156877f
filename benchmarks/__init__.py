"""How fast preclear is beside other checkers of OpenAPI documents."""
