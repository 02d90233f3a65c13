"""Where a session is: a place or a link, on every card that asks people to be there."""

from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import labels
from tests.stories.test_trainer_on_telegram import booked, zoe_of

LINK = "https://meet.example.com/zoe?pwd=UXNkaFhsdkFqWnBDcWxQeE5ZTVlkQT09"


WHERE = "Where is it? A place or a link; “off” for where it usually is."


async def test_a_session_goes_online_and_its_client_is_told_and_reminded(studio: Studio, cast: Cast) -> None:
    await cast.client.comes_to("tom")
    await cast.client.says("thu 18:00")
    await cast.client.does("Confirm", "C")
    assert "Where" not in (await cast.tom.sees("Booked: "))["text"]
    await cast.tom.presses("Place")
    await cast.tom.fills_in(WHERE, LINK)
    told = await cast.client.sees("Tom says where your session is")
    assert "Join" in labels(told) if cast.taps else "text WHERE for the link" in told["text"], (
        "no room for it"
    )
    assert LINK in (await cast.client.says("where is it?"))["text"]
    await studio.outside.advance(hours=24 * 2 + 9, minutes=1)
    reminded = await cast.client.sees("Your session tomorrow")
    assert labels(reminded)[0] == "Join" if cast.taps else "WHERE for the link" in reminded["text"]
    assert cast.taps or reminded["segments"] == 1


async def test_a_place_of_one_session_of_a_service_and_of_a_trainer(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    await studio.cleo.sees("approved your session")
    await zoe.says("place Studio 2, 5 High Street")
    assert "At Studio 2" in (await studio.cleo.says("/next"))["text"]
    await zoe.says("service 1 place Studio 3")
    assert "At Studio 3" in (await studio.cleo.says("/next"))["text"]
    said = await zoe.says("place for cleo: Studio 1, 4 Rose St")
    assert "Where: Studio 1, 4 Rose St" in said["text"]
    assert "At Studio 1, 4 Rose St" in (await studio.cleo.sees("Zoe says where"))["text"]
    assert "Studio 1" in (await studio.cleo.says("where?"))["text"]
    assert "has a session ahead" in (await zoe.says("place for nobody the moon"))["text"]
    await zoe.says("place for cleo off")
    assert "At Studio 3" in (await studio.cleo.says("/next"))["text"]


async def test_a_place_that_a_text_has_no_room_for_is_asked_for(studio: Studio) -> None:
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("1")
    await studio.sam.says("C")
    await studio.tom.sees("Booked: ")
    place = "Studio 1 on the second floor, by the blue door behind the old post office, 4 Rose Street"
    await studio.tom.commands(f"place for sam {place}")
    told = await studio.sam.sees("Tom says where")
    assert told["segments"] == 1
    assert "Text WHERE for the place" in told["text"] or place in told["text"]
    assert place in (await studio.sam.says("WHERE"))["text"]


async def test_a_link_that_nobody_should_open_is_refused_in_the_form(studio: Studio) -> None:
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Confirm")
    await studio.tom.sees("Booked: ")
    await studio.tom.presses("Place")
    assert (await studio.tom.submits(**{WHERE: "http://x.example.com"}))["errors"]
