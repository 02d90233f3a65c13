import asyncio
import logging

import pytest
from structlog.testing import capture_logs

from bot.channels.sms import sends
from bot.channels.sms.errors import UNDER_WAY
from bot.channels.sms.sends import Sms
from bot.dialogue.channel import Chat, NotSent, Sent, Try
from bot.dialogue.heard import Event, Said
from bot.dialogue.screen import SILENCE, Screen
from domain.people.model import Channel
from sandbox.people import TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM
from tests.channels.sms.conftest import ROBIN, SAM, Post

REMINDER = Screen("Tomorrow at 18:00", fresh=True)
HEARD = Event(Channel.SMS, "SM1", SAM, Said("next"), place=SAM)


def test_it_is_a_chat(post: Post) -> None:
    chat: Chat = post.sms
    assert (chat.lane, chat.recalls) == (f"sms:{TWILIO_FROM}", True)


async def test_words_are_answered_by_a_text(post: Post) -> None:
    sent = await post.sms.answer(HEARD, REMINDER)
    (taken,) = await post.accepted()
    assert sent == Sent(SAM, taken["raw"]["sid"])
    assert (taken["to"], taken["text"]) == (SAM, "Tomorrow at 18:00")
    assert await post.sms.answer(HEARD, SILENCE) is None
    assert len(await post.accepted()) == 1


async def test_what_would_only_redraw_a_card_is_left_unsaid(post: Post) -> None:
    card = Sent(SAM, "SM1")
    assert await post.sms.tell(SAM, Screen("Held until 18:10"), card.message_id) == card
    assert await post.accepted() == []
    assert await post.sms.tell(SAM, REMINDER, card.message_id) != card
    assert await post.thread() == ["Tomorrow at 18:00"]
    await post.sms.retire(SAM, card.message_id)


async def test_a_text_that_is_no_use_later_says_so(post: Post) -> None:
    for good_for in (None, 5, 1800.7, 10**6):
        await post.sms.tell(SAM, REMINDER, attempt=Try("k", good_for=good_for))
    assert [each.get("ValidityPeriod") for each in await post.asked()] == [None, "60", "1800", "36000"]


@pytest.mark.parametrize("key", ["", "answer:1"])  # of a process that died, and of this one
@pytest.mark.parametrize(
    ("kind", "permanent", "retry_after"),
    [
        ("429", False, 1.0),
        ("403", False, None),  # our account, until it is put right
        ("500", False, UNDER_WAY),
        ("reset", False, UNDER_WAY),
        ("reset_after_accept", False, UNDER_WAY),
        ("garbage", False, UNDER_WAY),
    ],
)
async def test_whatever_went_wrong_it_may_be_tried_again(
    post: Post, kind: str, permanent: bool, retry_after: float | None, key: str
) -> None:
    await post.fault(kind)
    with pytest.raises(NotSent) as caught:
        await post.sms.tell(SAM, REMINDER, attempt=Try(key))
    problem = caught.value
    assert (problem.permanent, problem.certain, problem.retry_after) == (permanent, True, retry_after)
    assert not problem.gone
    sent = await post.sms.tell(SAM, REMINDER, attempt=Try(key, again=True))
    assert await post.thread() == ["Tomorrow at 18:00"], "said once, whatever became of the first try"
    assert sent
    assert sent.message_id == (await post.accepted())[0]["raw"]["sid"]


async def test_silence_is_given_up_on(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sends, "TIMEOUT", 0.3)
    await post.fault("timeout")
    with pytest.raises(NotSent) as caught:
        await post.sms.tell(SAM, REMINDER)
    assert (caught.value.permanent, caught.value.retry_after) == (False, UNDER_WAY)
    monkeypatch.undo()
    await post.sms.tell(SAM, REMINDER, attempt=Try(again=True))
    assert await post.thread() == ["Tomorrow at 18:00"]


async def test_only_the_same_words_to_the_same_phone_are_an_earlier_try(post: Post) -> None:
    await post.sms.tell(SAM, REMINDER)
    await post.sms.tell(SAM, Screen("In an hour"), attempt=Try(again=True))
    await post.sms.tell(ROBIN, REMINDER, attempt=Try(again=True))
    assert await post.thread() == ["Tomorrow at 18:00", "In an hour"]
    assert await post.thread(ROBIN) == ["Tomorrow at 18:00"]


async def test_what_was_surely_refused_is_not_taken_for_the_same_words_of_a_moment_ago(post: Post) -> None:
    await post.sms.tell(SAM, REMINDER, attempt=Try("answer:1"))
    await post.fault("403")
    with pytest.raises(NotSent):
        await post.sms.tell(SAM, REMINDER, attempt=Try("answer:2"))
    await post.sms.tell(SAM, REMINDER, attempt=Try("answer:2", again=True))
    assert await post.thread() == ["Tomorrow at 18:00"] * 2


async def test_a_refusal_takes_no_doubt_away(post: Post) -> None:
    await post.fault("reset_after_accept")
    with pytest.raises(NotSent):
        await post.sms.tell(SAM, REMINDER, attempt=Try("answer:1"))
    await post.fault("500", method="messages.list")
    with pytest.raises(NotSent):
        await post.sms.tell(SAM, REMINDER, attempt=Try("answer:1", again=True))
    await post.sms.tell(SAM, REMINDER, attempt=Try("answer:1", again=True))
    assert await post.thread() == ["Tomorrow at 18:00"]


