"""The person side of Telegram: what a phone can do, and what it is told when it cannot."""

import asyncio
from typing import Any

import pytest

from tests.sandbox.outside import Outside

CLEO, MALLORY = 1001, 6006
CHOICES = {
    "inline_keyboard": [
        [{"text": "Book", "callback_data": "b"}, {"text": "Site", "url": "https://example.com"}]
    ]
}
KEYS = {
    "keyboard": [[{"text": "Share my phone", "request_contact": True}], ["Not now"]],
    "one_time_keyboard": True,
}


async def offer(outside: Outside, text: str = "What next?", **params: Any) -> int:
    status, body = await outside.call("sendMessage", chat_id=CLEO, text=text, **params)
    assert status == 200, body
    return int(body["result"]["message_id"])


async def news(outside: Outside) -> list[dict[str, Any]]:
    """The updates that came since, without their ids."""
    _, body = await outside.call("getUpdates")
    updates = body["result"]
    if updates:
        await outside.call("getUpdates", offset=updates[-1]["update_id"] + 1)
    return [{kind: content for kind, content in update.items() if kind != "update_id"} for update in updates]


async def test_a_chat_is_shown_as_both_sides_see_it(outside: Outside) -> None:
    assert await outside.chat(CLEO) == []
    said = await outside.says(CLEO, "book tomorrow")
    offered = await offer(outside, reply_markup=CHOICES, reply_parameters={"message_id": said["id"]})
    mine, theirs = await outside.chat(CLEO)
    assert mine.pop("at") <= theirs.pop("at")
    shared = {"revision": 1, "deleted": False, "file": None}
    assert mine == shared | {
        "message_id": said["id"], "from": "user", "text": "book tomorrow", "buttons": [], "reply_to": None,
    }  # fmt: skip
    assert theirs == shared | {
        "message_id": offered,
        "from": "bot",
        "text": "What next?",
        "buttons": [[{"label": "Book", "data": "b"}, {"label": "Site", "url": "https://example.com"}]],
        "reply_to": said["id"],
    }


async def test_the_newest_button_with_a_label_is_pressed(outside: Outside) -> None:
    await outside.says(CLEO)
    older, newer = [await offer(outside, reply_markup=CHOICES) for _ in range(2)]
    await news(outside)
    await outside.presses(CLEO, label="Book", wait=0)
    await outside.presses(CLEO, label="Book", message_id=older, wait=0)
    pressed = [update["callback_query"]["message"]["message_id"] for update in await news(outside)]
    assert pressed == [newer, older]


async def test_a_missing_label_is_answered_with_those_there_are(outside: Outside) -> None:
    await outside.says(CLEO)
    await offer(outside, reply_markup=CHOICES)
    answered = await outside.presses(CLEO, status=404, label="book")
    assert answered["labels"] == ["Book", "Site"]
    assert "No button says 'book'" in answered["error"]


async def test_a_link_is_opened_and_not_called_back(outside: Outside) -> None:
    await outside.says(CLEO)
    await offer(outside, reply_markup=CHOICES)
    await news(outside)
    opened = await outside.presses(CLEO, label="Site")
    assert (opened["url"], opened["answered"]) == ("https://example.com", None)
    assert await news(outside) == []


async def test_mallory_can_press_what_no_button_says(outside: Outside) -> None:
    await outside.says(MALLORY)
    _, sent = await outside.call("sendMessage", chat_id=MALLORY, text="Hi")
    await news(outside)
    message_id = sent["result"]["message_id"]
    await outside.presses(MALLORY, message_id=message_id, data="cancel_42", wait=0)
    (update,) = await news(outside)
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"]) == ("cancel_42", MALLORY)
    refused = await outside.presses(MALLORY, status=404, message_id=99, data="cancel_42")
    assert refused["message_ids"] == [message_id]


async def test_a_message_that_is_gone_comes_without_its_content(outside: Outside) -> None:
    await outside.says(CLEO)
    message_id = await offer(outside, reply_markup=CHOICES)
    await outside.call("deleteMessage", chat_id=CLEO, message_id=message_id)
    await news(outside)
    await outside.presses(CLEO, message_id=message_id, data="b", wait=0)
    (update,) = await news(outside)
    assert update["callback_query"]["message"] == {
        "chat": {"id": CLEO, "first_name": "Cleo", "type": "private"},
        "message_id": message_id,
        "date": 0,
    }


