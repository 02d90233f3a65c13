"""Ten sessions are given, booked and seen line by line, on every channel; nobody pays with what they lack."""

from tests.stories.books import books
from tests.stories.conftest import Studio
from tests.stories.people import Client, eventually, labels
from tests.stories.test_trainer_on_telegram import zoe_of

TEN = "package new name 10-pack, sessions 10, price 400 eur, valid 90 days, discount 10"


async def zoe_sells(studio: Studio) -> Client:
    """Zoe books at once, and sells tens; Cleo has booked once."""
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    shown = await zoe.says(TEN)
    assert "sell NAME 10-pack cash" in shown["text"]
    assert "10-pack · 10 sessions · €360.00 · 10 % off €400.00 · good for 90 days" in shown["text"]
    await studio.cleo.opens("t_zoe")
    await studio.cleo.says("tue 18:00")
    await studio.cleo.presses("Confirm")
    await zoe.sees("Booked: Cleo")
    return zoe


async def test_who_is_new_sees_what_the_studio_sells(studio: Studio) -> None:
    await zoe_sells(studio)
    newcomer = Client(studio.outside, 1009)
    await newcomer.opens()
    shown = await newcomer.says("/packages")
    assert "10-pack" in shown["text"] + str(labels(shown))


async def test_a_package_is_given_used_and_seen_line_by_line_on_telegram(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    assert "Nothing was given" in (await zoe.says("give cleo -3 credits x"))["text"]
    given = await zoe.says("give cleo 10-pack paid in cash")
    assert "10-pack · 9 credits left · 1 reserved · until" in given["text"]  # Tuesday is paid with them, too
    told = await studio.cleo.sees("Zoe gave you 10 credits.")
    assert "Good until" in told["text"]
    held = await studio.cleo.says("thu 18:00")
    assert "Uses 1 credit: 8 left after this." in held["text"]
    done = await studio.cleo.presses("Confirm")
    assert "1 credit\n8 credits left." in done["text"]
    asked = await studio.cleo.presses("Cancel")
    assert "Your credit comes back." in asked["text"]
    await studio.cleo.presses("Yes, cancel it")
    listed = await studio.cleo.says("/credits")
    assert "10-pack · 9 credits left · 1 reserved" in listed["text"]
    await studio.cleo.presses("Every line")
    lines = (await studio.cleo.sees("Line by line"))["text"].split()[3:]
    assert " ".join(lines).startswith(
        "Mon 23 Nov · +1 given back · Thu 26 Nov 18:00 · 9 credits left "
        "Mon 23 Nov · -1 reserved · Thu 26 Nov 18:00 · 8 credits left "
        "Mon 23 Nov · -1 reserved · Tue 24 Nov 18:00 · 9 credits left "
        "Mon 23 Nov · +10 10-pack · “paid in cash” · 10 credits left"
    )
    await zoe.says("credits cleo")
    await zoe.presses("Every line")
    assert (await zoe.sees("line by line"))["text"].split()[-len(lines) :] == lines


async def test_it_is_used_when_it_took_place_and_comes_back_by_undo(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    await zoe.says("give cleo 1 credit sorry for monday")
    await studio.outside.advance(hours=36)
    await zoe.says("today")
    await zoe.presses("Complete")
    assert "No credits left." in (await studio.cleo.says("/credits"))["text"]
    assert "used · Tue 24 Nov 18:00 · 0 credits left" in (await studio.cleo.says("/why"))["text"]
    await zoe.says("undo")
    assert "Single credits · 0 credits left · 1 reserved" in (await studio.cleo.says("/credits"))["text"]


async def test_the_last_credit_on_two_devices_is_spent_once_and_the_other_hears_it_kindly(
    studio: Studio,
) -> None:
    zoe = await zoe_sells(studio)
    await zoe.says("give cleo 2 credits welcome")  # one of them pays for Tuesday
    await studio.cleo.sees("Zoe gave you 2 credits.")
    held = await studio.cleo.says("thu 18:00")
    assert "Uses 1 credit: 0 left after this." in held["text"]
    await studio.cleo.says("/sessions")
    moved = await zoe.says("weekly cleo wed 18:00")
    assert "Book" in " ".join(labels(moved))
    await zoe.presses(next(label for label in labels(moved) if "Book" in label))
    await studio.cleo.presses("Confirm")
    told = await studio.cleo.sees("Your last credit went to another session just now")
    assert "Uses 1 credit" not in told["text"]
    await studio.cleo.presses("Confirm")
    assert "€50.00" in (await studio.cleo.sees("Booked\n\nThu 26 Nov 18:00"))["text"]


async def test_by_text_many_lots_are_the_first_of_them_and_how_many_in_all(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    await studio.sam.says("JOIN ZOE")
    await studio.sam.says("book tue 6pm")
    await studio.sam.says("C")
    await zoe.says(TEN)
    for _lot in range(3):
        await zoe.says("give sam 10-pack paid in cash")
    said = await studio.sam.says("CREDITS")
    assert "10-pack, 9 credits left, 1 reserved, until Sun 21 Feb\n29 credits left." in said["text"]
    assert said["segments"] == 1
    assert (await studio.sam.says("ESPANOL"))["segments"] == 1
    assert (await studio.sam.says("BONOS"))["segments"] == 1


async def test_by_text_credits_are_asked_for_and_spent(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    await studio.sam.says("JOIN ZOE")
    await studio.sam.says("book tue 6pm")
    await studio.sam.says("C")
    await zoe.says("give sam 3 credits welcome back")
    told = await studio.sam.sees("Zoe gave you 3 credits.")
    assert told["segments"] == 1
    held = await studio.sam.says("thu 6pm")
    assert "60 min, 1 credit, 1 left" in held["text"]
    assert held["segments"] == 1
    booked = await studio.sam.says("C")
    assert "60 min, 1 credit, 1 left" in booked["text"]
    assert booked["segments"] == 1
    balance = await studio.sam.says("CREDITS")
    assert "1 credit left, 2 reserved" in balance["text"]
    assert "WHY" in balance["text"]
    why = await studio.sam.says("WHY")
    assert "-1 reserved, Thu 26 Nov" in why["text"]
    assert "OLDER" not in why["text"]
    assert (await studio.sam.says("ME"))["text"].startswith("Upcoming\n1 credit left.")


async def test_in_slack_a_package_is_made_and_given_by_forms(studio: Studio) -> None:
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Confirm")
    await studio.tom.commands("package new")
    refused = await studio.tom.submits(
        **{"Its name": "5-pack", "How many sessions": "none", "Its price, for all of them": "200"}
    )
    assert refused["errors"]
    await studio.tom.submits(
        **{"Its name": "5-pack", "How many sessions": "5", "Its price, for all of them": "200 GBP"}
    )
    await studio.tom.is_told("5-pack · 5 sessions · £200.00")
    await studio.tom.commands("credits cleo")
    await studio.tom.is_told("No credits left.")
    await studio.tom.presses("Give 5-pack")
    await studio.tom.fills_in("Why (it is kept, and the client can read it)", "Paid by card")
    await studio.cleo.sees("Tom gave you 5 credits.")
    await studio.tom.is_told("5-pack · 4 credits left · 1 reserved")

    async def on_home() -> bool:
        await studio.cleo.opens()
        return "Credits: 4" in labels((await studio.cleo.heard())[-1])

    assert await eventually(on_home)


async def test_by_text_what_is_missing_is_said_with_the_word_for_it(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    await studio.sam.says("JOIN ZOE")
    assert "Nothing is booked yet. Text BOOK for the next times." in (await studio.sam.says("ME"))["text"]
    await studio.sam.says("book wed 6pm")
    await studio.sam.says("C")
    await zoe.sees("Booked: Sam")
    await zoe.says("give sam 1 credit welcome")
    await studio.sam.sees("Zoe gave you 1 credit.")
    await studio.outside.advance(hours=60)
    await zoe.says("close")
    await zoe.presses("Submit")
    none = await studio.sam.says("CREDITS")
    assert "No credits left. Text BUY for more." in none["text"]
    assert none["segments"] == 1


async def test_what_of_a_sale_was_not_understood_is_said(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    for words, unread in (
        ("gold bitcoin", "gold bitcoin"),
        ("10-pack bitcoin", "bitcoin"),
        ("gold cash", "gold"),
    ):
        shown = await zoe.says(f"sell cleo {words}")
        assert f"I did not understand “{unread}”.\nWhich package, and how?" in shown["text"]
    assert "understand" not in (await zoe.says("sell cleo 10-pack"))["text"]
    first = await zoe.says("sell cleo 10-pack cash")
    assert "in the books already" not in first["text"]
    again = await zoe.says("sell cleo 10-pack cash")
    assert "This is in the books already. If Cleo paid for one more:" in again["text"]
    assert (await books(studio)).count("paid 36000 EUR: owed to cash") == 1
    assert "Cleo: paid" in (await zoe.presses("Record one more"))["text"]
    assert (await books(studio)).count("paid 36000 EUR: owed to cash") == 2


async def test_a_package_goes_straight_to_times_and_what_was_given_by_mistake_is_taken_back(
    studio: Studio,
) -> None:
    zoe = await zoe_sells(studio)
    await zoe.says("give cleo 10-pack paid in cash")
    await studio.cleo.says("/credits")
    times = await studio.cleo.presses("Book with 10-pack")
    assert times["text"].startswith("Zoe")
    assert (await studio.cleo.says("book with my 10-pack"))["text"].startswith("Zoe")
    much = await zoe.says("take back cleo 10 credits given twice")
    assert "Only 9 of these can be taken back" in much["text"]  # Tuesday is booked with one
    await zoe.says("take back cleo 9 credits given twice")
    assert "Nothing is left of 10-pack to book with." in (await studio.cleo.says("book with 10-pack"))["text"]
    assert "Nothing is to be paid now." in (await studio.sam.says("PAY"))["text"]
    await studio.cleo.sees("Zoe took 9 credits back: “given twice”")
    assert (await books(studio))[-1] == "undone 9 CREDIT: free to issued"
    assert "-9 taken back" in (await studio.cleo.says("/why"))["text"]