async def test_a_refusal_is_trusted_for_as_long_as_nobody_else_can_have_tried(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.fault("403")
    with pytest.raises(NotSent):
        await post.sms.tell(SAM, REMINDER, attempt=Try("answer:1"))
    other = Sms(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM, f"{post.outside.base}/twilio")
    await other.open()
    await other.tell(SAM, REMINDER, attempt=Try("answer:1", again=True))
    await other.close()
    monkeypatch.setattr(sends, "ALONE", 0.0)
    await post.sms.tell(SAM, REMINDER, attempt=Try("answer:1", again=True))
    assert await post.thread() == ["Tomorrow at 18:00"]


async def test_what_is_taken_over_keeps_its_words_from_try_to_try(post: Post) -> None:
    await post.fault("reset_after_accept")
    with pytest.raises(NotSent):
        await post.sms.tell(SAM, REMINDER, attempt=Try("answer:1", again=True))
    await post.sms.tell(SAM, Screen("Today at 18:00", fresh=True), attempt=Try("answer:1", again=True))
    assert await post.thread() == ["Tomorrow at 18:00"]


async def test_what_the_person_wrote_is_no_earlier_try(post: Post) -> None:
    await post.says("Tomorrow at 18:00")
    await post.sms.tell(SAM, REMINDER, attempt=Try(again=True))
    assert await post.thread() == ["Tomorrow at 18:00"]


async def test_the_list_being_away_is_waited_for_before_anything_is_said_twice(post: Post) -> None:
    await post.fault("reset_after_accept")
    with pytest.raises(NotSent):
        await post.sms.tell(SAM, REMINDER)
    await post.fault("500", method="messages.list")
    with pytest.raises(NotSent) as caught:
        await post.sms.tell(SAM, REMINDER, attempt=Try(again=True))
    assert not caught.value.permanent
    await post.sms.tell(SAM, REMINDER, attempt=Try(again=True))
    assert await post.thread() == ["Tomorrow at 18:00"]


async def test_who_said_stop_is_known_by_the_refusal(post: Post) -> None:
    await post.says("STOP")
    with pytest.raises(NotSent, match="21610") as caught:
        await post.sms.tell(SAM, REMINDER)
    problem = caught.value
    assert (problem.permanent, problem.opted_out, problem.gone) == (True, True, False)
    await post.says("START")
    assert await post.sms.tell(SAM, REMINDER)


RETRY, LATER, DROPPED, GONE, STOPPED = "retry", "later", "dropped", "gone", "stopped"


@pytest.mark.parametrize(
    ("code", "status", "ends"),
    [
        (20001, 400, DROPPED),  # our call was wrong
        (20003, 401, RETRY),  # a wrong token, until it is put right
        (20005, 403, RETRY),  # the account is not active
        (20404, 404, RETRY),  # there is no such account
        (20429, 429, LATER),
        (14107, 400, LATER),  # too many at once
        (20500, 500, LATER),
        (20503, 503, LATER),
        (21211, 400, GONE),  # no number
        (21266, 400, GONE),  # our own
        (21408, 400, DROPPED),  # a region that the account does not text
        (21606, 400, RETRY),  # our number is not ours
        (21610, 400, STOPPED),
        (21611, 400, LATER),  # our queue is full
        (21612, 400, DROPPED),  # no way from our number to theirs
        (21614, 400, GONE),  # no mobile
        (21617, 400, DROPPED),  # too long
        (30001, 400, LATER),  # our queue is full
        (99999, 400, DROPPED),  # nobody knows
    ],
)
async def test_each_number_of_a_refusal_has_its_outcome(
    post: Post, code: int, status: int, ends: str
) -> None:
    await post.refuses(code, status)
    with pytest.raises(NotSent, match=str(code)) as caught:
        await post.sms.tell(SAM, REMINDER)
    problem = caught.value
    assert problem.certain, "whatever was refused was not sent"
    assert {
        RETRY: not problem.permanent and problem.retry_after is None,
        LATER: not problem.permanent and problem.retry_after is not None,
        DROPPED: problem.permanent and not problem.gone and not problem.opted_out,
        GONE: problem.gone,
        STOPPED: problem.opted_out,
    }[ends]
    assert await post.thread() == []


async def test_no_number_is_nobody(post: Post) -> None:
    with pytest.raises(NotSent) as caught:
        await post.sms.tell("12", REMINDER)
    assert (caught.value.permanent, caught.value.gone) == (True, True)


async def test_a_refused_token_is_waited_for_to_be_put_right(post: Post) -> None:
    wrong = Sms(TWILIO_ACCOUNT_SID, "wrong", TWILIO_FROM, f"{post.outside.base}/twilio")
    await wrong.open()
    with pytest.raises(NotSent) as caught:
        await wrong.tell(SAM, REMINDER)
    await wrong.close()
    assert (caught.value.permanent, caught.value.gone) == (False, False)


async def test_what_never_left_is_no_harm_to_repeat() -> None:
    sms = Sms(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM, "http://127.0.0.1:1/twilio")
    with pytest.raises(NotSent):  # not open yet
        await sms.tell(SAM, REMINDER)
    await sms.open()
    with pytest.raises(NotSent) as caught:
        await sms.tell(SAM, REMINDER)
    await sms.close()
    assert (caught.value.certain, caught.value.permanent, caught.value.retry_after) == (True, False, None)


async def test_several_at_once_are_all_sent(post: Post) -> None:
    await asyncio.gather(*(post.sms.tell(SAM, Screen(f"Text {number}")) for number in range(10)))
    assert sorted(await post.thread()) == sorted(f"Text {number}" for number in range(10))


async def test_the_token_and_the_phone_are_in_no_log_and_no_error(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    told: list[str] = []
    with capture_logs() as lines:
        for kind in ("429", "500", "403", "reset", "garbage"):
            await post.fault(kind)
            with pytest.raises(NotSent) as caught:
                await post.sms.tell(SAM, REMINDER)
            told.append(repr(caught.value))
    assert TWILIO_AUTH_TOKEN not in "".join([*told, caplog.text, str(lines)])
    assert SAM not in caplog.text
