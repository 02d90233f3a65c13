"""The loop: a client asks on Telegram, the trainer answers in Slack, the client is told."""

from tests.stories.conftest import Studio
from tests.stories.people import Shown, Trainer, eventually, labels, times


async def request_of_ana(studio: Studio) -> Shown:
    await studio.cleo.opens("t_ana")
    await studio.cleo.says("thu 18:00")
    return await studio.cleo.presses("Request it")


async def test_a_request_is_approved_in_one_tap(studio: Studio) -> None:
    await request_of_ana(studio)
    asked = await studio.ana.sees("Request from")
    assert "Approve" in [button["label"] for button in asked["buttons"]]
    pressed = await studio.ana.presses("Approve")
    assert pressed["error"] is None
    approved = await studio.ana.sees("Approved by you 09:00")
    assert approved["ts"] == asked["ts"], "one living card"
    told = await studio.cleo.sees("Ana approved your session")
    assert "Add to calendar" in labels(told)


async def test_a_declined_client_is_offered_other_times(studio: Studio) -> None:
    await request_of_ana(studio)
    await studio.ana.sees("Request from")
    await studio.ana.presses("Decline")

    async def modal() -> object:
        return (await studio.ana.view())["modal"]

    assert await eventually(modal)
    label = "A word for the client (they will read it)"
    assert (await studio.ana.submits(**{label: "I am away that day."}))["errors"] is None
    declined = await studio.cleo.sees("Ana can't take this time")
    assert "I am away that day." in declined["text"]
    assert len(times(declined)) == 3
    await studio.ana.sees("Declined by you 09:00")


async def test_a_client_whose_session_was_cancelled_is_offered_other_times(studio: Studio) -> None:
    await request_of_ana(studio)
    await studio.ana.sees("Request from")
    await studio.ana.presses("Approve")
    await studio.ana.sees("Approved by you")
    await studio.ana.presses("Cancel session")

    async def modal() -> object:
        return (await studio.ana.view())["modal"]

    assert await eventually(modal)
    label = "A word for the client (they will read it)"
    assert (await studio.ana.submits(**{label: "I am ill."}))["errors"] is None
    cancelled = await studio.cleo.sees("Ana had to cancel this session")
    assert cancelled["text"].startswith("Thu 26 Nov 18:00")
    assert "I am ill." in cancelled["text"]
    assert len(times(cancelled)) == 3
    assert labels(cancelled)[-2:] == ["More times", "Menu"]
    await studio.cleo.opens("s_1")
    assert labels((await studio.cleo.heard())[-1]) == ["Other times", "Menu"]


async def test_a_request_expires_and_the_client_is_helped_on(studio: Studio) -> None:
    await request_of_ana(studio)
    await studio.outside.advance(hours=12, minutes=1)
    lapsed = await studio.cleo.sees("Ana did not answer in time")
    assert times(lapsed)
    await studio.ana.sees("Request lapsed")


async def test_app_home_shows_the_request_and_the_week(studio: Studio) -> None:
    await studio.ana.opens_home()

    async def home_says(words: str) -> bool:
        return words in str((await studio.ana.view())["home"])

    await eventually(lambda: home_says("No request is waiting."))
    await request_of_ana(studio)
    await eventually(lambda: home_says("Request from"))


async def test_words_reach_the_trainer_and_come_back(studio: Studio) -> None:
    await studio.cleo.opens("t_ana")
    passed = await studio.cleo.says("My knee hurts a little, is that a problem?")
    assert "Passed to Ana" in passed["text"]
    asked = await studio.ana.sees("My knee hurts a little")
    await studio.ana.says("No problem, we go easy.", thread_ts=asked["ts"])
    back = await studio.cleo.sees("No problem, we go easy.")
    assert back["text"].startswith("Ana writes:")
    await studio.cleo.whispers(text="Great, see you then!!")
    second = await studio.ana.sees("Great, see you then!!")
    assert second["thread_ts"] == asked["ts"], "one thread for each client"


async def test_human_silences_the_bot(studio: Studio) -> None:
    await studio.cleo.opens("t_ana")
    muted = await studio.cleo.says("/human")
    assert "12 hours" in muted["text"]
    heard = len(await studio.cleo.heard())
    await studio.cleo.whispers(text="tomorrow 9")
    await studio.ana.sees("tomorrow 9")
    assert len(await studio.cleo.heard()) == heard
    menu = await studio.cleo.says("/start")
    assert "Until Mon 23 Nov 21:00" in menu["text"]
    await studio.cleo.presses("Bring the bot back")
    assert "Bring the bot back" not in labels((await studio.cleo.heard())[-1])
    assert "Tue 24 Nov 09:00" in (await studio.cleo.says("tomorrow 9:00"))["text"]


async def test_hours_are_echoed_before_they_are_saved(studio: Studio) -> None:
    await studio.ana.commands("hours sat 9-13")

    async def echoed() -> bool:
        return any("Sat 09:00–13:00" in each["text"] for each in (await studio.ana.view())["ephemeral"])

    await eventually(echoed)
    offered = await studio.cleo.says("saturday 10:00")
    assert "Held" not in offered["text"]
    await studio.ana.presses("Save")

    async def saved() -> bool:
        return any(
            "Mon" in each["text"] and "Sat 09:00" in each["text"]
            for each in (await studio.ana.view())["ephemeral"]
        )

    await eventually(saved)
    await studio.cleo.opens("t_ana")
    held = await studio.cleo.says("saturday 10:00")
    assert held["text"].startswith("Sat 28 Nov 10:00")


