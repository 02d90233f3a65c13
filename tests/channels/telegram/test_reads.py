import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.reads import read
from bot.dialogue.heard import Event, Heard, Left, Opened, Said, SentFile, Tapped
from domain.people.model import Channel
from tests.wire import check_telegram_update

LANE = "telegram:123456789"
CLEO = {"id": 1001, "is_bot": False, "first_name": "Cleo", "last_name": "Reyes", "language_code": "es-MX"}
CHAT = {"id": 1001, "type": "private", "first_name": "Cleo", "last_name": "Reyes"}
GROUP = {"id": -100200, "type": "supergroup", "title": "Runners"}
BOT = {"id": 123456789, "is_bot": True, "first_name": "Studio"}
FILE = {"file_id": "AgAC", "file_unique_id": "AQAD"}


def message(**more: Any) -> dict[str, Any]:
    base = {"message_id": 7, "from": CLEO, "chat": CHAT, "date": 1_795_000_000}
    return {"update_id": 9, "message": {**base, **more}}


def press(pressed: dict[str, Any], data: str = "bt_1_2") -> dict[str, Any]:
    asked = {"id": "4382", "from": CLEO, "message": pressed, "chat_instance": "-12", "data": data}
    return {"update_id": 9, "callback_query": asked}


def member(status: str, chat: dict[str, Any] = CHAT) -> dict[str, Any]:
    until = {"until_date": 0} if status == "kicked" else {}
    changed = {
        "chat": chat,
        "from": CLEO,
        "date": 1_795_000_000,
        "old_chat_member": {"user": BOT, "status": "left"},
        "new_chat_member": {"user": BOT, "status": status, **until},
    }
    return {"update_id": 9, "my_chat_member": changed}


@pytest.mark.parametrize(
    ("update", "heard"),
    [
        (message(text="thu 6pm"), Said("thu 6pm")),
        (message(text="/start"), Opened()),
        (message(text="/start t_ana"), Opened("t_ana")),
        (message(text="/start@StudioBot t_ana"), Opened("t_ana")),  # as a group writes it
        (message(text="/started"), Said("/started")),
        (
            message(
                sticker={
                    **FILE,
                    "type": "regular",
                    "width": 9,
                    "height": 9,
                    "is_animated": False,
                    "is_video": False,
                }
            ),
            SentFile("sticker"),
        ),
        (
            message(photo=[{**FILE, "width": 9, "height": 9}], caption="my knee"),
            SentFile("photo", "my knee", "AgAC"),
        ),
        (message(voice={**FILE, "duration": 3}), SentFile("voice")),
        (
            message(animation={**FILE, "width": 9, "height": 9, "duration": 1}, document=FILE),
            SentFile("animation"),
        ),
        (message(contact={"phone_number": "+447700900123", "first_name": "Sam"}), SentFile("contact")),
        (message(location={"latitude": 38.7, "longitude": -9.1}), SentFile("location")),
        (press({"chat": CHAT, "message_id": 7, "date": 0}), Tapped("bt_1_2")),  # a message that is gone
        (member("kicked"), Left()),
    ],
)
def test_what_people_do_is_heard(update: dict[str, Any], heard: Heard) -> None:
    check_telegram_update(update)
    event = read(update, LANE)
    assert event is not None
    assert (event.heard, event.event_id, event.sender, event.place) == (heard, "9", "1001", "1001")
    assert Event.load(json.loads(json.dumps(event.dump()))) == event


def test_a_press_carries_what_answering_it_needs() -> None:
    assert read(press({"chat": CHAT, "message_id": 7, "date": 0}), LANE) == Event(
        Channel.TELEGRAM,
        "9",
        "1001",
        Tapped("bt_1_2"),
        place="1001",
        message_id="7",
        lane=LANE,
        name="Cleo Reyes",
        language="es-MX",
        answer={"callback": "4382"},
    )


@pytest.mark.parametrize(
    ("quoted", "thread"),
    [
        ({"from": BOT, "chat": CHAT, "message_id": 5, "date": 0, "text": "Cleo writes:"}, "5"),
        ({"from": CLEO, "chat": CHAT, "message_id": 5, "date": 0, "text": "my own words"}, ""),
        ({"chat": CHAT, "message_id": 5, "date": 0}, ""),  # whose it was is not said
    ],
)
def test_a_reply_names_the_message_of_ours_that_it_answers(quoted: dict[str, Any], thread: str) -> None:
    event = read(message(text="yes", reply_to_message=quoted), LANE)
    assert event is not None
    assert (event.heard, event.thread) == (Said("yes"), thread)


def test_a_group_is_told_apart_from_a_private_chat() -> None:
    event = read(message(chat=GROUP, text="/book"), LANE)
    assert event is not None
    assert (event.private, event.sender, event.place) == (False, "1001", "-100200")


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 9, "edited_message": message(text="thu 7pm", edit_date=1_795_000_009)["message"]},
        member("member"),  # they unblocked us, and will write
        member("kicked", GROUP),  # whoever removed us from a group did not leave
        message(new_chat_title="Runners", chat=GROUP),
        {**message(text="hello"), "message": {**message(text="hello")["message"], "from": BOT}},
        {
            "update_id": 9,
            "callback_query": {"id": "4382", "from": CLEO, "chat_instance": "-12", "game_short_name": "x"},
        },
    ],
)
def test_some_things_are_left_alone(update: dict[str, Any]) -> None:
    check_telegram_update(update)
    assert read(update, LANE) is None


@pytest.mark.parametrize("text", ["be\0fore", "be\ud800fore", "\udc4dbefore"])
def test_no_text_breaks_a_database(text: str) -> None:
    event = read(message(text=text, **{"from": {**CLEO, "first_name": text}}), LANE)
    assert event is not None
    for kept in (event.name, event.dump()["heard"]["text"]):
        assert "\0" not in kept
        assert kept.encode().decode() == kept


SAMPLES = [message(text="hello"), press({"chat": CHAT, "message_id": 7, "date": 0}), member("kicked")]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


def paths(value: Any, at: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(value, dict):
        return [at]
    return [at, *(deeper for key in value for deeper in paths(value[key], (*at, key)))]


def replaced(value: Any, path: tuple[str, ...], by: Any) -> Any:
    return {**value, path[0]: replaced(value[path[0]], path[1:], by)} if path else by


@given(st.data(), JSON)
def test_an_update_with_anything_in_any_place_never_raises(data: st.DataObject, junk: Any) -> None:
    update = data.draw(st.sampled_from(SAMPLES))
    path = data.draw(st.sampled_from(paths(update)))
    event = read(replaced(update, path, junk), LANE)
    assert event is None or event.channel is Channel.TELEGRAM
