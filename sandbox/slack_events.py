"""What Slack tells the app: the payloads of events, presses, submissions, shortcuts and slash commands."""

import time
from secrets import token_hex
from typing import Any

from sandbox.people import SLACK_TEAM
from sandbox.slack_channels import APP, BOT_USER, Channel, Message
from sandbox.slack_views import View
from sandbox.slack_workspace import DOMAIN, User

JSON = dict[str, Any]

_VERIFICATION = "demo-verification-token"


def _team() -> JSON:
    return {"id": SLACK_TEAM, "domain": DOMAIN}


def _who(user: User) -> JSON:
    return {"id": user.id, "username": user.handle, "name": user.handle, "team_id": SLACK_TEAM}


def _place(channel: Channel) -> JSON:
    return {"id": channel.id, "name": channel.name}


def callback(event: JSON) -> JSON:
    """The envelope of the Events API."""
    return {
        "token": _VERIFICATION,
        "team_id": SLACK_TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{token_hex(6).upper()}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": SLACK_TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def said(message: Message) -> JSON:
    return {**message.wire, "channel": message.channel, "channel_type": "im", "event_ts": message.ts}


def home_opened(user: User, ts: str) -> JSON:
    view = {"view": user.home.shown()} if user.home else {}
    return {
        "type": "app_home_opened",
        "user": user.id,
        "channel": user.channel,
        "tab": "home",
        "event_ts": ts,
        **view,
    }


def command(user: User, channel: Channel, name: str, text: str, *, response_url: str, trigger: str) -> JSON:
    """A form, not JSON: all values are strings."""
    return {
        "token": _VERIFICATION,
        "team_id": SLACK_TEAM,
        "team_domain": DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": user.id,
        "user_name": user.handle,
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def _interaction(kind: str, user: User, trigger: str) -> JSON:
    return {
        "type": kind,
        "user": _who(user),
        "api_app_id": APP,
        "token": _VERIFICATION,
        "trigger_id": trigger,
        "team": _team(),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def pressed(user: User, action: JSON, trigger: str, *, within: JSON) -> JSON:
    return {**_interaction("block_actions", user, trigger), **within, "actions": [action]}


def action_of(block: JSON, element: JSON) -> JSON:
    """A pressed button as `actions` carries it."""
    kept: JSON = {
        key: element[key] for key in ("action_id", "text", "value", "style", "url") if key in element
    }
    return {**kept, "type": element["type"], "block_id": block["block_id"], "action_ts": f"{time.time():.6f}"}


def within_message(message: Message, channel: Channel, response_url: str) -> JSON:
    return {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.ephemeral,
        },
        "channel": _place(channel),
        "message": message.wire,
        "state": {"values": message.state},
        "response_url": response_url,
    }


def within_view(view: View) -> JSON:
    return {
        "container": {"type": "view", "view_id": view.id},
        "view": view.shown(),
        "state": {"values": view.state},
    }


def submitted(user: User, view: View, trigger: str) -> JSON:
    return {**_interaction("view_submission", user, trigger), "view": view.shown(), "response_urls": []}


def closed(user: User, view: View, *, cleared: bool) -> JSON:
    payload = {
        key: value for key, value in _interaction("view_closed", user, "").items() if key != "trigger_id"
    }
    return {**payload, "view": view.shown(), "is_cleared": cleared}


def shortcut(user: User, callback_id: str, trigger: str) -> JSON:
    return {
        **_interaction("shortcut", user, trigger),
        "action_ts": f"{time.time():.6f}",
        "callback_id": callback_id,
    }


def message_action(
    user: User, callback_id: str, trigger: str, message: Message, channel: Channel, response_url: str
) -> JSON:
    return {
        **_interaction("message_action", user, trigger),
        "action_ts": f"{time.time():.6f}",
        "callback_id": callback_id,
        "message_ts": message.ts,
        "message": message.wire,
        "channel": _place(channel),
        "response_url": response_url,
    }
