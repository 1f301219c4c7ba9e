class EmbeddedPostgresError(Exception):
    """The embedded server can't be used here; the text tells a person what to do."""
