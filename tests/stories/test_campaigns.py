"""An admin writes to many: a text, one tap, a card that goes along, and only who asked for it hears."""

import pytest

from domain.consent.service import agree
from domain.people.model import Address, Channel, Person
from domain.work import Work
from tests.stories.cast import OnTelegram
from tests.stories.conftest import MONDAY, Studio
from tests.stories.people import Client, Shown, Texter, Trainer, eventually

ADA = 2003


def furnish(work: Work, *, on_telegram: bool) -> None:
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
    if on_telegram:
        ada = work.people.heard_at(Channel.SLACK, "UADA")
        assert ada
        ada.channel, ada.external_id = Channel.TELEGRAM, str(ADA)


async def test_a_campaign_goes_to_those_who_asked_by_day_and_its_card_goes_along(
    studio: Studio, engine_kind: str
) -> None:
    on_telegram = engine_kind == "postgresql"
    assert studio.bot
    await studio.bot.database.run(lambda work: furnish(work, on_telegram=on_telegram))
    for each in (1001, 1002, 1003):
        await studio.client(each).opens()
    await studio.sam.says("hello")
    ada: Trainer | OnTelegram = Trainer(studio.outside, "UADA")
    if on_telegram:
        ada = OnTelegram(studio.outside, ADA)
        await ada.opens()
    await ada.types("campaign")
    await ada.is_told("None yet.")
    ada.spent = 0
    await ada.presses("New campaign")
    await ada.is_told("4 − 1 never asked for news − 1 quiet (later) = 2")
    await ada.presses("Write the text")
    if isinstance(ada, Trainer):
        assert (await _form(ada))["submit"] == "Save"
    await writes(ada, "Hi {name}, the autumn classes of {studio} are here.")
    await ada.sees("By SMS: 1, in 1 part")
    await ada.presses("Send to 3")
    assert ada.spent <= 5 + (2 if on_telegram else 1)  # four taps, the text, and on Telegram two skips
    text = "the autumn classes of Studio Demo are here."
    cleo, zoe = studio.cleo, studio.client(1003)
    await cleo.sees(f"Hi Cleo, {text}")
    said = await studio.sam.sees(f"Hi Sam, {text}")
    assert "STOP NEWS" in said["text"]
    await ada.sees("2 of 3")
    await ada.sees("1 waits for their hours: it goes on ")
    await cleo.presses("Book")
    await studio.sam.says("STOP NEWS")
    for silent in (studio.client(1002), zoe):
        assert not any(text in each for each in await heard(silent))
    await studio.outside.advance(hours=9)
    await zoe.sees(f"Hi Zoe, {text}")
    await ada.sees("3 of 3")
    await ada.presses("How it went")
    await ada.is_told("Tapped: 1")
    await ada.is_told("Opted out: 1")
    told = [each for who in (cleo, zoe, studio.sam) for each in await heard(who) if text in each]
    assert len(told) == 3


async def test_half_of_them_read_a_second_text_and_both_are_compared(
    studio: Studio, engine_kind: str
) -> None:
    on_telegram = engine_kind == "postgresql"
    assert studio.bot
    await studio.bot.database.run(lambda work: furnish(work, on_telegram=on_telegram))
    cleo, mallory = studio.cleo, studio.client(1002)
    for each in (cleo, mallory):
        await each.opens()
    assert "Thank you" in (await mallory.says("news on"))["text"]
    ada: Trainer | OnTelegram = Trainer(studio.outside, "UADA")
    if on_telegram:
        ada = OnTelegram(studio.outside, ADA)
        await ada.opens()
    await ada.types("campaign Autumn")
    await ada.presses("Write the text")
    if isinstance(ada, Trainer):
        await _form(ada)
    await writes(ada, "Hi {name}, autumn is here.")
    await ada.is_told("“Hi {name}, autumn is here.”")
    await ada.presses("Try a second text")
    await ada.fills_in("Another text, which half of them get; “no” for none", "{name}, come and try.")
    await ada.is_told("Half of them get: “{name}, come and try.”")
    await ada.presses("Send to 4")
    texts = ("Hi {}, autumn is here.", "{}, come and try.")
    read = [
        [each for each in await said(who) if each in [text.format(name) for text in texts]]
        for who, name in ((cleo, "Cleo"), (mallory, "Mallory"))
    ]
    assert [len(each) for each in read] == [1, 1]
    assert read[0][0].startswith("Hi") != read[1][0].startswith("Hi")  # their numbers follow each other
    await ada.is_told("2 of 4")
    await ada.presses("How it went")
    await ada.is_told("Second text: 1 delivered, 0 tapped, 0 replied, 0 booked")


async def said(who: Client) -> list[str]:
    """What their chat shows, once the campaign has come."""

    async def came() -> list[str] | None:
        texts = await heard(who)
        return texts if any("autumn" in each or "come and try" in each for each in texts) else None

    return await eventually(came) or []


@pytest.mark.parametrize("engine_kind", ["sqlite"])  # it is Slack's alone
async def test_what_is_sent_from_a_private_answer_goes_on_in_one_message(studio: Studio) -> None:
    assert studio.bot
    await studio.bot.database.run(lambda work: furnish(work, on_telegram=False))
    ada = Trainer(studio.outside, "UADA")
    await ada.types("campaign Winter")
    await ada.presses("Write the text")
    await _form(ada)
    await writes(ada, "Hi {name}, winter is here.")
    await ada.is_told("Hi {name}, winter is here.")
    await ada.presses("Send to 3")
    await ada.sees("0 of 3")  # none of them has written yet, so no lane is theirs
    await studio.rests(ada.user)
    view = await ada.view()
    cards = [each for each in (*view["messages"], *view["ephemeral"]) if "Winter" in each["text"]]
    assert len(cards) == 1


async def _form(ada: Trainer) -> Shown:
    async def opened() -> Shown | None:
        modal: Shown | None = (await ada.view())["modal"]
        return modal

    seen = await eventually(opened)
    assert seen
    return seen


async def writes(ada: Trainer | OnTelegram, words: str) -> None:
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
