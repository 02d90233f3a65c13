"""What was told somebody, read when they like: in their chat, by text and in Slack."""

from tests.stories.cast import Booker, Cast
from tests.stories.conftest import Studio
from tests.stories.money import asks, sells_tens, trains
from tests.stories.people import Shown, Trainer, eventually, labels


async def gives(studio: Studio, cast: Cast, times: int = 1) -> None:
    for _each in range(times):
        await asks(cast, f"give {cast.name} 10-pack welcome", "10 credits left")
        await studio.outside.advance(minutes=2)


async def reads(studio: Studio, client: Booker, words: str, *, typed: str = "inbox") -> Shown:
    """Once it is settled that it was sent, the inbox has it. Texted again at once, it is as before."""

    async def stands() -> Shown | None:
        await studio.outside.advance(minutes=2)
        shown = await client.says(typed)
        return shown if words in shown["text"] else None

    seen = await eventually(stands)
    assert seen
    return seen


async def is_told(studio: Studio, cast: Cast, words: str) -> None:
    """The same at Ana's desk."""
    await studio.rests("UANA" if cast.taps else "2001")
    await cast.ana.types("inbox")
    await cast.ana.is_told(words)


async def test_a_client_reads_what_they_lost(studio: Studio, cast: Cast) -> None:
    client = cast.client
    await sells_tens(cast)
    await trains(studio, cast)
    empty = await client.says("/inbox" if cast.taps else "INBOX")
    assert "Nothing here yet." in empty["text"]
    await gives(studio, cast)
    await client.sees("Ana gave you 10 credits.")

    shown = await reads(studio, client, "1 unread", typed="what did i miss")
    assert "Credits given or extended" in shown["text"]
    if cast.taps:
        assert "by Telegram · unread" in shown["text"]
        assert "stays here for 90 days" in shown["text"]
    else:
        assert shown["segments"] == 1
        assert "unread" in shown["text"]
    opened = await client.does("Read", "1")
    assert "Ana gave you 10 credits." in opened["text"]
    again = await client.does("Inbox", "INBOX")
    assert "Nothing unread" in again["text"]
    assert "Inbox" in (await client.says("OLDER"))["text"]  # of which there are none
    assert not cast.taps or "Mark all as read" not in labels(again)


async def test_all_is_marked_as_read_at_once(studio: Studio, cast: Cast) -> None:
    client = cast.client
    await sells_tens(cast)
    await trains(studio, cast)
    await gives(studio, cast, 4)
    shown = await reads(studio, client, "4 unread")
    if cast.taps:
        assert "Older" not in labels(shown)
    else:
        assert "Reply: 1-3, OLDER, READ ALL, MENU" in shown["text"]
        assert shown["segments"] <= 2
        older = await client.says("OLDER")
        assert older["text"].count("Credits given") == 1
    read = await client.does("Mark all as read", "read all")
    assert "Nothing unread" in read["text"]


async def test_what_was_switched_off_says_so(studio: Studio, cast: Cast) -> None:
    client = cast.client
    await client.comes_to("tom")
    await client.says("alerts reminders off")
    await client.comes_to("tom")
    await client.takes(1)
    await client.does("Confirm", "C")
    await studio.outside.advance(hours=48)
    await reads(studio, client, "not sent: you had switched it off")


async def test_a_trainer_reads_in_slack_or_telegram(studio: Studio, cast: Cast) -> None:
    await cast.client.comes_to("ana")
    await cast.client.takes(1)
    await cast.client.does("Request it", "C")
    await cast.ana.sees("Request from")
    await is_told(studio, cast, "Card of a booking")
    await cast.ana.presses("Read")
    await cast.ana.is_told("Card of a booking · ")
    await is_told(studio, cast, "Nothing unread")


async def test_the_home_tab_says_what_is_unread(studio: Studio, cast: Cast) -> None:
    ada = Trainer(studio.outside, "UADA")
    await ada.types("send me a test")
    await ada.sees("test")

    async def stands() -> bool:
        await ada.opens_home()
        await ada.is_told("Trainers who take bookings")
        return "1 unread" in str((await ada.view())["home"])

    await eventually(stands)
    await ada.presses("Read them")
    await ada.is_told("A test")
    await ada.presses("Mark all as read")
    await ada.is_told("Nothing unread")


async def test_what_is_pressed_is_read(studio: Studio, cast: Cast) -> None:
    client = cast.client
    await sells_tens(cast)
    await trains(studio, cast)
    await gives(studio, cast)
    await client.sees("Ana gave you 10 credits.")
    if cast.taps:
        await client.does("Your credits", "")
        await reads(studio, client, "Nothing unread")


async def test_a_digest_leads_to_what_it_had_no_room_for(studio: Studio, cast: Cast) -> None:
    client = cast.client
    await sells_tens(cast)
    await trains(studio, cast)
    await client.says("alerts money daily")
    await gives(studio, cast, 10)
    await studio.outside.advance(hours=12)
    digest = await client.sees("Your digest: 10 new")
    assert "more" in digest["text"]
    assert cast.taps or "INBOX = the rest" in digest["text"]
    rest = await client.does("Read the rest", "INBOX")
    assert ("2 more in your digest" in rest["text"]) == cast.taps
    assert "more in your digest" in rest["text"]
    opened = await client.does("1. Read", "1")
    assert "Ana gave you 10 credits." in opened["text"]
