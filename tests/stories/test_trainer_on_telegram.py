"""A trainer without Slack: everything that a trainer does is done in a Telegram chat."""

import re

from bot.dialogue.typed import fold
from bot.office import invite
from bot.screens import load
from domain.people.model import Channel
from domain.work import Work
from tests.stories.cast import OnTelegram
from tests.stories.conftest import Studio
from tests.stories.people import Client, Shown, eventually, labels, times

ZOE = 2001
HOURS = "hours mon-fri 7-12, 16-20"


async def code_for(studio: Studio, name: str = "Zoe Ray", *, admin: bool = False) -> str:
    told = await invite(studio.settings, name, zone="Europe/Lisbon", admin=admin)
    link = next(line for line in told.splitlines() if "?start=join-" in line)
    assert link.strip().startswith("https://t.me/TrainerHubDemoBot?start=join-")
    return link.partition("join-")[2]


async def zoe_of(studio: Studio, *, hours: bool = True) -> OnTelegram:
    """Zoe trains, and has Telegram only."""
    zoe = OnTelegram(studio.outside, ZOE)
    welcome = await zoe.opens(f"join-{await code_for(studio)}")
    assert welcome["text"].startswith("Welcome, Zoe")
    if hours:
        assert "Sat: off" not in (await zoe.says(HOURS))["text"]
        await zoe.presses("Save")
    return zoe


async def request_of(studio: Studio, trainer: str = "zoe", when: str = "thu 18:00") -> Shown:
    await studio.cleo.opens(f"t_{trainer}")
    await studio.cleo.says(when)
    return await studio.cleo.presses("Request it")


async def booked(studio: Studio, zoe: Client, when: str = "thu 18:00") -> Shown:
    await request_of(studio, when=when)
    await zoe.sees("Request from")
    return await zoe.presses("Approve")


async def now_says(who: Client, message_id: int, words: str) -> Shown:
    """Wait until that very message was edited to have these words."""

    async def found() -> Shown | None:
        return next(
            (
                each
                for each in await who.heard()
                if each["message_id"] == message_id and words in each["text"]
            ),
            None,
        )

    seen = await eventually(found)
    assert seen
    return seen


async def listed_for(studio: Studio, user: int) -> list[str]:
    accepted = await studio.outside.get("/sandbox/accepted/telegram")
    menus = [
        each["raw"]["commands"]
        for each in accepted
        if each["method"] == "setMyCommands" and each["raw"].get("scope", {}).get("chat_id") == user
    ]
    return [command["command"] for command in menus[-1]] if menus else []


async def sent_to(studio: Studio, user: int) -> list[Shown]:
    accepted = await studio.outside.get("/sandbox/accepted/telegram")
    return [each for each in accepted if each["method"] == "sendMessage" and str(each["to"]) == str(user)]


# --- joining ---------------------------------------------------------------------------------------------


