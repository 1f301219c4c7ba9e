class DemoError(Exception):
    """The demo can't start or go on; the text tells a person what to do."""
