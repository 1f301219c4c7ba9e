from io import BytesIO

import segno

MODULE = 6
"""Pixels a module is wide, before the page makes it as large as fits."""
QUIET = 4
"""Modules of white around it (ISO/IEC 18004, 9.1)."""


def svg(text: str) -> bytes:
    """A QR code as a picture of its own, dark on white in any theme, without inline style."""
    picture = BytesIO()
    segno.make(text, micro=False, error="m").save(
        picture,
        kind="svg",
        scale=MODULE,
        border=QUIET,
        dark="#000",
        light="#fff",
        svgclass=None,
        lineclass=None,
    )
    return picture.getvalue()
