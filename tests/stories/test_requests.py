"""The loop: a client asks for a time, the trainer answers, the client is told. Both casts play it."""

from bot.office import invite
from tests.stories.cast import Cast, is_same
from tests.stories.conftest import Studio
from tests.stories.people import Shown, Trainer, eventually, labels, times

REASON = "A word for the client (they will read it)"


async def request_of_ana(cast: Cast) -> Shown:
    await cast.client.comes_to("ana")
    await cast.client.says("thu 18:00")
    return await cast.client.does("Request it", "C")


async def approved(cast: Cast) -> Shown:
    await request_of_ana(cast)
    await cast.ana.sees("Request from")
    await cast.ana.presses("Approve")
    await cast.client.sees("approved your session")
    return await cast.ana.sees("Approved by you 09:00")


async def others(cast: Cast, told: Shown) -> list[str]:
    """Who taps is offered other times at once; in a text that nobody asked for there are no numbers."""
    if cast.taps:
        return times(told)
    assert not times(told)
    return times(await cast.client.says("MORE"))


async def test_a_request_is_approved_in_one_tap(cast: Cast) -> None:
    await request_of_ana(cast)
    asked = await cast.ana.sees("Request from")
    assert labels(asked) == ["Approve", "Suggest a time", "Decline"]
    await cast.ana.presses("Approve")
    assert is_same(asked, await cast.ana.sees("Approved by you 09:00")), "one living card"
    assert cast.ana.spent == 1
    told = await cast.client.sees("Ana approved your session")
    assert "Add to calendar" in labels(told) if cast.taps else told["segments"] == 1


async def test_a_declined_client_is_offered_other_times(cast: Cast) -> None:
    await request_of_ana(cast)
    await cast.ana.sees("Request from")
    await cast.ana.presses("Decline")
    await cast.ana.fills_in(REASON, "I am away that day.")
    assert cast.ana.spent == 2
    declined = await cast.client.sees("Ana can't take this time")
    assert "I am away that day." in declined["text"]
    assert len(await others(cast, declined)) == 3
    await cast.ana.sees("Declined by you 09:00")


async def test_a_client_whose_session_was_cancelled_is_offered_other_times(
    studio: Studio, cast: Cast
) -> None:
    await approved(cast)
    await cast.ana.presses("Cancel session")
    await cast.ana.fills_in(REASON, "I am ill.")
    await cast.ana.sees("Cancelled by you")
    await studio.outside.advance(seconds=61)
    cancelled = await cast.client.sees("Ana had to cancel this session")
    assert cancelled["text"].startswith("Thu 26 Nov 18:00")
    assert "I am ill." in cancelled["text"]
    assert len(await others(cast, cancelled)) == 3
    await cast.client.takes(1)
    await cast.client.does("Request it", "C")
    await cast.client.sees("Requested")


async def test_a_request_expires_and_the_client_is_helped_on(studio: Studio, cast: Cast) -> None:
    await request_of_ana(cast)
    await studio.outside.advance(hours=12, minutes=1)
    lapsed = await cast.client.sees("Ana did not answer in time")
    assert await others(cast, lapsed)
    await cast.ana.sees("Request lapsed")


async def test_app_home_shows_the_request_and_the_week(studio: Studio) -> None:
    await studio.ana.opens_home()

    async def home_says(words: str) -> bool:
        return words in str((await studio.ana.view())["home"])

    await eventually(lambda: home_says("No request is waiting."))
    await studio.cleo.opens("t_ana")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Request it")
    await eventually(lambda: home_says("Request from"))


async def test_words_reach_the_trainer_and_come_back(cast: Cast) -> None:
    await cast.client.comes_to("ana")
    passed = await cast.client.says("My knee hurts a little, is that a problem?")
    assert "Passed to Ana" in passed["text"]
    asked = await cast.ana.sees("My knee hurts a little")
    await cast.ana.replies(asked, "No problem, we go easy.")
    back = await cast.client.sees("No problem, we go easy.")
    assert back["text"].startswith("Ana writes:")
    assert cast.ana.spent == 1
    await cast.client.whispers(text="Great, see you then!!")
    second = await cast.ana.sees("Great, see you then!!")
    assert second.get("thread_ts") == asked.get("ts"), "in Slack one thread for each client"


