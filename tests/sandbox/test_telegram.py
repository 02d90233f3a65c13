"""The Bot API as two real libraries meet it."""

import asyncio
from typing import Any

import pytest

from sandbox.telegram_rates import Rates
from sandbox.telegram_wire import TooManyRequests
from tests.sandbox.conftest import Opener
from tests.sandbox.outside import Outside
from tests.sandbox.sdks import Refused, Sdk

CLEO, STRANGER = 1001, 4004
GO = [[{"text": "Go", "callback_data": "go"}]]


async def test_a_bot_learns_who_it_is(bot: Sdk) -> None:
    assert await bot.username() == "TrainerHubDemoBot"


async def test_a_message_stays_until_it_is_confirmed(outside: Outside, bot: Sdk) -> None:
    await outside.sends(CLEO, start="t_ana")
    (first,) = await bot.updates(confirm=False)
    (again,) = await bot.updates()
    assert first == again
    assert first["message"]["text"] == "/start t_ana"
    assert first["message"]["from"]["first_name"] == "Cleo"
    assert await bot.updates() == []


async def test_update_ids_follow_each_other_and_message_ids_grow_in_each_chat(
    outside: Outside, bot: Sdk
) -> None:
    for user in (CLEO, 1002, CLEO):
        await outside.says(user)
    updates = await bot.updates()
    first = updates[0]["update_id"]
    assert [update["update_id"] for update in updates] == [first, first + 1, first + 2]
    assert [update["message"]["message_id"] for update in updates] == [1, 1, 2]


async def test_a_long_poll_ends_with_the_first_message(outside: Outside, bot: Sdk) -> None:
    polling = asyncio.create_task(bot.updates(timeout=20))
    await asyncio.sleep(0.2)
    assert not polling.done()
    await outside.says(CLEO)
    assert len(await asyncio.wait_for(polling, 2)) == 1


async def test_a_second_poller_ends_the_first(outside: Outside, bot: Sdk) -> None:
    older = asyncio.create_task(bot.updates(timeout=20))
    await asyncio.sleep(0.2)
    newer = asyncio.create_task(outside.call("getUpdates", timeout=5))
    with pytest.raises(Refused, match="terminated by other getUpdates request"):
        await older
    await outside.says(CLEO)
    status, body = await newer
    assert (status, len(body["result"])) == (200, 1)


async def test_a_poller_that_died_is_forgotten(outside: Outside) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(outside.call("getUpdates", timeout=20), 0.2)
    await outside.says(CLEO)
    _, body = await outside.call("getUpdates")
    assert len(body["result"]) == 1


async def test_only_kinds_that_were_asked_for_come(outside: Outside) -> None:
    await outside.call("getUpdates", allowed_updates=["callback_query"])
    await outside.says(CLEO)
    await outside.call("sendMessage", chat_id=CLEO, text="Press", reply_markup={"inline_keyboard": GO})
    await outside.presses(CLEO, label="Go", wait=0)
    _, body = await outside.call("getUpdates")
    assert [[*update][1] for update in body["result"]] == ["callback_query"]


async def test_html_becomes_plain_text_and_entities_in_utf16_units(outside: Outside, bot: Sdk) -> None:
    await outside.says(CLEO)
    await bot.send(CLEO, '👋 <b>Hi &amp; <i>you</i></b> <a href="https://example.com">there</a>')
    shown = (await outside.chat(CLEO))[-1]
    assert shown["text"] == "👋 Hi & you there"
    assert shown["entities"] == [
        {"type": "bold", "offset": 3, "length": 8},
        {"type": "italic", "offset": 8, "length": 3},
        {"type": "text_link", "offset": 12, "length": 5, "url": "https://example.com"},
    ]


REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    # One unit more than a message holds, counted after the marks are taken away.
    ("sendMessage", {"text": "x" * 4097}, "message is too long"),
    # Emoji are two units each.
    ("sendMessage", {"text": "👍" * 2049}, "message is too long"),
    ("sendMessage", {"text": " \n "}, "message text is empty"),
    (
        "sendMessage",
        {"text": "<b>hi", "parse_mode": "HTML"},
        'Can\'t find end tag corresponding to start tag "b"',
    ),
    ("sendMessage", {"text": "a <t>", "parse_mode": "HTML"}, 'Unsupported start tag "t" at byte offset 2'),
    (
        "sendMessage",
        {"text": "<b>é</i>", "parse_mode": "HTML"},
        'at byte offset 5, expected "</b>", found "</i>"',
    ),
    ("sendMessage", {"text": "1 < 2", "parse_mode": "HTML"}, "Unclosed start tag at byte offset 2"),
    ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ("sendMessage", {"text": "x", "reply_markup": "{nonsense"}, "can't parse reply_markup JSON object"),
    ("sendMessage", {"text": "x", "reply_markup": "[]"}, "can't parse reply_markup JSON object"),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [1]}}, "expected an Array of Arrays"),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[1]]}}, "expected an Object"),
    ("setMyCommands", {"commands": '["menu"]'}, "can't parse commands JSON object"),
    # 64 bytes are allowed, and "é" has two.
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "A", "callback_data": "é" * 33}]]}},
        "BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "A"}]]}},
        "Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "A", "url": "nowhere"}]]}},
        "inline keyboard button URL 'nowhere' is invalid",
    ),
    # A hundred buttons at most.
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [GO[0] * 4] * 26}},
        "REPLY_MARKUP_TOO_LONG",
    ),
    ("editMessageText", {"message_id": 99, "text": "x"}, "message to edit not found"),
    ("editMessageText", {"message_id": 1, "text": "x"}, "message can't be edited"),
    ("editMessageText", {"message_id": 2, "text": "Hello"}, "message is not modified"),
    ("editMessageCaption", {"message_id": 2, "caption": "x"}, "there is no caption in the message to edit"),
    ("deleteMessage", {"message_id": 99}, "message to delete not found"),
    ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
    ("sendDocument", {"document": "unknown"}, "wrong remote file identifier"),
    ("getFile", {"file_id": "unknown"}, "wrong file_id"),
    ("sendMessage", {"chat_id": "", "text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": STRANGER, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "@someone", "text": "x"}, "chat not found"),
]


@pytest.mark.parametrize(("method", "params", "words"), REFUSALS)
async def test_what_telegram_refuses_is_refused_in_its_words(
    outside: Outside, method: str, params: dict[str, Any], words: str
) -> None:
    await outside.says(CLEO)
    await outside.call("sendMessage", chat_id=CLEO, text="Hello")
    before = await outside.accepted()
    status, body = await outside.call(method, **{"chat_id": CLEO, **params})
    assert (status, body["ok"], body["error_code"]) == (400, False, 400)
    assert body["description"].startswith("Bad Request: ")
    assert words in body["description"]
    assert await outside.accepted() == before


async def test_the_longest_that_fits_fits(outside: Outside, bot: Sdk) -> None:
    await outside.says(CLEO)
    await bot.send(CLEO, "x" * 4096, [[{"text": "A", "callback_data": "é" * 32}]])
    await bot.document(CLEO, "notes.txt", b"notes", "x" * 1024)
    with pytest.raises(Refused, match="caption is too long"):
        await bot.document(CLEO, "notes.txt", b"notes", "x" * 1025)


async def test_a_wrong_token_and_an_unknown_method(outside: Outside) -> None:
    status, body = await outside.call("getMe", token="1:wrong")
    assert (status, body["description"]) == (401, "Unauthorized")
    status, body = await outside.call("sendTelepathy")
    assert (status, body["error_code"]) == (404, 404)


async def test_whoever_blocked_the_bot_or_left_is_out_of_reach(outside: Outside, bot: Sdk) -> None:
    await outside.says(CLEO)
    await outside.sends(CLEO, blocked=True)
    with pytest.raises(Refused, match="bot was blocked by the user"):
        await bot.send(CLEO, "Hello?")
    await outside.sends(CLEO, status=409, text="hi")
    await outside.sends(CLEO, blocked=False)
    await bot.send(CLEO, "Welcome back")
    kinds = [update.get("my_chat_member", {}).get("new_chat_member", {}) for update in await bot.updates()]
    assert [kind.get("status") for kind in kinds] == [None, "kicked", "member"]
    await outside.sends(CLEO, deactivated=True)
    with pytest.raises(Refused, match="user is deactivated"):
        await bot.send(CLEO, "Hello?")


