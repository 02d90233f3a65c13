"""An admin tries two texts on some, and the others get the one that did better, or the one that she says."""

from sqlalchemy import select

from domain.campaigns.model import Recipient
from domain.consent.service import agree
from domain.people.model import Address, Channel, Person
from domain.work import Work
from tests.stories.announcing import Admin, ada_of, drafts
from tests.stories.conftest import MONDAY, Studio

READERS = 30
TEXTS = ("Hi {}, autumn is here.", "{}, come and try.")


def furnish(work: Work, lane: str) -> None:
    """All of them want news."""
    for number in range(READERS):
        person = Person(name=f"Reader{number}", zone="Europe/London", created_at=MONDAY)
        place = Address(person=person, channel=Channel.TELEGRAM, external_id=f"{3000 + number}", lane=lane)
        work.add(person, place)
        work.flush()
        agree(work, place, "Yes", shown="News?", now=MONDAY)


async def begun(studio: Studio, engine_kind: str) -> Admin:
    """Two texts of a draft, to be tried on a fifth."""
    await studio.cleo.opens()
    assert studio.bot
    cleo = await studio.bot.database.read(lambda work: work.people.heard_at(Channel.TELEGRAM, "1001"))
    assert cleo
    await studio.bot.database.run(lambda work: furnish(work, cleo.lane))
    for number in range(READERS):
        await studio.client(3000 + number).opens()
    ada = await ada_of(studio, engine_kind)
    await drafts(ada)
    await ada.presses("Try a second text")
    await ada.fills_in("Another text, which half of them get; “no” for none", "{name}, come and try.")
    await ada.presses("20% first")
    await ada.is_told("4 hours after the last of them, the better text goes to the ")
    return ada


async def read(studio: Studio) -> dict[str, list[str]]:
    """What each of those readers has read of it."""
    found = {}
    for number in range(READERS):
        name = f"Reader{number}"
        told = [each["text"] for each in await studio.client(3000 + number).heard()]
        found[name] = [TEXTS[i] for each in told for i in (0, 1) if each == TEXTS[i].format(name)]
    return {name: texts for name, texts in found.items() if texts}


async def test_the_better_text_goes_to_the_others_after_the_wait(studio: Studio, engine_kind: str) -> None:
    ada = await begun(studio, engine_kind)
    await ada.presses("Send to 30")
    await ada.sees("Both texts were tried. The better one goes to the ")
    first = await read(studio)
    assert len(first) == 6

    def tapped(work: Work) -> None:
        for each in work.session.scalars(select(Recipient).where(Recipient.trial)):  # type: ignore[attr-defined]
            each.tapped_at = MONDAY

    assert studio.bot
    await studio.bot.database.run(tapped)
    await studio.outside.advance(hours=4, minutes=1)
    await ada.is_told("The others get the ")
    await ada.sees("30 of 30")
    after = await read(studio)
    assert len(after) == READERS
    assert all(len(texts) == 1 for texts in after.values())
    assert {name: after[name] for name in first} == first


async def test_who_does_not_want_to_wait_sends_one_of_them_now(studio: Studio, engine_kind: str) -> None:
    ada = await begun(studio, engine_kind)
    await ada.presses("After 1 day")
    await ada.is_told("1 day after the last of them")
    await ada.presses("Send to 30")
    await ada.sees("Both texts were tried. The better one goes to the ")
    first = await read(studio)
    await ada.presses("Send the second now")
    await ada.sees("Ada chose it.")
    await ada.sees("30 of 30")
    after = await read(studio)
    assert {each for name, texts in after.items() if name not in first for each in texts} == {TEXTS[1]}
    assert len(after) == READERS
