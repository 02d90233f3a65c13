"""The payloads that Slack sends, key by key as it spells them."""

import time
from typing import Any
from uuid import uuid4

from sandbox.people import SLACK_TEAM
from sandbox.slack_channels import APP, Channel, Message
from sandbox.slack_delivery import VERIFICATION_TOKEN
from sandbox.slack_forms import key_of, stateful
from sandbox.slack_views import View
from sandbox.slack_workspace import DOMAIN, User

JSON = dict[str, Any]


def said(user: User, text: str, thread_ts: str | None, files: list[JSON]) -> JSON:
    """What a person's message is made of, beside its ts."""
    content: JSON = {
        "user": user.id,
        "client_msg_id": str(uuid4()),
        "text": text,
        "blocks": [_rich_text(text)] if text else [],
    }
    if thread_ts:
        content["thread_ts"] = thread_ts
    if files:
        content |= {"subtype": "file_share", "files": files, "upload": False, "display_as_bot": False}
    return content


def message(posted: Message, parent: Message | None) -> JSON:
    """The `message` event of a direct message; a reply names whose message it answers."""
    event = {**posted.wire, "channel": posted.channel, "event_ts": posted.ts, "channel_type": "im"}
    return event | ({"parent_user_id": parent.wire["user"]} if parent else {})


def app_home_opened(user: User, tab: str) -> JSON:
    event: JSON = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": user.channel,
        "tab": tab,
        "event_ts": _now(),
    }
    return event | ({"view": user.home.shown()} if user.home and tab == "home" else {})


def slash_command(
    user: User, channel: Channel, command: str, text: str, trigger_id: str, response_url: str
) -> JSON:
    """Every value is a string: over HTTP this is a form."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": SLACK_TEAM,
        "team_domain": DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": user.id,
        "user_name": user.handle,
        "command": command,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def interaction(kind: str, user: User, **more: Any) -> JSON:
    """What every interaction says of who acted where."""
    return {
        "type": kind,
        "team": {"id": SLACK_TEAM, "domain": DOMAIN},
        "user": {"id": user.id, "username": user.handle, "name": user.handle, "team_id": SLACK_TEAM},
        "api_app_id": APP,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
        **more,
    }


def shortcut(user: User, callback_id: str, trigger_id: str) -> JSON:
    return interaction("shortcut", user, callback_id=callback_id, trigger_id=trigger_id, action_ts=_now())


def message_action(user: User, callback_id: str, trigger_id: str, chosen: Message, response_url: str) -> JSON:
    return interaction(
        "message_action",
        user,
        callback_id=callback_id,
        trigger_id=trigger_id,
        action_ts=_now(),
        response_url=response_url,
        message_ts=chosen.ts,
        channel=_place(chosen),
        message=chosen.full(),
    )


def actions_in_message(
    user: User, pressed: Message, action: JSON, trigger_id: str, response_url: str
) -> JSON:
    """An ephemeral message is named, but Slack does not give it."""
    thread = {"thread_ts": pressed.thread_ts} if pressed.thread_ts else {}
    payload = interaction(
        "block_actions",
        user,
        container={
            "type": "message",
            "message_ts": pressed.ts,
            "channel_id": pressed.channel,
            "is_ephemeral": pressed.ephemeral,
            **thread,
        },
        trigger_id=trigger_id,
        channel=_place(pressed),
        state={"values": pressed.state},
        response_url=response_url,
        actions=[action],
    )
    return payload if pressed.ephemeral else {**payload, "message": pressed.full()}


def actions_in_view(user: User, view: View, action: JSON, trigger_id: str) -> JSON:
    return interaction(
        "block_actions",
        user,
        container={"type": "view", "view_id": view.id},
        trigger_id=trigger_id,
        view=view.shown(),
        actions=[action],
    )


def view_submission(user: User, view: View, trigger_id: str) -> JSON:
    return interaction("view_submission", user, trigger_id=trigger_id, view=view.shown(), response_urls=[])


def view_closed(user: User, view: View, *, cleared: bool) -> JSON:
    return interaction("view_closed", user, view=view.shown(), is_cleared=cleared)


def action(block: JSON, element: JSON, taken: JSON) -> JSON:
    """One entry of `actions`: the element, and its new state or the option that was taken."""
    entry: JSON = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": _now(),
    }
    shown = ("text", "value", "style") if element["type"] == "button" else ("placeholder",)
    entry |= {name: element[name] for name in shown if name in element}
    if stateful(element):
        initial = f"initial_{key_of(element).removeprefix('selected_')}"
        entry |= {initial: element[initial]} if initial in element else {}
    return {**entry, **taken}


def _place(message: Message) -> JSON:
    """Slack calls every direct message so; the one other channel that there is has a name."""
    return {"id": message.channel, "name": "directmessage" if message.channel[0] == "D" else "general"}


def _rich_text(text: str) -> JSON:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": uuid4().hex[:5], "elements": [section]}


def _now() -> str:
    return f"{time.time():.6f}"