async def test_an_edit_replaces_text_and_buttons(outside: Outside, bot: Sdk) -> None:
    await outside.says(CLEO)
    message = await bot.send(CLEO, "One", GO)
    await bot.edit(CLEO, message, "Two", [[{"text": "Stop", "url": "https://example.com/"}]])
    with pytest.raises(Refused, match="not modified"):
        await bot.edit(CLEO, message, "Two", [[{"text": "Stop", "url": "https://example.com/"}]])
    shown = (await outside.chat(CLEO))[-1]
    assert (shown["text"], shown["revision"]) == ("Two", 2)
    assert shown["buttons"] == [[{"label": "Stop", "url": "https://example.com/"}]]
    await bot.edit(CLEO, message, "Two")
    assert (await outside.chat(CLEO))[-1]["buttons"] == []


async def test_a_deleted_message_is_gone_for_the_bot_and_marked_for_the_person(
    outside: Outside, bot: Sdk
) -> None:
    await outside.says(CLEO)
    message = await bot.send(CLEO, "Oops", GO)
    await bot.delete(CLEO, message)
    with pytest.raises(Refused, match="essage to edit not found"):
        await bot.edit(CLEO, message, "Again")
    assert (await outside.chat(CLEO))[-1]["deleted"] is True
    await outside.presses(CLEO, status=404, label="Go")


async def test_files_go_both_ways(outside: Outside, bot: Sdk) -> None:
    await outside.sends(CLEO, document={"name": "clients.csv", "mime": "text/csv", "text": "name\nSam"})
    (update,) = await bot.updates()
    assert update["message"]["document"]["file_name"] == "clients.csv"
    assert await bot.download(update["message"]["document"]["file_id"]) == b"name\nSam"
    await bot.document(CLEO, "session.ics", b"BEGIN:VCALENDAR", "Your session")
    *_, document = await outside.chat(CLEO)
    assert (document["text"], document["file"]["name"]) == ("Your session", "session.ics")
    async with outside.http.get(outside.base + document["file"]["url"]) as response:
        assert await response.read() == b"BEGIN:VCALENDAR"


async def test_links_and_commands_are_marked_but_not_inside_code(outside: Outside, bot: Sdk) -> None:
    await outside.says(CLEO)
    await bot.send(CLEO, "<code>/hub</code> or /menu, see https://example.com/a.")
    marks = [
        (each["type"], each["offset"], each["length"]) for each in (await outside.chat(CLEO))[-1]["entities"]
    ]
    assert marks == [("code", 0, 4), ("bot_command", 8, 5), ("url", 19, 21)]


async def test_commands_are_kept(bot: Sdk) -> None:
    assert await bot.commands([("menu", "What I can do")]) == [("menu", "What I can do")]


