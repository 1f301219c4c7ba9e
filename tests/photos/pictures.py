"""Real files, made with Pillow; hostile ones by hand."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image, ImageDraw

LATITUDE = 0x0002
GPS = 0x8825


def picture(
    format: str = "JPEG", size: tuple[int, int] = (1200, 900), seed: int = 0, **save: Any
) -> bytes:
    image = Image.new("RGB", size, (200, 60 + seed * 7 % 190, seed * 31 % 255))
    ImageDraw.Draw(image).ellipse((20, 20, 200 + seed, 200), fill=(20, 160, 60))
    out = io.BytesIO()
    image.save(out, format, **save)
    return out.getvalue()


def with_gps(format: str = "JPEG") -> bytes:
    """As a phone takes it: turned, with a place, a maker, XMP and a colour profile."""
    from PIL import ImageCms

    exif = Image.Exif()
    exif[0x010F] = "SecretPhoneMaker"
    exif[0x0112] = 6
    exif.get_ifd(GPS).update({1: "N", LATITUDE: (45.0, 45.0, 50.5), 3: "E", 4: (4.0, 50.0, 8.3)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>GPSLatitude=45.764</x:xmpmeta>"
    return picture(format, exif=exif.tobytes(), icc_profile=profile, xmp=xmp)


def pixel_bomb(side: int = 20_000) -> bytes:
    """A PNG of 400 million pixels in about 50 kB."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packed = zlib.compressobj(9)
    line = b"\0" * (side // 8 + 1)
    data = b"".join(packed.compress(line) for _ in range(side)) + packed.flush()
    chunks = [_chunk(b"IHDR", header), _chunk(b"IDAT", data), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def with_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("payload.txt", "EVIL-ZIP-PAYLOAD")
    return picture() + out.getvalue()


def with_script() -> bytes:
    return picture(comment=b"<script>alert('EVIL')</script>") + b"<script>alert('EVIL')</script>"


def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