async def test_human_silences_the_bot(cast: Cast) -> None:
    await cast.client.comes_to("ana")
    muted = await cast.client.says("human")
    assert "12 hours" in muted["text"]
    heard = len(await cast.client.heard())
    await cast.client.whispers(text="tomorrow 9")
    await cast.ana.sees("tomorrow 9")
    assert len(await cast.client.heard()) == heard
    back = await cast.client.does("Bring the bot back", "MENU")
    assert "Until Mon 23 Nov 21:00" not in back["text"]
    assert "Tue 24 Nov 09:00" in (await cast.client.says("tomorrow 9:00"))["text"]


async def test_hours_are_echoed_before_they_are_saved(cast: Cast) -> None:
    await cast.client.comes_to("ana")
    await cast.ana.types("hours sat 9-13")
    await cast.ana.is_told("I understood:")
    await cast.ana.is_told("Sat 09:00–13:00")
    assert "not free" in (await cast.client.says("saturday 10:00"))["text"]
    await cast.ana.presses("Save")
    await cast.ana.is_told("16:00–20:00 · Sat 09:00–13:00")
    assert (await cast.client.says("sat 10:00"))["text"].startswith("Sat 28 Nov 10:00")


async def test_a_block_takes_times_out_and_can_be_opened_again(cast: Cast) -> None:
    await cast.ana.types("block thu 16-20 dentist")
    await cast.ana.is_told("dentist")
    assert cast.ana.spent == 1
    await cast.client.comes_to("ana")
    assert "not free" in (await cast.client.says("thu 18:00"))["text"]
    await cast.ana.presses("Open Thu 26 Nov 16:00 again")
    await cast.ana.is_told("Can be booked again: Thu 26 Nov 16:00 to 20:00")
    assert (await cast.client.says("thu 6pm"))["text"].startswith("Thu 26 Nov 18:00")


async def test_bad_words_get_a_line_that_helps(cast: Cast) -> None:
    await cast.ana.types("hours mon-fri 16-8")
    await cast.ana.is_told("“16-8”")


async def test_today_and_week_show_what_is_booked(cast: Cast) -> None:
    await request_of_ana(cast)
    await cast.ana.sees("Request from")
    await cast.ana.types("today")
    await cast.ana.is_told("Nothing today.")
    await cast.ana.types("week")
    await cast.ana.is_told("Thu 26 Nov 18:00 · Request from")


async def test_a_past_session_is_completed_in_one_tap(studio: Studio, cast: Cast) -> None:
    await approved(cast)
    await studio.outside.advance(hours=24 * 3 + 10)
    await cast.ana.sees(f"Over: {cast.name}")
    before = cast.ana.spent
    await cast.ana.presses("Complete")
    assert cast.ana.spent == before + 1
    await cast.ana.sees("Completed by you")
    await studio.outside.advance(seconds=61)
    assert "marked this session as completed" in (await cast.client.sees("Well done!"))["text"]


async def test_a_no_show_takes_two_taps(studio: Studio, cast: Cast) -> None:
    await approved(cast)
    await studio.outside.advance(hours=24 * 3 + 10)
    await cast.ana.sees(f"Over: {cast.name}")
    before = cast.ana.spent
    await cast.ana.presses("No-show")
    await cast.ana.is_told(f"Did {cast.name} not come?")
    await cast.ana.presses("Yes, a no-show")
    assert cast.ana.spent == before + 2
    await cast.ana.sees("Marked as a no-show by you")
    await studio.outside.advance(seconds=61)
    await cast.client.sees("marked this session as missed")


async def test_a_late_cancellation_pings_the_trainer(studio: Studio, cast: Cast) -> None:
    asked = await approved(cast)
    await studio.outside.advance(hours=24 * 3)
    assert "Cancelled" in (await cancelled(cast))["text"]
    await studio.outside.advance(seconds=61)
    rung = await cast.ana.sees(f"Cancelled by {cast.name}")
    assert not is_same(rung, asked), "a new message, so that it rings"


async def cancelled(cast: Cast) -> Shown:
    """In two taps, or one text."""
    if not cast.taps:
        return await cast.client.says("DROP")
    await cast.client.says("/cancel")
    return await cast.client.does("Yes, cancel it", "")


