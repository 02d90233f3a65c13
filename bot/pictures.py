"""Pictures: read from whatever somebody sends, and held for the channels that show them."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable
from io import BytesIO
from typing import TypeVar

import structlog
from PIL import ExifTags, Image, UnidentifiedImageError

from bot.dialogue.channel import NotSent
from domain.errors import Unreadable
from domain.pictures.model import MIB, MOST_KEPT, MOST_SENT, WIDEST, Prepared
from domain.work import Runner

MOST_PIXELS = 50_000_000  # beyond which nobody photographs, and a small file fills the memory
LONGEST_STRIP = 10  # sides in such a proportion are no picture on a phone
HELD = 2  # pictures whose bytes stay in memory
PATIENCE = 2.0  # seconds for the database, of the seven that a message has
_KINDS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # back from how the camera was held, as its file says
_QUALITIES = (85, 70, 50, 25)  # of the JPEG, until it is small enough

T = TypeVar("T")

log = structlog.get_logger()


class NoPicture(Unreadable):
    """That is no picture that I can send. Send a photo, or a JPEG or PNG file."""


class BrokenPicture(Unreadable):
    """That picture is broken, and can't be read to its end. Save it anew, and send it once more."""


class PictureTooBig(Unreadable):
    """That is more than {most} MB. Send it as a photo, which makes it smaller, or save it smaller."""


class TooManyPixels(Unreadable):
    """That picture has too many pixels. Save it smaller, 1,600 pixels wide say, and send it once more."""


class Strip(Unreadable):
    """That picture is too long and narrow to be seen on a phone. Cut it, and send it once more."""


class NotFetched(Unreadable):
    """The picture did not come through. Please send it once more."""


def too_big() -> PictureTooBig:
    return PictureTooBig(most=MOST_SENT // MIB)


def prepared(content: bytes) -> Prepared:
    """A JPEG of it that is upright, at most 1,600 pixels wide or high, and says nothing of place, time and
    camera. Takes some tenths of a second. Raises NoPicture, BrokenPicture, PictureTooBig, TooManyPixels,
    Strip.
    """
    if len(content) > MOST_SENT:
        raise too_big()
    kind = next((kind for mark, kind in _KINDS.items() if content.startswith(mark)), None)
    if kind is None:
        raise NoPicture
    try:
        with Image.open(BytesIO(content), formats=[kind]) as opened:
            return _made_small(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise BrokenPicture from None


def _made_small(opened: Image.Image) -> Prepared:
    wide, high = opened.size
    if wide * high > MOST_PIXELS:
        raise TooManyPixels
    if max(wide, high) > LONGEST_STRIP * min(wide, high):
        raise Strip
    opened.draft("RGB", (WIDEST, WIDEST))
    opened.thumbnail((WIDEST, WIDEST))
    plain = _on_white(_upright(opened))
    for quality in _QUALITIES:
        written = BytesIO()
        plain.save(written, "JPEG", quality=quality, optimize=True)
        if written.tell() <= MOST_KEPT:
            return Prepared(written.getvalue(), *plain.size)
    raise too_big()


def _upright(picture: Image.Image) -> Image.Image:
    """As the camera was held. Pillow's own way writes anew all that a camera said, and fails where that is
    not as it should be, though the picture is.
    """
    turned = _TURNED.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    return picture if turned is None else picture.transpose(turned)


def _on_white(picture: Image.Image) -> Image.Image:
    """What can be seen through would be black in a JPEG. A new image keeps nothing that the file said."""
    seen = picture.convert("RGBA") if picture.has_transparency_data else picture.convert("RGB")
    plain = Image.new("RGB", seen.size, "white")
    plain.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
    return plain


class Shelf:
    """What the channels take pictures from: read from the database once, and not for each message. Implements
    ``bot.dialogue.channel.Pictures``.
    """

    def __init__(self, database: Runner) -> None:
        self._database = database
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._ids: dict[tuple[str, str], str] = {}

    async def content(self, digest: str) -> bytes | None:
        if digest not in self._held:
            found = await _certainly(self._database.read(lambda work: work.pictures.content(digest)))
            if found is None:
                return None
            self._held[digest] = found
            while len(self._held) > HELD:
                self._held.popitem(last=False)
        return self._held[digest]

    async def uploaded(self, digest: str, lane: str) -> str | None:
        if (digest, lane) not in self._ids:
            found = await _certainly(self._database.read(lambda work: work.pictures.uploaded(digest, lane)))
            if found is None:
                return None
            self._ids[digest, lane] = found
        return self._ids[digest, lane]

    async def note(self, digest: str, lane: str, external_id: str) -> None:
        self._ids[digest, lane] = external_id
        await self._recorded(
            self._database.run(lambda work: work.pictures.note_upload(digest, lane, external_id))
        )

    async def forget(self, digest: str, lane: str, external_id: str) -> None:
        self._ids.pop((digest, lane), None)
        await self._recorded(
            self._database.run(lambda work: work.pictures.forget_upload(digest, lane, external_id))
        )

    async def _recorded(self, writing: Awaitable[None]) -> None:
        """The message itself is out, or is to go: without the record it is only uploaded once more."""
        try:
            async with asyncio.timeout(PATIENCE):
                await writing
        except Exception as error:  # noqa: BLE001 - whatever befell the database, the message goes
            log.warning("upload_not_recorded", problem=type(error).__name__)


async def _certainly(reading: Awaitable[T]) -> T:
    """Raises NotSent: nothing was said yet."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await reading
    except Exception as error:  # noqa: BLE001 - whatever befell the database, nothing was said
        raise NotSent(f"no picture: {type(error).__name__}") from None