async def test_a_block_takes_times_out_and_can_be_opened_again(studio: Studio) -> None:
    await studio.ana.commands("block thu 16-20 dentist")

    async def blocked() -> bool:
        return any("dentist" in each["text"] for each in (await studio.ana.view())["ephemeral"])

    await eventually(blocked)
    await studio.cleo.opens("t_ana")
    assert "not free" in (await studio.cleo.says("thu 18:00"))["text"]
    await studio.ana.presses("Open Thu 26 Nov 16:00 again")

    async def free() -> bool:
        said: str = (await studio.cleo.says("thu 18:00"))["text"]
        return said.startswith("Thu 26 Nov 18:00")

    await eventually(free)


async def test_bad_words_get_a_line_that_helps(studio: Studio) -> None:
    await studio.ana.commands("hours mon-fri 16-8")

    async def helped() -> bool:
        return any("16-8" in each["text"] for each in (await studio.ana.view())["ephemeral"])

    await eventually(helped)


async def test_today_and_week_show_what_is_booked(studio: Studio) -> None:
    await request_of_ana(studio)
    await studio.ana.sees("Request from")
    await studio.ana.commands("week")

    async def shown() -> bool:
        return any("Thu 26 Nov 18:00" in each["text"] for each in (await studio.ana.view())["ephemeral"])

    await eventually(shown)


async def test_a_past_session_is_completed_or_missed(studio: Studio) -> None:
    await request_of_ana(studio)
    await studio.ana.sees("Request from")
    await studio.ana.presses("Approve")
    await studio.ana.sees("Approved by you")
    await studio.outside.advance(hours=24 * 3 + 10)
    await studio.ana.opens_home()

    async def due() -> bool:
        return "Complete" in str((await studio.ana.view())["home"])

    await eventually(due)
    await studio.ana.presses("Complete")
    await studio.outside.advance(seconds=61)
    assert "marked this session as completed" in (await studio.cleo.sees("Well done!"))["text"]


async def test_a_late_cancellation_pings_the_trainer(studio: Studio) -> None:
    await request_of_ana(studio)
    asked = await studio.ana.sees("Request from")
    await studio.ana.presses("Approve")
    await studio.ana.sees("Approved by you")
    await studio.outside.advance(hours=24 * 3)
    await studio.cleo.says("/cancel")
    await studio.cleo.presses("Yes, cancel it")
    rung = await studio.ana.sees("Cancelled by Cleo")
    assert rung["ts"] != asked["ts"], "a new message, so that it rings"


async def test_a_stranger_in_slack_is_told_how_to_join(studio: Studio) -> None:
    from bot.app import invite

    stranger = type(studio.ana)(studio.outside, "UNEW")
    await stranger.commands("today")

    async def says(words: str) -> bool:
        view = await stranger.view()
        return any(words in each["text"] for each in (*view["ephemeral"], *view["messages"]))

    await eventually(lambda: says("don't know you here yet"))
    told = await invite(studio.settings, "Zoe Ray", zone="Europe/Lisbon", admin=False)
    assert told.endswith("Clients come by this link: https://t.me/TrainerHubDemoBot?start=t_zoe")
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


async def test_blocks_over_each_other_do_not_pile_up_and_are_opened_truthfully(
    studio: Studio,
) -> None:
    async def told(words: str) -> None:
        async def is_told() -> bool:
            return any(words in each["text"] for each in (await studio.ana.view())["ephemeral"])

        await eventually(is_told)

    await studio.ana.commands("block fri 14-16 dentist")
    await told("Fri 27 Nov 14:00 to 16:00")
    await studio.ana.commands("block fri holiday")
    await told("Fri 27 Nov, all day")
    await studio.ana.commands("block fri 9-10")
    await studio.ana.opens_home()

    async def listed() -> int:
        home = str((await studio.ana.view())["home"])
        return home.count("Fri 27 Nov, all day") == home.count("Fri 27 Nov 14:00 to 16:00") == 1

    await eventually(listed)
    await studio.ana.presses("Open Fri 27 Nov again")
    await told("this still blocks time in it")
    await studio.ana.presses("Open again")
    await told("Can be booked again: Fri 27 Nov 14:00 to 16:00")


async def test_another_time_is_suggested_with_two_taps_and_taken_with_one(studio: Studio) -> None:
    await request_of_ana(studio)
    await studio.ana.sees("Request from")
    await studio.ana.presses("Suggest a time")
    offered = await studio.ana.sees("Which time do you suggest?")
    label = next(button["label"] for button in offered["buttons"] if ":" in button["label"])
    await studio.ana.presses(label)
    asked = await studio.cleo.sees("Ana suggests")
    assert label.split(" (")[0] in asked["text"]
    taken = await studio.cleo.presses("Take it")
    assert "Booked" in taken["text"]
    await studio.ana.sees("Booked: Cleo")
