"""A picture with a campaign: an admin sends it, and everybody in a chat sees it above the words."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.photographs import brought, photograph
from tests.stories.announcing import Admin, ada_on_telegram, drafts, furnish, modal
from tests.stories.cast import OnTelegram
from tests.stories.conftest import Studio
from tests.stories.people import Shown, Trainer, eventually, labels
from tests.stories.test_sequences import FOLLOWS

SHOWN = "1 picture, in chats and mails; SMS gets the text alone"
ASKED = "The picture: a photo, or a JPEG or PNG file of at most 5 MB"


async def begun(studio: Studio, *, on_telegram: bool) -> Admin:
    """Ada, with a campaign that has its text."""
    assert studio.bot
    await studio.bot.database.run(furnish)
    for each in (1001, 1002, 1003):
        await studio.client(each).opens()
    await studio.sam.says("hello")
    ada: Admin = await ada_on_telegram(studio) if on_telegram else Trainer(studio.outside, "UADA")
    await drafts(ada)
    return ada


async def gives(ada: Admin, label: str, file: dict[str, Any]) -> str:
    """Press, and bring a file; what is wrong with it, where something is."""
    await ada.presses(label)
    if isinstance(ada, OnTelegram):
        await ada.sees(ASKED)
        kind = "photo" if file["mime"] in ("image/jpeg", "image/png") else "document"
        return str((await ada.sends(**{kind: file}))["text"])
    await modal(ada)
    return await hands_in(ada, file)


async def hands_in(ada: Trainer, file: dict[str, Any]) -> str:
    values: Any = {ASKED: file}
    return str(((await ada.submits(**values))["errors"] or {}).get(ASKED, ""))


async def heard_with(studio: Studio, user: int, words: str) -> Shown:
    return await studio.client(user).sees(words)


async def photos(studio: Studio) -> list[dict[str, Any]]:
    """What Telegram took on with sendPhoto."""
    accepted = await studio.outside.get("/sandbox/accepted/telegram")
    return [each for each in accepted if each["method"] == "sendPhoto"]


async def test_a_picture_comes_above_the_words_in_one_message_and_is_uploaded_once(
    studio: Studio, engine_kind: str
) -> None:
    on_telegram = engine_kind == "postgresql"
    ada = await begun(studio, on_telegram=on_telegram)
    await gives(ada, "Add a picture", brought(photograph()))
    await ada.is_told(SHOWN)
    await ada.presses("Preview")
    await ada.is_told("As they read it: Autumn")
    await ada.presses("Back")
    await ada.presses("Test to me")
    await ada.is_told("A test, as Cleo would read it:")
    await ada.presses("Rehearse")
    await ada.is_told("Rehearsed: Autumn")
    await ada.presses("Back")
    await ada.presses("Send to 3")
    cleo = await studio.cleo.sees("Hi Cleo, autumn is here.")
    assert cleo["file"]["mime"] == "image/jpeg"
    assert labels(cleo) == ["Book", "No more news"]
    assert "autumn is here" in (await studio.sam.sees("Hi Sam"))["text"]
    await studio.outside.advance(hours=9)
    zoe = await heard_with(studio, 1003, "Hi Zoe, autumn is here.")
    assert zoe["file"]["url"] == cleo["file"]["url"]
    sent = await photos(studio)
    assert sum(isinstance(each["raw"]["photo"], dict) for each in sent) == 1
    assert len(sent) == 2 + (3 if on_telegram else 0)  # and what Ada looked at
    await studio.cleo.presses("Book")
    kept = await downloaded(studio, cleo["file"]["url"])
    assert kept.size == (640, 1280)  # upright
    assert not kept.getexif()
    if isinstance(ada, Trainer):
        test = await ada.sees("A test, as Cleo would read it:")
        (image,) = [each for each in test["blocks"] if each["type"] == "image"]
        async with studio.outside.http.get(
            f"{studio.outside.base}/sandbox/slack/files/{image['slack_file']['id']}"
        ) as answer:
            seen = Image.open(BytesIO(await answer.read()))
        assert seen.size == (800, 1600)
        assert not seen.getexif()


async def test_what_follows_has_a_picture_of_its_own(studio: Studio, engine_kind: str) -> None:
    ada = await begun(studio, on_telegram=engine_kind == "postgresql")
    await ada.presses("Add a follow-up")
    await ada.fills_in(FOLLOWS, "{name}, there are places left.")
    await ada.is_told("Step 2 of 2")
    await gives(ada, "Add a picture", brought(photograph()))
    await ada.is_told(SHOWN)
    await ada.presses("Back")
    await ada.presses("Send to 3")
    first = await studio.cleo.sees("Hi Cleo, autumn is here.")
    assert not first.get("file")
    await studio.outside.advance(hours=73)
    follows = await studio.cleo.sees("Cleo, there are places left.")
    assert follows["file"]["mime"] == "image/jpeg"


async def downloaded(studio: Studio, path: str) -> Image.Image:
    async with studio.outside.http.get(f"{studio.outside.base}{path}") as answer:
        return Image.open(BytesIO(await answer.read()))


BAD = [
    # What it is, and the words that say what would help.
    (brought(b"%PDF-1.4 ...", "plan.pdf", "application/pdf"), "That is no picture that I can send."),
    (brought(b"\0\0\0\x18ftypmp42", "class.mp4", "video/mp4"), "That is no picture that I can send."),
    (brought(photograph()[:400], "cut.jpg", "application/octet-stream"), "That picture is broken"),
    (brought(b"\xff\xd8\xff" + bytes(5 * 1024 * 1024), "big.jpg", "application/x"), "more than 5 MB"),
    (brought(photograph(4000, 40), "strip.jpg", "application/x"), "too long and narrow"),
]


async def test_what_is_no_picture_is_refused_with_what_would_help_and_the_form_stays(
    studio: Studio, engine_kind: str
) -> None:
    ada = await begun(studio, on_telegram=engine_kind == "postgresql")
    first, *others = BAD
    assert first[1] in await gives(ada, "Add a picture", first[0])
    if isinstance(ada, OnTelegram):
        for file, words in others:
            assert words in (await ada.sends(document=file))["text"]
        assert "That is no picture" in (await ada.sends(voice="hm.ogg"))["text"]
        assert "Those are words." in (await ada.says("a picture of the room"))["text"]
        assert (
            SHOWN
            in (await ada.sends(document=brought(photograph(kind="PNG"), "class.png", "image/png")))["text"]
        )
    else:
        for file, words in others:
            assert words in await hands_in(ada, file)
        assert not await hands_in(ada, brought(photograph(kind="PNG"), "class.png", "image/png"))
        await ada.is_told(SHOWN)


async def test_a_text_that_leaves_no_room_is_refused_by_its_length(studio: Studio, engine_kind: str) -> None:
    ada = await begun(studio, on_telegram=engine_kind == "postgresql")
    await gives(ada, "Add a picture", brought(photograph()))
    await ada.is_told(SHOWN)
    await ada.presses("Write the text")
    if isinstance(ada, Trainer):
        await modal(ada)
        label = "The text, with {name}, {trainer}, {studio}, {credits}, {last_visit}"
        errors = (await ada.submits(**{label: "🙂" * 600}))["errors"]
        assert "at most 1024 characters" in errors[label]
        await studio.outside.post(f"/sandbox/slack/{ada.user}/closes", {})
    else:
        await ada.fills_in("The text, with", "🙂" * 600)
        await ada.fills_in("What do you call it?", "skip")
        await ada.fills_in("Between which hours", "skip")
        await ada.is_told("at most 1024 characters")
    await ada.presses("Take the picture away")

    async def away() -> bool:
        shown = [each["text"] for each in await ada.messages() if "Autumn" in each["text"]]
        return bool(shown) and SHOWN not in shown[-1]

    if isinstance(ada, OnTelegram):
        await eventually(away)


@pytest.mark.parametrize("engine_kind", ["sqlite"])  # it is Telegram's alone
async def test_an_id_that_telegram_knows_no_more_is_uploaded_anew(studio: Studio) -> None:
    ada = await begun(studio, on_telegram=True)
    await gives(ada, "Add a picture", brought(photograph()))
    await ada.presses("Preview")
    assert studio.bot

    def stale(work: Any) -> None:
        digest = work.campaigns.campaign(1).picture
        work.pictures.note_upload(digest, studio.bot.telegram.lane, "AgADgone")  # type: ignore[union-attr]

    await studio.bot.database.run(stale)
    await studio.restart()
    await ada.presses("Test to me")
    await ada.sees("A test, as Cleo would read it:")
    assert len(await photos(studio)) == 2
    assert all(isinstance(each["raw"]["photo"], dict) for each in await photos(studio))
    await ada.presses("Preview")

    async def thrice() -> bool:
        return len(await photos(studio)) == 3

    await eventually(thrice)
    assert isinstance((await photos(studio))[-1]["raw"]["photo"], str)
