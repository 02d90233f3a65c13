"""The checks of Slack's wire fail where they should."""

from typing import Any

import pytest

from tests.wire_slack import check_slack_call, check_slack_event

JSON = dict[str, Any]

SLASH = {
    "token": "t",
    "team_id": "TDEMO",
    "team_domain": "demo",
    "channel_id": "DANA",
    "channel_name": "directmessage",
    "user_id": "UANA",
    "user_name": "ana",
    "command": "/hub",
    "text": "today",
    "api_app_id": "ADEMO",
    "is_enterprise_install": "false",
    "response_url": "http://127.0.0.1/slack/response/1",
    "trigger_id": "1.2.3",
}


def test_a_payload_and_a_call_as_slack_shapes_them() -> None:
    check_slack_event("slash_commands", SLASH)
    check_slack_call("chat.postMessage", {"channel": "DANA", "text": "x", "blocks": [{"type": "divider"}]})


@pytest.mark.parametrize(
    "payload",
    [
        {**SLASH, "colour": "red"},
        {name: value for name, value in SLASH.items() if name != "trigger_id"},
        {**SLASH, "text": None},
        {**SLASH, "is_enterprise_install": False},
    ],
    ids=["unknown", "missing", "null", "mistyped"],
)
def test_a_bent_payload_fails(payload: JSON) -> None:
    with pytest.raises(ValueError, match="validation error"):
        check_slack_event("slash_commands", payload)


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("chat.shout", {}),
        ("chat.postMessage", {"channel": "DANA", "text": "x", "loud": True}),
        ("chat.postMessage", {"text": "x"}),
        ("chat.postMessage", {"channel": "DANA", "text": {"type": "plain_text"}}),
    ],
    ids=["method", "unknown", "missing", "mistyped"],
)
def test_a_bent_call_fails(method: str, args: JSON) -> None:
    with pytest.raises(AssertionError):
        check_slack_call(method, args)
