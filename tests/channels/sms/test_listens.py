"""What Twilio tells: by signed webhooks, in any order, and by its list where none came."""

import asyncio
from datetime import UTC, datetime
from io import BytesIO
from itertools import permutations

import pytest
from structlog.testing import capture_logs

from bot.channels.sms.sends import Sms
from bot.dialogue.channel import Try
from bot.dialogue.heard import Said
from bot.dialogue.screen import Screen
from domain.notifications.rules import is_later
from sandbox.people import TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN
from sandbox.twilio_wire import sign
from tests.channels.sms.conftest import SAM, Post

FORM = {"MessageSid": "SM1", "From": SAM, "Body": "thu 6pm", "NumMedia": "0"}


async def posted(post: Post, path: str, form: dict[str, str], signature: str | None = None) -> int:
    """What our server answers to a form that carries this signature, or its true one."""
    true = sign(f"{post.base}{path}", form, TWILIO_AUTH_TOKEN)
    headers = {"X-Twilio-Signature": true if signature is None else signature}
    async with post.outside.http.post(f"{post.base}{path}", data=form, headers=headers) as answered:
        return answered.status


async def test_a_text_is_heard_and_answered_by_no_twiml(post: Post) -> None:
    sid = await post.says("thu 6pm")
    (event,) = await post.hears("thu 6pm")
    assert (event.event_id, event.sender, event.lane) == (sid, SAM, post.sms.lane)
    assert await post.accepted() == []


async def test_a_text_that_comes_twice_is_heard_once(post: Post) -> None:
    sid = await post.says("thu 6pm")
    await post.hears("thu 6pm")
    await post.outside.post("/sandbox/twilio/redeliver", message_sid=sid, times=3)
    await post.says("fri 6pm")
    await post.hears("thu 6pm", "fri 6pm")


async def test_the_carriers_own_words_say_that_they_were_answered(post: Post) -> None:
    await post.says("Stop")
    (event,) = await post.hears("Stop")
    assert event.answer == {"keyword": "STOP"}


@pytest.mark.parametrize("path", ["/twilio/sms", "/twilio/status?key=answer-1"])
async def test_what_is_not_signed_by_twilio_is_refused(post: Post, path: str) -> None:
    form = FORM | {"MessageStatus": "delivered"}
    assert await posted(post, path, form, "") == 403
    assert await posted(post, path, form, "AAAA") == 403
    assert await posted(post, path, form, sign("https://elsewhere.example/", form, TWILIO_AUTH_TOKEN)) == 403
    assert await posted(post, path, form, sign(f"{post.base}{path}", form, "another token")) == 403
    assert (post.heard, post.reports) == ([], [])
    assert await posted(post, path, form) in (200, 204)
    assert len(post.heard) + len(post.reports) == 1


async def test_the_key_of_a_status_is_signed_with_it(post: Post) -> None:
    form = FORM | {"MessageStatus": "delivered"}
    signature = sign(f"{post.base}/twilio/status?key=a", form, TWILIO_AUTH_TOKEN)
    assert await posted(post, "/twilio/status?key=b", form, signature) == 403
    assert post.reports == []


async def test_what_is_no_form_or_too_much_of_one_is_refused(post: Post) -> None:
    url = f"{post.base}/twilio/sms"
    async with post.outside.http.post(url, data=BytesIO(b"Body=" + b"a" * 2_000_000)) as answered:
        assert answered.status == 413
    async with post.outside.http.post(url, data=b"\xff\xfe=%zz") as answered:
        assert answered.status in (400, 403)
    assert post.heard == []


async def test_a_text_from_a_shop_is_taken_and_left(post: Post) -> None:
    assert await posted(post, "/twilio/sms", FORM | {"From": "SHOP"}) == 200
    assert post.heard == []


async def test_where_it_could_not_be_kept_twilio_is_told_and_the_list_brings_it(post: Post) -> None:
    post.away = True
    with capture_logs() as lines:
        assert await posted(post, "/twilio/sms", FORM) == 503
        await post.says("thu 6pm")
        async with post.catches_up():
            await asyncio.sleep(0.1)
            post.away = False
            await post.hears("thu 6pm")
    assert {line["event"] for line in lines} >= {"not_received", "not_caught_up"}


# --- what became of ours ------------------------------------------------------------------------------------


async def test_every_status_comes_with_the_key_of_its_text(post: Post) -> None:
    sent = await post.sms.tell(SAM, Screen("Tomorrow"), attempt=Try("reminder:1&2/3"))
    assert sent
    reports = await post.reported(3)
    assert reports == [
        (sent.message_id, "reminder:1&2/3", status) for status in ("queued", "sent", "delivered")
    ]


@pytest.mark.parametrize("order", [*permutations(("queued", "sent", "delivered"))])
async def test_statuses_in_any_order_end_at_the_same(post: Post, order: tuple[str, ...]) -> None:
    await post.plans(order=list(order), repeat=2)
    await post.sms.tell(SAM, Screen("Tomorrow"), attempt=Try("k"))
    known = ""
    for _sid, _key, status in await post.reported(6):
        known = status if is_later(status, known) else known
    assert known == "delivered"


async def test_without_a_key_nobody_asks_what_became_of_it(post: Post) -> None:
    await post.sms.tell(SAM, Screen("Tomorrow"))
    (asked,) = await post.asked()
    assert "StatusCallback" not in asked


# --- the list -----------------------------------------------------------------------------------------------


async def test_what_no_webhook_brought_is_found_in_the_list(post: Post) -> None:
    await post.says("lost one", lost=True)
    await post.says("lost two", lost=True)
    async with post.catches_up() as looked:
        await post.hears("lost one", "lost two")
        assert looked.is_set()
    assert [each.heard for each in post.heard] == [Said("lost one"), Said("lost two")], "oldest first"


async def test_what_comes_both_ways_is_the_same_event(post: Post) -> None:
    await post.says("thu 6pm")
    await post.hears("thu 6pm")
    await post.sms.tell(SAM, Screen("Ours are not theirs"))
    async with post.catches_up() as looked:
        await asyncio.wait_for(looked.wait(), 5)
        await post.says("later", lost=True)
        await post.hears("thu 6pm", "later")


@pytest.mark.parametrize("kind", ["429", "500", "403", "reset", "garbage"])
async def test_a_twilio_that_stumbles_is_asked_again(post: Post, kind: str) -> None:
    await post.fault(kind, method="messages.list", times=2)
    await post.says("still there?", lost=True)
    async with post.catches_up() as looked:
        await post.hears("still there?")
        assert looked.is_set()


async def test_it_is_not_ready_before_twilio_has_answered(post: Post) -> None:
    await post.fault("500", method="messages.list", times=1000)
    async with post.catches_up() as looked:
        await asyncio.sleep(0.3)
        assert not looked.is_set()
        await post.outside.post("/sandbox/faults", clear=True)
        await asyncio.wait_for(looked.wait(), 5)


async def test_another_number_s_texts_are_not_ours(post: Post) -> None:
    await post.says("ours", lost=True)
    other = Sms(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, "+447700900901", f"{post.outside.base}/twilio")
    await other.open()
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    assert await other.inbound(long_ago) == []
    assert [each.body for each in await post.sms.inbound(long_ago)] == ["ours"]
    await other.close()
