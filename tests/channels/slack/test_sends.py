"""Slack's errors, each from a real socket, and what the desk and the lanes are told of them."""

import aiohttp
import pytest

from bot.channels.slack import sends, transport
from bot.dialogue.channel import NotSent, Sent, Try
from bot.dialogue.heard import Event, Said
from bot.dialogue.screen import Choice, File, Screen
from domain.people.model import Channel
from sandbox import people as demo
from tests.channels.slack.conftest import Workspace
from tests.stories.people import Trainer

ASKED = Screen(title="Request", text="Thu 18:00", choices=((Choice("Approve", "ra_7_1"),),))
SETTLED = Screen(title="Approved", text="Thu 18:00")


async def told(slack: sends.Slack, screen: Screen = ASKED) -> Sent:
    sent = await slack.tell("UANA", screen)
    assert sent is not None
    return sent


async def problem(slack: sends.Slack, place: str = "UANA", card: str | None = None) -> NotSent:
    with pytest.raises(NotSent) as raised:
        await slack.tell(place, ASKED, card)
    assert demo.SLACK_BOT_TOKEN not in str(raised.value)
    assert raised.value.__cause__ is None
    return raised.value


async def test_a_card_is_posted_and_then_edited_in_place(workspace: Workspace, slack: sends.Slack) -> None:
    sent = await told(slack)
    assert await slack.tell(sent.place, SETTLED, sent.message_id) == sent
    (shown,) = await Trainer(workspace.outside, "UANA").messages()
    assert (shown["ts"], shown["buttons"]) == (sent.message_id, [])
    assert shown["text"].startswith("Approved · Thu 18:00")


async def test_a_card_that_is_gone_is_posted_anew(slack: sends.Slack) -> None:
    sent = await told(slack)
    await slack.web.chat_delete(channel=sent.place, ts=sent.message_id)
    again = await slack.tell(sent.place, SETTLED, sent.message_id)
    assert again is not None
    assert again.message_id != sent.message_id


async def test_a_file_comes_with_its_words(workspace: Workspace, slack: sends.Slack) -> None:
    session = File("session.ics", "text/calendar", "BEGIN:VCALENDAR")
    card = await told(slack)
    assert await slack.tell(card.place, Screen(title="Thu 18:00", file=session), card.message_id) != card
    _card, words, beneath = await Trainer(workspace.outside, "UANA").messages()
    assert words["text"].startswith("Thu 18:00")
    assert [file["name"] for file in beneath["files"]] == ["session.ics"]


async def test_a_file_that_a_command_asked_for_comes_into_the_chat(
    workspace: Workspace, slack: sends.Slack
) -> None:
    command = {"from": "command", "response_url": f"{workspace.outside.base}/slack/response/none"}
    asked = Event(Channel.SLACK, "1.2.a", "UANA", Said("calendar"), place="UANA", answer=command)
    session = File("session.ics", "text/calendar", "BEGIN:VCALENDAR")
    await slack.answer(asked, Screen(title="Thu 18:00", file=session))
    _words, beneath = await Trainer(workspace.outside, "UANA").messages()
    assert [file["name"] for file in beneath["files"]] == ["session.ics"]


async def test_the_board_is_published(workspace: Workspace, slack: sends.Slack) -> None:
    assert await slack.tell("UANA", Screen(title="Ana’s desk", subject=("home", 1))) is None
    assert "Ana’s desk" in str((await Trainer(workspace.outside, "UANA").view())["home"])


@pytest.mark.parametrize("in_thread", [False, True])
async def test_a_retired_message_keeps_its_words(
    workspace: Workspace, slack: sends.Slack, in_thread: bool
) -> None:
    root = await told(slack, Screen(text="Cleo"))
    sent = await told(
        slack, Screen("A & B", choices=ASKED.choices, thread=root.message_id if in_thread else "")
    )
    await slack.retire(sent.place, sent.message_id)
    shown = next(
        each for each in await Trainer(workspace.outside, "UANA").messages() if each["ts"] == sent.message_id
    )
    assert (shown["buttons"], shown["text"]) == ([], "A &amp; B")
    assert shown["blocks"][0]["text"]["text"] == "A &amp; B"
    await slack.retire(sent.place, "1.000001")  # gone: nothing to take buttons off


async def test_too_fast_says_how_long_to_wait(workspace: Workspace, slack: sends.Slack) -> None:
    workspace.world.faults.add("slack", "429", method="chat.postMessage", retry_after=7)
    refused = await problem(slack)
    assert (refused.retry_after, refused.certain, refused.permanent) == (7.0, True, False)


