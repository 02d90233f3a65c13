"""What is made of a picture that somebody sends, and what is said of what is none."""

from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageOps

from bot.pictures import (
    BrokenPicture,
    NoPicture,
    PictureTooBig,
    Shelf,
    Strip,
    TooManyPixels,
    prepared,
)
from domain.errors import Unreadable
from domain.pictures.model import MIB, MOST_KEPT, MOST_SENT, WIDEST
from storage.database import Database
from tests.jobs.post import NOON
from tests.photographs import ORIENTATION, photograph


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_it_is_made_small_and_upright_and_says_nothing_of_where_it_was_taken(kind: str) -> None:
    sent = photograph(4000, 3000, kind)
    made = prepared(sent)
    seen = Image.open(BytesIO(made.content))
    assert (seen.format, seen.size) == ("JPEG", (1200, WIDEST))
    assert (made.width, made.height) == seen.size
    assert not seen.getexif()
    assert b"Camera of Cleo" in sent
    assert b"Camera of Cleo" not in made.content


def test_the_same_picture_has_the_same_name() -> None:
    assert prepared(photograph()).digest == prepared(photograph()).digest
    assert prepared(photograph()).digest != prepared(photograph(colour="red")).digest


def test_what_can_be_seen_through_is_white() -> None:
    written = BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(written, "PNG")
    seen = Image.open(BytesIO(prepared(written.getvalue()).content))
    assert seen.getpixel((10, 10)) == (255, 255, 255)


def test_one_that_no_quality_makes_small_is_still_kept_small() -> None:
    written = BytesIO()
    Image.effect_noise((1600, 1600), 200).save(written, "JPEG", quality=85)
    made = prepared(written.getvalue())
    assert len(written.getvalue()) > MIB >= len(made.content)
    assert len(made.content) <= MOST_KEPT


@pytest.mark.parametrize("held", range(1, 9))
def test_it_is_upright_however_the_camera_was_held(held: int) -> None:
    exif, written = Image.Exif(), BytesIO()
    exif[ORIENTATION] = held
    seen = Image.new("RGB", (30, 20), "white")
    seen.paste("red", (0, 0, 8, 8))
    seen.save(written, "PNG", exif=exif)
    with Image.open(written) as opened:
        wanted = ImageOps.exif_transpose(opened)
    made = Image.open(BytesIO(prepared(written.getvalue()).content))
    assert made.size == wanted.size
    differ = ImageChops.difference(made, wanted.convert("RGB")).convert("L")
    assert max(differ.tobytes()) < 64  # as a JPEG is not exact


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_its_camera_says_amiss_breaks_nothing(kind: str) -> None:
    sent = photograph(20, 30, kind)
    first = sent.index(b"MM\0*" if b"MM\0*" in sent else b"II*\0")
    for at in range(first, min(first + 160, len(sent))):
        for wrong in (0, 2, 5, 7, 255):
            with suppress(Unreadable):
                prepared(sent[:at] + bytes([wrong]) + sent[at + 1 :])


NONE: list[tuple[bytes, type[Unreadable]]] = [
    (b"", NoPicture),
    (b"%PDF-1.7", NoPicture),
    (b"\0\0\0\x18ftypmp42", NoPicture),  # a video
    (b"GIF89a", NoPicture),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NoPicture),
    (photograph()[:300], BrokenPicture),
    (b"\xff\xd8\xff", BrokenPicture),
    (b"\x89PNG\r\n\x1a\n" + bytes(40), BrokenPicture),
    (b"\xff\xd8\xff" + bytes(MOST_SENT), PictureTooBig),
    (photograph(4000, 40), Strip),
    (photograph(8000, 7000), TooManyPixels),
    (photograph(11000, 9000), TooManyPixels),  # of which the library itself warns
]


@pytest.mark.parametrize(("content", "problem"), NONE, ids=lambda each: getattr(each, "__name__", ""))
def test_what_is_no_picture_is_refused(content: bytes, problem: type[Unreadable]) -> None:
    with pytest.raises(problem):
        prepared(content)


async def test_the_shelf_reads_a_picture_once_and_knows_it_by_each_sender_after_a_restart(
    database: Database,
) -> None:
    made = prepared(photograph(40, 30))
    await database.run(lambda work: work.pictures.add(made, now=NOON))
    shelf = Shelf(database)
    assert await shelf.content(made.digest) == made.content
    assert await shelf.content("0" * 64) is None
    assert await shelf.uploaded(made.digest, "telegram:1") is None
    await shelf.note(made.digest, "telegram:1", "AgAD1")
    await shelf.note(made.digest, "telegram:1", "AgAD2")
    await shelf.note("0" * 64, "telegram:1", "AgAD3")  # it was forgotten meanwhile
    again = Shelf(database)
    assert await again.uploaded(made.digest, "telegram:1") == "AgAD2"
    assert await again.uploaded(made.digest, "telegram:2") is None
    await again.forget(made.digest, "telegram:1", "AgAD1")
    assert await Shelf(database).uploaded(made.digest, "telegram:1") == "AgAD2"
    await again.forget(made.digest, "telegram:1", "AgAD2")
    assert await again.uploaded(made.digest, "telegram:1") is None
