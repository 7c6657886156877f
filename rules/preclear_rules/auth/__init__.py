"""Rules for auth schemes and the `security` requirements that use them."""
