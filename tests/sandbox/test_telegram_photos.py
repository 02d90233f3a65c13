"""Photos, as Telegram takes, keeps and refuses them, told by two libraries."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.photographs import brought, photograph
from tests.sandbox.outside import Outside
from tests.sandbox.sdks import Refused, Sdk

CLEO = 1001


async def test_a_photo_is_uploaded_once_and_then_named_by_its_id(outside: Outside, bot: Sdk) -> None:
    await outside.says(CLEO)
    await bot.photo(CLEO, photograph(1600, 800))
    sent = (await outside.chat(CLEO))[-1]
    for size in await sizes(outside):
        await bot.photo(CLEO, size["file_id"])
        assert (await outside.chat(CLEO))[-1]["file"]["mime"] == "image/jpeg"
    assert sent["file"]["mime"] == "image/jpeg"
    assert [(each["width"], each["height"]) for each in await sizes(outside)] == [(45, 90), (640, 1280)]
    kept = Image.open(BytesIO(await bot.download((await sizes(outside))[-1]["file_id"])))
    assert (kept.format, kept.size) == ("JPEG", (640, 1280))


async def sizes(outside: Outside) -> list[dict[str, Any]]:
    """Of the first photo that the bot sent."""
    wire = await outside.get("/sandbox/wire")
    answers = (each for each in wire if (each["method"], each["direction"]) == ("sendPhoto", "to_bot"))
    return list(next(answers)["payload"]["result"]["photo"])


async def test_a_photo_of_a_person_comes_with_its_sizes_and_can_be_fetched(
    outside: Outside, bot: Sdk
) -> None:
    await outside.sends(CLEO, photo=brought(photograph(400, 300)), caption="look")
    (update,) = await bot.updates()
    small, large = update["message"]["photo"]
    assert (small["width"], large["width"], large["height"]) == (67, 300, 400)
    assert Image.open(BytesIO(await bot.download(large["file_id"]))).size == (300, 400)
    refused = await outside.sends(CLEO, status=400, photo=brought(b"%PDF-1.4"))
    assert "is no photo" in refused["error"]


async def test_what_is_no_photo_is_refused_in_telegrams_words(outside: Outside, bot: Sdk) -> None:
    await outside.says(CLEO)
    await bot.document(CLEO, "session.ics", b"BEGIN:VCALENDAR")
    document = (await outside.get("/sandbox/wire"))[-1]["payload"]["result"]["document"]["file_id"]
    for given, words in (
        (b"%PDF-1.4", "mage_process_failed"),
        (photograph(3000, 100), "hoto_invalid_dimensions"),
        ("AgADunknown", "rong remote file identifier"),
        (document, "an't use file of type document as photo"),
    ):
        with pytest.raises(Refused) as refused:
            await bot.photo(CLEO, given)
        assert words in str(refused.value).lower()
