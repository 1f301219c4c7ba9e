"""`python -m photos.encode TYPE`: a photo from standard input, in three sizes to standard output.

A process of its own, with little memory and time, no files to write and no settings to read: what
a hostile picture does to its decoder stays here. Out come one line of JSON and the three WebPs one
after another. A refusal is its reason in that line, and exit code 3.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

from photos.kinds import HEAD, HEIC, JPEG, MAX_BYTES, MAX_PIXELS, PNG, SIZES, WEBP, told_by

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 20
REFUSED = 3
QUALITY = 80
FORMATS = {JPEG: ("JPEG", "MPO"), PNG: ("PNG",), WEBP: ("WEBP",)}  # phones write MPO as JPEG


class Unfit(Exception):
    """The picture is refused; its first argument is why."""


def main() -> int:
    _limit()
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        told, files = encode(data, sys.argv[1])
    except Unfit as refused:
        print(json.dumps({"reason": refused.args[0]}))  # noqa: T201
        return REFUSED
    out = sys.stdout.buffer
    out.write(json.dumps(told).encode() + b"\n")
    for file in files:
        out.write(file)
    out.flush()
    return 0


def encode(data: bytes, declared: str) -> tuple[dict[str, Any], list[bytes]]:
    """The facts, and a WebP for each of `SIZES`, made of its pixels alone.

    Raises:
        Unfit: with the reason.
    """
    kind = told_by(data[:HEAD])
    if len(data) > MAX_BYTES:
        raise Unfit("size")
    if kind != declared or kind not in FORMATS:
        raise Unfit("heic" if kind == HEIC else "type")
    largest = _decoded(data, kind)
    facts: dict[str, Any] = {"width": largest.width, "height": largest.height, "sizes": {}}
    files = {}
    image = largest
    for name, side in sorted(SIZES.items(), key=lambda one: -one[1]):
        image.thumbnail((side, side))
        files[name] = _webp(image)
        facts["sizes"][name] = [image.width, image.height, len(files[name])]
    ordered = sorted(facts["sizes"])
    facts["sizes"] = {name: facts["sizes"][name] for name in ordered}
    return facts, [files[name] for name in ordered]


def _decoded(data: bytes, kind: str) -> Any:
    """The picture upright, in plain colours, no larger than the largest size."""
    from PIL import Image, ImageOps

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS[kind]) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise Unfit("pixels")
            if opened.format != "MPO" and getattr(opened, "n_frames", 1) != 1:
                raise Unfit("moving")
            side = max(SIZES.values())
            opened.draft("RGB", (side, side))
            image = ImageOps.exif_transpose(opened)
            image.thumbnail((side, side))
            return _plain(image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise Unfit("pixels") from bomb
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, IndexError, TypeError) as bad:
        raise Unfit("unreadable") from bad


def _plain(image: Any) -> Any:
    """In sRGB, and without anything but its pixels."""
    from PIL import Image

    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    image = image.convert(mode) if not profile or image.mode != "CMYK" else image
    if profile:
        image = _in_srgb(image, profile, mode)
    return Image.frombytes(mode, image.size, image.tobytes())


def _in_srgb(image: Any, profile: bytes, mode: str) -> Any:
    """As its own profile means the colours; as they are, where that makes no sense."""
    from PIL import ImageCms

    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert(mode)


def _webp(image: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