async def test_a_stranger_in_slack_is_told_how_to_join(studio: Studio) -> None:
    stranger = Trainer(studio.outside, "UNEW")
    await stranger.commands("today")

    async def says(words: str) -> bool:
        view = await stranger.view()
        return any(words in each["text"] for each in (*view["ephemeral"], *view["messages"]))

    await eventually(lambda: says("don't know you here yet"))
    told = await invite(studio.settings, "Zoe Ray", zone="Europe/Lisbon", admin=False)
    assert "Clients come by this link: https://t.me/TrainerHubDemoBot?start=t_zoe\n" in told
    assert told.endswith("or they text JOIN ZOE to +447700900900")
    code = told.split("/hub join ")[1].split()[0]
    await stranger.commands(f"join {code}")
    await eventually(lambda: says("Welcome, Zoe"))
    await stranger.commands(f"join {code}")
    await stranger.commands("today")
    await eventually(lambda: says("Nothing today."))


async def test_blocked_time_is_on_the_board_and_can_be_opened_again(studio: Studio) -> None:
    await studio.ana.commands("block fri 14-16 dentist")
    await studio.ana.opens_home()

    async def on_the_board() -> bool:
        return "dentist" in str((await studio.ana.view())["home"])

    await eventually(on_the_board)
    await studio.ana.presses("Open again")
    await studio.ana.opens_home()

    async def gone() -> bool:
        return not await on_the_board()

    await eventually(gone)


async def test_an_admin_who_trains_nobody_is_answered(studio: Studio) -> None:
    ada = Trainer(studio.outside, "UADA")
    await ada.commands("today")

    async def answered() -> bool:
        return "Type help" in str((await ada.view())["ephemeral"])

    await eventually(answered)


async def test_what_a_trainer_sends_beside_words_is_not_lost_in_silence(studio: Studio) -> None:
    await studio.cleo.opens("t_ana")
    await studio.cleo.says("my knee hurts a lot since the marathon")
    opened = await studio.ana.sees("my knee")
    await studio.ana.says("Do this one first", opened["ts"], file={"name": "knee.txt", "content": "Bend."})
    await studio.cleo.sees("Do this one first")
    await studio.ana.sees("the file was not")
    await studio.ana.says("word " * 700, opened["ts"])

    async def all_of_it() -> bool:
        heard = "".join(message["text"] for message in await studio.cleo.heard())
        return heard.count("word") >= 700

    assert await eventually(all_of_it)


async def test_blocks_over_each_other_are_opened_truthfully(cast: Cast) -> None:
    await cast.ana.types("block fri 14-16 dentist")
    await cast.ana.is_told("Fri 27 Nov 14:00 to 16:00")
    await cast.ana.types("block fri holiday")
    await cast.ana.is_told("Fri 27 Nov, all day")
    await cast.ana.presses("Open Fri 27 Nov again")
    await cast.ana.is_told("this still blocks time in it")
    await cast.ana.presses("Open again")
    await cast.ana.is_told("Can be booked again: Fri 27 Nov 14:00 to 16:00")


async def test_the_board_has_each_blocked_time_once(studio: Studio) -> None:
    for words in ("block fri 14-16 dentist", "block fri holiday", "block fri 9-10"):
        await studio.ana.commands(words)
    await studio.ana.opens_home()

    async def listed() -> bool:
        home = str((await studio.ana.view())["home"])
        return home.count("Fri 27 Nov, all day") == home.count("Fri 27 Nov 14:00 to 16:00") == 1

    await eventually(listed)


async def test_another_time_is_suggested_with_two_taps_and_taken_with_one(cast: Cast) -> None:
    await request_of_ana(cast)
    await cast.ana.sees("Request from")
    await cast.ana.presses("Suggest a time")
    offered = await cast.ana.sees("Which time do you suggest?")
    label = times(offered)[0]
    await cast.ana.presses(label)
    assert cast.ana.spent == 2
    asked = await cast.client.sees("Ana suggests")
    assert label.split(" (")[0] in asked["text"]
    before = cast.client.spent
    assert "Booked" in (await cast.client.does("Take it", "TAKE"))["text"]
    assert cast.client.spent == before + 1
    await cast.ana.sees(f"Booked: {cast.name}")
