"""Pictures as people send them."""

from base64 import b64encode
from io import BytesIO
from typing import Any

from PIL import Image

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def photograph(wide: int = 2000, high: int = 1000, kind: str = "JPEG", colour: str = "teal") -> bytes:
    """Of a camera that says who made it and where it stood, and lay on its side."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Camera of Cleo"
    exif.get_ifd(GPS).update({1: "N", 2: (38.0, 42.0, 0.0), 3: "W", 4: (9.0, 8.0, 0.0)})
    written = BytesIO()
    Image.new("RGB", (wide, high), colour).save(written, kind, exif=exif)
    return written.getvalue()


def brought(content: bytes, name: str = "class.jpg", mime: str = "image/jpeg") -> dict[str, Any]:
    """As the sandbox's people bring a file."""
    return {"name": name, "mime": mime, "base64": b64encode(content).decode()}
