"""`changes`: what has changed since, for programs that keep a copy (docs/sync.md)."""
