"""Open feeds: what anybody may read without an account, in forms that other programs know."""
