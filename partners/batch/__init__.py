"""`POST batch`: many writes in one call, each by its own endpoint (docs/sync.md)."""