@pytest.mark.parametrize("kind", ["500", "reset", "reset_after_accept", "garbage", "timeout"])
async def test_an_unknown_outcome_is_certain_only_where_it_may_be_repeated(
    workspace: Workspace, slack: sends.Slack, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await slack.close()
    monkeypatch.setattr(transport, "TIMEOUT", aiohttp.ClientTimeout(total=0.3))
    await slack.open()
    sent = await told(slack)
    workspace.world.faults.add("slack", kind, times=2)
    posting, editing = await problem(slack), await problem(slack, sent.place, sent.message_id)
    assert (posting.certain, posting.permanent) == (False, False)
    assert (editing.certain, editing.permanent) == (True, False)


@pytest.mark.parametrize("in_thread", [False, True])
async def test_what_arrived_without_our_knowing_is_found_by_its_key(
    workspace: Workspace, slack: sends.Slack, in_thread: bool
) -> None:
    root = await told(slack)
    screen = Screen("On my way", thread=root.message_id if in_thread else "")
    workspace.world.faults.add("slack", "reset_after_accept", method="chat.postMessage")
    with pytest.raises(NotSent) as lost:
        await slack.tell("UANA", screen, attempt=Try("message:1"))
    assert lost.value.certain, "it may be sent again, after a look for it"
    [_root, shown] = await Trainer(workspace.outside, "UANA").messages()
    again = Try("message:1", again=True)
    assert await slack.tell("UANA", screen, attempt=again) == Sent(root.place, shown["ts"])
    other = await slack.tell(root.place, screen, attempt=Try("message:2", again=True))
    assert [each["ts"] for each in await Trainer(workspace.outside, "UANA").messages()] == [
        root.message_id,
        shown["ts"],
        other and other.message_id,
    ]


async def test_a_card_that_is_gone_is_posted_anew_once(workspace: Workspace, slack: sends.Slack) -> None:
    card = await told(slack)
    await slack.web.chat_delete(channel=card.place, ts=card.message_id)
    workspace.world.faults.add("slack", "reset_after_accept", method="chat.postMessage")
    with pytest.raises(NotSent):
        await slack.tell("UANA", SETTLED, card.message_id, Try("message:1"))
    sent = await slack.tell("UANA", SETTLED, card.message_id, Try("message:1", again=True))
    [shown] = await Trainer(workspace.outside, "UANA").messages()
    assert sent == Sent(card.place, shown["ts"])


@pytest.mark.parametrize("in_thread", [False, True])
@pytest.mark.parametrize("kind", ["500", "reset_after_accept", "garbage"])
@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
async def test_a_file_whose_sending_broke_off_arrives_once_beneath_its_words(
    workspace: Workspace, slack: sends.Slack, step: str, kind: str, in_thread: bool
) -> None:
    root = await told(slack)
    session = File("session.ics", "text/calendar", "BEGIN:VCALENDAR\r\nSUMMARY:Zoë\r\n")
    screen = Screen("Thu 18:00", file=session, thread=root.message_id if in_thread else "")
    workspace.world.faults.add("slack", kind, method=step)
    with pytest.raises(NotSent) as broken:
        await slack.tell("UANA", screen, attempt=Try("message:1"))
    assert (broken.value.certain, broken.value.permanent) == (True, False)
    sent = await slack.tell("UANA", screen, attempt=Try("message:1", again=True))
    _root, words, beneath = await Trainer(workspace.outside, "UANA").messages()
    assert sent == Sent(root.place, words["ts"])
    assert [words["text"], words["thread_ts"], beneath["thread_ts"]] == [
        "Thu 18:00",
        screen.thread or None,
        screen.thread or None,
    ]
    [file] = beneath["files"]
    headers = {"Authorization": f"Bearer {demo.SLACK_BOT_TOKEN}"}
    async with workspace.outside.http.get(file["url"], headers=headers) as downloaded:
        assert await downloaded.read() == session.content.encode()


async def test_nobody_there_is_certain() -> None:
    away = sends.Slack(demo.SLACK_BOT_TOKEN, "http://127.0.0.1:9/api/")
    await away.open()
    refused = await problem(away)
    await away.close()
    assert (refused.certain, refused.permanent) == (True, False)


@pytest.mark.parametrize("token", ["xoxb-wrong", demo.SLACK_BOT_TOKEN])
async def test_a_token_that_stopped_working_buries_nobody(workspace: Workspace, token: str) -> None:
    workspace.world.faults.add("slack", "403", times=int(token == demo.SLACK_BOT_TOKEN) or 1)
    chat = sends.Slack(token, f"{workspace.outside.base}/slack/api/")
    await chat.open()
    refused = await problem(chat)
    workspace.world.faults.clear()
    again = await problem(chat) if token == "xoxb-wrong" else refused
    await chat.close()
    assert not any((refused.permanent, refused.gone, again.permanent, again.gone))


async def test_what_slack_will_never_take_is_permanent(slack: sends.Slack) -> None:
    assert (await problem(slack, "CNONE")).permanent


async def test_before_it_is_open_nothing_is_lost() -> None:
    refused = await problem(sends.Slack(demo.SLACK_BOT_TOKEN, "http://127.0.0.1:9/api/"))
    assert (refused.certain, refused.permanent) == (True, False)
