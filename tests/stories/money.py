"""What the stories about money share: a package bought, a word typed, a file read."""

from domain.bookings.holds import relate
from domain.people.model import Channel
from domain.work import Work
from tests.stories.books import fees
from tests.stories.cast import Cast
from tests.stories.conftest import MONDAY, Studio
from tests.stories.people import Shown, eventually
from tests.stories.test_payments import link_of, pays

TEN = "package new name 10-pack, sessions 10, price 400 eur, valid 90 days"


async def asks(cast: Cast, words: str, *answers: str) -> None:
    """Ana types, and is told all of these."""
    await cast.ana.types(words)
    for answer in answers:
        await cast.ana.is_told(answer)


async def booked(studio: Studio, cast: Cast) -> None:
    """Tuesday at six with Ana, who approves it."""
    if cast.taps:
        await studio.cleo.says("tue 18:00")
        await studio.cleo.presses("Request it")
    else:
        await studio.sam.says("book tue 6pm")
        await studio.sam.says("C")
    await cast.ana.sees(f"Request from {cast.name}")
    await cast.ana.presses("Approve")
    await cast.ana.sees(f"Booked: {cast.name}")


async def sells_tens(cast: Cast) -> None:
    await asks(cast, TEN, "Added: 10-pack.")
    await cast.client.comes_to("ana")


async def trains(studio: Studio, cast: Cast) -> None:
    """The client has trained with Ana before."""

    def related(work: Work) -> None:
        phone = (Channel.TELEGRAM, "1001") if cast.taps else (Channel.SMS, studio.sam.phone)
        address, ana = work.people.heard_at(*phone), work.trainers.by_slug("ana")
        assert address
        assert ana
        relate(work, address.person, ana, now=MONDAY)

    assert studio.bot
    await studio.bot.database.run(related)


async def buys(studio: Studio, cast: Cast) -> None:
    """The ten, by card; the provider's fee is in the books."""
    if cast.taps:
        await studio.cleo.says("/packages")
        shown: Shown = await studio.cleo.presses("10-pack · €400.00")
    else:
        await studio.sam.says("BUY")
        shown = await studio.sam.says("1")
    await pays(studio, link_of(shown))
    await cast.client.sees("Paid €400.00 by card for 10-pack.")
    assert await eventually(lambda: fees(studio)) == ["charged 620 EUR: earned to fees"]


async def file_of(studio: Studio, cast: Cast, name: str) -> list[list[str]]:
    """The rows of the newest table of that name in Ana's chat, without their titles."""
    text = (await content_of(studio, cast, name)).decode("utf-8-sig")
    return [line.split(",") for line in text.splitlines()[1:]]


async def content_of(studio: Studio, cast: Cast, name: str) -> bytes:
    """The newest file of that name in Ana's chat."""

    async def found() -> str | None:
        for each in reversed(await cast.ana.messages()):
            files = each.get("files") or ([each["file"]] if each.get("file") else [])
            for file in files:
                if file["name"].startswith(name):
                    return str(file["url"])
        return None

    url = await eventually(found)
    assert url
    where = url if url.startswith("http") else studio.outside.base + url
    token = {"Authorization": f"Bearer {studio.settings.slack_bot_token}"}
    async with studio.outside.http.get(where, headers=token) as download:
        return await download.read()
