"""Twilio's REST API, as its own library calls it."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from sandbox.people import (
    TWILIO_ACCOUNT_SID,
    TWILIO_AUTH_TOKEN,
    TWILIO_FROM,
    TWILIO_MESSAGING_SERVICE_SID,
)
from sandbox.twilio_segments import measure
from tests.sandbox.sms import CLEO, SAM, Front, front_desk


def wall_time() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


@pytest.fixture
async def front() -> AsyncIterator[Front]:
    async with front_desk() as front:
        yield front


async def test_a_message_is_taken_on_and_arrives(front: Front) -> None:
    sent = await front.send("See you at 18:00")
    assert (sent.status, sent.direction, sent.num_segments) == ("queued", "outbound-api", "1")
    assert (sent.to, sent.from_, sent.body) == (SAM, TWILIO_FROM, "See you at 18:00")
    assert (sent.error_code, sent.date_sent) == (None, None)
    (shown,) = await front.until_thread(lambda thread: thread[0]["status"] == "delivered")
    assert (shown["from"], shown["text"], shown["id"]) == ("bot", "See you at 18:00", sent.sid)
    fetched = await sent.fetch_async()
    assert fetched.status == "delivered"
    assert abs((wall_time() - fetched.date_sent).total_seconds()) < 5
    (accepted,) = await front.accepted()
    assert (accepted["method"], accepted["to"], accepted["text"]) == ("messages.create", SAM, sent.body)
    assert accepted["raw"]["sid"] == sent.sid


async def test_the_library_without_asyncio_sends_as_well(front: Front) -> None:
    client = Client(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN)
    client.api.base_url = f"{front.outside.base}/twilio"
    try:
        sent = await asyncio.to_thread(
            client.messages.create, to=SAM, from_=TWILIO_FROM, body="ñandú & co + 1 = €"
        )
        (listed,) = await asyncio.to_thread(client.messages.list, limit=5)
    finally:
        client.http_client.session.close()
    assert (listed.sid, listed.body) == (sent.sid, "ñandú & co + 1 = €")


async def test_through_a_messaging_service(front: Front) -> None:
    sent = await front.send(messaging_service_sid=TWILIO_MESSAGING_SERVICE_SID)
    assert (sent.status, sent.from_, sent.messaging_service_sid) == (
        "accepted",
        None,
        TWILIO_MESSAGING_SERVICE_SID,
    )
    await front.until_thread(lambda thread: thread[0]["status"] == "delivered")
    assert (await sent.fetch_async()).from_ == TWILIO_FROM
    assert await front.refusal(messaging_service_sid="MG" + "f" * 32) == (21701, 404)


async def test_a_number_may_be_written_with_spaces(front: Front) -> None:
    assert (await front.send(to="+44 (7700) 900-123")).to == SAM


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"to": "07700900123"}, 21211),  # no country
        ({"to": "+44"}, 21211),
        ({"to": "Sam"}, 21211),
        ({"to": ""}, 21604),
        ({"from_": ""}, 21603),
        ({"from_": "+447700900999"}, 21606),  # not ours
        ({"to": TWILIO_FROM}, 21266),  # to ourselves
        ({"body": ""}, 21602),
        ({"body": None}, 21619),
        ({"body": "x" * 1601}, 21617),
        ({"status_callback": "/twilio/status"}, 21609),  # not absolute
        ({"media_url": ["http://127.0.0.1/cat.jpg"]}, 20001),  # the sandbox has SMS only
    ],
)
async def test_what_twilio_refuses(front: Front, changed: dict[str, Any], code: int) -> None:
    asked = {"to": SAM, "from_": TWILIO_FROM, "body": "Hello", **changed}
    with pytest.raises(TwilioRestException) as refused:
        await front.client.messages.create_async(**asked)
    assert (refused.value.code, refused.value.status) == (code, 400)
    assert await front.accepted() == []


async def test_who_has_no_token_gets_no_further(front: Front) -> None:
    front.client.auth = (TWILIO_ACCOUNT_SID, "wrong")
    assert await front.refusal() == (20003, 401)
    url = f"{front.outside.base}/twilio/2010-04-01/Accounts/{TWILIO_ACCOUNT_SID}/Messages.json"
    async with front.outside.http.get(url) as anonymous:
        assert anonymous.status == 401
        assert await anonymous.json() == {
            "code": 20003,
            "message": "Authenticate",
            "more_info": "https://www.twilio.com/docs/errors/20003",
            "status": 401,
        }


async def test_the_account_can_be_looked_at(front: Front) -> None:
    account = await front.client.api.accounts(TWILIO_ACCOUNT_SID).fetch_async()
    assert (account.sid, account.status) == (TWILIO_ACCOUNT_SID, "active")
    with pytest.raises(TwilioRestException) as missing:
        await front.client.api.accounts("AC" + "9" * 32).fetch_async()
    assert (missing.value.code, missing.value.status) == (20404, 404)


async def test_a_message_that_never_was_is_missing(front: Front) -> None:
    with pytest.raises(TwilioRestException) as missing:
        await front.client.messages("SM" + "0" * 32).fetch_async()
    assert (missing.value.code, missing.value.status) == (20404, 404)


async def test_the_list_holds_both_directions_newest_first(front: Front) -> None:
    heard = await front.says("NEXT")
    sent = await front.send(to=CLEO)
    listed = await front.client.messages.list_async()
    assert [each.sid for each in listed] == [sent.sid, heard]
    assert [(each.direction, each.from_, each.to) for each in listed] == [
        ("outbound-api", TWILIO_FROM, CLEO),
        ("inbound", SAM, TWILIO_FROM),
    ]
    assert listed[1].status == "received"
    to_us = await front.client.messages.list_async(to=TWILIO_FROM)
    from_us = await front.client.messages.list_async(from_=TWILIO_FROM)
    assert [each.sid for each in to_us] == [heard]
    assert [each.sid for each in from_us] == [sent.sid]


async def test_the_list_by_the_time_it_was_sent(front: Front) -> None:
    await front.says("NEXT")
    now, messages = wall_time(), front.client.messages
    for found, dates in (
        (1, {"date_sent_after": now - timedelta(minutes=1)}),
        (0, {"date_sent_after": now + timedelta(minutes=1)}),
        (1, {"date_sent_before": now + timedelta(minutes=1)}),
        (0, {"date_sent_before": now - timedelta(minutes=1)}),
        (0, {"date_sent": now.date() - timedelta(days=3)}),
        (1, {"date_sent": (await messages.list_async())[0].date_sent.date()}),
    ):
        assert len(await messages.list_async(**dates)) == found, dates


async def test_pages_follow_each_other_whatever_arrives_meanwhile(front: Front) -> None:
    sids = [await front.says(f"Text {number}") for number in range(7)]
    page = await front.client.messages.page_async(to=TWILIO_FROM, page_size=3)
    seen = [each.sid for each in page]
    await front.says("One more")
    while page.next_page_url:
        page = await page.next_page_async()
        seen += [each.sid for each in page]
    assert seen == sids[::-1]
    assert [each.body for each in await front.client.messages.list_async(page_size=2, limit=5)] == [
        "One more",
        *(f"Text {number}" for number in (6, 5, 4, 3)),
    ]


@pytest.mark.parametrize(
    ("kind", "code", "status"), [("429", 20429, 429), ("500", 20500, 500), ("403", 20005, 403)]
)
async def test_faults_that_twilio_words_itself(front: Front, kind: str, code: int, status: int) -> None:
    await front.outside.post("/sandbox/faults", provider="twilio", kind=kind)
    assert await front.client.messages.list_async() == []  # a read meets no fault
    assert await front.refusal() == (code, status)
    assert await front.accepted() == []
    await front.send()


async def test_a_message_may_be_accepted_though_nobody_hears_of_it(front: Front) -> None:
    await front.outside.post("/sandbox/faults", provider="twilio", kind="reset_after_accept")
    with pytest.raises(aiohttp.ClientError):
        await front.send("Only once", status_callback=front.status_url)
    await front.has_statuses("queued", "sent", "delivered")
    (listed,) = await front.client.messages.list_async(to=SAM)
    assert (listed.body, front.statuses[0]["MessageSid"]) == ("Only once", listed.sid)


async def test_a_broken_connection_before_that_sends_nothing(front: Front) -> None:
    for kind in ("reset", "garbage"):
        await front.outside.post("/sandbox/faults", provider="twilio", kind=kind, method="messages.create")
        with pytest.raises((aiohttp.ClientError, ValueError)):
            await front.send()
    assert await front.accepted() == []


@pytest.mark.parametrize(
    ("text", "encoding", "segments"),
    [
        ("", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),  # an escape and a letter each
        ("€" * 81, "GSM-7", 2),
        ("a" + "€" * 152, "GSM-7", 2),  # 305 units, cut between letters
        ("€" * 153, "GSM-7", 3),  # 306 units, but no letter is cut in two: 152 fit in two parts
        ("é" * 160, "GSM-7", 1),
        ("á" * 70, "UCS-2", 1),  # GSM-7 has é and no á
        ("á" * 71, "UCS-2", 2),
        ("á" * 134, "UCS-2", 2),
        ("😀" * 35, "UCS-2", 1),
        ("😀" * 67, "UCS-2", 3),  # 33 in a part, never half of one
        ("’" + "a" * 69, "UCS-2", 1),
    ],
)
def test_segments_are_counted_in_units(text: str, encoding: str, segments: int) -> None:
    size = measure(text)
    assert (size.encoding, size.segments) == (encoding, segments)


@given(st.text(max_size=400))
def test_no_text_takes_fewer_segments_than_its_bytes_do(text: str) -> None:
    size = measure(text)
    if size.encoding == "UCS-2":
        assert size.units == len(text.encode("utf-16-le", "surrogatepass")) // 2
    room = 134 if size.encoding == "UCS-2" else 153
    assert size.segments * (room if size.encoding == "GSM-7" else 70) >= size.units


async def test_a_message_says_what_it_takes(front: Front) -> None:
    sent = await front.send("Mañana a las 18:00 – ¿vienes?")
    assert sent.num_segments == "1"
    await front.send("a" * 200)
    short, long = await front.thread()
    assert (short["encoding"], short["segments"]) == ("UCS-2", 1)
    assert (long["encoding"], long["segments"], long["units"]) == ("GSM-7", 2, 200)


async def test_a_refusal_on_order_is_for_that_phone_and_so_many_messages(front: Front) -> None:
    await front.outside.post("/sandbox/twilio/refusals", error_code=21612, to=CLEO, times=2)
    await front.outside.post("/sandbox/twilio/refusals", error_code=20503, http_status=503)
    assert await front.refusal() == (20503, 503)
    assert await front.refusal(to=CLEO) == (21612, 400)
    await front.send()
    assert await front.refusal(to=CLEO) == (21612, 400)
    await front.send(to=CLEO)