async def test_a_key_of_the_reply_keyboard_shares_the_phone_once(outside: Outside) -> None:
    await outside.says(CLEO)
    await offer(outside, reply_markup=KEYS)
    await news(outside)
    await outside.presses(CLEO, label="Share my phone")
    (update,) = await news(outside)
    contact = update["message"]["contact"]
    assert contact["user_id"] == CLEO
    assert contact["phone_number"].startswith("+1202555")
    await outside.presses(CLEO, status=404, label="Not now")


async def test_a_plain_key_says_its_words_and_the_keyboard_can_be_removed(outside: Outside) -> None:
    await outside.says(CLEO)
    await offer(outside, reply_markup={"keyboard": [["Not now"]]})
    await outside.presses(CLEO, label="Not now")
    assert (await outside.chat(CLEO))[-1]["text"] == "Not now"
    await offer(outside, reply_markup={"remove_keyboard": True})
    await outside.presses(CLEO, status=404, label="Not now")


async def test_a_contact_is_ones_own_or_a_card_of_someone_else(outside: Outside) -> None:
    await outside.sends(CLEO, contact="+447700900111")
    await outside.sends(CLEO, contact={"phone": "+447700900222", "name": "Sam", "user_id": 1002})
    own, card = [update["message"]["contact"] for update in await news(outside)]
    assert own == {"phone_number": "+447700900111", "first_name": "Cleo", "user_id": CLEO}
    assert card == {"phone_number": "+447700900222", "first_name": "Sam", "user_id": 1002}


async def test_a_text_can_be_edited_by_who_wrote_it(outside: Outside) -> None:
    said = await outside.says(CLEO, "tomorow at 6")
    await outside.sends(CLEO, edit=said["id"], text="tomorrow at 6")
    edited = (await news(outside))[-1]["edited_message"]
    assert (edited["text"], edited["message_id"]) == ("tomorrow at 6", said["id"])
    assert (await outside.chat(CLEO))[0]["revision"] == 2
    assert (await outside.sends(CLEO, status=404, edit=99, text="x"))["message_ids"] == [said["id"]]


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "document"])
async def test_every_kind_of_message_can_be_sent(outside: Outside, kind: str) -> None:
    sent: dict[str, Any] = {kind: "clients.csv" if kind == "document" else "👍", "caption": "look"}
    await outside.sends(CLEO, **sent)
    (update,) = await news(outside)
    assert kind in update["message"]
    assert (await outside.chat(CLEO))[0]["text"] == ("👍" if kind == "sticker" else "look")


async def test_a_language_travels_with_the_person(outside: Outside) -> None:
    await outside.says(CLEO, language_code="pt")
    await outside.says(CLEO)
    languages = [update["message"]["from"]["language_code"] for update in await news(outside)]
    assert languages == ["pt", "pt"]


async def test_what_cannot_be_understood_is_explained(outside: Outside) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({}, "Say one of text, start"),
        ({"text": ""}, "text must be a text that is not empty"),
        ({"start": "no spaces"}, "A start payload has at most 64"),
        ({"edit": "first", "text": "x"}, "edit must be a whole number"),
        ({"photo": {"base64": "?"}}, "photo.base64 is not base64"),
    ]
    for body, words in cases:
        assert words in (await outside.sends(CLEO, status=400, **body))["error"]
    answered = await outside.post("/sandbox/telegram/cleo/messages", status=400, text="x")
    assert "must be a whole number" in answered["error"]
    async with outside.http.post(f"{outside.base}/sandbox/telegram/1/messages", data=b"{text") as response:
        assert (response.status, await response.json()) == (400, {"error": "The body is not JSON."})


async def test_the_page_hears_which_chat_changed(outside: Outside) -> None:
    async with outside.http.get(f"{outside.base}/sandbox/live") as stream:
        assert await stream.content.readline() == b": hello\n"
        await outside.says(CLEO)
        await stream.content.readline()
        line = await asyncio.wait_for(stream.content.readline(), 2)
    assert line.startswith(b'data: {"revision": ')
    assert b'"panes": ["telegram/1001"]' in line
