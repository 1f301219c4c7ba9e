class UnusableFile(Exception):
    """A file from which nothing can be imported; the message is one line for the operator."""


class UnusableEntry(Exception):
    """One entry of a file that is left out; the message says why."""
