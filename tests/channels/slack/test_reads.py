from typing import Any

import pytest

from bot.channels.slack.reads import carried, read
from bot.dialogue.heard import Event, Opened, Said, SentFile, Submitted, Tapped

URL = "https://hooks.example.com/1"


def command(text: str = "", channel: str = "DANA") -> dict[str, Any]:
    return {
        "user_id": "UANA",
        "user_name": "ana",
        "text": text,
        "trigger_id": "1.2.a",
        "channel_id": channel,
        "response_url": URL,
    }


def said(**more: Any) -> dict[str, Any]:
    message = {"type": "message", "channel_type": "im", "channel": "DANA", "user": "UANA", "ts": "1.5"}
    return {"event_id": "Ev1", "event": message | more}


def pressed(container: dict[str, Any], **action: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "user": {"id": "UANA", "name": "ana"},
        "trigger_id": "1.3.b",
        "response_url": URL,
        "container": container,
        "actions": [{"type": "button", "value": "ra_7_1"} | action],
    }


IN_DM = {"type": "message", "message_ts": "1.7", "channel_id": "DANA"}


def heard(kind: str, payload: dict[str, Any]) -> Event:
    event = read(kind, payload)
    assert event is not None
    assert Event.load(event.dump()) == event, "it has to survive the inbox"
    return event


def test_a_command_is_its_words() -> None:
    event = heard("slash_commands", command(" week "))
    assert event.heard == Said("week")
    assert (event.sender, event.place, event.lane, event.name) == ("UANA", "UANA", "slack", "ana")
    assert event.answer == {"from": "command", "trigger": "1.2.a", "response_url": URL}


def test_a_command_without_words_opens_the_board() -> None:
    assert heard("slash_commands", command()).heard == Opened("home")


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("M&amp;A &lt;3 &amp;lt;", "M&A <3 &lt;"),
        (
            "see <https://example.com/a|example.com/a> or <https://example.com>",
            "see https://example.com/a or https://example.com",
        ),
        ("write to <mailto:ana@example.com|ana@example.com>", "write to ana@example.com"),
        ("<!channel> and <@UTOM> and <@UTOM|tom>, in <#C1|general>", "@channel and and @tom, in #general"),
        ("*Slowly*, _then_ *_fast_*: ~10~ `12` reps", "Slowly, then fast: 10 12 reps"),
        ("```squats\nlunges```", "squats\nlunges"),
        ("2*3*4 is * not * bold, snake_case_too ~5 kg", "2*3*4 is * not * bold, snake_case_too ~5 kg"),
        ("<https://example.com/_a_/*b*>", "https://example.com/_a_/*b*"),
        ("on <!date^1392734382^{date}|Feb 18>", "on Feb 18"),
    ],
)
def test_text_is_what_was_typed(sent: str, typed: str) -> None:
    assert heard("events_api", said(text=sent)).heard == Said(typed)


def test_a_reply_in_a_thread_names_its_root() -> None:
    event = heard("events_api", said(text="Fine", thread_ts="1.1"))
    assert (event.heard, event.thread, event.message_id, event.event_id) == (
        Said("Fine"),
        "1.1",
        "1.5",
        "Ev1",
    )


def test_a_file_is_no_words() -> None:
    shared = said(text="my plan", subtype="file_share", files=[{"id": "F1"}])
    assert heard("events_api", shared).heard == SentFile("file", "my plan", "F1")


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1", "text": "me"},
        {"subtype": "message_changed"},
        {"channel_type": "channel", "text": "hi all"},
        {"type": "reaction_added"},
    ],
)
def test_what_is_left_alone(more: dict[str, Any]) -> None:
    assert read("events_api", said(**more)) is None


def test_a_press_in_the_chat() -> None:
    event = heard("interactive", pressed(IN_DM))
    assert event.heard == Tapped("ra_7_1")
    assert (event.place, event.message_id, event.answer["from"]) == ("DANA", "1.7", "message")


def test_a_press_of_an_ephemeral_in_a_channel_is_answered_between_the_two_of_us() -> None:
    event = heard("interactive", pressed(IN_DM | {"channel_id": "C1", "is_ephemeral": True}))
    assert (event.place, event.answer["from"], event.answer["response_url"]) == ("UANA", "ephemeral", URL)


def test_a_press_on_home() -> None:
    payload = pressed({"type": "view", "view_id": "V1"}) | {"view": {"type": "home"}}
    event = heard("interactive", payload)
    assert (event.place, event.message_id, event.answer["from"]) == ("UANA", "", "home")


def test_a_link_that_was_followed_is_not_heard() -> None:
    assert read("interactive", pressed(IN_DM, value=None, url="https://example.com")) is None


def test_a_form_comes_back_with_where_it_was_asked() -> None:
    asked = heard("interactive", pressed(IN_DM))
    states = {
        "reason": {"value": {"type": "plain_text_input", "value": "Away"}},
        "day": {"value": {"type": "datepicker", "selected_date": "2026-11-26"}},
        "at": {"value": {"type": "timepicker", "selected_time": "16:00"}},
        "kind": {"value": {"type": "static_select", "selected_option": {"value": "ill"}}},
        "more": {"value": {"type": "plain_text_input", "value": None}},
    }
    event = heard(
        "interactive",
        {
            "type": "view_submission",
            "user": {"id": "UANA"},
            "trigger_id": "1.4.c",
            "view": {"private_metadata": carried(asked, "rq_7_1"), "state": {"values": states}},
        },
    )
    filled = {"reason": "Away", "day": "2026-11-26", "at": "16:00", "kind": "ill", "more": ""}
    assert event.heard == Submitted("rq_7_1", filled)
    assert (event.place, event.message_id) == ("DANA", "1.7")
    assert event.answer == {"from": "message", "trigger": "1.4.c", "response_url": URL}


@pytest.mark.parametrize("kind", ["slash_commands", "interactive", "events_api", "unheard_of"])
@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "block_actions"},
        {"type": "view_closed"},
        {"event": None},
        {"type": "block_actions", "actions": []},
    ],
)
def test_what_cannot_be_read_is_left_alone(kind: str, payload: dict[str, Any]) -> None:
    assert read(kind, payload) is None


def test_what_no_database_keeps_is_dropped() -> None:
    payload = {"event_id": "Ev9", "event": {"type": "message", "channel_type": "im", "user": "UANA"}}
    payload["event"] |= {"channel": "DANA", "ts": "1.2", "text": "a\0b\ud800c"}  # type: ignore[operator]
    event = read("events_api", payload)
    assert event is not None
    assert event.heard == Said("ab\ufffdc")
