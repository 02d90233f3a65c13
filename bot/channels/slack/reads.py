"""Slack's payloads as events. What is read is untrusted and may lack anything."""

import re
from typing import Any

import structlog

from bot.dialogue.heard import Event, Heard, Opened, Said, SentFile, Submitted, Tapped, clean
from domain.people.model import Channel

JSON = dict[str, Any]

LANE = "slack"  # one workspace a deployment

# As Slack writes what people typed: links in angle brackets, their label after a bar.
_LINK = re.compile(r"<(?:mailto:|tel:)?([^<@#!|>][^<|>]*)(?:\|[^<>]*)?>")

# Mentions: of a person or a group, whose name Slack may give; of a channel; of everybody (<!here>).
_MENTION = re.compile(r"<(?:@|!subteam\^)[A-Z0-9]+(?:\|@?([^<>]*))?>")
_CHANNEL = re.compile(r"<#[A-Z0-9]+\|([^<>]*)>")
_EVERYBODY = re.compile(r"<!(here|channel|everyone)(?:\|[^<>]*)?>")
_DATE = re.compile(r"<!date\^[^<>|]*\|([^<>]*)>")
# *bold*, _italic_, ~struck~ and `code`, as Slack takes them: around words, and not as in 2*3*4 or in a link.
_STYLED = re.compile(r"""(?<![^\s(\[{"'“‘*_~])([*_~`])(?=\S)([^\n]{0,400}?\S)\1(?![^\s.,;:!?)\]}"'”’*_~])""")
_FENCED = re.compile(r"```\n?([^`]*?)\n?```")
_LONGEST_STYLED = 4000  # characters: what is longer keeps its marks
_NESTED = 3  # styles at most around one another, such as *_~all~_*

log = structlog.get_logger()


def read(kind: str, payload: JSON) -> Event | None:
    """What a payload says; ``kind`` is the envelope's: slash_commands, interactive or events_api.

    None for what we leave alone: other bots, edits, closed modals.
    """
    try:
        match kind:
            case "slash_commands":
                return _command(payload)
            case "interactive":
                return _interaction(payload)
            case "events_api":
                return _event(payload)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        log.info("payload_not_read", kind=kind, problem=type(error).__name__)
    return None


def _heard(event_id: str, sender: str, heard: Heard, **more: Any) -> Event:
    return Event(Channel.SLACK, event_id, sender, heard, lane=LANE, **more)


def _typed(payload: JSON) -> str:
    """The text as it was typed; Slack escapes three characters and wraps links."""
    return _as_typed(clean(payload.get("text")))


def _as_typed(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _plain(payload: JSON) -> str:
    """The words of a message, for people who see them elsewhere: without Slack's marks and mentions by id."""
    text = _MENTION.sub(lambda found: f"@{found[1]}" if found[1] else "", clean(payload.get("text")))
    text = _EVERYBODY.sub(r"@\1", _CHANNEL.sub(r"#\1", _DATE.sub(r"\1", text)))
    text = _FENCED.sub(r"\1", text)
    for _level in range(_NESTED if len(text) < _LONGEST_STYLED else 0):
        text = _STYLED.sub(r"\2", text)
    return re.sub(r"(?<=\S)  +", " ", _as_typed(text)).strip()


def _command(payload: JSON) -> Event:
    """``/hub`` alone opens the board; its words are read like any others."""
    text = _typed(payload).strip()
    return _heard(
        clean(payload["trigger_id"]),
        clean(payload["user_id"]),
        Said(text) if text else Opened("home"),
        place=clean(payload["user_id"]),
        name=clean(payload.get("user_name")),
        answer={
            "from": "command",
            "trigger": clean(payload["trigger_id"]),
            "response_url": clean(payload["response_url"]),
        },
    )


def _interaction(payload: JSON) -> Event | None:
    match payload["type"]:
        case "block_actions":
            return _press(payload)
        case "view_submission":
            return _submission(payload)
        case "message_action" | "shortcut":
            words = clean(payload["callback_id"]).replace("_", " ")
            return _heard(
                clean(payload["trigger_id"]),
                clean(payload["user"]["id"]),
                Said(words),
                place=clean(payload["user"]["id"]),
                answer={"from": "shortcut", "trigger": clean(payload["trigger_id"])},
            )
    return None


def _press(payload: JSON) -> Event | None:
    action, container = payload["actions"][0], payload["container"]
    if action["type"] != "button" or not action.get("value"):
        return None  # a link, which the app only hears of
    user, channel = clean(payload["user"]["id"]), clean(container.get("channel_id"))
    answer = {"from": clean(container["type"]), "trigger": clean(payload["trigger_id"])}
    if payload.get("response_url"):
        answer["response_url"] = clean(payload["response_url"])
    if container.get("is_ephemeral"):
        answer["from"] = "ephemeral"
    if container["type"] == "view":
        answer |= {"from": clean(payload["view"]["type"]), "view": clean(container["view_id"])}
    return _heard(
        clean(payload["trigger_id"]),
        user,
        Tapped(clean(action["value"])),
        # What only the presser saw in somebody's channel goes on between the two of us.
        place=channel if channel.startswith("D") else user,
        message_id=clean(container.get("message_ts")),
        name=clean(payload["user"].get("name")),
        answer=answer,
    )


def carried(event: Event, form: str) -> str:
    """A modal's private metadata: the action that asks, and where it was pressed."""
    answer = event.answer
    return " ".join(
        (form, event.place, event.message_id, answer.get("from", ""), answer.get("response_url", ""))
    )


def _submission(payload: JSON) -> Event:
    view = payload["view"]
    data, place, message_id, origin, response_url = clean(view["private_metadata"]).split(" ")
    values = {
        clean(block_id): _value(state)
        for block_id, states in view["state"]["values"].items()
        for state in states.values()
    }
    states = [state for block in view["state"]["values"].values() for state in block.values()]
    file = next((_value(state) for state in states if state.get("files")), "")
    user = clean(payload["user"]["id"])
    answer = {"from": origin, "trigger": clean(payload["trigger_id"])}
    return _heard(
        clean(payload["trigger_id"]),
        user,
        Submitted(data, values, file),
        place=place or user,
        message_id=message_id,
        name=clean(payload["user"].get("name")),
        answer=answer | ({"response_url": response_url} if response_url else {}),
    )


def _value(state: JSON) -> str:
    if option := state.get("selected_option"):
        return clean(option["value"])
    if files := state.get("files"):
        return clean(files[0]["id"])
    return clean(state.get("value") or state.get("selected_date") or state.get("selected_time"))


def _event(payload: JSON) -> Event | None:
    event = payload["event"]
    event_id = clean(payload["event_id"])
    if event["type"] == "app_home_opened":
        user = clean(event["user"])
        return _heard(event_id, user, Opened("home"), place=user, answer={"from": "home"})
    if event["type"] != "message" or event.get("bot_id") or event.get("channel_type") != "im":
        return None
    if event.get("subtype") not in (None, "file_share", "thread_broadcast"):
        return None
    files, said = event.get("files"), _plain(event)
    heard: Heard = SentFile("file", said, clean(files[0].get("id"))) if files else Said(said)
    return _heard(
        event_id,
        clean(event["user"]),
        heard,
        place=clean(event["channel"]),
        message_id=clean(event["ts"]),
        thread=clean(event.get("thread_ts")),
        answer={"from": "message"},
    )
