"""Ada, who writes to many, in Slack or on Telegram, and those who read it."""

from domain.consent.service import agree
from domain.people.model import Address, Channel, Person
from domain.work import Work
from tests.stories.cast import OnTelegram
from tests.stories.conftest import MONDAY, Studio
from tests.stories.people import Client, Shown, Texter, Trainer, eventually

ADA = 2003
Admin = Trainer | OnTelegram


def furnish(work: Work) -> None:
    """Cleo and Sam want news, Mallory wants none, and Zoe lives where it is night."""
    for name, user, zone in (
        ("Cleo", "1001", "Europe/London"),
        ("Mallory", "1002", "Europe/London"),
        ("Zoe", "1003", "America/Los_Angeles"),
    ):
        person = Person(name=name, zone=zone, created_at=MONDAY)
        lane = "telegram"  # set anew by their first word
        work.add(person, Address(person=person, channel=Channel.TELEGRAM, external_id=user, lane=lane))
    work.flush()
    for channel, place in (
        (Channel.TELEGRAM, "1001"),
        (Channel.TELEGRAM, "1003"),
        (Channel.SMS, "+447700900123"),
    ):
        address = work.people.heard_at(channel, place)
        assert address
        agree(work, address, "Yes", shown="News?", now=MONDAY)


async def ada_of(studio: Studio, engine_kind: str) -> Admin:
    """In Slack on one engine, on Telegram on the other."""
    if engine_kind == "sqlite":
        return Trainer(studio.outside, "UADA")
    return await ada_on_telegram(studio)


async def ada_on_telegram(studio: Studio) -> OnTelegram:
    assert studio.bot
    await studio.bot.database.run(_moved)
    ada = OnTelegram(studio.outside, ADA)
    await ada.opens()
    return ada


def _moved(work: Work) -> None:
    ada = work.people.heard_at(Channel.SLACK, "UADA")
    assert ada
    ada.channel, ada.external_id = Channel.TELEGRAM, str(ADA)


async def drafts(ada: Admin) -> None:
    """A campaign that has its text."""
    await ada.types("campaign Autumn")
    await ada.presses("Write the text")
    if isinstance(ada, Trainer):
        await modal(ada)
    await writes(ada, "Hi {name}, autumn is here.")
    await ada.is_told("“Hi {name}, autumn is here.”")


async def modal(ada: Trainer) -> Shown:
    """The form, once it is there."""

    async def opened() -> Shown | None:
        shown: Shown | None = (await ada.view())["modal"]
        return shown

    seen = await eventually(opened)
    assert seen
    return seen


async def writes(ada: Admin, words: str) -> None:
    """The text, and nothing else that the form asks for."""
    if isinstance(ada, Trainer):
        label = "The text, with {name}, {trainer}, {studio}, {credits}, {last_visit}"
        await ada.submits(**{label: words})
        return
    await ada.fills_in("The text, with", words)
    for question in ("What do you call it?", "Between which hours"):
        await ada.fills_in(question, "skip")


async def heard(who: Client | Texter) -> list[str]:
    return [each["text"] for each in await who.heard()]
