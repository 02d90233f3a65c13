"""What Twilio sends to the bot: texts, statuses, and what carriers do with their keywords."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.responses import PlainTextResponse, Response
from twilio.request_validator import RequestValidator

from sandbox.people import TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM
from sandbox.twilio_wire import sign
from tests.sandbox.sms import CLEO, SAM, Front, front_desk, twiml


@pytest.fixture
async def front() -> AsyncIterator[Front]:
    async with front_desk() as front:
        yield front


async def test_a_text_comes_signed_to_the_bot(front: Front) -> None:
    sid = await front.says("Grüße & ¿qué tal? + 😀")
    await front.until(lambda: len(front.texts) == 1)
    (text,) = front.texts
    assert (text["From"], text["To"], text["Body"]) == (SAM, TWILIO_FROM, "Grüße & ¿qué tal? + 😀")
    assert (text["MessageSid"], text["AccountSid"], text["NumMedia"]) == (sid, TWILIO_ACCOUNT_SID, "0")
    assert (text["SmsStatus"], "OptOutType" in text) == ("received", False)


def test_the_signature_is_the_library_s_for_any_address() -> None:
    validator, form = RequestValidator(TWILIO_AUTH_TOKEN), {"To": "+1", "Body": "á", "ABC": "", "abc": " "}
    for url in (
        "https://bot.example/twilio/sms",
        "http://127.0.0.1:8080/s?a=1&b=%2F",
        "https://b.example:443/",
    ):
        assert validator.validate(url, form, sign(url, form, TWILIO_AUTH_TOKEN))
        assert not validator.validate(url, form | {"Body": "a"}, sign(url, form, TWILIO_AUTH_TOKEN))
        assert not validator.validate(url, form, sign(url, form, "another token"))


async def test_twiml_in_the_answer_is_sent(front: Front) -> None:
    front.answers = lambda _: twiml("Next: Tue 18:00", "With Ana")
    await front.says("NEXT")
    shown = await front.until_thread(lambda thread: len(thread) == 3 and thread[2]["status"] == "delivered")
    assert [(each["from"], each["text"]) for each in shown] == [
        ("user", "NEXT"),
        ("bot", "Next: Tue 18:00"),
        ("bot", "With Ana"),
    ]
    assert [each["method"] for each in await front.accepted()] == ["twiml", "twiml"]
    assert {each.direction for each in await front.client.messages.list_async(to=SAM)} == {"outbound-reply"}


async def test_plain_text_in_the_answer_is_sent_as_well(front: Front) -> None:
    front.answers = lambda _: PlainTextResponse("Just words")
    await front.says("NEXT")
    shown = await front.until_thread(lambda thread: len(thread) == 2)
    assert shown[1]["text"] == "Just words"


async def test_an_answer_that_fails_is_an_alert_and_not_tried_again(front: Front) -> None:
    front.answers = lambda _: Response(status_code=503)
    sid = await front.says("NEXT")
    await front.until(lambda: len(front.texts) == 1)
    alerts = await front.alerted(1)
    assert (alerts[0]["error_code"], alerts[0]["sid"]) == (11200, sid)
    front.answers = lambda _: Response("<Response><Message>Oops</Response>", media_type="text/xml")
    await front.says("NEXT")
    assert (await front.alerted(2))[1]["error_code"] == 12100
    await asyncio.sleep(0.2)
    assert len(front.texts) == 2
    assert [each.direction for each in await front.client.messages.list_async()] == ["inbound"] * 2


async def test_the_fallback_is_asked_once_and_told_why() -> None:
    async with front_desk(fallback=True) as front:
        front.answers = lambda form: twiml("Saved") if "ErrorCode" in form else Response(status_code=500)
        await front.says("NEXT")
        shown = await front.until_thread(lambda thread: len(thread) == 2)
        assert shown[1]["text"] == "Saved"
        first, second = front.texts
        assert (first["path"], second["path"]) == ("/twilio/sms", "/fallback")
        assert (second["ErrorCode"], second["ErrorUrl"]) == ("11200", f"{front.base}/twilio/sms")
        assert first["MessageSid"] == second["MessageSid"]


async def test_a_text_can_come_again(front: Front) -> None:
    sid = await front.says("NEXT")
    await front.outside.post("/sandbox/twilio/redeliver", message_sid=sid, times=2)
    await front.until(lambda: len(front.texts) == 3)
    assert {each["MessageSid"] for each in front.texts} == {sid}
    refused = await front.outside.post("/sandbox/twilio/redeliver", status=404, message_sid="SMnone")
    assert refused["message_sids"] == [sid]


async def test_a_text_that_is_lost_on_its_way_stands_in_the_list(front: Front) -> None:
    lost = (await front.outside.post(f"/sandbox/sms/{SAM}/messages", text="NEXT", lost=True))["id"]
    heard = await front.says("NEXT")
    await front.until(lambda: len(front.texts) == 1)
    assert front.texts[0]["MessageSid"] == heard
    listed = await front.client.messages.list_async(to=TWILIO_FROM)
    assert [each.sid for each in listed] == [heard, lost]


async def test_statuses_are_called_back_in_order(front: Front) -> None:
    """The address with its query comes as it was given, and the signature covers it."""
    sent = await front.send(status_callback=front.status_url)
    await front.has_statuses("queued", "sent", "delivered")
    for status in front.statuses:
        assert (status["MessageSid"], status["To"], status["From"]) == (sent.sid, SAM, TWILIO_FROM)
        assert "ErrorCode" not in status


@pytest.mark.parametrize(
    ("outcome", "order", "code"),
    [
        ("undelivered", ["queued", "sent", "undelivered"], "30003"),
        ("failed", ["queued", "failed"], "30008"),
    ],
)
async def test_what_does_not_arrive_says_why(front: Front, outcome: str, order: list[str], code: str) -> None:
    await front.plan(outcome=outcome)
    sent = await front.send(status_callback=front.status_url)
    await front.has_statuses(*order)
    assert [each.get("ErrorCode") for each in front.statuses] == [*[None] * (len(order) - 1), code]
    fetched = await sent.fetch_async()
    assert (fetched.status, fetched.error_code) == (outcome, int(code))


async def test_statuses_out_of_order_and_repeated(front: Front) -> None:
    await front.plan(order=["delivered", "sent", "queued"], repeat=2, to=SAM)
    await front.send(to=CLEO)  # another's message leaves the plan alone
    sent = await front.send(status_callback=front.status_url)
    await front.has_statuses("delivered", "delivered", "sent", "sent", "queued", "queued")
    assert (await sent.fetch_async()).status == "delivered"
    await front.plan(message_sid=sent.sid, status="sent", times=2)
    await front.until(lambda: len(front.statuses) == 8)
    assert [each["MessageStatus"] for each in front.statuses[6:]] == ["sent", "sent"]
    assert (await sent.fetch_async()).status == "delivered"  # never back


async def test_a_status_that_is_lost_can_be_looked_up(front: Front) -> None:
    await front.plan(order=["queued"])
    sent = await front.send(status_callback=front.status_url)
    await front.until_thread(lambda thread: thread[0]["status"] == "delivered")
    assert (await sent.fetch_async()).status == "delivered"
    await front.has_statuses("queued")


async def test_statuses_may_be_late(front: Front) -> None:
    await front.plan(delay_seconds=0.2)
    sent = await front.send(status_callback=front.status_url)
    assert (await sent.fetch_async()).status == "queued"
    await front.has_statuses("queued", "sent", "delivered")
    await front.plan(delay_seconds=30)
    await front.plan(clear=True)
    await front.send(status_callback=front.status_url)
    await front.until(lambda: len(front.statuses) == 6)


async def test_a_message_expires_with_its_validity(front: Front) -> None:
    await front.plan(delay_seconds=30)
    sent = await front.send(status_callback=front.status_url, validity_period=1)
    await front.has_statuses("queued", "failed")
    fetched = await sent.fetch_async()
    assert (fetched.status, fetched.error_code) == ("failed", 30036)


@pytest.mark.parametrize(
    "word", ["STOP", "stopall", " Unsubscribe ", "CANCEL", "End", "quit", "REVOKE", "optout"]
)
async def test_a_word_that_stops(front: Front, word: str) -> None:
    await front.says(word)
    await front.until(lambda: len(front.texts) == 1)
    assert front.texts[0]["OptOutType"] == "STOP"
    said, answered = await front.thread()
    assert (said["text"], answered["from"]) == (word, "carrier")
    assert await front.refusal() == (21610, 400)
    await front.send(to=CLEO)  # nobody else is stopped
    assert [each["to"] for each in await front.accepted()] == [CLEO]


@pytest.mark.parametrize("word", ["START", "yes", "Unstop"])
async def test_a_word_that_starts_again(front: Front, word: str) -> None:
    await front.says("STOP")
    await front.says(word)
    await front.until(lambda: len(front.texts) == 2)
    assert {each["OptOutType"] for each in front.texts} == {"STOP", "START"}
    assert [each["from"] for each in await front.thread()] == ["user", "carrier"] * 2
    await front.send()


async def test_a_word_that_changes_nothing_is_not_answered(front: Front) -> None:
    await front.says("YES")
    assert [each["from"] for each in await front.thread()] == ["user"]
    for _ in range(2):
        await front.says("STOP")
    assert [each["from"] for each in await front.thread()] == ["user", "user", "carrier", "user"]


async def test_help_is_always_answered(front: Front) -> None:
    for word in ("HELP", "info"):
        await front.says(word)
    assert [each["from"] for each in await front.thread()] == ["user", "carrier"] * 2
    await front.until(lambda: len(front.texts) == 2)
    assert {each["OptOutType"] for each in front.texts} == {"HELP"}
    await front.send()


@pytest.mark.parametrize("text", ["please stop", "STOP it", "cancel tuesday", "yes!", "the end", "S T O P"])
async def test_a_keyword_is_heard_only_alone(front: Front, text: str) -> None:
    await front.says(text)
    await front.until(lambda: len(front.texts) == 1)
    assert "OptOutType" not in front.texts[0]
    await front.send()


async def test_twiml_does_not_reach_who_has_stopped(front: Front) -> None:
    front.answers = lambda _: twiml("But wait!")
    await front.says("STOP")
    assert (await front.alerted(1))[0]["error_code"] == 21610
    assert [each["from"] for each in await front.thread()] == ["user", "carrier"]
    assert await front.accepted() == []


async def test_a_phone_is_told_what_cannot_be_done(front: Front) -> None:
    refused = await front.outside.post("/sandbox/sms/0770/messages", status=400, text="x")
    assert "is no phone number" in refused["error"]
    refused = await front.outside.post(f"/sandbox/sms/{SAM}/messages", status=400)
    assert "text must be" in refused["error"]
    refused = await front.outside.post("/sandbox/twilio/statuses", status=400, outcome="eaten")
    assert "There is no outcome 'eaten'" in refused["error"]
    refused = await front.outside.post("/sandbox/twilio/statuses", status=400, order=["read"])
    assert "There is no status 'read'" in refused["error"]


async def test_a_machine_answers_whatever_its_phone_gets(front: Front) -> None:
    await front.outside.post(f"/sandbox/sms/{SAM}/machine", text="I am driving.", times=2)
    for body in ("one", "two", "three"):
        await front.send(body, status_callback=f"{front.base}/twilio/status")
    await front.until_thread(lambda thread: [each["status"] for each in thread].count("delivered") == 3)
    await front.until(lambda: len(front.texts) == 2)
    assert [each["Body"] for each in front.texts] == ["I am driving."] * 2
