"""Pictures, as providers look at them: whether it is one, how large, and a sample to send."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

_UNREADABLE = (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError)


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height; None for what is no picture."""
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG", "GIF"]) as opened:
            return opened.size
    except _UNREADABLE:
        return None


def as_jpeg(content: bytes, longest: int) -> bytes | None:
    """As an upright JPEG with no side longer than that; None for what is no whole picture."""
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG", "GIF", "WEBP"]) as opened:
            plain = ImageOps.exif_transpose(opened).convert("RGB")
    except _UNREADABLE:
        return None
    plain.thumbnail((longest, longest))
    written = BytesIO()
    plain.save(written, "JPEG", quality=87)
    return written.getvalue()


@cache
def sample() -> bytes:
    """A room with the sun coming in, 800 x 600."""
    picture = Image.new("RGB", (800, 600), "#f3e3c3")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 430, 800, 600), fill="#b98b5e")
    pen.rectangle((80, 70, 360, 330), fill="#bfe0ee")
    pen.ellipse((230, 95, 320, 185), fill="#ffd35c")
    pen.rectangle((460, 470, 740, 540), fill="#5f7fb0")
    pen.line((220, 70, 220, 330), fill="white", width=8)
    written = BytesIO()
    picture.save(written, "JPEG", quality=87)
    return written.getvalue()
