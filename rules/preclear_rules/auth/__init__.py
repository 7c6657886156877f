"""Rules about auth schemes and the security that asks for them."""
