"""The secrets of programs."""

import secrets

PREFIX = "fcs_"
"""Lets a scanner of source code know a secret that was committed by mistake."""


def new_secret() -> str:
    """A fresh one: 256 bits, in letters that need no escaping in a header or a form."""
    return PREFIX + secrets.token_urlsafe(32)