async def test_a_press_waits_for_its_answer(outside: Outside, bot: Sdk) -> None:
    await outside.says(CLEO)
    message = await bot.send(CLEO, "Ready?", GO)
    await bot.updates()
    pressing = asyncio.create_task(outside.presses(CLEO, label="Go"))
    (update,) = await bot.updates(timeout=5)
    query = update["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("go", message)
    await bot.answer(query["id"], "Off we go", alert=True)
    pressed = await pressing
    assert pressed["answered"] == {"text": "Off we go", "alert": True}
    assert pressed["id"] == query["id"]
    assert 0 <= pressed["after_ms"] < 2000


async def test_a_press_that_nobody_answers_says_so(outside: Outside, bot: Sdk) -> None:
    await outside.says(CLEO)
    await bot.send(CLEO, "Ready?", GO)
    pressed = await outside.presses(CLEO, label="Go", wait=0.1)
    assert pressed["answered"] is None
    assert pressed["after_ms"] >= 100


async def test_a_press_cannot_be_answered_for_ever(open_sandbox: Opener) -> None:
    outside = await open_sandbox(query_lifetime=0.05)
    await outside.says(CLEO)
    await outside.call("sendMessage", chat_id=CLEO, text="Ready?", reply_markup={"inline_keyboard": GO})
    pressed = await outside.presses(CLEO, label="Go", wait=0.1)
    status, body = await outside.call("answerCallbackQuery", callback_query_id=pressed["id"])
    assert (status, "query is too old" in body["description"]) == (400, True)


async def test_faults_hit_the_calls_they_name(outside: Outside, bot: Sdk) -> None:
    await outside.says(CLEO)
    for kind, words in (
        ("500", "Internal Server Error"),
        ("403", "blocked by the user"),
        ("garbage", "(?i)invalid|decode"),
    ):
        await outside.fault(kind, method="sendMessage")
        with pytest.raises(Refused, match=words):
            await bot.send(CLEO, "Hello")
    await outside.fault("429", method="sendMessage", retry_after=7)
    with pytest.raises(Refused) as slowed:
        await bot.send(CLEO, "Hello")
    assert slowed.value.retry_after == 7
    assert await outside.accepted() == []
    await bot.send(CLEO, "Hello")
    assert [entry["text"] for entry in await outside.accepted()] == ["Hello"]


@pytest.mark.parametrize(("kind", "arrived"), [("reset", 0), ("reset_after_accept", 1)])
async def test_a_reset_hides_whether_the_message_was_taken(
    outside: Outside, bot: Sdk, kind: str, arrived: int
) -> None:
    await outside.says(CLEO)
    await outside.fault(kind, method="sendMessage")
    with pytest.raises(Refused):
        await bot.send(CLEO, "Did you get this?")
    assert len(await outside.accepted()) == arrived
    assert len(await outside.chat(CLEO)) == 1 + arrived


async def test_a_timeout_is_silence(outside: Outside) -> None:
    await outside.says(CLEO)
    await outside.fault("timeout")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(outside.call("sendMessage", chat_id=CLEO, text="Hello"), 0.3)
    assert await outside.accepted() == []


async def test_a_fault_without_a_method_spares_the_polling(outside: Outside, bot: Sdk) -> None:
    await outside.says(CLEO)
    await outside.fault("500")
    assert len(await bot.updates()) == 1
    with pytest.raises(Refused):
        await bot.send(CLEO, "Hello")
    await outside.fault("500", method="*")
    with pytest.raises(Refused):
        await bot.updates()


async def test_an_update_can_come_again_and_late(outside: Outside, bot: Sdk) -> None:
    first = await outside.says(CLEO, "one")
    await outside.says(CLEO, "two")
    await bot.updates()
    assert await bot.updates() == []
    await outside.post("/sandbox/telegram/redeliver", update_id=first["update_id"], times=2)
    again = await bot.updates()
    assert [update["message"]["text"] for update in again] == ["one", "one"]
    assert await bot.updates() == []


async def test_an_update_made_by_hand_is_given_as_it_is(outside: Outside) -> None:
    made = {"update_id": 5, "poll_answer": {"poll_id": "1", "option_ids": [], "option_persistent_ids": []}}
    await outside.post("/sandbox/telegram/redeliver", update=made)
    _, body = await outside.call("getUpdates")
    assert body["result"] == [made]


async def test_a_group_that_wrote_can_be_answered(outside: Outside) -> None:
    group = {"id": -500, "title": "Morning runners", "type": "group"}
    sender = {"id": CLEO, "is_bot": False, "first_name": "Cleo"}
    message = {"message_id": 7, "from": sender, "chat": group, "date": 1_800_000_000, "text": "hi"}
    await outside.post("/sandbox/telegram/redeliver", update={"message": message})
    status, body = await outside.call("sendMessage", chat_id=-500, text="Write to me in private, please.")
    assert (status, body["result"]["chat"]) == (200, group)
    assert (await outside.chat(-500))[-1]["text"] == "Write to me in private, please."


async def test_a_webhook_ends_the_polling(outside: Outside, bot: Sdk) -> None:
    polling = asyncio.create_task(bot.updates(timeout=20))
    await asyncio.sleep(0.2)
    await outside.call("setWebhook", url="https://bot.example/hook")
    with pytest.raises(Refused, match="terminated by setWebhook request"):
        await polling


async def test_one_chat_can_be_slowed_down(open_sandbox: Opener) -> None:
    outside = await open_sandbox(rates=True)
    await outside.says(CLEO)
    sent = await asyncio.gather(*(outside.call("sendMessage", chat_id=CLEO, text="x") for _ in range(9)))
    refused = [body for status, body in sent if status == 429]
    assert refused
    assert refused[0]["parameters"] == {"retry_after": 1}


def test_the_published_pace_is_thirty_a_second() -> None:
    rates = Rates()
    for user in range(30):
        rates.spend(user, 100.0)
    with pytest.raises(TooManyRequests):
        rates.spend(30, 100.9)
    rates.spend(30, 101.0)


def test_a_burst_in_one_chat_is_three_messages() -> None:
    rates = Rates()
    for _ in range(3):
        rates.spend(CLEO, 100.0)
    with pytest.raises(TooManyRequests):
        rates.spend(CLEO, 100.5)
    rates.spend(CLEO, 101.0)
