"""An admin says it in the studio's own words, and clients read them on their channel, in their language."""

from domain.people.model import Channel
from domain.work import Work
from tests.stories.cast import Cast, OnTelegram
from tests.stories.conftest import Studio
from tests.stories.people import Texter, Trainer
from tests.stories.test_reminders import book_thursday_with_tom

ADA = 2003
OURS = "Your session tomorrow"
Admin = Trainer | OnTelegram


def _without_slack(work: Work) -> None:
    ada = work.people.heard_at(Channel.SLACK, "UADA")
    assert ada
    ada.channel, ada.external_id = Channel.TELEGRAM, str(ADA)


async def ada_of(studio: Studio, cast: Cast) -> Admin:
    """In Slack where clients tap, on Telegram where they text."""
    if cast.taps:
        return Trainer(studio.outside, "UADA")
    assert studio.bot
    await studio.bot.database.run(_without_slack)
    ada = OnTelegram(studio.outside, ADA)
    await ada.opens()
    return ada


async def opens_reminder(ada: Admin, *chips: str) -> None:
    await ada.types("wording")
    for press in ("Reminder a day before", OURS, *chips):
        await ada.presses(press)


async def words_it(ada: Admin, words: str) -> str:
    """The answer, as far as it is one to the form."""
    if isinstance(ada, Trainer):
        return str(await ada.submits(**{"The new words": words}))
    return str((await ada.says(words))["text"])


async def test_a_reminder_in_the_studios_words_and_back_to_ours(studio: Studio, cast: Cast) -> None:
    await book_thursday_with_tom(cast.client)
    ada = await ada_of(studio, cast)
    chips = () if cast.taps else ("By SMS",)
    await opens_reminder(ada, *chips)
    await ada.is_told("These are our words")
    ada.spent = 0
    await ada.presses("Change")
    refused = await words_it(ada, "See you tomorrow at {place}!")
    assert "There is no {place} here. There are: {trainer} {when} {service} {you} {studio}" in refused
    await words_it(ada, "{trainer} waits for you at {studio} tomorrow")
    await ada.is_told("Ana Silva waits for you at Studio Demo tomorrow")
    await ada.is_told("Changed by Ada")
    assert ada.spent == 3  # a tap and the words, which were wrong once
    await studio.outside.advance(hours=24 * 2 + 9, minutes=1)  # a day before
    read = await cast.client.sees("Tom waits for you at Studio Demo tomorrow")
    assert OURS not in read["text"]
    assert cast.taps or read["segments"] == 1
    await ada.presses("Back to ours")
    await ada.is_told("These are our words")


async def test_a_name_that_is_not_known_stops_the_reminder_until_it_is(studio: Studio, cast: Cast) -> None:
    nobody = Texter(studio.outside, "+447700900155")
    await book_thursday_with_tom(nobody)
    ada = await ada_of(studio, cast)
    await opens_reminder(ada, "By SMS")
    await ada.presses("Change")
    await words_it(ada, "Hi {you}, see you tomorrow!")
    await ada.is_told("Hi Cleo, see you tomorrow!")
    await studio.outside.advance(hours=24 * 2 + 9, minutes=1)
    alert = await ada.sees("Not sent: Reminder a day before")
    assert "To +44 7700 900155, by SMS" in alert["text"]
    assert "Its words name {you}, which is not known." in alert["text"]
    assert not any("see you tomorrow" in each["text"] for each in await nobody.heard())
    await nobody.says("NAME Zoe")
    await ada.presses("Its words")
    await ada.is_told("It says one of these")
    await ada.presses("Try again")  # still there, once the words are mended
    await ada.is_told("Tried again: 1 message.")
    await nobody.sees("Hi Zoe, see you tomorrow!")
