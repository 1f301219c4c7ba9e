"""Which pictures are taken, told by their first bytes. The sandbox reads it: it imports nothing."""

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
TYPES = (JPEG, PNG, WEBP)
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 25_000_000
SIZES = {"small": 320, "medium": 800, "large": 1600}  # the longer side, in pixels
HEAD = 16
HEIC = "image/heic"
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


def told_by(head: bytes) -> str:
    """The type that the first `HEAD` bytes of a file give away; empty for any other."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return HEIC
    return ""
