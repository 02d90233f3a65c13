"""E-mail: an address is given and proven in the chat, told what the chat misses, left with a click."""

import re

from domain.notifications.model import Purpose
from domain.people.model import Channel
from tests.stories.cast import ON_TELEGRAM, Cast
from tests.stories.conftest import Studio
from tests.stories.money import asks, sells_tens, trains
from tests.stories.people import Client, Shown, eventually

EMAIL = "cleo@example.org"


async def mailed(studio: Studio, words: str, email: str = EMAIL) -> Shown:
    """The latest mail with these words, once it is there."""

    async def found() -> Shown | None:
        box = await studio.outside.get(f"/sandbox/mail/{email}")
        return next((each for each in reversed(box) if words in each["subject"] + each["text"]), None)

    seen = await eventually(found)
    assert seen
    return seen


async def gives_mail(studio: Studio, cast: Cast, email: str = EMAIL) -> None:
    said = await cast.client.says(f"email {email}")
    assert f"A code is on its way to {email}" in said["text"]
    code = (await mailed(studio, "is your code", email))["subject"][:6]
    assert f"You get mail at {email}" in (await cast.client.says(code))["text"]


async def goes_away(studio: Studio, cast: Cast) -> None:
    """The chat, as far as we can tell."""
    if isinstance(cast.client, Client):
        await cast.client.whispers(blocked=True)
    else:
        await cast.client.whispers(text="STOP")


async def _page(studio: Studio, link: str, *, post: dict[str, str] | None = None) -> tuple[int, str]:
    method = "POST" if post is not None else "GET"
    async with studio.outside.http.request(method, link, data=post) as answer:
        return answer.status, await answer.text()


async def test_what_the_chat_cannot_bring_comes_by_mail_until_one_click_ends_it(
    studio: Studio, cast: Cast
) -> None:
    client = cast.client
    await client.comes_to("ana")
    await client.says(f"email {EMAIL}")
    first = await mailed(studio, "is your code")
    assert f"{cast.name} wants to be reached here by Studio Demo." in first["text"]
    assert "list-unsubscribe" in first["headers"]
    other = "111111" if first["subject"][:6] != "111111" else "222222"
    assert "That is not the code" in (await client.says(other))["text"]
    told = await client.says(first["subject"][:6])
    assert f"You get mail at {EMAIL}" in told["text"]
    assert cast.taps or told["segments"] == 1
    await client.says("thu 18:00")
    await client.does("Request it", "C")
    await goes_away(studio, cast)
    await cast.ana.presses("Approve")
    mail = await mailed(studio, "Ana approved your session")
    assert mail["headers"]["auto-submitted"] == "auto-generated"

    leave = re.findall(r"<(.*)>", mail["headers"]["list-unsubscribe"])[0]
    assert await _page(studio, leave) == await _page(studio, leave)  # to look at it ends nothing
    assert (await _page(studio, leave))[0] == 200
    status, page = await _page(studio, leave, post={"List-Unsubscribe": "One-Click"})
    assert (status, "mails you nothing more" in page) == (200, True)
    assert (await _page(studio, leave + "x", post={}))[0] == 404
    assert studio.bot
    address = await studio.bot.database.read(lambda work: work.people.heard_at(Channel.MAIL, EMAIL))
    assert address
    stands = await studio.bot.database.read(
        lambda work: work.consents.stands(address.id, Purpose.TRANSACTIONAL)
    )
    assert stands
    assert stands.said == "List-Unsubscribe=One-Click"
    assert "mails you nothing more" in stands.shown


async def test_staff_prove_an_address_by_its_link_and_a_dead_mailbox_gets_nothing_more(
    studio: Studio, cast: Cast
) -> None:
    await cast.ana.types("hub email ana@example.org" if not cast.taps else "email ana@example.org")
    await cast.ana.is_told("A code is on its way to ana@example.org")
    link = re.findall(
        r"http\S+/mail/yes/\S+", (await mailed(studio, "is your code", "ana@example.org"))["text"]
    )
    assert "Is this your address?" in (await _page(studio, link[0]))[1]
    assert "You are reached here now" in (await _page(studio, link[0], post={}))[1]
    assert (await _page(studio, link[0]))[0] == 404
    await cast.ana.types("hub email" if not cast.taps else "email")
    await cast.ana.is_told("You get mail at ana@example.org")
    await cast.ana.types("hub email off" if not cast.taps else "email off")
    await cast.ana.is_told("You get no mail.")
    await studio.outside.post("/sandbox/mail/tom@example.org/closed", {"closed": True})
    await cast.tom.types("hub email tom@example.org" if not cast.taps else "email tom@example.org")

    async def dead() -> bool:
        assert studio.bot
        found = await studio.bot.database.read(
            lambda work: work.people.heard_at(Channel.MAIL, "tom@example.org")
        )
        return found is not None and found.dead_at is not None

    await eventually(dead)


async def test_a_request_that_nobody_answers_goes_on_by_mail_and_people_choose_what_comes_first(
    studio: Studio, cast: Cast
) -> None:
    await cast.ana.types("hub email ana@example.org" if not cast.taps else "email ana@example.org")
    code = (await mailed(studio, "is your code", "ana@example.org"))["subject"][:6]
    await cast.ana.types(f"hub email {code}" if not cast.taps else f"email {code}")
    await cast.ana.is_told("You get mail at ana@example.org")
    await cast.client.comes_to("ana")
    await cast.client.says("thu 18:00")
    await cast.client.does("Request it", "C")
    await cast.ana.sees(f"Request from {cast.name}")
    await studio.rests(
        "UANA" if cast.taps else str(ON_TELEGRAM["UANA"])
    )  # it counts from when it was written down
    await studio.outside.advance(minutes=45)
    assert (await mailed(studio, f"Request from {cast.name}", "ana@example.org"))["html"]

    await gives_mail(studio, cast)
    first = await cast.client.says("reach me on email")
    assert "reached first by e-mail" in first["text"]
    tested = await cast.client.says("send me a test")
    assert "A test is on its way by e-mail" in tested["text"]
    assert cast.taps or first["segments"] == tested["segments"] == 1
    await mailed(studio, "This is a test")
    await cast.client.says("reach me on telegram" if cast.taps else "reach me by sms")
    await cast.client.whispers(text="send me a test")
    await cast.client.sees("This is a test")


async def test_the_receipt_comes_as_a_paper_by_mail_unless_it_is_turned_off(
    studio: Studio, cast: Cast
) -> None:
    await sells_tens(cast)
    await trains(studio, cast)
    await gives_mail(studio, cast)
    await asks(cast, f"sell {cast.name} 10-pack cash", f"{cast.name}: paid")
    await studio.outside.advance(minutes=2)
    paper = await mailed(studio, "Receipt 2026-0001")
    assert "Studio Demo" in paper["subject"]
    assert "Paid €400.00 in cash" in paper["text"]
    assert "The PDF is attached: 2026-0001.pdf" in paper["text"]
    assert [each["name"] for each in paper["files"]] == ["2026-0001.pdf"]
    assert "Receipts by e-mail: off" in (await cast.client.says("alerts receipts off"))["text"]
    await asks(cast, f"sell {cast.name} 10-pack cash", f"{cast.name}: paid")
    await studio.outside.advance(minutes=2)
    await cast.client.says("send me a test")
    box = await studio.outside.get(f"/sandbox/mail/{EMAIL}")
    assert sum("Receipt" in each["subject"] for each in box) == 1