async def test_the_link_makes_a_chat_the_trainers(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    home = await zoe.opens()
    assert home["text"].startswith("Zoe’s desk")
    assert labels(home)[:3] == ["Block time", "Sick today", "Set hours"]
    assert await listed_for(studio, ZOE) == [
        "desk", "today", "week", "requests", "close", "hours", "block", "sick", "late", "services", "classes",
        "packages", "credits", "report", "cashup", "earnings", "members", "refunds", "inbox",
        "help",
    ]  # fmt: skip


async def test_whoever_pressed_start_before_joins_all_the_same(studio: Studio) -> None:
    zoe = OnTelegram(studio.outside, ZOE)
    assert "With whom would you like to train?" in (await zoe.opens())["text"]
    code = await code_for(studio)
    assert "Type menu for your desk" in (await zoe.says(f"/join {code}"))["text"]
    assert (await zoe.says("menu"))["text"].startswith("Zoe’s desk")
    assert "not valid any more" in (await zoe.says(f"/join {code}"))["text"], "a code is good once"


async def test_whoever_has_booked_is_told_what_to_do_first(studio: Studio) -> None:
    await request_of(studio, "ana")
    code = await code_for(studio)
    assert "Cancel them first" in (await studio.cleo.opens(f"join-{code}"))["text"]
    await studio.cleo.says("/cancel")
    await studio.cleo.presses("Yes, cancel it")
    assert (await studio.cleo.opens(f"join-{code}"))["text"].startswith("Welcome, Zoe")


async def test_a_desk_is_not_taken_by_another_code(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    other = await code_for(studio, "Ada King", admin=True)
    assert "This chat is Zoe’s desk already" in (await zoe.opens(f"join-{other}"))["text"]
    assert (await zoe.says("menu"))["text"].startswith("Zoe’s desk")


async def test_join_and_a_name_still_means_to_train(studio: Studio) -> None:
    assert times(await studio.cleo.says("join ana"))


async def test_whoever_has_no_hours_yet_is_not_offered_and_can_be_written_to(studio: Studio) -> None:
    zoe = await zoe_of(studio, hours=False)
    assert "Train with Zoe" not in labels(await studio.cleo.opens())
    told = await studio.cleo.opens("t_zoe")
    assert "Zoe is not taking bookings yet." in told["text"]
    assert labels(told) == ["Train with Ana", "Train with Tom", "Menu"]
    assert "Zoe is not taking bookings yet." in (await studio.sam.says("JOIN ZOE"))["text"]
    await studio.cleo.says("Will you train in the mornings as well?")
    await zoe.sees("Will you train in the mornings")
    await zoe.says("open sat 28 nov 9-12")
    assert "Train with Zoe" in labels(await studio.cleo.opens())


async def test_a_trainers_own_link_leads_to_the_desk(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    own = await zoe.opens("t_zoe")
    assert own["text"].startswith("Zoe’s desk\n\nThis is your own link")
    assert labels(own)[:2] == ["Block time", "Sick today"]
    assert "This link is for clients of Tom." in (await zoe.opens("t_tom"))["text"]


# --- the main job ----------------------------------------------------------------------------------------


async def test_a_request_rings_and_is_approved_in_one_tap(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await request_of(studio)
    asked = await zoe.sees("Request from")
    assert labels(asked) == ["Approve", "Suggest a time", "Decline"]
    rung = (await sent_to(studio, ZOE))[-1]
    assert not rung["raw"].get("disable_notification")
    await zoe.presses("Approve")
    await now_says(zoe, asked["message_id"], "Approved by you 09:00")
    told = await studio.cleo.sees("Zoe approved your session")
    assert "Add to calendar" in labels(told)


async def test_two_taps_decline_without_a_reason(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await request_of(studio)
    asked = await zoe.sees("Request from")
    question = await zoe.presses("Decline")
    assert question["message_id"] == asked["message_id"]
    await zoe.presses("Skip")
    await now_says(zoe, asked["message_id"], "Declined by you 09:00")


async def test_a_session_is_completed_on_the_board_in_one_tap(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    await studio.outside.advance(hours=24 * 3 + 10)
    await zoe.sees("Over: Cleo")  # which has the same buttons, and comes by itself
    board = await zoe.opens()
    assert "Complete" in labels(board)
    assert (await zoe.taps("Complete"))["answered"]["text"].startswith("Completed: Cleo")
    after = await now_says(zoe, board["message_id"], "Completed: Cleo")
    assert after["text"].startswith("Zoe’s desk"), "the board stays where it is"
    await studio.outside.advance(seconds=61)
    await studio.cleo.sees("Well done! Zoe marked this session as completed")


async def test_a_no_show_takes_two_taps(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    await studio.outside.advance(hours=24 * 3 + 10)
    await zoe.sees("Over: Cleo")  # which has the same buttons, and comes by itself
    board = await zoe.says("/today")
    asked = await zoe.presses("No-show")
    assert asked["message_id"] > board["message_id"], "the question stands below the list"
    await zoe.presses("Yes, a no-show")
    await now_says(zoe, asked["message_id"], "No-show: Cleo")
    await studio.outside.advance(seconds=61)
    await studio.cleo.sees("marked this session as missed")


async def test_several_sessions_on_a_list_are_told_apart_by_numbers(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    dan = studio.client(2002)
    await dan.opens("t_zoe")
    await dan.says("fri 10:00")
    await dan.presses("Request it")
    await zoe.sees("Fri 27 Nov 10:00")
    week = await zoe.says("week")
    assert "1. Thu 26 Nov 18:00" in week["text"]
    assert "2. Fri 27 Nov 10:00" in week["text"]
    assert labels(week) == ["1. Cancel session", "2. Approve", "2. Suggest a time", "2. Decline"]
    await zoe.presses("2. Approve")
    after = await now_says(zoe, week["message_id"], "2. Fri 27 Nov 10:00 · Booked:")
    assert labels(after) == ["1. Cancel session", "2. Cancel session"]
    assert "No request is waiting." in (await zoe.says("requests"))["text"]


# --- hours, blocks, commands -----------------------------------------------------------------------------


async def test_health_forms_are_wanted_by_a_tap_on_the_desk(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    desk = await zoe.opens()
    await zoe.presses("Ask for health forms")
    after = await now_says(zoe, desk["message_id"], "Zoe’s desk")
    assert "Stop asking for health forms" in labels(after)


async def test_hours_by_the_button(studio: Studio) -> None:
    zoe = await zoe_of(studio, hours=False)
    await zoe.opens()
    await zoe.presses("Set hours")
    assert "I understood:" in (await zoe.says("sat 9-13"))["text"]


async def test_a_block_is_typed_and_opened_again(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    board = await zoe.opens()
    assert "dentist" in (await zoe.says("/block thu 16-20 dentist"))["text"]
    await now_says(zoe, board["message_id"], "dentist")
    await studio.cleo.opens("t_zoe")
    assert "not free" in (await studio.cleo.says("thu 18:00"))["text"]
    await zoe.presses("Open again")
    after = await now_says(zoe, board["message_id"], "No request is waiting.")
    assert "dentist" not in after["text"]
    assert "not free" not in (await studio.cleo.says("thu 18:00"))["text"]


async def test_commands_come_with_and_without_a_slash(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    for words in ("today", "/today"):
        assert "Nothing today." in (await zoe.says(words))["text"]
    for words in ("week", "/week"):
        assert "Nothing is booked." in (await zoe.says(words))["text"]
    for words in ("help", "/help"):
        said = (await zoe.says(words))["text"]
        assert "reply to one" in said
        assert "Slack" not in said
    assert "That one is not for you." in (await zoe.says("/again"))["text"]
    assert "reply to the message" in (await zoe.says("see you soon"))["text"]
    assert "reached nobody" in (await zoe.sends(photo=True))["text"]


async def test_a_trainer_reads_their_own_link(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    for words in ("link", "What is my link?"):
        shown = await zoe.says(words)
        assert "?start=t_zoe" in shown["text"]
        assert "JOIN ZOE to +44" in shown["text"]
    assert "link" in (await zoe.says("help"))["text"]
    assert "help" in (await zoe.says("qwertyuiop asdf"))["text"]


async def test_help_in_spanish_names_the_words_that_are_read_in_spanish(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("idioma español")
    said = (await zoe.says("ayuda"))["text"]
    typed = re.findall(r"^(?!Los? )(.+?) – ", said, re.MULTILINE)
    words = [word.split()[0] for line in typed for word in line.split(" · ")]
    assert {"mesa", "hoy", "semana", "solicitudes", "horario", "bloquear"} <= set(words)
    known = load()[0].commands
    assert not [word for word in words if fold(word) not in known]


async def test_a_schedule_of_weekdays_is_the_weekly_hours_in_spanish_too(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("idioma español")
    for words, echo in (
        ("horario lun-vie 7-12, 16-20", "lun–vie 07:00–12:00, 16:00–20:00"),
        ("horas sab 9-13", "sáb 09:00–13:00"),
        ("horario sáb 9-13", "sáb 09:00–13:00"),
    ):
        assert f"He entendido:\n\n{echo}" in (await zoe.says(words))["text"]
    assert "Tu horario semanal" in (await zoe.presses("Guardar"))["text"]


# --- words -----------------------------------------------------------------------------------------------


async def test_every_message_of_a_client_can_be_answered(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    dan = studio.client(2002)
    for client, words in ((studio.cleo, "My knee hurts a little"), (dan, "Is there a shower at your place?")):
        await client.opens("t_zoe")
        assert "Passed to Zoe" in (await client.says(words))["text"]
    await studio.cleo.whispers(text="And my back as well")
    first, second = await zoe.sees("My knee"), await zoe.sees("a shower")
    assert first["text"].startswith("Cleo writes:")
    assert "Reply to this message" in first["text"]
    await zoe.sees("And my back")
    await zoe.whispers(text="There is one.", reply_to=second["message_id"])
    assert (await dan.sees("There is one."))["text"].startswith("Zoe writes:")
    # Words that would be a command are a client's, where they reply to one.
    await zoe.whispers(text="today", reply_to=first["message_id"])
    assert (await studio.cleo.sees("today"))["text"] == "Zoe writes:\n\ntoday"
    await studio.cleo.whispers(text="Great, see you then!!")
    third = await zoe.sees("Great, see you then!!")
    assert third["text"] == "Cleo writes:\n\nGreat, see you then!!"
    assert not any("There is one." in each["text"] for each in await studio.cleo.heard())


async def test_a_reply_to_anything_else_is_read_like_any_words(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    board = await zoe.opens()
    assert "Nothing today." in (await zoe.sends(text="today", reply_to=board["message_id"]))["text"]
    question = await zoe.says("/block")
    blocked = await zoe.sends(text="fri 14-16 dentist", reply_to=question["message_id"])
    assert "dentist" in blocked["text"]


async def test_the_words_beside_a_picture_are_passed_on(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await studio.cleo.opens("t_zoe")
    await studio.cleo.says("Which exercise was it?")
    asked = await zoe.sees("Which exercise")
    said = await zoe.sends(photo=True, caption="This one", reply_to=asked["message_id"])
    assert "the file was not" in said["text"]
    await studio.cleo.sees("This one")


# --- no spam ---------------------------------------------------------------------------------------------


async def test_a_board_is_drawn_anew_and_never_sent_unasked(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await request_of(studio)
    asked = await zoe.sees("Request from")
    heard = [each["message_id"] for each in await zoe.heard()]
    await studio.cleo.says("/cancel")
    await studio.cleo.presses("Yes, cancel it")
    await studio.outside.advance(seconds=61)
    await now_says(zoe, asked["message_id"], "Cancelled by Cleo")
    assert [each["message_id"] for each in await zoe.heard()] == heard, "edited in place, and no board came"
    board = await zoe.opens()
    await request_of(studio, when="fri 17:00")
    await now_says(zoe, board["message_id"], "Fri 27 Nov 17:00")


async def test_a_late_cancellation_rings(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    asked = await booked(studio, zoe)
    await studio.outside.advance(hours=24 * 3)
    await studio.cleo.says("/cancel")
    await studio.cleo.presses("Yes, cancel it")
    await studio.outside.advance(seconds=61)
    rung = await zoe.sees("Cancelled by Cleo")
    assert rung["message_id"] > asked["message_id"]
    assert not (await sent_to(studio, ZOE))[-1]["raw"].get("disable_notification")


# --- several chats, several sides ------------------------------------------------------------------------


async def test_who_has_slack_too_is_told_there_and_only_there(studio: Studio) -> None:
    phone = studio.client(2003)
    await phone.opens(f"join-{await code_for(studio, 'Ana')}")
    await request_of(studio, "ana")
    await studio.ana.sees("Request from")
    board = await phone.opens()
    assert "Request from" in board["text"]
    assert sum("Request from" in each["text"] for each in await phone.heard()) == 1
    await phone.presses("Approve")
    await now_says(phone, board["message_id"], "Booked: Cleo")
    await studio.ana.sees("Approved by you 09:00")


async def test_who_left_slack_is_told_on_telegram(studio: Studio) -> None:
    phone = studio.client(2003)
    await phone.opens(f"join-{await code_for(studio, 'Ana')}")
    assert studio.bot
    await studio.bot.database.run(_left_slack)
    await request_of(studio, "ana")
    asked = await phone.sees("Request from")
    await phone.presses("Approve")
    await now_says(phone, asked["message_id"], "Approved by you 09:00")
    await studio.cleo.says("What shall I bring to the gym?")
    await phone.sees("What shall I bring")
    assert sum("Request from" in each["text"] for each in await phone.heard()) == 0, "one card, edited"


def _left_slack(work: Work) -> None:
    """The workspace does not know her any more."""
    address = work.people.heard_at(Channel.SLACK, "UANA")
    assert address
    address.external_id = "UGONE"


async def test_who_trains_and_is_trained_has_both_sides(studio: Studio) -> None:
    zoe = OnTelegram(studio.outside, ZOE)
    await zoe.opens("t_tom")
    await zoe.says("Do you have room for me?")
    await studio.tom.sees("Do you have room")
    await zoe.opens(f"join-{await code_for(studio)}")
    home = await zoe.opens()
    assert "With whom would you like to train?" in home["text"]
    assert (await zoe.presses("My desk"))["text"].startswith("Zoe’s desk")
    assert "With whom" in (await zoe.presses("My own sessions"))["text"]
    assert (await zoe.says("/desk"))["text"].startswith("Zoe’s desk")
    await zoe.opens("t_tom")
    assert (await zoe.says("thu 18:00"))["text"].startswith("Thu 26 Nov 18:00")
    assert "This is your own link" in (await zoe.says("book zoe"))["text"]
    assert await listed_for(studio, ZOE) == [
        "desk", "today", "week", "requests", "close", "hours", "block", "sick", "late", "services", "classes",
        "packages", "credits", "report", "cashup", "earnings", "members", "refunds", "book",
        "sessions", "inbox", "help",
    ]  # fmt: skip
    await zoe.says(HOURS)
    await zoe.presses("Save")
    await studio.cleo.opens("t_zoe")
    await studio.cleo.says("Shall I bring shoes to the gym?")
    asked = await zoe.sees("bring shoes")
    await zoe.replies(asked, "yes, thu 18:00")
    await studio.cleo.sees("yes, thu 18:00")


async def test_an_admin_on_telegram_is_answered(studio: Studio) -> None:
    ada = studio.client(2004)
    welcome = await ada.opens(f"join-{await code_for(studio, 'Ada King', admin=True)}")
    assert "Welcome, Ada" in welcome["text"]
    assert "Ana\nTom" in (await ada.says("menu"))["text"]
    assert "trainerhub invite" in (await ada.says("/help"))["text"]
    assert "Type help" in (await ada.says("today we meet"))["text"]
    assert await listed_for(studio, 2004) == ["desk", "revenue", "campaigns", "wording", "inbox", "help"]
