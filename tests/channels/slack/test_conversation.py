"""Slack by its socket and by signed HTTP: the same conversation."""

from sandbox import people as demo
from tests.channels.slack.conftest import Desk
from tests.stories.people import Trainer, eventually

FIELD = "When, and for what"


async def test_a_command_is_acknowledged_and_answered_for_its_sender_only(desk: Desk) -> None:
    acted = await desk.ana.commands("today")
    assert acted["error"] is None
    await desk.whispered("Nothing today.")
    assert (await desk.ana.view())["messages"] == []


async def test_a_command_alone_shows_the_board_where_it_was_typed(desk: Desk) -> None:
    await desk.ana.commands("")
    assert "Block time" in str(await desk.whispered("Ana’s desk"))


async def test_a_form_from_home_says_what_is_wrong_and_leaves_home_as_it_is(desk: Desk) -> None:
    await desk.ana.opens_home()
    await desk.home("No request is waiting.")
    assert (await desk.ana.presses("Block time"))["error"] is None
    modal = await desk.modal()
    assert (modal["title"], modal["submit"], modal["close"]) == ("Block time", "Send", "Not now")
    refused = await desk.ana.submits(**{FIELD: "sometime"})
    assert list(refused["errors"]) == [FIELD]
    assert (await desk.modal())["fields"][0]["error"], "it stays open"
    assert (await desk.ana.submits(**{FIELD: "fri 14-16 dentist"}))["errors"] is None
    blocked = await desk.ana.sees("dentist")
    assert blocked["buttons"][0]["label"].startswith("Open ")
    view = await desk.ana.view()
    assert view["modal"] is None
    assert "No request is waiting." in str(view["home"])


async def test_a_form_from_an_ephemeral_is_answered_in_its_place(desk: Desk) -> None:
    await desk.ana.commands("hours")
    before = await desk.whispered("Your weekly hours")
    await desk.ana.presses("Set hours")
    await desk.modal()
    await desk.ana.submits(**{"Your weekly hours": "sat 9-13"})
    after = await desk.whispered("I understood:")
    assert after["ts"] == before["ts"]
    assert (await desk.ana.view())["messages"] == []


async def test_a_form_from_a_command_is_answered_for_its_sender_only(desk: Desk) -> None:
    await desk.ana.commands("block")
    await desk.modal()
    await desk.ana.submits(**{FIELD: "fri 14-16 dentist"})
    await desk.whispered("dentist")
    assert (await desk.ana.view())["messages"] == []


async def test_a_moment_that_passed_leaves_a_button(desk: Desk) -> None:
    desk.workspace.slack.triggers._lifetime = 0.0
    await desk.ana.commands("block")
    late = await desk.ana.sees("Block time")
    assert [button["label"] for button in late["buttons"]] == ["Open"]
    desk.workspace.slack.triggers._lifetime = 3.0
    await desk.ana.presses("Open")
    await desk.modal()


async def test_a_modal_whose_opening_was_not_heard_of_is_not_offered_again(desk: Desk) -> None:
    desk.workspace.world.faults.add("slack", "reset_after_accept", method="views.open")
    await desk.ana.commands("block")
    await desk.modal()

    async def tried_again() -> bool:
        wire = await desk.workspace.outside.get("/sandbox/wire")
        return "exchanged_trigger_id" in str(wire)

    await eventually(tried_again)
    await desk.bot.desk.close()
    assert (await desk.ana.view())["messages"] == []


async def test_an_answer_outlives_a_slack_that_fails(desk: Desk) -> None:
    # Once: how a 500 ended nobody knows, and an answer is said twice at most.
    desk.workspace.world.faults.add("slack", "500", method="response_url", times=1)
    await desk.ana.commands("today")
    await desk.whispered("Nothing today.")


async def test_what_only_the_presser_sees_is_edited_again_until_it_shows(desk: Desk) -> None:
    await desk.ana.commands("hours")
    before = await desk.whispered("Your weekly hours")
    await desk.ana.presses("Set hours")
    await desk.modal()
    desk.workspace.world.faults.add("slack", "reset_after_accept", method="response_url", times=1)
    desk.workspace.world.faults.add("slack", "500", method="response_url", times=2)
    await desk.ana.submits(**{"Your weekly hours": "sat 9-13"})
    await desk.whispered("I understood:")
    await desk.bot.desk.close()
    assert [each["ts"] for each in (await desk.ana.view())["ephemeral"]] == [before["ts"]]


async def test_an_answer_is_said_once_whatever_became_of_each_try(desk: Desk) -> None:
    faults = desk.workspace.world.faults
    faults.add("slack", "reset", method="chat.postMessage", times=2)
    await desk.ana.says("help")
    await desk.ana.sees("How this works")
    faults.add("slack", "reset_after_accept", method="chat.postMessage")
    await desk.ana.says("today")
    await desk.ana.sees("Nothing today.")
    await desk.bot.desk.close()
    said = [each["text"] for each in await desk.ana.messages()]
    assert [sum(words in text for text in said) for words in ("How this works", "Nothing today.")] == [1, 1]


async def test_words_that_nothing_reads_are_answered_in_their_thread(desk: Desk) -> None:
    said = await desk.ana.says("hmm & <b>")
    answer = await desk.ana.sees("I did not understand that.")
    assert answer["thread_ts"] is None
    await desk.ana.says("hello?", thread_ts=said["id"])
    threaded = await desk.ana.sees("This thread is no client's")
    assert threaded["thread_ts"] == said["id"]


async def test_a_stranger_learns_how_to_join(desk: Desk) -> None:
    stranger = Trainer(desk.workspace.outside, "UNEW")
    await stranger.commands("today")

    async def told() -> bool:
        return "don't know you here yet" in str((await stranger.view())["ephemeral"])

    assert await eventually(told)


async def test_no_token_passes_in_what_is_said(desk: Desk) -> None:
    await desk.ana.commands("today")
    await desk.whispered("Nothing today.")
    said = str(await desk.workspace.posted())
    assert demo.SLACK_BOT_TOKEN not in said
    assert demo.SLACK_APP_TOKEN not in said
